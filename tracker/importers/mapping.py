"""How a spreadsheet's columns and words become ours; its rules can be kept under a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tracker.importers.kinds import Column, Kind
from tracker.lib import csv_cells, date_formats, dates


class WordUnknown(ValueError):
    """A word of theirs has no counterpart among ours."""


@dataclass(frozen=True)
class Rules:
    """By our columns: which column of theirs, or which fixed text, which words, how dates are written.

    A word may mean nothing; `nothing` are the words that do so in every column.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    nothing: Sequence[str] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Rules":
        """The inverse of `to_json`; nothing kept, no rules."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    def names(self) -> set[str]:
        """Our columns that a row will say something about."""
        return {*self.columns, *self.fixed}

    def missing(self, header: Iterable[str]) -> list[str]:
        """The columns that the rules name and the file does not have."""
        return sorted(set(self.columns.values()) - {name.strip() for name in header})


def for_own_columns(kind: Kind, header: Iterable[str]) -> Rules:
    """Each column that is called as in our exports is that column."""
    names = {name.strip() for name in header}
    return Rules({c.name: theirs for c in kind.columns if (theirs := c.name_in(names))})


def read(kind: Kind, rules: Rules, row: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:  # fmt: skip
    """A row in our columns and words, and what cannot be read, as (our column, sentence)."""
    cells: dict[str, str] = {}
    problems = []
    for column in kind.columns:
        if column.name not in rules.names():
            continue
        text = _text(column.name, rules, row)
        if not text.strip() and (column.name in cells or column.name == "original_status"):
            continue  # another column says it: the date how precise it is, the status the word for it
        try:
            cells |= _cells(column, rules, text, is_whole=_is_whole(column, rules, row))
        except ValueError as error:
            problems.append((column.name, str(error)))
    return cells, problems


def _text(name: str, rules: Rules, row: Mapping[str, str]) -> str:
    theirs = rules.columns.get(name)
    text = row.get(theirs, "") if theirs else ""
    text = csv_cells.unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    is_empty = not text.strip() or text.strip() in rules.nothing
    return rules.fixed.get(name, "") if is_empty else text


def _is_whole(column: Column, rules: Rules, row: Mapping[str, str]) -> bool:
    """Whether a date alone says how precise it is."""
    precision = f"{column.name}_precision"
    if precision not in rules.columns:
        return True
    return bool(_text(column.name, rules, row).strip() and not _text(precision, rules, row).strip())


def _cells(column: Column, rules: Rules, text: str, *, is_whole: bool) -> dict[str, str]:
    if column.values:
        words = rules.words.get(column.name, {})
        if not column.is_list:
            return _word(column, words, text)
        pieces = [_word(column, words, piece)[column.name] for piece in text.split(";")]
        return {column.name: "; ".join(pieces)}
    if column.is_date and is_whole:
        return _date(column.name, rules.formats.get(column.name, "iso"), text)
    if column.is_date and rules.formats.get(column.name, "iso") != "iso":
        found = _date(column.name, rules.formats[column.name], text)
        return {column.name: found[column.name]}  # how precisely, a column of its own says
    return {column.name: text if column.is_number else csv_cells.escape(column.reads(text))}


def _word(column: Column, words: Mapping[str, str], text: str) -> dict[str, str]:
    """Our value; where a list has its own word for the status, that word is kept beside it."""
    theirs = text.strip()
    found = words[theirs] if theirs in words else own_value(column, theirs)
    if found is None:
        raise WordUnknown(
            _("“{word}” is none of: {values}. Say on the page of the columns which it is.").format(
                word=theirs[:60], values=", ".join(map(str, column.values.values()))
            )
        )
    is_other = column.name == "status" and theirs and theirs != found
    return {
        column.name: found,
        **({"original_status": csv_cells.escape(theirs)} if is_other else {}),
    }


def own_value(column: Column, word: str) -> str | None:
    """The value of ours that is written so, or has this label; None when there is none."""
    if not word:
        return ""
    for value, label in column.values.items():
        if word.casefold() in (value.casefold(), str(label).casefold()):
            return value
    return None


def _date(name: str, form: str, text: str) -> dict[str, str]:
    found = date_formats.parse(text, form)
    return {name: dates.to_text(found), f"{name}_precision": found.precision}
