"""The calendar: late first, month by month, replaced deadlines, and what has no day."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.views.html import Element, read
from tests.views.record import NOON, cited

pytestmark = pytest.mark.django_db


def opened(query: str = "") -> Element:
    with time_machine.travel(NOON, tick=False):
        answer = Client().get(f"/calendar/{query}")
    assert answer.status_code == 200
    return read(answer)


def due(commitment, day: date | None, *, position: int = 1, **values) -> None:
    given = {"date_precision": "day", "date_earliest": day, "date_latest": day} if day else {}
    factories.DeadlineFactory(commitment=commitment, position=position, **{**given, **values})


def section(page: Element, name: str) -> list[str]:
    """The codes in a section, by the start of its heading."""
    for found in page.all("section", "part"):
        if found.one("h2").words.startswith(name):
            return [code.words for code in found.all("span", "code")]
    return []


@pytest.fixture
def record():
    passage = factories.PassageFactory()
    made = {n: cited(passage, code=f"C-{n}", title=f"Number {n}") for n in range(1, 8)}
    due(made[1], date(2024, 5, 31))  # late, nothing entered
    due(made[2], date(2024, 4, 1))  # passed, and fulfilled
    factories.published_status_change(commitment=made[2], status="fulfilled", day=date(2024, 3, 1))
    due(made[3], date(2024, 6, 1))  # today
    due(made[4], date(2024, 1, 1))
    due(made[4], date(2024, 8, 30), position=2, in_force_from=date(2024, 2, 1))
    due(made[5], None, date_precision="vague", date_words="soon")
    due(made[6], date(2025, 12, 31), date_earliest=date(2025, 1, 1), date_precision="year")
    return made


def test_calendar_puts_each_deadline_where_it_belongs(record):
    page = opened()

    assert page.one("h1").words == "1 overdue, 2 due in the next 90 days, 1 without a day"
    assert section(page, "Overdue: 1") == ["C-1"]
    assert section(page, "June 2024: 1") == ["C-3"]
    assert section(page, "August 2024: 1") == ["C-4"]
    assert section(page, "2025: 1") == ["C-6"]
    assert section(page, "Passed: 1") == ["C-2"]
    assert section(page, "Without a day: 1") == ["C-5"]


def test_calendar_shows_a_deadline_that_was_replaced_before_the_one_in_force(record):
    line = next(li for li in opened().all("li") if "C-4" in li.words)

    assert line.one("s").words == "1 January 2024"
    assert line.words.startswith("1 January 2024 → 30 August 2024")


def test_calendar_as_of_a_day_knows_no_deadline_that_was_set_later(record):
    page = opened("?as_of=2024-01-15")

    assert section(page, "Overdue: 1") == ["C-4"]
    assert section(page, "April 2024") == ["C-2"]


def test_years_lead_to_what_may_fall_due_in_them(record):
    rows = opened().one("table", "years").one("tbody").all("tr")
    links = {row.one("th").words: (row.one("a")["href"], row.one("a").words) for row in rows}

    assert {year: number for year, (_url, number) in links.items()} == {"2024": "4", "2025": "1"}
    for url, number in links.values():
        with time_machine.travel(NOON, tick=False):
            assert read(Client().get(url)).one("h1").words.startswith(f"{number} of 7 commitments")


def test_commitments_without_a_recorded_deadline_are_a_list(record):
    link = next(
        a for a in opened().all("a") if a.words == "Commitments without a recorded deadline"
    )

    assert read(Client().get(link["href"])).one("h1").words.startswith("1 of 7 commitments")


def test_calendar_of_an_empty_record_says_so():
    page = opened()

    assert "Nothing is overdue." in page.one("main").words
    assert "No deadline with a day is to come." in page.one("main").words


def test_years_and_their_lists_agree_where_a_bound_is_open():
    passage = factories.PassageFactory()
    bounds = [
        {"date_precision": "after", "date_earliest": date(2022, 5, 1)},
        {"date_precision": "before", "date_latest": date(2025, 5, 1)},
        {
            "date_precision": "day",
            "date_earliest": date(2024, 5, 1),
            "date_latest": date(2024, 5, 1),
        },
    ]
    for number, given in enumerate(bounds):
        factories.DeadlineFactory(commitment=cited(passage, code=f"C-{number}"), **given)

    page = opened()

    rows = page.one("table", "years").one("tbody").all("tr")
    assert {row.one("th").words: row.one("a").words for row in rows} == {
        "2022": "2", "2024": "3", "2025": "2"
    }  # fmt: skip
    for row in rows:
        with time_machine.travel(NOON, tick=False):
            heading = read(Client().get(row.one("a")["href"])).one("h1").words
        assert heading.startswith(f"{row.one('a').words} of 3 commitments")
    assert section(page, "Without a day: 1") == ["C-0"]  # it can be due at any time after


def test_what_is_fulfilled_is_not_counted_as_due_soon(record):
    factories.published_status_change(
        commitment=record[3], status="fulfilled", day=date(2024, 5, 1)
    )

    assert opened().one("h1").words == "1 overdue, 1 due in the next 90 days, 1 without a day"
