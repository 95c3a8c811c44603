"""Stacked areas: their outlines, their years, and the rows of their table."""

from collections import Counter
from datetime import date, timedelta

from tracker.charts.over_time import over_time


def chart(points, last=date(2024, 12, 31)):
    return over_time(points, last, lambda day, status: f"{day}:{status}")


def test_over_time_of_nothing_is_no_chart():
    assert chart([]) is None
    assert chart([(date(2025, 1, 1), Counter(stalled=1))]) is None


def test_areas_stand_on_each_other_and_step_where_a_count_changes():
    points = [
        (date(2024, 1, 1), Counter(fulfilled=1)),
        (date(2024, 7, 1), Counter(fulfilled=1, stalled=3)),
    ]

    found = chart(points)

    fulfilled, stalled = found.areas
    assert (fulfilled.status, stalled.status) == ("fulfilled", "stalled")
    assert fulfilled.outline == (
        "M0.00 75.00L498.63 75.00L498.63 75.00L1000.00 75.00"
        "L1000.00 100.00L498.63 100.00L498.63 100.00L0.00 100.00Z"
    )
    assert stalled.outline.startswith("M0.00 75.00L498.63 75.00L498.63 0.00L1000.00 0.00L")
    assert stalled.is_hatched


def test_table_has_every_step_with_its_addresses():
    found = chart([(date(2024, 1, 1), Counter(stalled=2))])

    assert [(row.day, row.cells) for row in found.rows] == [
        (date(2024, 1, 1), [("stalled", 2, "2024-01-01:stalled")])
    ]
    assert not found.is_by_year


def test_table_of_many_steps_has_the_end_of_each_year_in_which_there_was_one():
    points = [(date(year, month, 1), Counter(stalled=month)) for year in (2020, 2022) for month in range(1, 13)]  # fmt: skip

    found = chart(points, date(2022, 12, 15))

    assert found.is_by_year
    assert [(row.day, row.cells[0][1]) for row in found.rows] == [
        (date(2020, 12, 31), 12),
        (date(2022, 12, 15), 12),
    ]


def test_years_are_few_and_inside_the_drawing():
    found = chart([(date(1990, 6, 1), Counter(stalled=1))])

    assert [tick.label for tick in found.ticks] == ["1996", "2003", "2010", "2017", "2024"]
    assert all(0 <= float(tick.x.rstrip("%")) <= 100 for tick in found.ticks)


def test_drawing_of_very_many_steps_has_one_for_each_month_and_the_file_has_all():
    points = [(date(2023, 1, 1) + timedelta(days=n), Counter(stalled=n + 1)) for n in range(365)]

    found = chart(points, date(2024, 1, 1))

    assert found.areas[0].outline.count("L") < 2 * 2 * 14
    assert found.most == 365
    assert found.rows[-1].cells[0][1] == 365
