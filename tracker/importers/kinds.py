"""What can be imported: the columns of commitments and of status changes, as our exports name them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tracker.cells import fields as cells
from tracker.cells import texts
from tracker.cells.bundles import OF_PUBLICATION
from tracker.cells.tables import TABLES, Table, meaning
from tracker.choices import Role
from tracker.lib import own_words
from tracker.models import Citation

# What a new record says of itself where the row does not.
DEFAULTS = {"confidence": "medium"}
_A_DATE = _("A day, a month, a year, or an interval.")
_TRUTH = {"true": _("Yes"), "false": _("No")}


@dataclass(frozen=True)
class Column:
    """A column that can be imported; `values` are those of a closed list, with their labels."""

    name: str
    label: Promise | str
    meaning: Promise | str
    values: Mapping[str, Any]
    is_date: bool = False
    is_list: bool = False  # several values divided by semicolons
    is_needed: bool = False  # by a new record
    is_number: bool = False  # written without the apostrophe that keeps texts from being formulas
    reads: Callable[[str], str] = str  # the words as a form would take them
    exported: str = ""  # what our export calls it, where it has another name there

    def name_in(self, header: Collection[str]) -> str:
        """What a file with our columns calls it; empty where it is not there."""
        return next((name for name in (self.name, self.exported) if name and name in header), "")


@dataclass(frozen=True)
class Kind:
    """What each row of a spreadsheet holds: a record of one table, with some of its parts."""

    table: Table
    parts: Sequence[Column]

    @cached_property
    def columns(self) -> list[Column]:
        """All columns, those of the record first."""
        return [*_own_columns(self.table), *self.parts]

    def changed(self, before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
        """What a row says now that it did not say last time; what was done here since then stays.

        Columns that only make sense together, as those of a date, are taken together.
        """
        together = [{c.name for c in field.columns} for field in self.table.fields] + _PARTS
        said = [group & now.keys() for group in together]
        return {
            name: now[name]
            for group in said
            if any(before.get(name, "") != now[name] for name in group)
            for name in group
        }


def _own_columns(table: Table) -> list[Column]:
    found = []
    for field in table.fields:
        if field.name in OF_PUBLICATION:  # not for a spreadsheet to say
            continue
        for column in field.columns:
            model_field: Any = table.model._meta.get_field(column.field)
            is_date = isinstance(field, cells.Dated) and column.name == field.name
            label = _label(field, column, model_field)
            found.append(
                Column(
                    column.name,
                    label,
                    _A_DATE if is_date else _meaning(table, column, label),
                    _values(field, model_field),
                    is_date,
                    is_needed=_is_needed(field, model_field),
                    is_number=column.type in ("number", "integer"),
                    reads=str if column.name in table.key else texts.reader_of(model_field),
                )
            )
    return found


def _label(field: cells.Field, column: cells.Column, model_field: Any) -> Promise | str:
    """As the form of the record calls it; what is one of several columns of a date, by its own name."""
    is_alone = not isinstance(field, cells.Dated)
    return capfirst(model_field.verbose_name if is_alone else column.name.replace("_", " "))


def _meaning(table: Table, column: cells.Column, label: Promise | str) -> str:
    said = meaning(table, column)
    return "" if said.casefold() == str(label).casefold() else said


def _is_needed(field: cells.Field, model_field: Any) -> bool:
    return not (
        isinstance(field, cells.Dated | cells.Flag | cells.Keys)
        or model_field.blank
        or model_field.has_default()
        or field.name in DEFAULTS
    )


def _values(field: Any, model_field: Any) -> dict[str, Any]:
    if isinstance(field, cells.Flag):
        return _TRUTH
    return {} if isinstance(field, cells.Keys) else dict(model_field.flatchoices)


def _cited(name: str) -> tuple[Promise | str, Mapping[str, Any]]:
    field: Any = Citation._meta.get_field(name)
    return field.help_text, dict(field.flatchoices)


def _due() -> list[Column]:
    table = _BY_NAME["deadlines"]
    named = ("due", "due_precision", "due_words")
    return [column for column in _own_columns(table) if column.name in named]


def _part(name: str, meaning: Promise | str, values: Mapping[str, Any] | None = None, *, exported: str = "", reads: Callable[[str], str] = str) -> Column:  # fmt: skip
    label = capfirst(name.replace("_", " "))
    return Column(name, label, meaning, values or {}, is_list=bool(values), exported=exported, reads=reads)  # fmt: skip


# What a row says of one part of its record.
_PARTS = [
    {"parties", "role"},
    {"due", "due_precision", "due_words"},
    {"passage", "quote", "source", "evidence", "stance", "account_of", "account_words", "finding"},
]
_BY_NAME = {table.name: table for table in TABLES}
_WORDS = (
    _part("quote", _("The exact words in the archived text, to be found in the source.")),
    _part("source", _("The archived document in which the words stand: its slug or its title."), exported="source_title"),
)  # fmt: skip
KINDS = {
    "commitments": Kind(
        _BY_NAME["commitments"],
        (
            _part("parties", _("Parties with their roles: “Armenia (obligor); Azerbaijan (counterparty)”.")),
            Column("role", _("Role of the parties"), _("Of those behind which none stands in brackets."), dict(Role.choices)),
            *_due(),
            _part("passage", _("The code of the passage on which it rests.")),
            *_WORDS,
        ),
    ),
    "status_changes": Kind(
        _BY_NAME["status_changes"],
        (
            _part("evidence", _("The codes, or the address, of the passages and pages it rests on; several divided by semicolons.")),
            *_WORDS,
            _part("stance", *_cited("stance")),
            _part("account_of", _("Whose account it is: the name or slug of a party.")),
            _part("account_words", *_cited("account_words")),
            _part("finding", *_cited("finding"), reads=own_words.lines),
        ),
    ),
}  # fmt: skip
