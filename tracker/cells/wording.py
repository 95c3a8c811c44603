"""What differs between two bundles, for people: row by row, with names in place of keys and values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.cells import bundles
from tracker.cells.bundles import Bundle, Difference
from tracker.cells.fields import Cells, CompoundKey, Dated, Day, Field, Flag, Key, Keys
from tracker.cells.tables import TABLES, WITHDRAWAL, Table
from tracker.lib import csv_cells, dates, own_words

# A record as other tables name it: table and key.
Name = tuple[str, str]

# What is never shown in public. A revision from a data package may hold any column of its table.
INTERNAL = {"editor_notes", *(field.name for field in WITHDRAWAL)}
# By which of its fields a record is called.
_CALLED = {
    "categories": "name",
    "topics": "name",
    "parties": "short_name",
    "sources": "short_title",
    "passages": "exact",
    "references": "title",
    "commitments": "title",
    "events": "title",
    "figures": "title",
    "assessments": "code",
}
# A day, a month or a year by the length of its text: what makes a day of it, and how it is said.
_FORMS = {10: ("", "j F Y"), 7: ("-01", "F Y"), 4: ("-01-01", "Y")}
_BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class ChangedRow:
    """A row that is new, gone or changed; without cells where a key is all it has."""

    table: Table
    before: Cells
    after: Cells
    differences: list[Difference]

    @property
    def names(self) -> set[Name]:
        """The records that the row names, before or after."""
        keys = [field for field in self.table.fields if _is_looked_up(field)]
        return {
            (field.table, key)  # type: ignore[attr-defined]
            for field in keys
            for cells in (self.before, self.after)
            for key in _keys(field, cells.get(field.name, ""))
        }


@dataclass(frozen=True)
class CellInWords:
    """One field: what it is called, and what it said before and after."""

    label: str
    before: str
    after: str

    @property
    def is_unseen(self) -> bool:
        """Whether the two differ, but in nothing that a reader sees."""
        return self.before != self.after and own_words.look_alike(self.before, self.after)


@dataclass(frozen=True)
class RowInWords:
    """What differs in one row; `part` is empty for the record itself."""

    part: str
    is_new: bool
    is_gone: bool
    cells: list[CellInWords]


# What to call a record, given its table and key.
Call = Callable[[str, str], str]


def changed_rows(before: Bundle, after: Bundle, *, leave_out: Iterable[str] = ()) -> list[ChangedRow]:  # fmt: skip
    """The rows that differ in other columns than those left out."""
    before, after = bundles.readable(before), bundles.readable(after)
    found = [d for d in bundles.differences(before, after) if d.column not in set(leave_out)]
    return [
        ChangedRow(
            _BY_NAME[table],
            bundles.rows_of(before, table).get(row, {}),
            bundles.rows_of(after, table).get(row, {}),
            list(differences),
        )
        for (table, row), differences in groupby(found, key=lambda d: (d.table, d.row))
    ]


def look_up(wanted: Iterable[Name], door: Callable[[Any], Any]) -> dict[Name, Any]:
    """The records of these names that the door shows, in one query for each table."""
    found: dict[Name, Any] = {}
    for table, names in groupby(sorted(wanted), key=lambda name: name[0]):
        (by,) = _BY_NAME[table].key
        rows = door(_BY_NAME[table].model).filter(**{f"{by}__in": [key for _table, key in names]})
        found |= {(table, getattr(row, by)): row for row in rows.only(by, _CALLED[table])}
    return found


def for_editors(before: Bundle, after: Bundle, own: Name) -> list[RowInWords]:
    """What differs, with the names of all records, public or not."""
    rows = changed_rows(before, after)
    wanted = {name for row in rows for name in row.names}
    call = caller(look_up(wanted, lambda model: model._default_manager.all()))
    return in_words(rows, own, call)


def title_of(table: str, record: models.Model) -> str:
    """What a record is called in a sentence."""
    words = str(getattr(record, _CALLED[table]))
    return f"{bundles.key_of(record)}: “{words}”" if table == "passages" else words


def caller(found: Mapping[Name, Any], missing: str = "") -> Call:
    """Calls records by their titles, and what was not found by the given words or by its key."""

    def call(table: str, key: str) -> str:
        record = found.get((table, key))
        return title_of(table, record) if record else missing or key

    return call


def in_words(rows: Iterable[ChangedRow], own: Name, call: Call) -> list[RowInWords]:
    """The rows of the record `own` in words."""
    return [
        RowInWords(
            part="" if row.table.name == own[0] else _part(row, own, call),
            is_new=not row.before,
            is_gone=not row.after,
            cells=list(_cells(row, own, call)),
        )
        for row in rows
    ]


def _cells(row: ChangedRow, own: Name, call: Call) -> Iterator[CellInWords]:
    for d in row.differences:
        # The key of a part is what the part is called.
        if row.table.name == own[0] or d.column not in row.table.key:
            words = (_value(row.table, d.column, cell, call) for cell in (d.before, d.after))
            yield CellInWords(_label(row.table, d.column), *words)


def _part(row: ChangedRow, own: Name, call: Call) -> str:
    cells = row.after or row.before
    words = [
        _value(row.table, name, value, call)
        for name in row.table.key
        if (value := csv_cells.unescape(cells.get(name, "")))
        and (getattr(_field(row.table, name), "table", ""), value) != own
    ]
    return f"{capfirst(row.table.model._meta.verbose_name)}: {', '.join(words)}"


def _label(table: Table, column: str) -> str:
    # A date is four columns, and the first of them is called as the whole.
    named = next(c for c in table.columns if c.name == column)
    is_date = named.field == "date_latest"
    return column.replace("_", " ") if is_date else bundles.label_of(table.name, column)


def _value(table: Table, column: str, value: str, call: Call) -> str:
    field = _field(table, column)
    if isinstance(field, CompoundKey):
        return value.partition("/")[2].replace("/", " ").replace("_", " ").strip()
    if _is_looked_up(field):
        return ", ".join(call(field.table, key) for key in _keys(field, value))  # type: ignore[union-attr]
    if isinstance(field, Dated | Day):
        return _date(value)
    if isinstance(field, Flag):
        return {"true": _("yes"), "false": _("no")}.get(value, value)
    name = next(c.field for c in table.columns if c.name == column)
    labels: Any = getattr(table.model._meta.get_field(name), "flatchoices", ())
    return str(dict(labels).get(value, value)) if value else ""


def _date(text: str) -> str:
    """The date as pages say it; what was kept long ago and is none stays as it was written."""
    first, slash, last = text.partition("/")
    if first == "..":
        return _("not later than {day}").format(day=_period(last))
    if last == "..":
        return _("not before {day}").format(day=_period(first))
    return f"{_period(first)} – {_period(last)}" if slash else _period(first)


def _period(text: str) -> str:
    rest, form = _FORMS.get(len(text), ("", ""))
    try:
        return date_format(dates.parse_day(text + rest), form)
    except dates.DateTextError:
        return text


def _field(table: Table, column: str) -> Field | None:
    return next((f for f in table.fields if f.name == column), None)


def _is_looked_up(field: Field | None) -> bool:
    is_key = isinstance(field, Key | Keys) and not isinstance(field, CompoundKey)
    return is_key and field.table in _CALLED  # type: ignore[union-attr]


def _keys(field: Field | None, cell: str) -> list[str]:
    value = csv_cells.unescape(cell)
    return [key for key in (value.split(";") if isinstance(field, Keys) else [value]) if key]
