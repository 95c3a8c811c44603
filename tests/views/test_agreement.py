"""One queryset behind it all: heading, rows, chart, CSV, JSON, facets, and every number that is a link."""

import csv
import io
import json
import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.html import Element, read
from tests.views.sample import sample  # noqa: F401
from tracker import choices
from tracker.filtersets.commitments import CommitmentFilterSet
from tracker.filtersets.reading import read_clocks, read_query
from tracker.models import Category, Party, Source, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

TODAY = date(2026, 11, 23)
MANY = {"category": Category, "source": Source, "party": Party, "topic": Topic}
DAYS = st.sampled_from(
    [
        "1994-06-01",
        "2011-05-07",
        "2022-10-31",
        "2023-12-06",
        "2023-12-12",
        "2023-12-13",
        "2025-03-13",
    ]
)
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.lists(
            st.sampled_from([*choices.Status.values, choices.NOT_ASSESSED]), min_size=1, max_size=3
        ),
        "bindingness": st.lists(
            st.sampled_from(choices.Bindingness.values), min_size=1, max_size=4
        ),
        "role": st.lists(st.sampled_from(["made", "told", "received"]), min_size=1, max_size=2),
        "due": st.lists(st.sampled_from(["day", "words", "none"]), min_size=1, max_size=2),
        "disputed": st.just(["1"]),
        "one_sided": st.just(["1"]),
        "category": st.lists(st.integers(0, 14), min_size=1, max_size=5),
        "source": st.lists(st.integers(0, 4), min_size=1, max_size=3),
        "party": st.lists(st.integers(0, 56), min_size=1, max_size=6),
        "topic": st.lists(st.integers(0, 40), min_size=1, max_size=6),
        "made_from": DAYS.map(lambda day: [day]),
        "made_to": DAYS.map(lambda day: [day]),
        "q": st.sampled_from([["the"], ["republic of"], ["COP29"], ["c-"], ["peace treaty"]]),
        "sort": st.sampled_from([["title"], ["-status_since"], ["date_made"], ["-date_made"]]),
        "as_of": DAYS.map(lambda day: [day]),
        "known_at": st.sampled_from([["2026-11-21"], ["2026-11-22"]]),
    },
)


def asked(chosen: dict[str, list]) -> QueryDict:
    """The query; records are named by their number among those that can be ticked."""
    query = QueryDict(mutable=True)
    offered = CommitmentFilterSet(
        QueryDict(), clocks=read_clocks(query, today=TODAY).clocks
    ).offered
    for name, values in chosen.items():
        slugs = [slug for slug, _label in offered[name]()] if name in MANY else []
        query.setlist(name, [slugs[v % len(slugs)] if slugs else v for v in values])
    return query


def opened(url: str) -> Element:
    answer = Client().get(url)
    assert answer.status_code == 200, url
    return read(answer)


def listed(page: Element) -> list[str]:
    tables = [t for t in page.all("table", "cards") if t.all("span", "code")]
    return [
        tr.one("th").one("span", "code").words for t in tables for tr in t.one("tbody").all("tr")
    ]


def count_of(heading: str) -> int:
    return int(re.match(r"(\d+)", heading)[1])


def counted(link: str) -> int:
    """How many rows the list at this address has."""
    values = QueryDict(urlsplit(link).query)
    clocks = read_clocks(values, today=TODAY).clocks
    query = read_query(CommitmentFilterSet, values, clocks)
    assert query.ignored == [], link
    return query.rows.count()


def numbers(page: Element) -> dict[str, int]:
    """The numbers that are links to lists of commitments."""
    links = [a for a in page.all("a") if a["href"].startswith("/commitments/?")]
    return {a["href"]: count_of(a.words) for a in links if re.match(r"\d+\b", a.words)}


