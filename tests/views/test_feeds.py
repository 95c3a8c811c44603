"""The latest status changes as Atom and JSON Feed: what is new for a search, and nothing else."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.views.html import read
from tests.views.record import NOON, cited
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def record(settings):
    """One commitment with two changes, the earlier one recorded later; and one of nobody's search."""
    settings.SITE_URL = "https://record.example"
    passage = factories.PassageFactory()
    for number in (1, 2):
        cited(passage, code=f"C-{number}", title=f"Pledge {number}")
    for number, month, recorded in ((1, 2, 4), (1, 1, 5), (2, 3, 3)):
        factories.published_status_change(
            code=f"S-{number}-{month}", commitment=Commitment.objects.get(code=f"C-{number}"),
            status="fulfilled", day=date(2024, month, 1), reason=f"Done & seen \x0b in month {month}.",
            recorded_at=datetime(2024, recorded, 1, 8, tzinfo=UTC),
        )  # fmt: skip
    with time_machine.travel(NOON, tick=False):
        yield


def atom(query: str = "") -> ET.Element:
    answer = Client().get(f"/statuses.atom{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.getvalue())  # noqa: S314


def ids(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id").removeprefix("https://record.example/statuses/") for entry in feed.iter(f"{ATOM}entry")]  # fmt: skip


@pytest.mark.usefixtures("record")
def test_feed_begins_with_what_was_recorded_last():
    feed = atom()

    assert ids(feed) == ["S-1-1/", "S-1-2/", "S-2-3/"]
    assert feed.findtext(f"{ATOM}updated") == "2024-05-01T08:00:00+00:00"
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "C-1 Pledge 1: Fulfilled"
    assert entry.findtext(f"{ATOM}summary").startswith("2024-01-01. Done & seen \ufffd in month 1.")


@pytest.mark.usefixtures("record")
def test_feed_takes_the_filters_and_the_days_of_the_list():
    assert ids(atom("?q=%22Pledge+2%22")) == ["S-2-3/"]
    assert ids(atom("?as_of=2024-02-15")) == ["S-1-1/", "S-1-2/"]
    assert ids(atom("?known_at=2024-04-15")) == ["S-1-2/", "S-2-3/"]


@pytest.mark.usefixtures("record")
def test_feed_names_its_page_itself_and_what_it_is_narrowed_by():
    feed = atom("?status=fulfilled&as_of=2024-05-01")

    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://record.example/statuses/?status=fulfilled&as_of=2024-05-01",
        "self": "https://record.example/statuses.atom?status=fulfilled&as_of=2024-05-01",
    }
    assert feed.findtext(f"{ATOM}title") == "Status changes, status Fulfilled"


@pytest.mark.usefixtures("record")
def test_json_feed_says_the_same():
    told = json.loads(Client().get("/statuses.feed.json").getvalue())

    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"].rpartition("statuses/")[2] for item in told["items"]] == ids(atom())
    assert told["items"][0]["date_published"] == "2024-05-01T08:00:00+00:00"


@pytest.mark.usefixtures("record")
def test_feed_of_what_makes_no_sense_is_refused():
    answer = Client().get("/statuses.atom?status=zzz")

    assert (answer.status_code, answer.getvalue().decode()) == (
        400,
        "Status: “zzz”. There is no such choice.",
    )


@pytest.mark.usefixtures("record")
def test_feed_that_was_read_is_answered_with_304_until_something_is_recorded():
    first = Client().get("/statuses.atom")

    again = Client().get("/statuses.atom", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("page", ["/statuses/", "/commitments/"])
def test_lists_lead_to_the_feed_of_the_same_query(page):
    shown = read(Client().get(f"{page}?status=fulfilled"))

    assert (
        shown.one("link", type="application/atom+xml")["href"] == "/statuses.atom?status=fulfilled"
    )
    assert "/statuses.atom?status=fulfilled" in shown.one("div", "tools").links


def test_feed_of_an_empty_record_is_a_feed():
    assert ids(atom()) == []
