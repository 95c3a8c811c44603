"""What a row says now beside what it said last time, and what was done here since then."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tracker.cells.fields import CellError, Keys
from tracker.importers import checking
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups
from tracker.importers.parts import Problems, joined
from tracker.lib import csv_cells

Cells = Mapping[str, str]
_SHOWN = 60


def labels(kind: Kind, said: Cells, there: Cells, last: Cells | None, lookups: Lookups) -> dict[str, str]:  # fmt: skip
    """The cells of several labels, as the topics: what was added or taken away here stays so."""
    found: dict[str, str] = {}
    for field in kind.table.fields:
        if last is None or not isinstance(field, Keys) or field.name not in said:
            continue
        before = _slugs(field, last.get(field.name, ""), lookups) or set()
        now = _slugs(field, said[field.name], lookups)
        if now is not None:
            here = set(there[field.name].split(";")) - {""}
            found[field.name] = ";".join(sorted(joined(here, now, before)))
    return found


def _slugs(field: Keys, cell: str, lookups: Lookups) -> set[str] | None:
    try:
        found = field.read({field.name: cell}, lookups.find)
    except CellError:
        return None
    return {label.slug for label in found[field.attribute]}


def replaced(kind: Kind, last: Cells, there: Cells, now: Cells, lookups: Lookups) -> Problems:
    """What was changed here since the last import, and is changed by the row to something else."""
    was, problems = checking.own(kind.table, {**there, **last}, there, lookups)
    several = {field.name for field in kind.table.fields if isinstance(field, Keys)}
    return [
        (name, _("This was changed here since the last import, from “{was}” to “{here}”: the row replaces it.").format(was=_shown(was[name]), here=_shown(there[name])))
        for name in last
        if not problems and name not in several and len({was[name], there[name], now[name]}) == 3
    ]  # fmt: skip


def _shown(cell: str) -> str:
    return csv_cells.unescape(cell)[:_SHOWN]
