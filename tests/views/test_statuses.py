"""Status changes: the list, and the page of one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.views.html import Element, read
from tests.views.record import rich

pytestmark = pytest.mark.django_db


def opened(client, url: str) -> Element:
    return read(client.get(url))


def test_status_page_says_from_what_to_what_why_and_on_which_evidence(client):
    rich()

    page = opened(client, "/statuses/S-2/")

    text = page.one("main").words
    assert page.one("h1").words == "the title: stalled"
    assert [tag.words for tag in page.one("div", "head").all("span", "status")] == [
        "In progress",
        "Stalled",
    ]
    for words in ("Refused.", "the second reason", "the finding", "Delivered 12.5 of 32 the unit"):
        assert words in text
    assert "Recorded 1 April 2024, 08:00 UTC" in text


def test_status_page_quotes_the_words_of_the_commitment_and_links_to_them(client):
    record = rich()

    hero = opened(client, "/statuses/S-1/").one("figure", "hero")

    assert hero.one("blockquote").text == record.passage.exact
    assert record.passage.get_reader_url() in hero.links


def test_corrected_status_change_stays_and_names_its_correction(client):
    rich()

    notice = opened(client, "/statuses/S-1/").one("div", "notice")

    assert notice.words == (
        "Corrected later. This change was replaced on 1 April 2024 by S-2. Both stay on record."
    )
    assert "/statuses/S-2/" in notice.links


def test_correction_names_what_it_corrects(client):
    rich()

    notice = opened(client, "/statuses/S-2/").one("div", "notice")

    assert notice.words == "This change corrects S-1. Both stay on record."
    assert "/statuses/S-1/" in notice.links


def test_status_page_links_to_the_changes_before_and_after(client):
    rich()

    others = opened(client, "/statuses/S-1/").one("section", **{"aria-labelledby": "others"})

    assert set(others.links) == {"/statuses/S-2/", "/statuses/S-3/"}


def test_status_page_names_nobody_but_says_that_two_people_acted(client):
    editor, reviewer = (
        factories.UserFactory(username="anna"),
        factories.UserFactory(username="ben"),
    )
    change = factories.StatusChangeFactory(
        commitment=factories.published_commitment(), recorded_by=editor
    )
    factories.CitationFactory(status_change=change)
    factories.set_state(
        change, "published", recorded_at=factories.RECORDED_AT, reviewed_by=reviewer
    )

    text = opened(client, change.get_absolute_url()).one("main").words

    assert "Entered by an editor" in text
    assert "Approved by a second person" in text
    assert "anna" not in text
    assert "ben" not in text.split()


def test_status_page_of_a_change_without_people_says_that_it_came_with_a_package(client):
    change = factories.published_status_change()

    text = opened(client, change.get_absolute_url()).one("main").words

    assert "Entered by came with a data package" in text


@pytest.mark.parametrize(("first", "stands"), [("stalled", "Stalled"), (None, "Not assessed")])
def test_status_page_lists_a_retraction_by_what_stands_after_it(client, first, stands):
    commitment = factories.published_commitment()
    values = {"commitment": commitment, "recorded_at": factories.RECORDED_AT}
    if first:
        factories.published_status_change(code="S-FIRST", status=first, reason_code="other",
                                          day=date(2024, 1, 5), **values)  # fmt: skip
    wrong = factories.published_status_change(code="S-WRONG", status="fulfilled", **values)
    values["recorded_at"] += timedelta(1)
    factories.published_status_change(code="S-BACK", status="", corrects=wrong, **values)
    last = factories.published_status_change(
        code="S-LAST", status="in_progress", day=date(2024, 5, 1), **values
    )

    page = opened(client, last.get_absolute_url())

    listed = {row.one("a").words: row.words for row in page.one("ul", "links").all("li")}
    assert f"S-BACK {stands}" in listed["S-BACK"]
    assert "S-WRONG Fulfilled corrected later" in listed["S-WRONG"]
    assert ("S-FIRST" in listed) is bool(first)


def test_status_list_counts_and_shows_the_latest_to_happen_first(client):
    commitment = factories.published_commitment()
    for day in (date(2024, 1, 5), date(2024, 3, 5), date(2024, 2, 5)):
        factories.published_status_change(commitment=commitment, day=day, status="stalled",
                                          reason_code="other")  # fmt: skip

    page = opened(client, "/statuses/")

    days = [row.one("p", "when").words for row in page.all("li", "change")]
    assert page.one("h1").words == "3 status changes"
    assert days == ["5 March 2024", "5 February 2024", "5 January 2024"]


def test_status_list_quotes_the_words_and_links_to_them(client):
    record = rich()

    rows = opened(client, "/statuses/").all("li", "change")

    assert len(rows) == 3
    for row in rows:
        assert record.passage.get_reader_url() in row.links
    assert sum("corrected later" in row.words for row in rows) == 1


def test_status_list_has_pages(client):
    commitment = factories.published_commitment()
    for number in range(21):
        factories.published_status_change(
            commitment=commitment, recorded_at=datetime(2024, 3, 1, tzinfo=UTC) + timedelta(number)
        )

    first, last = (opened(client, f"/statuses/{query}") for query in ("", "?page=2"))

    assert [len(page.all("li", "change")) for page in (first, last)] == [20, 1]
    assert first.one("nav", "pager").links == ["?page=2"]
    assert "Page 2 of 2" in last.one("nav", "pager").words


@pytest.mark.parametrize("page", ["0", "-1", "zzz", "9" * 400, "\0", "1.5", "٣"])
def test_status_list_takes_any_page_number(client, page):
    factories.published_status_change()

    answer = client.get("/statuses/", {"page": page})

    assert answer.status_code == 200
    assert len(read(answer).all("li", "change")) == 1
