"""Numbers, days and times in a workbook: as they read, with no digit lost."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.lib.sheets.files import (
    NS,
    cells_of,
    one_row_sheet,
    only_row,
    saved,
    with_part,
    workbook,
)
from tracker.lib.sheets.xlsx_formats import date_text, number_text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (111.1, "0.00", "111.10"),
        (42, "00000", "00042"),
        (123456, "00000", "123456"),
        (5, "General", "5"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1.1, "@", "1.1"),
        (1e21, "General", "1000000000000000000000"),
        (1e-10, "General", "0.0000000001"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (1234567, "#,##0", "1234567"),
        (-5.25, "0.0", "-5.25"),
        (2.5, "0", "2.5"),
        (0.5, "#.##", "0.5"),
        (0.5, ".00", "0.50"),
        (0.5, '"p"."x"0', "p0.5x"),
        (0, "0.00;-0.00;-", "0.00"),
        (-3, "0.0;[Red](0.0)", "-3.0"),
        (0.5, "0%", "50%"),
        (0.1234, "0.0%", "12.34%"),
        (42, '"C-"0000', "C-0042"),
        (42, r"\C0000", "C0042"),
        (120042, "00-0000", "12-0042"),
        (7, "00-0000", "00-0007"),
        (5, '0" km"', "5 km"),
        (5, '0.00" km"', "5.00 km"),
        (1234.5, '_("$"* #,##0.00_)', "1234.50"),
        (1234.5, "[$€-407] #,##0.00", "1234.50"),
        (1234.5, '#,##0.00\\ "€"', "1234.50"),
        (1500000, "0.0,,", "1500000"),
        (0.5, "# ?/?", "0.5"),
        (12000, "0.00E+00", "12000"),
        (12, '"No. "General', "12"),
        (12, ";;;", "12"),
        (12, '"only words"', "12"),
    ],
)
def test_rows_give_numbers_as_their_format_reads_and_never_rounded(value, code, text):
    assert cells_of(workbook(["a"], [value], formats={"A2": code})) == [[text]]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.30000000000000004", "0.3"),
        ("111.10000000000001", "111.1"),
        ("1.0000000000000001E-5", "0.00001"),
        ("4.2E+1", "42"),
        ("12345678901234567890", "12345678901234567890"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("007", "7"),
    ],
)
def test_rows_give_stored_numbers_without_the_noise_of_binary_fractions(stored, text):
    assert cells_of(one_row_sheet(f"<c><v>{stored}</v></c>")) == [[text]]


@pytest.mark.parametrize("stored", ["x", "NaN", "1E+999999999", "-Infinity", "1,5"])
def test_rows_name_a_number_that_is_none(stored):
    row = only_row(one_row_sheet(f"<c><v>{stored}</v></c>"))

    assert row.problem.startswith(f"Cell A2 holds “{stored}”, which is no number")


def test_rows_give_a_number_whose_style_does_not_exist():
    assert cells_of(one_row_sheet('<c s="999"><v>5</v></c>')) == [["5"]]


@settings(max_examples=80)
@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=3),
    st.sampled_from(["General", "0", "0.00", "#,##0.0", "0000", "0.0000"]),
)
def test_number_text_always_means_the_same_number(number, code):
    assert Decimal(number_text(str(number), code)) == number


def day_at(*clock: int) -> datetime:
    return datetime(2023, 12, 7, *clock)  # noqa: DTZ001 (a workbook knows of no time zones)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (date(2023, 12, 7), "yyyy-mm-dd", "2023-12-07"),
        (date(2023, 12, 7), "dd/mm/yyyy", "2023-12-07"),
        (date(2023, 12, 7), "mm-dd-yy", "2023-12-07"),
        (date(2023, 12, 7), "d-mmm", "2023-12-07"),
        (date(2023, 12, 7), '[$-409]d" day of "mmmm\\, yyyy;@', "2023-12-07"),
        (date(2023, 12, 1), "mmm-yy", "2023-12"),
        (date(2023, 12, 7), "mmm-yy", "2023-12-07"),
        (date(2023, 1, 1), "yyyy", "2023"),
        (date(2023, 5, 1), "yyyy", "2023-05-01"),
        (day_at(), "yyyy-mm-dd hh:mm", "2023-12-07"),
        (day_at(14, 30), "yyyy-mm-dd hh:mm", "2023-12-07T14:30:00"),
        (day_at(14, 30, 5), "yyyy-mm-dd", "2023-12-07T14:30:05"),
        (day_at(23, 59, 59, 250000), "h:mm:ss", "2023-12-07T23:59:59.250"),
        (time(9, 5), "h:mm", "09:05:00"),
        (timedelta(hours=36, minutes=5), "[h]:mm:ss", "36:05:00"),
    ],
)
def test_rows_give_days_and_times_as_iso_8601_in_both_calendars(epoch, value, code, text):
    book = Workbook()
    if epoch:
        book.epoch = epoch
    book.active.append(["a"])
    book.active.append([value])
    book.active["A2"].number_format = code

    assert cells_of(saved(book)) == [[text]]


@pytest.mark.parametrize(
    ("serial", "since_1904", "text"),
    [
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("61", False, "1900-03-01"),
        ("45267", False, "2023-12-07"),
        ("45267.9999999999", False, "2023-12-08"),
        ("2958465", False, "9999-12-31"),
        ("0", True, "1904-01-01"),
        ("43805", True, "2023-12-07"),
    ],
)
def test_date_text_counts_days_as_spreadsheets_do(serial, since_1904, text):
    assert date_text(serial, "yyyy-mm-dd", since_1904=since_1904) == text


@settings(max_examples=80)
@given(st.dates(date(1900, 3, 1)))
def test_date_text_finds_every_day(day):
    serial = (day - date(1899, 12, 30)).days

    assert date_text(str(serial), "d/m/yyyy") == day.isoformat()


@pytest.mark.parametrize("serial", ["0", "60", "-5", "2958466", "1E+300", "x"])
def test_rows_name_a_number_that_is_no_day(serial):
    row = only_row(_with_serial(serial))

    assert row.problem.startswith("Cell A2 holds ")
    assert "date" in row.problem or "no number" in row.problem
    assert row.cells == [serial]


def _with_serial(serial: str) -> io.BytesIO:
    styles = f'<styleSheet xmlns="{NS}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    return with_part(one_row_sheet(f"<c><v>{serial}</v></c>"), "xl/styles.xml", styles)


def test_a_negative_duration_keeps_its_sign():
    assert date_text("-0.5", "[h]:mm") == "-12:00:00"
