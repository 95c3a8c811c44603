"""What a row says now beside what it said last time, and what was done here since then."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tracker.cells.bundles import Bundle
from tracker.cells.fields import CellError, Keys
from tracker.importers import checking
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups
from tracker.importers.parts import OF_EVIDENCE, PARTS, Problems, Rows, joined
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


def evidence_replaced(kind: Kind, last: Cells, before: Bundle, after: Bundle, lookups: Lookups) -> Problems:  # fmt: skip
    """What editors wrote about a piece of evidence, and is changed by the row to something else."""
    if before["citations"] == after["citations"]:
        return []
    rows, problems = PARTS[kind.table.name]["citations"](last, "", [], lookups, None)
    was = _by_evidence(rows)
    here, now = (_by_evidence(bundle["citations"]) for bundle in (before, after))
    return [
        (name, _("“{here}” was entered here about {code}: the row replaces it.").format(here=_shown(here[code][name]), code=code))
        for code in here
        for name in OF_EVIDENCE
        if code in now and not problems and here[code][name] and here[code][name] not in (now[code][name], was.get(code, {}).get(name))
    ]  # fmt: skip


def _by_evidence(rows: Rows) -> dict[str, Cells]:
    return {row["passage"] or row["reference"]: row for row in rows}


def _shown(cell: str) -> str:
    return csv_cells.unescape(cell)[:_SHOWN]
