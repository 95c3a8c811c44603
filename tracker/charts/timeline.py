"""The story of one commitment along a line: when it was made, each change, when it is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.lib.dates import FuzzyDate

MADE, CHANGE, DUE, RE_DATED = "made", "change", "due", "re-dated"

Event = tuple[FuzzyDate, str, str]


@dataclass(frozen=True)
class Mark:
    """Something that happened by `x`, in per cent of the line, and not before `start`."""

    kind: str
    status: str
    x: str
    start: str


@dataclass(frozen=True)
class Line:
    """The marks, and the years in which the line begins and ends."""

    first: int
    last: int
    marks: list[Mark]


def timeline(events: Iterable[Event], today: date) -> Line | None:
    """The line of these dates with their kind and status; None where fewer than two have a day."""
    dated = sorted(
        (when.latest, when.earliest or when.latest, kind, status)
        for when, kind, status in events
        if when.latest
    )
    if len({day for day, *_rest in dated}) < 2:
        return None
    first, last = min(start for _day, start, *_rest in dated), max(today, dated[-1][0])
    marks = [
        Mark(kind, status, _x(day, first, last), _x(start, first, last) if start < day else "")
        for day, start, kind, status in dated
    ]
    return Line(first.year, last.year, marks)


def _x(day: date, first: date, last: date) -> str:
    return f"{100 * (day - first).days / (last - first).days:.2f}%"
