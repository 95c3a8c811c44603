"""What is due when: what is late, what is to come, and what has no day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery

from tracker import choices
from tracker.lib.clocks import Clocks
from tracker.models import Commitment, Deadline, Milestone
from tracker.selectors import then
from tracker.selectors.commitments import CLOSED, deadlines_set, deadlines_then, for_list

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Due:
    """A commitment with the deadline that was in force; `former` are those it replaced."""

    commitment: Commitment
    deadline: Deadline
    former: list[Deadline]


@dataclass(frozen=True)
class Period:
    """A month, or a year where no month is known, and what is due in it."""

    day: date
    is_month: bool
    dues: list[Due]


@dataclass(frozen=True)
class Calendar:
    """Everything that the calendar shows."""

    overdue: list[Due]
    soon: list[Due]
    periods: list[Period]
    passed: list[Due]
    worded: list[Due]

    @property
    def dated(self) -> list[Due]:
        """Every deadline that has a day."""
        to_come = (due for period in self.periods for due in period.dues)
        return [*self.overdue, *self.passed, *to_come]

    @property
    def every(self) -> list[Due]:
        """Every deadline in force."""
        return [*self.dated, *self.worded]

    @property
    def years(self) -> Counter[int]:
        """How many may fall due in each year that is named: one with open bounds in every such year."""
        bounds = [(d.deadline.date_earliest, d.deadline.date_latest) for d in self.every]
        named = {day.year for pair in bounds for day in pair if day}
        return Counter({
            year: sum(
                bool(first or last)
                and (not first or first.year <= year)
                and (not last or last.year >= year)
                for first, last in bounds
            )
            for year in named
        })  # fmt: skip


@dataclass(frozen=True)
class Near:
    """The first of what is late and of what is due soon, and how many there are."""

    late: list[Due]
    late_number: int
    soon: list[Due]
    soon_number: int
    worded_number: int


def near(commitments: QuerySet[Commitment], clocks: Clocks, most: int) -> Near:
    """The nearest of these (`selectors.commitments.with_marks`), without reading all of them."""
    of_each = deadlines_then(clocks).filter(commitment=OuterRef("pk"))
    dated = commitments.annotate(
        due_by=Subquery(of_each.values("date_latest")[:1]),
        due_precision=Subquery(of_each.values("date_precision")[:1]),
    ).order_by("due_by", "code")
    late = dated.filter(is_overdue=True)
    soon = dated.filter(due_by__range=(clocks.as_of, clocks.as_of + SOON))
    soon = soon.exclude(status_then__in=CLOSED)
    return Near(
        late=_dues(late[:most], clocks),
        late_number=late.count(),
        soon=_dues(soon[:most], clocks),
        soon_number=soon.count(),
        worded_number=dated.filter(due_by=None, due_precision__isnull=False).count(),
    )


def steps_taken(commitments: QuerySet[Commitment], clocks: Clocks) -> QuerySet[Milestone]:
    """The steps of treaties among these that had been taken by then, the earliest first."""
    by_then = then.dated_by(clocks, "commitment__recorded_at")
    taken = Milestone.public.filter(by_then, commitment__in=commitments.order_by().values("pk"))
    named = taken.select_related("commitment", "party")
    return named.order_by("date_latest", "commitment__code", "step", "pk")


def calendar(commitments: QuerySet[Commitment], clocks: Clocks) -> Calendar:
    """These commitments (`selectors.commitments.with_marks`) by when they are due."""
    due = commitments.filter(pk__in=deadlines_set(clocks).values("commitment")).order_by("code")
    dues = _dues(due, clocks)
    dated = sorted((d for d in dues if _has_day(d)), key=lambda d: (last_day(d), d.commitment.code))
    to_come = [due for due in dated if last_day(due) >= clocks.as_of]
    gone = [due for due in dated if last_day(due) < clocks.as_of]
    late = [due for due in gone if due.commitment.is_overdue]  # type: ignore[attr-defined]
    return Calendar(
        overdue=late,
        soon=[d for d in to_come if last_day(d) <= clocks.as_of + SOON and not _is_closed(d)],
        periods=[Period(*key, list(found)) for key, found in groupby(to_come, key=_period)],
        passed=[due for due in gone if not due.commitment.is_overdue],  # type: ignore[attr-defined]
        worded=[due for due in dues if not _has_day(due)],
    )


def _dues(commitments: QuerySet[Commitment], clocks: Clocks) -> list[Due]:
    return [
        Due(row, row.due_dates[-1], row.due_dates[:-1])  # type: ignore[attr-defined]
        for row in for_list(commitments, clocks)
    ]


def last_day(due: Due) -> date:
    """The last day on which it can be due."""
    assert due.deadline.date_latest is not None
    return due.deadline.date_latest


def _is_closed(due: Due) -> bool:
    return due.commitment.status_then in CLOSED  # type: ignore[attr-defined]


def _has_day(due: Due) -> bool:
    return due.deadline.date_latest is not None


def _period(due: Due) -> tuple[date, bool]:
    day = last_day(due)
    if due.deadline.date_precision == choices.Precision.YEAR:
        return day.replace(month=1, day=1), False
    return day.replace(day=1), True
