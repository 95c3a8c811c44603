"""How people write dates in spreadsheets, each way read into an interval with a precision."""

import re
from collections.abc import Callable

from tracker.lib import dates
from tracker.lib.dates import DateTextError, FuzzyDate
from tracker.lib.words import gettext, gettext_noop

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SHORTEST_MONTH = 3
_YEAR = re.compile(r"[0-9]{4}")
_LIKE_ISO = re.compile(r"[0-9]{4}-")
_INTERVAL = re.compile(r"(\.\.|[0-9]{4}-[0-9-]+)/(\.\.|[0-9]{4}-[0-9-]+)")
_MONTH = re.compile(r"([0-9]{1,2})[./-]([0-9]{4})")
_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
# What spreadsheet programs write behind a day.
_MIDNIGHT = re.compile(r"(?<=[0-9])[T ]00:00(:00(\.0+)?)?$")
_WORDS = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? )?([A-Za-z]{3,9})\.?,? ([0-9]{4})"
    r"|([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})"
)


def parse(text: str, form: str) -> FuzzyDate:
    """The date; no text is an unknown date. Raises DateTextError with a sentence for people."""
    written = text.strip()
    text = _MIDNIGHT.sub("", " ".join(text.split()))
    if not text:
        return FuzzyDate(None, None, "unknown")
    if _YEAR.fullmatch(text):
        return dates.from_text(text, dates.YEAR)
    # A workbook holds days as days, which are read as ISO 8601 however it shows them.
    found = _iso(text) if _LIKE_ISO.match(text) else _read(form, text, written)
    if found is None:
        raise DateTextError(
            gettext("“{written}” is no date written as {example}.").format(
                written=written, example=gettext(EXAMPLES[form])
            )
        )
    return found


def _read(form: str, text: str, written: str) -> FuzzyDate | None:
    try:
        return _READERS[form](text)
    except DateTextError as error:  # which quotes the day as ISO 8601 writes it
        first, last = dates.FIRST.year, dates.LAST.year
        sentence = gettext(
            "“{written}” is no day of the calendar, or not between {first} and {last}."
        ).format(written=written, first=first, last=last)
        raise DateTextError(sentence) from error


def _iso(text: str) -> FuzzyDate | None:
    if found := _INTERVAL.fullmatch(text):
        precision = {found[1]: dates.BEFORE, found[2]: dates.AFTER}.get("..", dates.BETWEEN)
        return dates.from_text(text, precision)
    known = {10: dates.DAY, 7: dates.MONTH}.get(len(text))
    return dates.from_text(text, known) if known and _LIKE_ISO.match(text) else None


def _day_first(text: str) -> FuzzyDate | None:
    found = _DAY.fullmatch(text)
    return _on(found[3], found[2], found[1]) if found else _in_month(text)


def _month_first(text: str) -> FuzzyDate | None:
    found = _DAY.fullmatch(text)
    return _on(found[3], found[1], found[2]) if found else _in_month(text)


def _in_words(text: str) -> FuzzyDate | None:
    found = _WORDS.fullmatch(text)
    if not found:
        return None
    day, word, year = (found[1], found[2], found[3]) if found[2] else (found[5], found[4], found[6])
    month = _month(word)
    if month is None:
        return None
    return _on(year, str(month), day) if day else _whole_month(year, str(month))


def _in_month(text: str) -> FuzzyDate | None:
    found = _MONTH.fullmatch(text)
    return _whole_month(found[2], found[1]) if found else None


def _month(word: str) -> int | None:
    start = word.lower().rstrip(".")
    start = "sep" if start == "sept" else start
    found = [n for n, month in enumerate(_MONTHS, start=1) if month.startswith(start)]
    is_whole_or_short = len(start) == _SHORTEST_MONTH or start in _MONTHS
    return found[0] if len(found) == 1 and is_whole_or_short else None


def _on(year: str, month: str, day: str) -> FuzzyDate:
    return dates.from_text(f"{year}-{month.zfill(2)}-{day.zfill(2)}", dates.DAY)


def _whole_month(year: str, month: str) -> FuzzyDate:
    return dates.from_text(f"{year}-{month.zfill(2)}", dates.MONTH)


_READERS: dict[str, Callable[[str], FuzzyDate | None]] = {
    "iso": _iso,
    "day_first": _day_first,
    "month_first": _month_first,
    "in_words": _in_words,
}
# The ways, in the order in which they are offered, each with the same day written so.
EXAMPLES = {
    "iso": gettext_noop("2023-12-07"),
    "day_first": gettext_noop("07.12.2023 or 07/12/2023"),
    "month_first": gettext_noop("12/07/2023"),
    "in_words": gettext_noop("7 December 2023"),
}
