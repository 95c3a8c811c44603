"""The line of one commitment: what is on it, and that no date becomes more precise than it is."""

from datetime import date

from tracker.charts.timeline import timeline
from tracker.lib.dates import FuzzyDate

YEAR = FuzzyDate(date(2023, 1, 1), date(2023, 12, 31), "year")
DAY = FuzzyDate(date(2024, 12, 31), date(2024, 12, 31), "day")
VAGUE = FuzzyDate(None, None, "vague")


def test_timeline_needs_two_days():
    assert timeline([(YEAR, "made", ""), (VAGUE, "due", "")], date(2026, 1, 1)) is None


def test_timeline_draws_a_period_as_a_period_and_names_years_alone():
    line = timeline([(DAY, "change", "stalled"), (YEAR, "made", ""), (VAGUE, "due", "")], date(2024, 12, 31))  # fmt: skip

    assert (line.first, line.last) == (2023, 2024)
    assert [(m.kind, m.status, m.start, m.x) for m in line.marks] == [
        ("made", "", "0.00%", "49.86%"),
        ("change", "stalled", "", "100.00%"),
    ]


def test_timeline_reaches_to_what_is_due_after_today():
    later = FuzzyDate(date(2030, 1, 1), date(2030, 1, 1), "day")

    line = timeline([(DAY, "change", "stalled"), (later, "due", "")], date(2026, 1, 1))

    assert line.last == 2030
    assert line.marks[-1].x == "100.00%"
