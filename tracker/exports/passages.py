"""The columns of the export of passages, in order; also its data dictionary."""

from typing import Any

from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from tracker.exports.columns import DAYS, Column, Context, Reads, Table, moment, names
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment
from tracker.selectors import then
from tracker.selectors.many import Many


def _reads(clocks: Clocks) -> Reads:
    there = then.there(Commitment.public.all(), clocks)
    cites = Citation.public.filter(passage=OuterRef("pk"), commitment__in=there.values("pk"))
    source = "capture__source"
    return {
        "source": F(f"{source}__slug"),
        "source_title": F(f"{source}__title"),
        "publisher": F(f"{source}__publisher"),
        "source_url": F(f"{source}__url"),
        "located_url": F(f"{source}__located_url"),
        "capture": F("capture__code"),
        "sha256": F("capture__sha256"),
        "taken_at": F("capture__taken_at"),
        "commitments": Many(cites.order_by("commitment__code", "pk"), "commitment__code"),
    }


def _codes(_context: Context, commitments: list[list[Any]]) -> str:
    return names(dict.fromkeys(code for (code,) in commitments))


COLUMNS = (
    Column("code", "Permanent code of the passage.", ("code",)),
    Column("quote", "The words, exactly as in the archived source.", ("exact",)),
    Column("before", "Up to 32 characters before the words.", ("prefix",)),
    Column("after", "Up to 32 characters after the words.", ("suffix",)),
    Column("locator", "Where in the source the words stand.", ("locator",)),
    Column("language", "Language of the words, BCP 47.", ("language",)),
    Column("translation", "A translation, where there is one.", ("translation",)),
    Column("source", "Slug of the source.", ("source",)),
    Column("source_title", "Title of the source.", ("source_title",)),
    Column("publisher", "Who published it.", ("publisher",)),
    Column("source_url", "Address of the source: stated in it, or else located by the editors.",
           ("source_url", "located_url"), lambda _x, stated, located: stated or located, format="uri"),
    Column("capture", "Code of the archived copy of its text.", ("capture",)),
    Column("capture_sha256", "SHA-256 of the archived text as UTF-8.", ("sha256",)),
    Column("captured_at", "When the copy was made, UTC.", ("taken_at",), moment, "datetime"),
    Column("start", "First character in the archived text, counted in Unicode code points from 0.",
           ("start",), type="integer"),
    Column("end", "The character after the last one.", ("end",), type="integer"),
    Column("commitments", "Codes of the commitments that cite it themselves, divided by semicolons.",
           ("commitments",), _codes),
    Column("permalink", "Permanent address of the words in our archived copy.", ("code",),
           lambda x, code: x.address("passage", code), format="uri"),
    *DAYS,
)  # fmt: skip

TABLE = Table("passages", _("Passages"), COLUMNS, _reads)
