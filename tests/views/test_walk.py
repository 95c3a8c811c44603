"""Every public address, with everything there can be on a page, and with nothing at all."""

import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.views.addresses import FILES, addresses, closed, routes
from tests.views.html import read
from tests.views.record import NOON, rich

pytestmark = pytest.mark.django_db

# Kept in words, so that a new address makes somebody decide what its tests are.
SITE_MAP = {
    "overview": "",
    "commitments": "commitments/",
    "commitment": "commitments/<code:code>/",
    "commitment-revisions": "commitments/<code:code>/revisions/",
    "statuses": "statuses/",
    "status": "statuses/<code:code>/",
    "sources": "sources/",
    "source": "sources/<slug:slug>/",
    "passage": "passages/<code:code>/",
    "parties": "parties/",
    "party": "parties/<slug:slug>/",
    "events": "events/",
    "figures": "figures/",
    "over-time-csv": "over-time.csv",
    "pairs": "pairs/",
    "pairs-csv": "pairs.csv",
    "calendar": "calendar/",
    "calendar-csv": "calendar.csv",
    "calendar-ics": "calendar.ics",
    "compare": "compare/",
    "compare-csv": "compare.csv",
    "matrix": "matrix/",
    "matrix-csv": "matrix.csv",
    "embed-status": "embed/status/",
    "embed-commitment": "embed/commitments/<code:code>/",
    "oembed": "oembed.json",
    "data": "data/",
    "accessibility": "accessibility/",
    "sitemap": "sitemap.xml",
    "method": "method/",
    "corrections": "corrections/",
    "statuses-atom": "statuses.atom",
    "statuses-feed.json": "statuses.feed.json",
    **{name: name.replace("-", ".", 1) for names in FILES.values() for name in names},
}
HTML = "text/html; charset=utf-8"
LISTS = [
    "/", "/commitments/", "/statuses/", "/sources/", "/parties/", "/events/", "/figures/",
    "/corrections/", "/pairs/",
]  # fmt: skip


def kind_of(link: str) -> str:
    """The link, or what it has in common with the many that differ in the value of a filter."""
    return re.sub(r"=[^&]*", "=", link) if link.startswith("/commitments") else link


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """Every public page of a rich record as a tree, and what every link on them leads to."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOON, tick=False):
        rich()
        client = Client()
        answers = {url: closed(client.get(url)) for url in addresses()}
        pages = {
            url: read(a)
            for url, a in answers.items()
            if a["Content-Type"] == HTML and a.status_code == 200
        }
        links = {link for page in pages.values() for link in page.links if link.startswith("/")}
        kinds = {kind_of(link): link for link in sorted(links) if link not in answers}
        answers |= {link: client.get(link) for link in kinds.values()}
        transaction.set_rollback(True)
    return pages, answers


@pytest.fixture
def pages(walk):
    return walk[0]


@pytest.fixture
def answers(walk):
    return walk[1]


def test_site_map_is_the_one_that_these_tests_know():
    assert routes() == SITE_MAP


def test_every_address_of_a_rich_record_answers(answers):
    others = {url: a.status_code for url, a in answers.items() if a.status_code != 200}

    assert others == {f"/passages/P-{number}/": 302 for number in (1, 2, 3)}
    assert len(answers) > 2 * len(SITE_MAP)


@pytest.mark.parametrize("url", LISTS)
def test_lists_of_an_empty_record_answer_in_words(client, url):
    page = read(client.get(url))

    assert "yet" in page.one("main").words
    assert not page.has("table")


def test_csv_of_an_empty_record_has_a_header_alone(client):
    answer = client.get("/commitments.csv")

    assert answer.getvalue().count(b"\r\n") == 1


def test_pages_have_a_title_one_heading_and_a_language(pages):
    for url, page in pages.items():
        assert page.one("html")["lang"] == "en", url
        assert page.one("title").words.endswith("– Commitment tracker"), url
        assert len(page.one("title").words) > len("– Commitment tracker"), url
        assert page.one("h1").words, url


def test_pages_give_their_permanent_address_and_the_day(pages, settings):
    for url, page in pages.items():
        if url.startswith("/embed/"):  # stands for another page
            continue
        assert page.one("link", rel="canonical")["href"].startswith(settings.SITE_URL + url)
        days = page.one("div", "dateline").all("time")
        assert [day["datetime"] for day in days] == ["2024-06-01", "2024-05-02T08:00:00Z"], url


def test_links_to_a_place_on_a_page_lead_to_an_element_that_is_there(pages, answers):
    links = {link for page in pages.values() for link in page.links if "#" in link[1:]}
    assert len(links) >= 5

    for link in links:
        assert read(answers[link]).has(id=link.partition("#")[2]), link


def test_labels_of_regions_and_inputs_name_elements_that_are_there(pages):
    for url, page in pages.items():
        ids = {e["id"] for e in page.walk() if "id" in e.attributes}
        named = [
            (e, e.attributes.get("aria-labelledby") or e.attributes.get("for")) for e in page.walk()
        ]
        assert [(e, name) for e, name in named if name and name not in ids] == [], url


def test_every_status_tag_has_a_hidden_icon_and_a_word_and_is_no_link(pages):
    tags = [tag for page in pages.values() for tag in page.all("span", "status")]
    assert len(tags) > 20

    for tag in tags:
        assert tag.one("svg")["aria-hidden"] == "true"
        assert tag.words
        assert not any(above.tag in ("a", "button") for above in tag.above())


def test_every_quotation_has_its_language_and_leads_to_its_words(pages):
    quotations = [q for page in pages.values() for q in page.all("blockquote")]
    assert len(quotations) > 10

    for quotation in quotations:
        assert quotation["lang"] == "en"
        assert quotation["dir"] == "auto"
        assert quotation["cite"].startswith("/sources/")
        assert any(quotation["cite"] in above.links for above in quotation.above())


def test_tables_have_a_caption_and_heads_with_a_scope(pages):
    tables = [table for page in pages.values() for table in page.all("table")]
    assert len(tables) > 5

    for table in tables:
        assert table.one("caption").words
        assert all(head.attributes.get("scope") in ("col", "row") for head in table.all("th"))


def test_inside_words_of_editors_are_on_no_page(pages):
    assert [url for url, page in pages.items() if "KEPT INSIDE" in page.text] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_every_address_only_reads(client, method):
    rich()

    answers = {url: getattr(client, method)(url).status_code for url in addresses()}

    assert set(answers.values()) == {405}


def test_every_address_answers_head_with_the_headers_of_get(client):
    rich()

    for url in addresses():
        got, asked = closed(client.get(url)), client.head(url)
        assert asked.status_code == got.status_code, url
        assert set(asked.headers) >= set(got.headers) - {"Content-Length"}, url
        assert not closed(asked).getvalue(), url
