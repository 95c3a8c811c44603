"""How many commitments had each status, from the first change to the day asked about."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Lead

from tracker.lib.clocks import Clocks
from tracker.models import Commitment
from tracker.selectors import then

_MADE = ("commitment__date_earliest", "commitment__date_latest", "commitment__recorded_at")


@dataclass(frozen=True)
class Step:
    """The counts by status from a day on; what has no status is not among them."""

    day: date
    counts: Counter[str]


def steps(commitments: QuerySet[Commitment], clocks: Clocks) -> list[Step]:
    """A step for every day on which a count changes, the earliest first.

    On each of these days the counts are those of `selectors.then.standing` as of it.
    """
    by_day = sorted(_moves(commitments, clocks), key=itemgetter(0))
    counts: Counter[str] = Counter()
    found = []
    for day, moves in groupby(by_day, key=itemgetter(0)):
        for _day, status, number in moves:
            counts[status] += number
        found.append(Step(day, +counts))
    return [step for n, step in enumerate(found) if not n or step.counts != found[n - 1].counts]


def _moves(commitments: QuerySet[Commitment], clocks: Clocks) -> list[tuple[date, str, int]]:
    """One more of a status from the day of a change, one less from the day of the next."""
    order = [F("date_latest").asc(), F("recorded_at").asc(), F("pk").asc()]
    following = Window(Lead("date_latest"), partition_by=F("commitment"), order_by=order)
    changes = (
        then.changes_that_count(clocks)
        .filter(commitment__in=commitments.order_by().values("pk"), party=None)
        .annotate(until=following)
        .values_list("status", "date_latest", "until", *_MADE)
    )
    moves: list[tuple[date, str, int]] = []
    for status, day, until, *dated in changes:
        assert day is not None
        made = then.first_day(*dated)
        # It is counted from when the commitment was there, even if what it says came earlier.
        start = max(day, made) if made else day
        if until is None or until > start:
            moves.append((start, status, 1))
            moves += [(until, status, -1)] if until else []
    return moves
