"""How many commitments had each status over time: stacked areas with a step at every change."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tracker import choices
from tracker.charts.status_bar import HATCHED, label_of

# The drawing is stretched to the width of the page; its labels stand outside it.
WIDTH, HEIGHT = 1000, 100
_MOST_ROWS, _MOST_TICKS, _MOST_STEPS = 16, 5, 250


@dataclass(frozen=True)
class Area:
    """One status: the outline of its area, in the units of the drawing."""

    status: str
    label: str
    outline: str
    is_hatched: bool


@dataclass(frozen=True)
class Tick:
    """A year below the drawing, in per cent of its width."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Row:
    """A day in the table, with the count and the address of the rows of each status."""

    day: date
    cells: list[tuple[str, int, str]]


@dataclass(frozen=True)
class OverTime:
    """The chart, its years, and its table."""

    areas: list[Area]
    ticks: list[Tick]
    rows: list[Row]
    statuses: list[tuple[str, str]]
    first: date
    most: int
    is_by_year: bool
    finding: str


Point = tuple[date, Counter[str]]


def over_time(
    points: Sequence[Point], last: date, url_for: Callable[[date, str], str]
) -> OverTime | None:
    """The chart of these counts, each of which holds until the next; None of none."""
    points = [point for point in points if point[0] <= last]
    if not points:
        return None
    statuses = [s for _name, group in choices.GROUPS for s in group if any(p[1][s] for p in points)]
    drawn = _drawn(points)
    most = max(counts.total() for _day, counts in drawn)
    rows, is_by_year = _rows(points, last)
    first = points[0][0]
    return OverTime(
        areas=[_area(s, statuses[:n], drawn, last, most) for n, s in enumerate(statuses)],
        ticks=_ticks(first, last),
        rows=[Row(day, [(s, c[s], url_for(day, s)) for s in statuses]) for day, c in rows],
        statuses=[(s.value, label_of(s)) for s in statuses],
        first=first,
        most=most,
        is_by_year=is_by_year,
        finding=_finding(points, statuses),
    )


def _finding(points: Sequence[Point], statuses: Sequence[choices.Status]) -> str:
    """Where it began and where it stands, in a sentence."""
    (first, then), (_day, now) = points[0], points[-1]
    named = ", ".join(f"{now[s]} {label_of(s).lower()}" for s in statuses if now[s])
    return _("From {then} with a status in {year} to {now}: {named}.").format(
        then=then.total(), year=first.year, now=now.total(), named=named
    )


def _drawn(points: Sequence[Point]) -> Sequence[Point]:
    """Every step, or, of more than an eye tells apart, how things stood at the last of each month.

    The first stays, so that the drawing begins where the record does; the file has all.
    """
    if len(points) <= _MOST_STEPS:
        return points
    by_month = {(day.year, day.month): (day, counts) for day, counts in points[1:]}
    return [points[0], *by_month.values()]


def _area(
    status: choices.Status, below: Sequence[str], points: Sequence[Point], last: date, most: int
) -> Area:
    """Along the upper edge to the right, and back along the lower one."""
    first = points[0][0]
    ends = [*(day for day, _counts in points[1:]), last]
    upper: list[str] = []
    lower: list[str] = []
    for (day, counts), end in zip(points, ends, strict=True):
        base = sum(counts[other] for other in below)
        for edge, value in ((upper, base + counts[status]), (lower, base)):
            y = f"{HEIGHT - HEIGHT * value / most:.2f}"
            edge += [f"{_x(day, first, last):.2f} {y}", f"{_x(end, first, last):.2f} {y}"]
    outline = "M" + "L".join([*upper, *reversed(lower)]) + "Z"
    return Area(status.value, label_of(status), outline, status in HATCHED)


def _x(day: date, first: date, last: date) -> float:
    return WIDTH * (day - first).days / max((last - first).days, 1)


def _ticks(first: date, last: date) -> list[Tick]:
    years = range(first.year + 1, last.year + 1)
    step = max(1, -(-len(years) // _MOST_TICKS))
    shown = years[::-1][::step][::-1]
    return [_tick(year, first, last) for year in shown]


def _tick(year: int, first: date, last: date) -> Tick:
    x = _x(date(year, 1, 1), first, last) / WIDTH * 100
    anchor = "end" if x > 94 else "start" if x < 6 else "middle"
    return Tick(f"{x:.2f}%", str(year), anchor)


def _rows(points: Sequence[Point], last: date) -> tuple[Sequence[Point], bool]:
    """Every step, or, of many, how things stood at the end of each year in which there was one."""
    if len(points) <= _MOST_ROWS:
        return points, False
    by_year = {day.year: counts for day, counts in points}
    ends = {year: min(date(year + 1, 1, 1) - timedelta(days=1), last) for year in by_year}
    return [(ends[year], counts) for year, counts in by_year.items()], True
