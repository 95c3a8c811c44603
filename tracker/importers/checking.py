"""Whether the cells that a row makes are what our tables and models take, told by our columns."""

from collections.abc import Callable, Mapping
from typing import Any

from tracker.cells.fields import CellError, Field, Find
from tracker.cells.tables import TABLES, Table
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups
from tracker.importers.parts import Problems
from tracker.packages import incoming
from tracker.packages.incoming import Incoming
from tracker.packages.read import Row

_BY_NAME = {table.name: table for table in TABLES}
# What a spreadsheet calls what a part holds, where it has no column of that name.
_COLUMNS = {"participations": "parties", "deadlines": "due", "citations": "quote"}
_OF_EVIDENCE = {"passage": "evidence", "reference": "evidence"}


def own(table: Table, cells: dict[str, str], there: Mapping[str, str], lookups: Lookups) -> tuple[dict[str, str], Problems]:  # fmt: skip
    """The cells of the record as our tables write them, and what is wrong with them.

    What is `there` already names other records as we do, the rest as the list does.
    """
    said = {name for name, cell in cells.items() if there.get(name) != cell}
    entry, problems = _read(table, cells, lambda field: lookups.find if field.name in said else lookups.ours)  # fmt: skip
    if problems or entry is None:
        return cells, problems
    written = table.own_cells(entry.record) | incoming.many_cells(entry)
    return {name: written[name] for name in cells if name in written}, []


def part(kind: Kind, name: str, rows: list[dict[str, str]], before: list[dict[str, str]], lookups: Lookups) -> Problems:  # fmt: skip
    """What is wrong with those rows of a part that are not as they were."""

    def find(table: str, key: str) -> Any:
        # What it is a part of may be new: that it is there is certain, and no more is asked of it.
        return kind.table.model(pk=-1) if table == kind.table.name else lookups.ours(table, key)

    found: Problems = []
    for row in rows:
        if row not in before:
            _entry, problems = _read(_BY_NAME[name], row, lambda _field: find)
            found += [(called(kind, name, column), why) for column, why in problems]
    return list(dict.fromkeys(found))


def called(kind: Kind, table: str, column: str) -> str:
    """What a spreadsheet calls a column of the record, or of a part of it."""
    if table == kind.table.name:
        return column
    ours = {each.name for each in kind.parts}
    column = column if column in ours else _OF_EVIDENCE.get(column, column)
    return column if column in ours else _COLUMNS.get(table, "")


def _read(table: Table, cells: dict[str, str], finder: Callable[[Field], Find]) -> tuple[Incoming | None, Problems]:  # fmt: skip
    """The record that the cells make."""
    found: dict[str, Any] = {}
    problems: Problems = []
    for field in table.fields:
        try:
            if all(column.name in cells for column in field.columns):
                found |= field.read(cells, finder(field))
        except CellError as error:
            problems.append((error.column, str(error)))
    if problems:
        return None, problems
    entry = incoming.new_entry(Row(table, 0, cells), found)
    return entry, incoming.field_problems(entry)
