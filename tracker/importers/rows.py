"""One row of a spreadsheet as the bundle that its record is to become."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tracker.cells.bundles import OF_PUBLICATION, Bundle
from tracker.cells.fields import CellError, Dated, Flag
from tracker.cells.tables import Table
from tracker.importers import parts
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups
from tracker.importers.parts import Problems
from tracker.packages import incoming
from tracker.packages.read import Row

# What a new record says of itself where the row does not.
_DEFAULTS = {"confidence": "medium"}
_BLANK = {"This field cannot be blank.", "This field cannot be null."}


def bundle(kind: Kind, cells: Mapping[str, str], key: str, before: Bundle | None, lookups: Lookups) -> tuple[Bundle, Problems]:  # fmt: skip
    """How the record is to read after the row, and what is wrong, as (our column, sentence).

    What the row says nothing of stays as it was.
    """
    table = kind.table
    then = before[table.name][0] if before else _empty(table, key)
    own, problems = _own(table, {**then, **_typed(kind, cells, then)}, lookups)
    made: dict[str, Any] = {}
    for name, part in parts.PARTS[table.name].items():
        made[name], found = part(cells, key, before[name] if before else [], lookups)
        problems += found
    return {**(before or {}), table.name: [own], **made}, problems


def _typed(kind: Kind, cells: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    """What the row says of the record itself; an empty cell is what a new record would have.

    Blanks around a cell are dropped unless they are stored.
    """
    empty = _empty(kind.table, "")
    names = [name for name in empty if name in cells and name != kind.table.key[0]]
    return {
        name: cells[name] if cells[name] == then[name] else cells[name].strip() or empty[name]
        for name in names
    }


def _empty(table: Table, key: str) -> dict[str, str]:
    fields = [field for field in table.fields if field.name not in OF_PUBLICATION]
    cells = {c.name: _DEFAULTS.get(c.name, "") for field in fields for c in field.columns}
    for field in fields:
        if isinstance(field, Flag):
            cells[field.name] = "false"
        elif isinstance(field, Dated):
            cells[f"{field.name}_precision"] = "unknown"
    return {**cells, table.key[0]: key}


def _own(table: Table, cells: dict[str, str], lookups: Lookups) -> tuple[dict[str, str], Problems]:
    """The cells of the record as our tables write them, and what is wrong with them."""
    found: dict[str, Any] = {}
    problems: Problems = []
    for field in table.fields:
        try:
            if all(column.name in cells for column in field.columns):
                found |= field.read(cells, lookups.find)
        except CellError as error:
            problems.append((error.column, str(error)))
    if problems:
        return cells, problems
    entry = incoming.new_entry(Row(table, 0, cells), found)
    problems = [(column, _in_words(words)) for column, words in incoming.field_problems(entry)]
    if problems:
        return cells, problems
    written = table.own_cells(entry.record) | incoming.many_cells(entry)
    return {name: written[name] for name in cells if name in written}, []


def _in_words(sentence: str) -> str:
    return (
        _("A new record needs this, and the row says nothing.") if sentence in _BLANK else sentence
    )
