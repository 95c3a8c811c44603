"""How a number in a workbook reads: by its number format, but never with fewer digits than it has.

A format may add zeros (`00000`, `0.00`), a percent sign, or words (`"No. "0`); it never rounds.
Thousands separators, currency signs, colours and padding are left out. Days and times become
ISO 8601, a day that its format shows as a month or a year only `2023-12` or `2023`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from unicodedata import category

from openpyxl.styles.numbers import is_date_format, is_timedelta_format

from tracker.lib.words import gettext

# A spreadsheet shows 15 digits of a binary fraction; the 16th and 17th are noise.
_SHOWN = Context(prec=15)
_LARGEST_EXPONENT = 400
_DAY_MS = 86_400_000

_TOKEN = re.compile(
    r"""
    (?P<end>;) | (?P<unread>General|[@/eE]) | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,)
    | (?P<dropped>\[[^\]]*\] | _. | \*.) | "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | (?P<text>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SCALED = re.compile(r",(?:\.|$)")


class NoReading(ValueError):
    """The number stands for nothing that can be written; the words complete “Cell B2 holds …”."""


def number_text(value: str, code: str) -> str:
    """A stored number under a number format."""
    number = _number(value)
    pattern = _pattern(code)
    if pattern is None:
        return _plain(number)
    if pattern.is_percentage:
        number *= 100
    whole, _, fraction = _plain(abs(number)).partition(".")
    fraction = fraction.ljust(pattern.decimals, "0")
    shown = _fill(pattern.before, whole) + ("." + fraction if fraction else "") + pattern.after
    return ("-" if number < 0 else "") + shown.strip()


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise NoReading(gettext("“{value}”, which is no number").format(value=value)) from error
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise NoReading(
            gettext("“{value}”, which is no number a spreadsheet can hold").format(value=value[:20])
        )
    # A whole number longer than 15 digits was written by a program that knows all of them.
    return number if number.as_tuple().exponent == 0 else _SHOWN.plus(number)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@dataclass(frozen=True)
class _Pattern:
    before: tuple[tuple[str, str], ...]  # tokens up to the last digit of the whole number
    decimals: int  # as many at least
    after: str  # words behind the number
    is_percentage: bool


@lru_cache(maxsize=1000)
def _pattern(code: str) -> _Pattern | None:
    """The first section of a format; None if it says nothing, or nothing that is read here."""
    tokens = _tokens(code)
    shape = "".join(text for kind, text in tokens if kind in ("digit", "point", "comma"))
    kinds = {kind for kind, _ in tokens}
    if "unread" in kinds or "digit" not in kinds or shape.count(".") > 1 or _SCALED.search(shape):
        return None
    before, behind = _split(tokens)
    return _Pattern(
        before=tuple(before),
        decimals=sum(text == "0" for kind, text in behind if kind == "digit"),
        after="".join(text for kind, text in behind if kind == "text"),
        is_percentage=("text", "%") in tokens,
    )


def _tokens(code: str) -> list[tuple[str, str]]:
    tokens = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "end":
            break
        if kind in ("quoted", "escaped", "text"):
            tokens.append(("text", _without_currency(match[kind])))
        elif kind != "dropped":
            tokens.append((kind, match[kind]))
    return tokens


def _without_currency(text: str) -> str:
    return "".join(letter for letter in text if category(letter) != "Sc")


Tokens = list[tuple[str, str]]


def _split(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """Before and behind the place where the fraction stands."""
    kinds = [kind for kind, _ in tokens]
    last_digit = len(kinds) - 1 - kinds[::-1].index("digit")
    place = kinds.index("point") if "point" in kinds else last_digit + 1
    return tokens[:place], tokens[place:]


def _fill(tokens: Iterable[tuple[str, str]], digits: str) -> str:
    """The digits in their places from the right, the first place taking all that are left."""
    places = list(tokens)
    first = next((n for n, (kind, _) in enumerate(places) if kind == "digit"), None)
    if first is None:
        return "".join(text for kind, text in places if kind == "text") + digits
    shown: list[str] = []
    for number, (kind, text) in reversed(list(enumerate(places))):
        if kind == "text":
            shown.append(text)
        elif kind == "digit":
            taken = digits if number == first else digits[-1:]
            digits = digits[: len(digits) - len(taken)]
            shown.append(taken or ("0" if text == "0" else ""))
    return "".join(reversed(shown))


@lru_cache(maxsize=1000)
def is_date(code: str) -> bool:
    """Whether a number under this format is a day, a time or a duration."""
    return bool(is_date_format(code))


def date_text(value: str, code: str, *, since_1904: bool = False) -> str:
    """A stored number of days under a format of days, times or durations."""
    number = _number(value)
    if number.adjusted() > 7:
        raise NoReading(
            gettext("the number {value}, which its format shows as a date but is none").format(
                value=value
            )
        )
    days, part = divmod(round(number * _DAY_MS), _DAY_MS)
    if is_timedelta_format(code):
        return _duration(round(number * _DAY_MS))
    letters = _letters(code)
    if days == 0 and not letters & {"d", "y"}:
        return _clock(part)
    day = _day(days, value, since_1904=since_1904)
    return f"{day}T{_clock(part)}" if part else _as_shown(day, letters)


def _letters(code: str) -> set[str]:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|;.*', "", code, flags=re.DOTALL)
    return set(bare.lower())


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    moment = time(*divmod(minutes, 60), seconds, rest * 1000)
    return moment.isoformat("milliseconds" if rest else "seconds")


def _duration(milliseconds: int) -> str:
    sign = "-" if milliseconds < 0 else ""
    minutes, seconds = divmod(round(abs(milliseconds) / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}"


def _day(days: int, value: str, *, since_1904: bool) -> date:
    # Day 60 of the older calendar is 29 February 1900, which never was; day 1 is 1 January.
    if since_1904:
        first, has_reading = date(1904, 1, 1), days >= 0
    else:
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
        has_reading = days > 0 and days != 60
    try:
        if has_reading:
            return first + timedelta(days=days)
    except OverflowError:
        pass
    raise NoReading(
        gettext("the number {value}, which its format shows as a date but is none").format(
            value=value
        )
    )


def _as_shown(day: date, letters: set[str]) -> str:
    """No more precise than the format, unless the day says that more is known."""
    if "y" not in letters or "d" in letters or day.day != 1:
        return day.isoformat()
    if "m" in letters:
        return day.isoformat()[:7]
    return day.isoformat()[:4] if day.month == 1 else day.isoformat()
