"""From which status to which: a table of moves, each number leading to its rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from tracker.charts.matrix import Rows
from tracker.selectors import compare as selector


@dataclass(frozen=True)
class Move:
    """One status on both days: how many had it, how many left it and how many came to it."""

    status: str
    label: str
    before: int
    before_url: str
    out: int
    out_query: str
    into: int
    in_query: str
    after: int
    after_url: str


def moves(found: selector.Comparison, values: QueryDict, rows: tuple[Rows, Rows]) -> list[Move]:
    """A row for each status that any had on either day, in the order of all statuses."""
    moved = {status for move in found.moves for status in move}
    statuses = selector.in_order(found.before.keys() | found.after.keys() | moved)
    return [_move(status, found, values, rows) for status in statuses]


def _move(
    status: str, found: selector.Comparison, values: QueryDict, rows: tuple[Rows, Rows]
) -> Move:
    name = selector.name_of(status)
    return Move(
        status=status,
        label=selector.label(status),
        before=found.before[status],
        before_url=rows[0].with_status(status),
        out=sum(number for (was, _now), number in found.moves.items() if was == status),
        out_query=_query(values, was=name),
        into=sum(number for (_was, now), number in found.moves.items() if now == status),
        in_query=_query(values, now=name),
        after=found.after[status],
        after_url=rows[1].with_status(status),
    )


def _query(values: QueryDict, **more: str) -> str:
    pairs = [(name, value) for name in values for value in values.getlist(name)]
    return urlencode([*pairs, *more.items()])
