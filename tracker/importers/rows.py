"""One row of a spreadsheet as the bundle that its record is to become."""

from collections.abc import Mapping, Set

from django.utils.translation import gettext as _

from tracker.cells.bundles import OF_PUBLICATION, Bundle
from tracker.cells.fields import Dated, Flag
from tracker.cells.tables import Table
from tracker.importers import checking, merging, parts
from tracker.importers.kinds import DEFAULTS, Column, Kind
from tracker.importers.lookups import Lookups
from tracker.importers.parts import Problems
from tracker.lib import csv_cells


def bundle(
    kind: Kind,
    cells: Mapping[str, str],
    key: str,
    before: Bundle | None,
    lookups: Lookups,
    *,
    asked: Set[str],
    last: Mapping[str, str] | None = None,
) -> tuple[Bundle, Problems]:
    """How the record is to read after the row, and what is wrong, as (our column, sentence).

    What the row says nothing of stays as it was. `asked` are the columns that the file has; `last`
    is what the row said last time, None when it is new.
    """
    own, problems = _own(kind, cells, key, before, lookups, asked, last)
    made: Bundle = {}
    for name, part in parts.PARTS[kind.table.name].items():
        then = before[name] if before else []
        made[name], found = part(cells, key, then, lookups, last)
        problems += found or checking.part(kind, name, made[name], then, lookups)
    return {**(before or {}), kind.table.name: [own], **made}, problems


def _own(
    kind: Kind,
    cells: Mapping[str, str],
    key: str,
    before: Bundle | None,
    lookups: Lookups,
    asked: Set[str],
    last: Mapping[str, str] | None,
) -> tuple[dict[str, str], Problems]:
    """The record itself, without its parts."""
    then = before[kind.table.name][0] if before else _empty(kind.table, key)
    said = typed(kind, cells, then)
    said = {**then, **said, **merging.labels(kind, said, then, last if before else None, lookups)}
    own, problems = checking.own(kind.table, said, then, lookups)
    lacking = _lacking(kind, asked, said, is_new=before is None)
    # In our words, not in those of the model.
    named = {c.name for c in _empty_though_needed(kind, said)}
    return own, [*lacking, *(problem for problem in problems if problem[0] not in named)]


def _lacking(kind: Kind, asked: Set[str], said: Mapping[str, str], *, is_new: bool) -> Problems:
    """What the record cannot be without: of columns that are not read at all, in one sentence."""
    empty = _empty_though_needed(kind, said)
    if not is_new:
        return [(c.name, _("This cannot be emptied: the record needs it.")) for c in empty]
    unread = ", ".join(str(c.label) for c in empty if c.name not in asked)
    named = [(c.name, _("A new record needs this, and the row says nothing.")) for c in empty if c.name in asked]  # fmt: skip
    whole = [("", _("A new record needs {names}: say on the page of the columns where that stands.").format(names=unread))] if unread else []  # fmt: skip
    return whole + named


def _empty_though_needed(kind: Kind, said: Mapping[str, str]) -> list[Column]:
    return [c for c in kind.columns if c.is_needed and not said.get(c.name, "?").strip()]


def typed(kind: Kind, cells: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    """What the row says of the record itself; an empty cell is what a new record would have.

    Blanks around a cell are dropped unless they are stored.
    """
    empty = _empty(kind.table, "")
    names = [name for name in empty if name in cells and name != kind.table.key[0]]
    return {
        name: then[name]
        if cells[name] in (parts.plain(then[name]), _read(kind, name, then[name]))
        else cells[name].strip() or empty[name]
        for name in names
    }


def _read(kind: Kind, name: str, cell: str) -> str:
    """What is stored, as a row that says it is read."""
    column = next(c for c in kind.columns if c.name == name)
    return csv_cells.escape(column.reads(csv_cells.unescape(cell)))


def _empty(table: Table, key: str) -> dict[str, str]:
    fields = [field for field in table.fields if field.name not in OF_PUBLICATION]
    cells = {c.name: DEFAULTS.get(c.name, "") for field in fields for c in field.columns}
    for field in fields:
        if isinstance(field, Flag):
            cells[field.name] = "false"
        elif isinstance(field, Dated):
            cells[f"{field.name}_precision"] = "unknown"
    return {**cells, table.key[0]: key}
