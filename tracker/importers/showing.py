"""What rows change, in words, for the page of the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.cells import wording
from tracker.cells.wording import ChangedRow, RowInWords
from tracker.importers.kinds import Kind
from tracker.importers.planned import Planned


@dataclass(frozen=True)
class Change:
    """A row that changes a record, which waits as a revision where it is public."""

    line: int
    code: str
    is_revision: bool
    rows: list[RowInWords]


def changes(kind: Kind, planned: Sequence[Planned]) -> list[Change]:
    """Row by row, with the names of what they name, which are looked up for all at once."""
    found = [wording.changed_rows(each.before or {}, each.after or {}) for each in planned]
    call = _caller([row for rows in found for row in rows])
    return [
        Change(
            each.line,
            each.record.code,
            each.record.is_published,
            wording.in_words(rows, (kind.table.name, each.record.code), call),
        )
        for each, rows in zip(planned, found, strict=True)
    ]


def _caller(rows: Sequence[ChangedRow]) -> wording.Call:
    wanted = {name for row in rows for name in row.names}
    return wording.caller(wording.look_up(wanted, lambda model: model._default_manager.all()))
