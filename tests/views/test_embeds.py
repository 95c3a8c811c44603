"""What other sites show of ours: only these pages may be framed, and nothing in them runs."""

from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from tests.views.addresses import addresses, closed
from tests.views.html import Element, read
from tests.views.record import NOON, rich
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

EMBEDS = ["/embed/status/", "/embed/commitments/C-1/"]


@pytest.fixture(autouse=True)
def record(settings):
    settings.SITE_URL = "https://record.example"
    with time_machine.travel(NOON, tick=False):
        yield rich()


def opened(url: str, status: int = 200) -> Element:
    answer = Client().get(url)
    assert answer.status_code == status
    return read(answer)


@pytest.mark.parametrize("url", [*EMBEDS, "/embed/status/?status=zzz"])
def test_embed_may_be_framed_and_runs_nothing(url):
    for answer in (Client().get(url), Client().get(url)):  # drawn, and kept
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src 'none'" in policy
        assert "X-Frame-Options" not in answer
        page = read(answer)
        assert not page.has("script")
        assert not page.has("form")
        assert page.one("base").attributes == {"target": "_top"}


def test_no_other_page_may_be_framed():
    others = [url for url in addresses() if not url.startswith("/embed/")]

    answers = {url: closed(Client().get(url)) for url in [*others, "/embed/nothing/", "/no/page/"]}

    assert {a["X-Frame-Options"] for a in answers.values()} == {"DENY"}
    assert {"frame-ancestors 'none'" in a["Content-Security-Policy"] for a in answers.values()} == {True}  # fmt: skip


def test_embed_of_the_status_says_what_the_list_says():
    page = opened("/embed/status/?status=stalled&as_of=2024-05-30")
    whole = opened("/commitments/?status=stalled&as_of=2024-05-30")

    assert page.one("h1").words == "Status Stalled"
    assert page.one("p", "headline").words == whole.one("p", "headline").words
    shown = "https://record.example/commitments/?status=stalled&as_of=2024-05-30"
    assert page.one("footer").links == [shown]
    assert "as of 30 May 2024" in page.one("footer").words


def test_embed_of_a_commitment_has_its_words_status_and_marks():
    page = opened("/embed/commitments/C-1/")
    whole = opened("/commitments/C-1/")

    assert page.one("p", "state").words.startswith("Stalled")
    assert page.one("blockquote").text == whole.one("figure", "hero").one("blockquote").text
    assert page.one("p", "state").all("a", "caveat")
    assert page.one("footer").links == ["https://record.example/commitments/C-1/"]


def test_embed_of_what_is_not_public_says_no_more_than_its_page():
    assert opened("/embed/commitments/C-NOTHING/", 404)
    then = opened("/embed/commitments/C-1/?known_at=1999-01-01", 404)
    assert "had not been made, or was not recorded here, by then" in then.words
    assert "the title" not in then.words
    Commitment.objects.filter(code="C-2").update(state="withdrawn", withdrawn_reason="A mistake.", withdrawn_at=NOON)  # fmt: skip
    withdrawn = Client().get("/embed/commitments/C-2/")
    if withdrawn.status_code != 404:
        assert (withdrawn.status_code, "A mistake." in read(withdrawn).words) == (410, True)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/", "/embed/status/"),
        (
            "/commitments/?status=stalled&as_of=2024-01-01",
            "/embed/status/?status=stalled&as_of=2024-01-01",
        ),
        ("/commitments/C-1/", "/embed/commitments/C-1/"),
    ],
)
def test_page_tells_other_sites_what_to_show_of_it(page, shown):
    link = opened(page).one("link", type="application/json+oembed")["href"]

    told = Client().get(link.removeprefix("https://record.example")).json()

    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 600)
    assert f'src="https://record.example{shown.replace("&", "&amp;")}"' in told["html"]
    code = f' src="https://record.example{shown.replace("&", "&amp;")}"'
    assert code in opened(page).one("section", "cite").words
    assert Client().get(shown).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["", "https://other.example/commitments/", "https://record.example.other.example/", "https://record.example/method/",
     "https://record.example/admin/", "javascript:a()", "https://[", "https://record.example/no/"],
)  # fmt: skip
def test_nothing_else_is_told_to_be_shown(url):
    assert Client().get(f"/oembed.json?{urlencode({'url': url})}").status_code == 404


def test_width_and_height_keep_to_what_is_asked_for():
    query = urlencode({"url": "https://record.example/", "maxwidth": "320", "maxheight": "x"})

    told = Client().get(f"/oembed.json?{query}").json()

    assert (told["width"], told["height"]) == (320, 520)
    assert Client().get(f"/oembed.json?{query}&format=xml").status_code == 501
