"""The start page: how things stand, what changed, and numbers that lead to exactly their rows."""

import re
from datetime import date

import pytest
import time_machine

from tests import factories
from tests.views.html import Element, read
from tests.views.record import NOON, cited, rich

pytestmark = pytest.mark.django_db

STATUSES = ["fulfilled", "fulfilled", "in_progress", "not_kept", "", "", ""]


def opened(client) -> Element:
    with time_machine.travel(NOON, tick=False):
        return read(client.get("/"))


@pytest.fixture
def record():
    """Seven commitments of two categories, four of them with a status."""
    kinds = [factories.CategoryFactory(slug=slug, name=slug) for slug in ("talks", "trade")]
    passage = factories.PassageFactory()
    for number, status in enumerate(STATUSES):
        commitment = cited(passage, category=kinds[number % 2])
        if status:
            factories.published_status_change(commitment=commitment, status=status)


def test_overview_headline_gives_the_counts(client, record):
    page = opened(client)

    assert page.one("h1").words == (
        "7 commitments, 2 fulfilled, 1 in progress or being kept, 1 not kept"
    )


def test_overview_table_says_the_same_as_the_bar_and_its_list(client, record):
    passage = factories.PassageFactory()
    for status in filter(None, STATUSES):  # of fewer than six no bar is drawn
        factories.published_status_change(commitment=cited(passage), status=status)

    page = opened(client)

    where = page.one("section", **{"aria-labelledby": "where"})
    rows = [row.words for row in where.one("table").one("tbody").all("tr")]
    widths = [
        float(r["width"].rstrip("%")) for r in where.one("svg", "bar").all("rect") if "hatch" not in r.classes
    ]  # fmt: skip
    assert "Fulfilled Delivered 4" in rows
    assert "Not assessed in no bar 3" in rows
    assert "8 commitments with a status, as of 1 June 2024" in where.words
    assert widths == [50, 25, 25]
    assert "/commitments.csv" in where.links


def test_overview_counts_lead_to_exactly_the_rows_they_count(client, record):
    page = opened(client)

    links = {a["href"]: a for a in page.all("a") if a["href"].startswith("/commitments/?")}
    counts = {
        url: int(re.match(r"\d+", a.words)[0]) for url, a in links.items() if a.words[0].isdigit()
    }
    found = {url: read(client.get(url)).one("h1").words for url in counts}
    assert len(counts) >= 10
    assert {url: heading.split(" of ")[0] for url, heading in found.items()} == {
        url: str(count) for url, count in counts.items()
    }


def test_overview_groups_add_up_to_the_whole(client, record):
    table = opened(client).one("section", **{"aria-labelledby": "by-3"}).one("tbody")

    totals = [int(row.all("td")[1].words) for row in table.all("tr")]

    assert sorted(totals) == [3, 4]


def test_overview_shows_the_five_latest_changes_with_their_words(client):
    commitment = factories.published_commitment()
    for month in range(1, 8):
        factories.published_status_change(commitment=commitment, day=date(2024, month, 1))

    rows = opened(client).all("li", "change")

    months = [row.one("p", "when").words for row in rows]
    assert months == [f"1 {m} 2024" for m in ("June", "May", "April", "March", "February")]
    assert all(row.has("blockquote") for row in rows)


def test_overview_counts_sources_events_and_figures(client):
    rich()

    rests = opened(client).one("section", **{"aria-labelledby": "rests"})

    assert [a.words for a in rests.all("a")] == ["2 sources", "1 event", "1 reported figure"]
