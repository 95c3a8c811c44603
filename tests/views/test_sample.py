"""The sample data on the site: what the mission names, every page, every passage, every count."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from tests.views.html import Element, read
from tests.views.sample import sample  # noqa: F401 -- a fixture
from tracker.lib import quotes
from tracker.models import Capture, Commitment, Passage, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(WHEN, tick=False):
        yield


def opened(client, url: str) -> Element:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return read(answer)


def status_of(page: Element) -> str:
    return page.one("div", "head").one("span", "status").words


def words_of(page: Element) -> str:
    return page.one("figure", "hero").one("blockquote").text


def test_sample_counts_are_those_of_the_record(client):
    page = opened(client, "/")

    assert page.one("h1").words.startswith("95 commitments, ")
    links = page.one("section", **{"aria-labelledby": "rests"}).all("a")
    assert [a.words for a in links] == ["5 sources", "16 events", "5 reported figures"]
    assert page.one("div", "head").one("div", "side").words.startswith("135 quoted passages")


@pytest.mark.parametrize(
    ("code", "number", "quote"),
    [
        ("C-JOINT-05", "32 of 32 servicemen", "releases 32 Armenian military servicemen"),
        ("C-JOINT-06", "2 of 2 servicemen", "releases 2 Azerbaijani military servicemen"),
    ],
)
def test_sample_shows_the_releases_of_prisoners(client, code, number, quote):
    page = opened(client, f"/commitments/{code}/")

    assert quote in words_of(page)
    assert status_of(page) == "Fulfilled"
    assert f"Quantity {number}" in page.one("main").words
    assert "since 13 December 2023" in page.one("div", "head").words
    others = {"/commitments/C-JOINT-05/", "/commitments/C-JOINT-06/"} - {f"/commitments/{code}/"}
    assert others <= set(page.one("div", "pair").links)


def test_sample_shows_the_intention_to_reach_a_peace_treaty_its_steps_and_conditions(client):
    page = opened(client, "/commitments/C-JOINT-03/")

    steps = [heading.parent.words for heading in page.one("ol", "steps").all("h3")]
    conditions = page.one("section", **{"aria-labelledby": "conditions"}).one("tbody").all("tr")
    assert "reconfirm their intention" in words_of(page)
    assert status_of(page) == "In progress"
    assert steps[0].startswith("Text agreed 13 March 2025")
    assert steps[1].startswith("Initialled 8 August 2025")
    assert steps[2:] == ["Signed Not recorded", "Ratified Not recorded", "In force Not recorded"]
    assert len(conditions) == 2
    assert "Amendment of the constitution" in conditions[0].words
    assert "Not recorded as met" in conditions[0].words
    assert "30 November 2025" in conditions[1].words


def test_sample_shows_the_support_for_the_conference_and_for_the_seat(client):
    bid, withdrawal, seat = (
        opened(client, f"/commitments/C-JOINT-{number}/") for number in ("07", "08", "10")
    )

    assert "supports the bid" in words_of(bid)
    assert "by withdrawing its own candidacy" in words_of(withdrawal)
    assert "candidature for Eastern European Group COP Bureau membership" in words_of(seat)
    assert {status_of(page) for page in (bid, withdrawal, seat)} == {"Fulfilled"}
    assert "/commitments/C-JOINT-10/" in bid.one("div", "pair").links
    assert "/commitments/C-JOINT-07/" in withdrawal.links
    assert "between 7 and 11 December 2023" in withdrawal.one("div", "head").words
    assert "not later than 12 November 2024" in seat.one("div", "head").words
    assert "one party’s word only" in seat.one("div", "head").words


def test_sample_shows_the_coordination_with_its_meetings(client):
    page = opened(client, "/commitments/C-CICA-01/")
    events = opened(client, "/events/")

    assert "acts as the coordinator of" in words_of(page)
    assert status_of(page) == "Being kept"
    assert {"/events/#X-CICA-04", "/events/#X-CICA-05"} <= set(page.links)
    for code, day in (
        ("X-CICA-04", "20–21 April 2011"),
        ("X-CICA-05", "23 September 2021"),
        ("X-CICA-06", "13–14 April 2018"),
    ):
        event = events.one("li", id=code)
        assert event.one("p", "when").words.startswith(day)
        assert event.has("blockquote")
    assert "/commitments/C-CICA-01/" in events.one("li", id="X-CICA-04").links


def test_sample_gives_every_commitment_a_page_whose_words_can_be_read_in_the_source(client):
    links = {}
    for commitment in Commitment.public.order_by("code"):
        page = opened(client, commitment.get_absolute_url())
        assert page.one("title").words.startswith(commitment.code)
        heroes = page.all("figure", "hero")
        assert heroes, commitment.code
        for hero in heroes:
            quotation = hero.one("blockquote")
            assert quotation["cite"] in hero.links
            links[quotation["cite"]] = quotation.text
        assert status_of(page) == commitment.status_label

    assert Commitment.public.count() == 95
    codes = {re.search(r"\?p=([^#]+)", link)[1]: text for link, text in links.items()}
    held = dict(Passage.objects.filter(code__in=codes).values_list("code", "exact"))
    assert codes == held


def test_sample_marks_every_passage_exactly_in_the_text_as_archived(client):
    followed = 0
    blocks = {
        c.source.slug: {b.number: c.text[b.start : b.end] for b in quotes.blocks(c.text)}
        for c in Capture.public.select_related("source")
    }
    for passage in Passage.public.select_related("capture__source").order_by("code"):
        answer = client.get(passage.get_absolute_url())
        page = opened(client, answer["Location"])
        mark = page.one(id=f"p{passage.code}")
        assert (mark.tag, mark.text) == ("mark", passage.exact)
        source = passage.capture.source
        for paragraph in page.all("div", "para"):
            number = int(paragraph.one("p", "no").words.removeprefix("Paragraph "))
            shown, held = paragraph.one("p", "words").text, blocks[source.slug][number]
            assert shown == held if source.is_full_text_public else shown in held
        followed += 1

    assert followed == 135


def test_sample_keeps_the_rest_of_a_reserved_text_to_itself(client):
    source = Source.public.get(is_full_text_public=False)
    capture = Capture.public.get(source=source)

    answer = client.get(source.get_absolute_url()).getvalue().decode()

    shown = [p.text for p in read(client.get(source.get_absolute_url())).all("p", "words")]
    hidden = capture.text
    for piece in sorted(shown, key=len, reverse=True):
        hidden = hidden.replace(piece, "\0")
    left_out = [piece.strip() for piece in hidden.split("\0") if len(piece.strip()) > 20]
    left_out = [piece for piece in left_out if piece not in source.title]
    assert left_out
    assert [piece for piece in left_out if piece in answer] == []
    assert "All rights reserved." in answer
