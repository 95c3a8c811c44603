"""Dates as people write them in spreadsheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import date_formats, dates
from tracker.lib.date_formats import EXAMPLES, parse
from tracker.lib.dates import DateTextError

DAYS = st.dates(dates.FIRST, dates.LAST)


@pytest.mark.parametrize("form", EXAMPLES)
def test_parse_reads_each_example_as_the_same_day(form):
    for example in EXAMPLES[form].split(" or "):
        assert dates.to_text(parse(example, form)) == "2023-12-07"


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("2023-12", "iso", "2023-12"),
        ("2023", "in_words", "2023"),
        ("../2023-12-07", "iso", "../2023-12-07"),
        ("2023-12-07/..", "iso", "2023-12-07/.."),
        ("2023-12-07/2023-12-09", "iso", "2023-12-07/2023-12-09"),
        ("2023-12-07 00:00:00", "day_first", "2023-12-07"),
        ("12/2023", "day_first", "2023-12"),
        ("1/2/2023", "day_first", "2023-02-01"),
        ("1/2/2023", "month_first", "2023-01-02"),
        ("7th of December 2023", "in_words", "2023-12-07"),
        ("Dec. 7, 2023", "in_words", "2023-12-07"),
        ("Sept 2023", "in_words", "2023-09"),
        ("  7   DEC 2023 ", "in_words", "2023-12-07"),
        ("", "iso", ""),
    ],
)
def test_parse_keeps_the_precision(text, form, found):
    assert dates.to_text(parse(text, form)) == found


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("31.02.2023", "day_first"), ("13/13/2023", "day_first"), ("soon", "iso"), ("7.12.23", "day_first"),
        ("Ma 2023", "in_words"), ("Ju 7, 2023", "in_words"), ("7 Decembre 2023", "in_words"),
        ("2023-13", "iso"), ("0007-01-01", "iso"), ("2023-12-07/2023-12-01", "iso"), ("45000", "iso"),
    ],
)  # fmt: skip
def test_parse_refuses_what_is_no_such_date(text, form):
    with pytest.raises(DateTextError):
        parse(text, form)


@pytest.mark.parametrize(
    ("text", "form", "quoted"),
    [
        (" 31.02.2024 ", "day_first", "“31.02.2024” is no day of the calendar"),
        ("13/13/2023", "month_first", "“13/13/2023” is no day of the calendar"),
        ("03/04/2021", "iso", "“03/04/2021” is no date written as 2023-12-07."),
        ("soon  00:00", "iso", "“soon  00:00” is no date written as 2023-12-07."),
    ],
)
def test_parse_quotes_what_is_no_date_as_it_is_written(text, form, quoted):
    with pytest.raises(DateTextError) as refused:
        parse(text, form)

    assert str(refused.value).startswith(quoted)


@given(day=DAYS)
def test_parse_reads_what_each_form_writes(day):
    month = f"{day:%B}"
    written = {
        "iso": day.isoformat(),
        "day_first": f"{day.day}.{day.month}.{day.year}",
        "month_first": f"{day.month}/{day.day}/{day.year}",
        "in_words": f"{day.day} {month} {day.year}",
    }

    assert {form: parse(text, form).earliest for form, text in written.items()} == dict.fromkeys(EXAMPLES, day)  # fmt: skip


@given(text=st.text(max_size=40), form=st.sampled_from(list(EXAMPLES)))
def test_parse_raises_nothing_else(text, form):
    try:
        found = date_formats.parse(text, form)
    except DateTextError:
        return
    assert found.problem() == ""
