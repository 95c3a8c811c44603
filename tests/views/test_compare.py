"""What changed between two days, by either clock; and days that make no sense."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.views.html import Element, read
from tests.views.record import NOON, cited
from tracker.models import Commitment, StatusChange

pytestmark = pytest.mark.django_db


def opened(query: str = "") -> Element:
    with time_machine.travel(NOON, tick=False):
        answer = Client().get(f"/compare/{query}")
    assert answer.status_code == 200
    return read(answer)


def told(page: Element) -> dict[str, tuple[str, ...]]:
    """Of each commitment: its status on the first and on the second day, and its changes."""
    rows = page.one("table", "cards").one("tbody").all("tr")
    return {row.one("span", "code").words: tuple(td.words for td in row.all("td")) for row in rows}


@pytest.fixture
def record():
    """One that moved in February and was recorded in March, one that did not, one made in April."""
    passage = factories.PassageFactory()
    for number in (1, 2):
        cited(passage, code=f"C-{number}")
    made = {
        "date_precision": "day",
        "date_earliest": date(2024, 4, 1),
        "date_latest": date(2024, 4, 1),
    }
    cited(passage, code="C-3", **made)
    Commitment.objects.update(recorded_at=datetime(2023, 1, 1, tzinfo=UTC))
    factories.published_status_change(
        commitment=Commitment.objects.get(code="C-1"), status="fulfilled", day=date(2024, 2, 1),
        recorded_at=datetime(2024, 3, 1, tzinfo=UTC),
    )  # fmt: skip


def test_compare_shows_what_happened_between_two_days(record):
    page = opened("?from=2024-01-31&to=2024-02-01")

    assert page.one("h1").words == ("Between 31 January 2024 and 1 February 2024: 1 of 2 changed")
    assert told(page) == {"C-1": ("Not assessed", "Fulfilled", "1 February 2024")}


def test_compare_shows_what_was_recorded_between_two_days(record):
    by_then = opened("?from=2024-01-31&to=2024-02-29&by=known")
    later = opened("?from=2024-02-29&to=2024-03-01&by=known")

    assert "Nothing changed between these days." in by_then.one("main").words
    assert told(later) == {"C-1": ("Not assessed", "Fulfilled", "1 February 2024")}


def test_compare_names_what_was_not_there_on_the_first_day(record):
    page = opened("?from=2024-03-01&to=2024-05-01")

    assert page.one("h1").words.endswith("0 of 2 changed, 1 new")
    assert told(page) == {"C-3": ("Not there yet", "Not assessed", "–")}


def test_compare_of_one_day_with_itself_explains(record):
    assert (
        "Choose two different days." in opened("?from=2024-03-01&to=2024-03-01").one("main").words
    )


def test_compare_takes_two_days_in_any_order_and_without_any_the_last_year(record):
    turned = opened("?from=2024-02-01&to=2024-01-31").one("h1").words

    assert turned.startswith("Between 31 January 2024 and 1 February 2024")
    assert opened().one("h1").words.startswith("Between 2 June 2023 and 1 June 2024")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("from=2024-13-01", "From: “2024-13-01”. Write the day as 2023-12-07."),
        ("to=2024-06-02", "To: “2024-06-02”. This day has not come yet."),
        ("by=hearsay", "By: “hearsay”. There is no such choice."),
        ("was=zzz", "Was: “zzz”. There is no such choice."),
        ("party=nobody", "Party: “nobody”. There is no such choice."),
    ],
)
def test_compare_says_what_it_ignored(record, query, line):
    assert [li.words for li in opened(f"?{query}").one("div", "error").all("li")] == [line]


def test_compare_csv_refuses_what_the_page_ignores(record):
    answer = Client().get("/compare.csv?from=soon")

    assert answer.status_code == 400
    assert "From: “soon”." in answer.getvalue().decode()


def test_compare_leaves_out_filters_that_depend_on_the_day_and_says_so(record):
    page = opened("?from=2024-01-31&to=2024-02-01&status=fulfilled&overdue=1")

    assert [li.words.split(":")[0] for li in page.one("div", "error").all("li")] == [
        "Status",
        "Overdue",
    ]
    assert told(page) == {"C-1": ("Not assessed", "Fulfilled", "1 February 2024")}
    form = page.one("form", id="filters")
    assert not form.has("input", name="status")
    assert form.has("input", name="bindingness")


def test_compare_takes_the_day_asked_about_for_the_second(record):
    page = opened("?as_of=2024-02-01&party=nobody")

    assert page.one("h1").words.startswith("Between 1 February 2023 and 1 February 2024")
    assert not page.has("div", "then")
    assert not any("as_of" in link for link in page.one("main").links if "status" not in link and "cite" not in link and "known_at" not in link)  # fmt: skip


def test_compare_csv_refuses_a_status_that_is_none(record):
    assert Client().get("/compare.csv?was=zzz").status_code == 400


def test_citation_of_some_moves_leads_to_them(record):
    page = opened("?from=2024-01-31&to=2024-05-01&now=fulfilled")

    link = page.one("section", "cite").links[0]
    assert "now=fulfilled" in link
    assert told(opened("?" + link.partition("?")[2])) == told(page)


def test_compare_counts_and_names_the_moves_that_were_chosen(record):
    page = opened("?from=2024-01-31&to=2024-05-01&now=fulfilled")
    none = opened("?from=2024-01-31&to=2024-05-01&now=stalled")

    assert page.one("h1").words.endswith(": 1 of 2 differences, now Fulfilled")
    assert "Download CSV (1 row)" in page.one("main").words
    assert page.one("ul", "chips").all("a")[0].words == "Now: Fulfilled×, remove"
    assert "now=" not in page.one("ul", "chips").links[0]
    assert "None went this way between these days." in none.one("main").words


def test_compare_does_not_look_for_words_because_reasons_have_their_day(record):
    """What has the words only since a change between the days would look new."""
    word = StatusChange.objects.get().reason.split()[-1].strip(".")
    page = opened(f"?from=2024-01-31&to=2024-02-01&q={word}")

    assert page.one("h1").words.endswith("1 of 2 changed")
    assert f"Words: “{word}”. It can differ between the two days" in page.words
    assert not page.has("input", id="id_q")
