"""Every page asked about a past day: what it shows, and where its links lead."""

import pytest
import time_machine
from django.test import Client

from tests.views.addresses import addresses, closed, routes
from tests.views.html import Element, read
from tests.views.record import NOON, rich

pytestmark = pytest.mark.django_db


@pytest.fixture
def then():
    """The rich record, asked on the day of the tests about the days before it."""
    with time_machine.travel(NOON, tick=False):
        rich()
        yield


def opened(url: str, client: Client | None = None) -> Element:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200, url
    return read(answer)


def leaves(page: Element) -> set[str]:
    """Addresses inside the site that do not ask what the page asks; the way back is one on purpose."""
    back = {a["href"] for notice in page.all("div", "then") for a in notice.all("a")}
    inside = {link for link in page.links if link.startswith(("/", "?"))} - back
    return {link for link in inside if "as_of=" not in link and "from=" not in link}


@pytest.mark.usefixtures("then")
def test_links_of_a_page_go_on_asking_what_it_asks():
    pages = {url: closed(Client().get(f"{url}?as_of=2024-05-30")) for url in addresses()}
    html = {url: read(a) for url, a in pages.items() if a["Content-Type"].startswith("text/html")}

    del html["/compare/"]  # asks by two days of its own
    assert {url: leaves(page) for url, page in html.items() if leaves(page)} == {}
    assert len([page for page in html.values() if page.has("div", "then")]) > 15


@pytest.mark.usefixtures("then")
def test_pages_of_the_present_say_nothing_of_another_day():
    today = opened("/commitments/?as_of=2024-06-01&known_at=2024-06-01")

    assert not today.has("div", "then")
    assert "as_of" not in " ".join(
        link for link in today.links if link.startswith("/commitments/C")
    )


@pytest.mark.usefixtures("then")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("as_of=32-13-2024", "As of: “32-13-2024”. Write the day as 2023-12-07."),
        ("as_of=2024-06-02", "As of: “2024-06-02”. This day has not come yet."),
        ("known_at=yesterday", "As known on: “yesterday”. Write the day as 2023-12-07."),
        ("as_of=0001-01-01", "As of: “0001-01-01”. Give a day of the year 1000 or later."),
        ("as_of=%00", "As of: “\0”. Write the day as 2023-12-07."),
        ("known_at=%D9%A3", "As known on: “٣”. Write the day as 2023-12-07."),
        ("as_of=" + "9" * 3000, f"As of: “{'9' * 40}”. Write the day as 2023-12-07."),
    ],
)
def test_every_page_says_that_it_ignored_a_day(query, told):
    for name, route in routes().items():
        if (
            name == "oembed"
            or "<" in route
            or name.endswith(("csv", "json", "jsonl", "xlsx", "atom", "ics", "sitemap"))
        ):
            continue
        page = opened(f"/{route}?{query}")
        assert [li.words for li in page.one("div", "error").all("li")] == [told], route


@pytest.mark.usefixtures("then")
@pytest.mark.parametrize("file", ["commitments.csv", "commitments.xlsx", "statuses.jsonl"])
def test_files_refuse_a_day_that_is_none(file):
    answer = Client().get(f"/{file}?as_of=soon")

    assert answer.status_code == 400
    assert "Write the day as 2023-12-07." in answer.getvalue().decode()


def test_page_takes_one_day_and_one_form_of_citation_and_says_what_it_left_out():
    answer = Client().get("/commitments/?as_of=2024-01-01&as_of=2024-02-01&cite=zzz")

    page = read(answer)
    assert "1 January 2024" in page.one("div", "then").words
    assert "As of: “2024-02-01”. No more values are taken here." in page.words
    assert "Cite: “zzz”. There is no such form of citation." in page.words
