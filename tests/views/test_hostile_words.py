"""Words that try to be markup stay words, in every field, on every page; nothing runs in a page."""

import pytest
from django.db import connection
from django.test import Client

from tests.packages.folders import forgotten
from tests.views.addresses import addresses, closed
from tests.views.html import Element, read
from tests.views.record import TEXT, plainly, rich
from tracker import guards
from tracker.models import Reference, Source

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "'\"></title></p><svg/onload=a(1)><script>a(1)</script>{{7*7}}&lt;b&gt;<!--",
    "javascript:a(1)//\" onfocus=a(1) autofocus x='--></style><img src=x onerror=a()>",
]
# May stand in an href, all of them with an address after it; the rest of the attributes are ours.
SCHEMES = ("/", "#", "?", "http://", "https://")


def skeleton(element: Element) -> list:
    return [(e.tag, sorted(e.attributes)) for e in element.walk()]


def pages() -> dict[str, Element]:
    client, found = Client(), {}
    for url in addresses():
        answer = closed(client.get(url))
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            found[url] = read(answer)
    return found


def assert_nothing_runs(page: Element, url: str) -> None:
    for e in page.walk():
        if e.attributes.get("type") == "application/ld+json":
            assert "<" not in e.text, url
            continue
        if e.tag == "script" and e["src"].startswith("/static/") and not e.text:
            continue
        if e.tag == "base" and e.attributes == {"target": "_top"}:  # links of a frame leave it
            continue
        assert e.tag not in ("script", "style", "iframe", "object", "embed", "base", "img"), url
        assert not [n for n in e.attributes if n.startswith("on") or n in ("style", "srcdoc")], url
        for name in ("href", "src", "action", "cite", "formaction"):
            assert not e.attributes.get(name) or e[name].startswith(SCHEMES), (url, e)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_make_no_element_and_no_attribute(payload):
    assert len(payload) <= 80
    text = "".join(payload for _ in range(4))
    rich(lambda field: payload, text=text)

    for url, page in pages().items():
        assert_nothing_runs(page, url)
        if url != "/method/":
            assert payload in page.text, url


def test_hostile_words_leave_the_pages_as_they_are_with_plain_ones():
    text = (PAYLOADS[0] * 10)[: len(TEXT)]
    skeletons = []
    for say, words in ((lambda field: PAYLOADS[0], text), (lambda field: "same", "x" * len(text))):
        with forgotten():
            rich(say, text=words)
            skeletons.append({url: skeleton(page) for url, page in pages().items()})

    hostile, plain = skeletons

    assert hostile == plain


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_addresses_that_are_not_of_the_web_are_no_links(client, address):
    rich()
    guards.drop(connection)
    Reference.objects.update(url=address)
    Source.objects.update(url=address, located_url=address)

    for url in ("/commitments/C-1/", "/statuses/S-2/", "/sources/source/", "/events/", "/figures/"):
        page = read(client.get(url))
        assert address not in page.links, url
        assert_nothing_runs(page, url)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", ["q", "status", "party", "sort", "page", "nothing"])
def test_hostile_words_in_a_query_stay_words(client, name, payload):
    rich()

    page = read(client.get("/commitments/", {name: payload}))

    assert_nothing_runs(page, name)
    if name != "nothing":
        assert payload[:40] in page.text


def test_pages_ask_no_other_host_and_link_to_it_as_external_only(settings):
    rich(plainly)

    for url, page in pages().items():
        assert_nothing_runs(page, url)
        for e in page.walk():
            for name in ("href", "src", "action", "srcset", "poster", "data"):
                address = e.attributes.get(name, "")
                if "//" not in address or address.startswith(settings.SITE_URL):
                    continue
                assert e.tag == "a", (url, e)
                assert {"external", "nofollow", "noopener"} <= set(e["rel"].split()), (url, e)


def test_styles_ask_no_other_host(settings):
    css = (settings.BASE_DIR / "tracker/static/tracker/site.css").read_text(encoding="utf-8")

    assert "@import" not in css
    assert "//" not in css.replace("/*", "").replace("*/", "")
    assert "url(" not in css
