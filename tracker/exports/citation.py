"""How a page is cited: as text, as BibTeX, as RIS."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# What TeX would take for a command.
_TEX = {c: "\\" + c for c in "&%$#_{}"} | {
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}",
}  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """A page as it stood: `url` leads to the same state on every later day."""

    title: str
    finding: str
    site: str
    url: str
    as_of: date
    accessed: date

    @property
    def name(self) -> str:
        """What is cited, and what it says."""
        return f"{self.title}: {self.finding}" if self.finding else self.title

    @property
    def text(self) -> str:
        """The citation in words."""
        return _("{site}, “{name}”, as of {as_of}. {url} (accessed {accessed})").format(
            site=self.site,
            name=self.name,
            as_of=date_format(self.as_of, "j F Y"),
            url=self.url,
            accessed=date_format(self.accessed, "j F Y"),
        )


@dataclass(frozen=True)
class Form:
    """A form that programs for references read."""

    label: str
    content_type: str
    write: Callable[[Cited], str]


def bibtex(cited: Cited) -> str:
    """An entry of BibLaTeX, in UTF-8."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", cited.title)[:40].strip("-").lower() or "page"
    fields = {
        "title": _tex(cited.name),
        "organization": _tex(cited.site),
        "date": cited.as_of.isoformat(),
        "url": cited.url,
        "urldate": cited.accessed.isoformat(),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@online{{{key}-{cited.as_of.isoformat()},\n{lines}}}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def ris(cited: Cited) -> str:
    """A record of RIS, in UTF-8."""
    fields = (
        ("TY", "ELEC"),
        ("TI", cited.name),
        ("PB", cited.site),
        ("PY", f"{cited.as_of:%Y}"),
        ("DA", f"{cited.as_of:%Y/%m/%d}"),
        ("Y2", f"{cited.accessed:%Y/%m/%d}"),
        ("UR", cited.url),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)


FORMS = {
    "bibtex": Form("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Form("RIS", "application/x-research-info-systems; charset=utf-8", ris),
}
