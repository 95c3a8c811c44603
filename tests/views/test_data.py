"""The data page, the accessibility page and the site map."""

import json
import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.test import Client

from tests.views.html import read
from tests.views.record import NOON, rich

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_then():
    with time_machine.travel(NOON, tick=False):
        rich()
        yield Client()


def test_data_page_leads_to_every_file(client_then):
    page = read(client_then.get("/data/"))

    links = page.one("section", **{"aria-labelledby": "files"}).links
    files = [url for url in links if not url.startswith("#")]
    assert len(files) == 6 * 6 + 8
    assert all(client_then.get(url).getvalue() for url in files)


def test_data_page_tells_programs_of_the_dataset(client_then, settings):
    page = read(client_then.get("/data/"))

    told = json.loads(page.one("script", type="application/ld+json").text)
    assert (told["@type"], told["name"]) == ("Dataset", "the dataset title")
    assert told["license"] == "https://licence.example/"
    first = told["distribution"][0]
    assert first["contentUrl"] == f"{settings.SITE_URL}/commitments.csv"


def test_commitment_page_tells_programs_of_the_quotation(client_then):
    record_page = read(client_then.get("/commitments/C-1/"))

    told = json.loads(record_page.one("script", type="application/ld+json").text)
    quotation = told["mainEntity"][0]
    assert quotation["@type"] == "Quotation"
    assert quotation["text"] == record_page.one("figure", "hero").one("blockquote").text


def test_sitemap_names_every_public_page_and_nothing_else(client_then, settings):
    answer = client_then.get("/sitemap.xml")

    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.fromstring(answer.getvalue())  # noqa: S314
    found = [loc.text.removeprefix(settings.SITE_URL) for loc in root.findall("s:url/s:loc", names)]
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert {"/", "/commitments/C-1/", "/data/", "/accessibility/"} <= set(found)
    assert len(found) == len(set(found))
    assert {path: client_then.get(path).status_code for path in found} == dict.fromkeys(found, 200)


def test_accessibility_page_says_what_is_done_and_what_is_not():
    page = read(Client().get("/accessibility/"))

    assert [h.words for h in page.all("h2")] == ["What is done", "Known limits", "Cite this"]


def test_address_without_anything_offers_the_search_and_the_lists():
    answer = Client().get("/no/such/page/")

    page = read(answer)
    assert answer.status_code == 404
    assert len(page.all("form", role="search")) == 2
    assert {"/commitments/", "/statuses/", "/parties/", "/sources/"} <= set(page.one("main").links)


def test_every_page_has_a_card_with_its_title_its_finding_and_an_image(client_then, settings):
    page = read(client_then.get("/commitments/C-1/?as_of=2024-05-31"))

    told = {m["property"]: m["content"] for m in page.all("meta") if "property" in m.attributes}
    assert told["og:title"] == "C-1 the title"
    assert told["og:description"] == "Stalled"
    assert told["og:url"].startswith(
        f"{settings.SITE_URL}/commitments/C-1/?as_of=2024-05-31&known_at="
    )
    assert told["og:image"].startswith(settings.SITE_URL)
    assert page.one("link", rel="canonical")["href"] == f"{settings.SITE_URL}/commitments/C-1/"