@settings(max_examples=12)
@given(QUERIES)
def test_heading_rows_chart_csv_and_json_agree_for_any_filters_and_days(chosen):
    query = asked(chosen).urlencode()

    pages = [opened(f"/commitments/?{query}")]
    while pages[-1].has("a", rel="next"):
        pages.append(opened("/commitments/" + pages[-1].one("a", rel="next")["href"]))

    rows = [code for page in pages for code in listed(page)]
    lines = Client().get(f"/commitments.csv?{query}").getvalue().decode()
    found = list(csv.DictReader(io.StringIO(lines, newline="")))
    document = json.loads(Client().get(f"/commitments.json?{query}").getvalue())
    assert not pages[0].has("div", "error")
    assert count_of(pages[0].one("h1").words) == len(rows) == document["count"]
    assert [row["code"] for row in found] == rows
    assert document["items"] == found
    if rows:
        shares = pages[0].one("figure", "chart").one("tbody").all("td", "num")
        assert sum(count_of(cell.words) for cell in shares) == len(rows)
        assert counted_again(pages[0]) == {}


def counted_again(page: Element) -> dict[str, tuple[int, int]]:
    """Numbers whose list has another number of rows."""
    found = {link: (number, counted(link)) for link, number in numbers(page).items()}
    return {link: both for link, both in found.items() if both[0] != both[1]}


@settings(max_examples=15)
@given(QUERIES, st.data())
def test_facets_count_the_rows_that_each_value_would_give(chosen, data):
    query = asked(chosen)
    form = opened(f"/commitments/?{query.urlencode()}").one("form", id="filters")
    boxes = {label["for"]: label for label in form.all("label", "option")}

    for key in data.draw(st.lists(st.sampled_from(sorted(boxes)), min_size=5, max_size=9)):
        box = boxes[key].one("input")
        alone = query.copy()
        alone.setlist(box["name"], [box["value"]])
        assert count_of(boxes[key].one("span", "n").words) == counted(f"?{alone.urlencode()}"), key


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/?as_of=2023-12-12",
        "/commitments/?party=armenia",
        "/parties/azerbaijan/",
        "/parties/azerbaijan/?as_of=2024-06-01",
        "/matrix/",
        "/matrix/?rows=topic&as_of=2023-12-12&status=fulfilled&status=in_progress",
        "/matrix/?rows=category&party=armenia",
        "/matrix/?rows=source",
        "/matrix/?rows=bindingness",
        "/compare/?from=2023-12-01&to=2024-12-01",
        "/compare/?from=2025-01-01&to=2026-06-01&party=azerbaijan",
        "/compare/?from=2026-11-20&to=2026-11-22&by=known",
        "/sources/",
        "/parties/",
        "/parties/?as_of=2023-12-12",
        "/matrix/?role=made",
        "/matrix/?party=armenia",
        "/matrix/?rows=topic&topic=peace-treaty&topic=nato",
        "/commitments/?role=proposed&as_of=2024-06-01",
    ],
)
def test_every_number_leads_to_exactly_the_rows_it_counts(url):
    page = opened(url)

    assert len(numbers(page)) >= 5
    assert counted_again(page) == {}


@pytest.mark.parametrize("url", ["/compare/?from=2023-12-01&to=2024-12-01", "/compare/?by=known"])
def test_moves_between_two_days_lead_to_their_rows(url):
    page = opened(url)
    moves = [a for a in page.one("table", "moves").all("a") if a["href"].startswith("?")]
    assert moves

    for move in moves:
        assert len(listed(opened(f"/compare/{move['href']}"))) == count_of(move.words), move


@pytest.mark.parametrize("file", ["pairs", "matrix", "calendar", "compare", "over-time"])
def test_files_of_charts_take_the_filters_and_refuse_what_makes_no_sense(file):
    client = Client()

    days = "from=2023-12-01&to=2024-06-01" if file == "compare" else "as_of=2024-06-01"
    taken = client.get(f"/{file}.csv?party=armenia&{days}")
    refused = client.get(f"/{file}.csv?party=nobody")
    unknown = client.get(f"/{file}.csv?partie=armenia")

    rows = list(csv.DictReader(io.StringIO(taken.getvalue().decode(), newline="")))
    assert rows
    assert {row["as_of"] for row in rows} == {"2024-06-01"} or file == "compare"
    assert taken["Content-Disposition"].startswith('attachment; filename="')
    assert (refused.status_code, unknown.status_code) == (400, 400)
    assert "There is no such choice." in refused.getvalue().decode()
    assert "partie" in unknown.getvalue().decode()
