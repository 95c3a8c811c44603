"""Dates as the sources give them: an interval, a precision, and ISO 8601 text for both.

The text form is ISO 8601-2 (EDTF level 0 and open intervals): `2023-12-07`, `2023-12`, `1993`,
`2022-11-20/2022-11-22`, `../2011-05-07` (not after), `2023-12-07/..` (not before), or nothing.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from tracker.lib.words import gettext, gettext_noop

DAY, MONTH, YEAR = WHOLE = "day", "month", "year"
RANGE, BETWEEN = "range", "between"
BEFORE, AFTER = "before", "after"
UNDATED = ("open", "recurring", "vague", "unknown")

# A tracker of agreements has no use for other centuries, and databases differ outside these.
FIRST, LAST = date(1800, 1, 1), date(2200, 12, 31)

_EXAMPLES = {DAY: "2023-12-07", MONTH: "2023-12", YEAR: "2023"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")


class DateTextError(ValueError):
    """The text is no date in the form its precision asks for."""


@dataclass(frozen=True)
class FuzzyDate:
    """An interval of days, both ends included; None is an open end."""

    earliest: date | None
    latest: date | None
    precision: str

    @classmethod
    def on(cls, day: date) -> "FuzzyDate":
        """The date known to the day."""
        return cls(day, day, DAY)

    @property
    def is_dated(self) -> bool:
        """Whether any bound is known."""
        return self.earliest is not None or self.latest is not None

    def problem(self) -> str:
        """Why the bounds do not fit the precision; empty when they do."""
        has = (self.earliest is not None, self.latest is not None)
        wanted = _bounds(self.precision)
        if wanted is None:
            return gettext("“{precision}” is no date precision.").format(precision=self.precision)
        if has != wanted:
            return gettext("The precision “{precision}” needs {days}.").format(
                precision=self.precision, days=gettext(_BOUND_WORDS[wanted])
            )
        return self._order_problem()

    def _order_problem(self) -> str:
        if any(d is not None and not FIRST <= d <= LAST for d in (self.earliest, self.latest)):
            return gettext("Dates must lie between {first} and {last}.").format(
                first=FIRST.year, last=LAST.year
            )
        if self.earliest is None or self.latest is None:
            return ""
        if self.earliest > self.latest:
            return gettext("The earliest day is after the latest day.")
        whole = whole_period(self.earliest, self.precision)
        if whole and whole != (self.earliest, self.latest):
            return gettext("The days are not one whole {precision}.").format(
                precision=self.precision
            )
        return ""


_BOUND_WORDS = {
    (True, True): gettext_noop("an earliest and a latest day"),
    (False, True): gettext_noop("a latest day and no earliest one"),
    (True, False): gettext_noop("an earliest day and no latest one"),
    (False, False): gettext_noop("no days"),
}


def _bounds(precision: str) -> tuple[bool, bool] | None:
    if precision in (DAY, MONTH, YEAR, RANGE, BETWEEN):
        return True, True
    if precision == BEFORE:
        return False, True
    if precision == AFTER:
        return True, False
    return (False, False) if precision in UNDATED else None


def whole_period(day: date, precision: str) -> tuple[date, date] | None:
    """The first and last day of the day, month or year that holds `day`; None for other precisions."""
    if precision == DAY:
        return day, day
    if precision == MONTH:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if precision == YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return None


def to_text(value: FuzzyDate) -> str:
    """ISO 8601 text with no more precision than the date has."""
    first, last = value.earliest, value.latest
    if value.precision == DAY and first:
        return first.isoformat()
    if value.precision == MONTH and first:
        return first.isoformat()[:7]
    if value.precision == YEAR and first:
        return first.isoformat()[:4]
    if not value.is_dated:
        return ""
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


def from_text(text: str, precision: str) -> FuzzyDate:
    """The inverse of `to_text`. Raises DateTextError with a sentence for people."""
    if _bounds(precision) is None:
        raise DateTextError(
            gettext("“{precision}” is no date precision.").format(precision=precision)
        )
    value = FuzzyDate(*_parse_bounds(text, precision), precision)
    if problem := value.problem():
        raise DateTextError(problem)
    return value


def _parse_bounds(text: str, precision: str) -> tuple[date | None, date | None]:
    if precision in UNDATED:
        if text:
            raise DateTextError(
                gettext("A date of precision “{precision}” must be empty, not “{text}”.").format(
                    precision=precision, text=text
                )
            )
        return None, None
    if precision in (DAY, MONTH, YEAR):
        return _parse_period(text, precision)
    first, slash, last = text.partition("/")
    if not slash:
        raise DateTextError(
            gettext("“{text}” is no interval: write FIRST/LAST, with .. for an open end.").format(
                text=text
            )
        )
    return _parse_bound(first), _parse_bound(last)


def _parse_period(text: str, precision: str) -> tuple[date, date]:
    pattern, rest = {DAY: (_DAY, ""), MONTH: (_MONTH, "-01"), YEAR: (_YEAR, "-01-01")}[precision]
    if not pattern.fullmatch(text):
        raise DateTextError(
            gettext(
                "“{text}” is no date of precision “{precision}”: write it like {example}."
            ).format(text=text, precision=precision, example=_EXAMPLES[precision])
        )
    period = whole_period(parse_day(text + rest), precision)
    assert period is not None
    return period


def _parse_bound(text: str) -> date | None:
    return None if text == ".." else parse_day(text)


def parse_day(text: str) -> date:
    """An ISO calendar day. Raises DateTextError."""
    if not _DAY.fullmatch(text):
        raise DateTextError(gettext("“{text}” is no day in the form YYYY-MM-DD.").format(text=text))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateTextError(
            gettext("“{text}” is no day of the calendar.").format(text=text)
        ) from error
