"""Dates in words, never more precise than they are known; quantities; addresses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views.html import _Reader
from tracker.lib.dates import FuzzyDate
from tracker.templatetags import record


def words(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return reader.root.words


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "said", "shown"),
    [
        ("2023-12-07", "2023-12-07", "day", "", "7 December 2023"),
        ("2023-12-01", "2023-12-31", "month", "", "December 2023"),
        ("1993-01-01", "1993-12-31", "year", "", "1993"),
        ("2011-04-20", "2011-04-21", "range", "", "20–21 April 2011"),
        ("2011-04-30", "2011-05-01", "range", "", "30 April 2011 – 1 May 2011"),
        ("2010-12-31", "2011-01-01", "range", "", "31 December 2010 – 1 January 2011"),
        (
            "2021-09-23",
            "2022-10-13",
            "between",
            "",
            "between 23 September 2021 and 13 October 2022",
        ),
        (None, "2011-05-07", "before", "", "not later than 7 May 2011"),
        ("2011-05-07", None, "after", "", "not before 7 May 2011"),
        (None, None, "vague", "in the near future", "“in the near future”"),
        (None, None, "recurring", "every 4 years", "“every 4 years”"),
        (None, None, "open", "", "open-ended"),
        (None, None, "unknown", "", "no date stated"),
        (None, None, "vague", "<b>soon</b>", "“<b>soon</b>”"),
    ],
)
def test_when_says_a_date_as_precisely_as_it_is_known(earliest, latest, precision, said, shown):
    days = (day and date.fromisoformat(day) for day in (earliest, latest))
    dated = SimpleNamespace(date=FuzzyDate(*days, precision), date_words=said)

    assert words(record.when(dated)) == shown


def test_when_gives_machines_the_same_precision():
    month = FuzzyDate(date(2023, 12, 1), date(2023, 12, 31), "month")

    assert record.when_date(month) == '<time datetime="2023-12">December 2023</time>'


def test_day_and_moment_of_nothing_are_nothing():
    assert record.day(None) == record.moment(None) == ""


def test_moment_is_given_in_utc_to_the_minute():
    at = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)

    assert record.moment(at) == (
        '<time datetime="2024-02-03T04:05:06Z">3 February 2024, 04:05 UTC</time>'
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("32.0000", "32"),
        ("12.5000", "12.5"),
        ("1000000.0000", "1000000"),
        ("0.0000", "0"),
        (None, ""),
    ],
)
def test_number_has_no_trailing_zeros(value, shown):
    assert record.number(value and Decimal(value)) == shown


@pytest.mark.parametrize("address", ["https://a.example/", "http://a.example/?x=1"])
def test_web_lets_addresses_of_the_web_through(address):
    assert record.web(address) == address


@given(st.text() | st.sampled_from(["javascript:a", " https://x", "JAVASCRIPT:a", "data:x", "//x"]))
def test_web_lets_nothing_else_through(address):
    assert record.web(address).startswith(("https://", "http://")) or record.web(address) == ""
