"""Events, reported figures, sources as a list, and the method page."""

import pytest

from tests import factories
from tests.views.html import read
from tests.views.record import rich
from tracker import choices

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("url", "code"), [("/events/", "X-1"), ("/figures/", "F-1")])
def test_record_shows_its_words_accounts_and_commitments(client, url, code):
    record = rich()

    row = read(client.get(url)).one("li", id=code)

    assert row.one("blockquote").text == record.passage.exact
    assert "What others report the finding Not quoted" in row.words
    assert record.commitment.get_absolute_url() in row.links
    assert "/parties/organ/" in row.links


def test_figure_is_shown_with_its_caution(client):
    rich()

    assert "the hedge the value the figure unit" in read(client.get("/figures/")).one("main").words


def test_events_are_the_latest_first_and_the_undated_last(client):
    factories.published_event(code="X-0")
    for code, day in (("X-1", "2023-01-01"), ("X-2", "2024-01-01")):
        factories.published_event(
            code=code, date_earliest=day, date_latest=day, date_precision="day"
        )

    rows = read(client.get("/events/")).one("ol", "timeline").all("li", "row")

    assert [row["id"] for row in rows] == ["X-2", "X-1", "X-0"]


def test_source_list_counts_the_commitments_that_rest_on_each(client):
    rich()

    page = read(client.get("/sources/"))

    rows = {row.one("th").one("a")["href"]: row for row in page.one("tbody").all("tr")}
    counts = {url: row.all("td")[-1].one("a") for url, row in rows.items()}
    assert {url: count.words for url, count in counts.items()} == {
        "/sources/source/": "2",
        "/sources/withheld/": "1",
    }
    assert "Cited passages only" in rows["/sources/withheld/"].words
    for url, count in counts.items():
        heading = read(client.get(count["href"])).one("h1").words
        assert heading.startswith(f"{count.words} of 3 commitments"), url


def test_method_page_says_what_every_status_and_mark_means(client):
    text = read(client.get("/method/")).one("main").words

    for status in choices.Status:
        assert f"{status.label} {status.meaning}" in text
    for mark in ("disputed", "one party’s word only", "overdue", "not checked for a year"):
        assert mark in text
