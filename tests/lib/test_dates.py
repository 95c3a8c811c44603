"""Dates with their precision: text and back, and what is refused."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import choices
from tracker.lib import dates
from tracker.lib.dates import FuzzyDate

DAYS = st.dates(dates.FIRST, dates.LAST)


def period(day: date, precision: str) -> FuzzyDate:
    if precision == "day":
        return FuzzyDate(day, day, precision)
    if precision == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return FuzzyDate(day.replace(day=1), day.replace(day=last), precision)
    return FuzzyDate(date(day.year, 1, 1), date(day.year, 12, 31), precision)


WHOLE_PERIODS = st.builds(period, DAYS, st.sampled_from(["day", "month", "year"]))
INTERVALS = st.builds(
    lambda one, other, precision: FuzzyDate(min(one, other), max(one, other), precision),
    DAYS,
    DAYS,
    st.sampled_from(["range", "between"]),
)
OPEN = st.builds(lambda day: FuzzyDate(None, day, "before"), DAYS) | st.builds(
    lambda day: FuzzyDate(day, None, "after"), DAYS
)
UNDATED = st.sampled_from(dates.UNDATED).map(lambda precision: FuzzyDate(None, None, precision))
ALL = WHOLE_PERIODS | INTERVALS | OPEN | UNDATED


@settings(max_examples=80)
@given(ALL)
def test_from_text_is_the_inverse_of_to_text(value):
    text = dates.to_text(value)

    assert dates.from_text(text, value.precision) == value


@settings(max_examples=80)
@given(ALL)
def test_problem_finds_none_in_a_date_as_it_should_be(value):
    assert value.problem() == ""


ODD_DAYS = st.none() | st.dates()
ODD_PRECISIONS = st.sampled_from([*choices.Precision.values, "fortnight", ""])


@settings(max_examples=80)
@given(st.builds(FuzzyDate, ODD_DAYS, ODD_DAYS, ODD_PRECISIONS))
def test_problem_lets_nothing_pass_that_text_cannot_carry(value):
    if value.problem():
        return

    assert dates.from_text(dates.to_text(value), value.precision) == value


@settings(max_examples=80)
@given(
    st.text(st.sampled_from("0123456789-/. x١\n"), max_size=22) | DAYS.map(str) | st.text(),
    ODD_PRECISIONS,
)
def test_from_text_accepts_only_what_to_text_writes(text, precision):
    try:
        value = dates.from_text(text, precision)
    except dates.DateTextError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 (either way is right)
    else:
        assert dates.to_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (FuzzyDate(date(2023, 12, 7), date(2023, 12, 7), "day"), "2023-12-07"),
        (FuzzyDate(date(2024, 2, 1), date(2024, 2, 29), "month"), "2024-02"),
        (FuzzyDate(date(1993, 1, 1), date(1993, 12, 31), "year"), "1993"),
        (FuzzyDate(date(2022, 11, 20), date(2022, 11, 22), "range"), "2022-11-20/2022-11-22"),
        (FuzzyDate(None, date(2011, 5, 7), "before"), "../2011-05-07"),
        (FuzzyDate(date(2023, 12, 7), None, "after"), "2023-12-07/.."),
        (FuzzyDate(None, None, "vague"), ""),
    ],
)
def test_to_text_gives_no_more_precision_than_is_known(value, text):
    assert dates.to_text(value) == text


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2023-02-29", "day"),
        ("2023-12", "day"),
        ("2023-12-07", "month"),
        ("2023-12-07", "vague"),
        ("2023-12-07", "range"),
        ("2023-12-08/2023-12-07", "range"),
        ("2023-12-07/..", "before"),
        ("../2023-12-07", "after"),
        ("../..", "between"),
        ("1799-12-31", "day"),
        ("2201", "year"),
        ("0000", "year"),
        ("2023-12-07\n", "day"),
        ("٢٠٢٣", "year"),
    ],
)
def test_from_text_refuses(text, precision):
    with pytest.raises(dates.DateTextError):
        dates.from_text(text, precision)


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "words"),
    [
        (date(2024, 1, 1), date(2024, 1, 30), "month", "not one whole month"),
        (date(2024, 1, 1), date(2024, 1, 2), "day", "not one whole day"),
        (date(2024, 1, 2), date(2024, 1, 1), "between", "after the latest"),
        (date(2024, 1, 1), None, "day", "an earliest and a latest day"),
        (date(2024, 1, 1), date(2024, 1, 2), "open", "no days"),
        (date(1700, 1, 1), date(1700, 1, 1), "day", "between 1800 and 2200"),
        (None, None, "fortnight", "no date precision"),
    ],
)
def test_problem_says_why_the_bounds_do_not_fit(earliest, latest, precision, words):
    assert words in FuzzyDate(earliest, latest, precision).problem()


@settings(max_examples=80)
@given(DAYS, st.sampled_from(["day", "month", "year"]))
def test_whole_period_holds_the_day_and_ends_before_the_next_begins(day, precision):
    first, last = dates.whole_period(day, precision)

    assert first <= day <= last
    assert dates.whole_period(last + timedelta(days=1), precision)[0] == last + timedelta(days=1)


def test_every_precision_of_the_vocabulary_is_known():
    known = {"day", "month", "year", "range", "between", "before", "after", *dates.UNDATED}

    assert known == set(choices.Precision.values)
