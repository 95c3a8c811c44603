"""The sample data asked about the days around the handover of 13 December 2023."""

import csv
import io
import json

import pytest
from django.test import Client

from tests.views.html import Element, read
from tests.views.sample import sample  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

BEFORE, AFTER = "?as_of=2023-12-12", "?as_of=2023-12-13"
RELEASE = "C-JOINT-05"


def opened(url: str) -> Element:
    answer = Client().get(url)
    assert answer.status_code == 200, url
    return read(answer)


def test_release_of_the_32_was_not_fulfilled_before_13_december_2023_and_was_on_it():
    before, after = (opened(f"/commitments/{RELEASE}/{day}") for day in (BEFORE, AFTER))

    assert before.one("div", "head").one("span", "status").words == "Not assessed"
    assert after.one("div", "head").one("span", "status").words == "Fulfilled"
    assert "12 December 2023" in before.one("div", "then").words
    assert before.one("div", "then").links == [f"/commitments/{RELEASE}/"]


def test_list_counts_csv_and_json_say_how_it_stood_then():
    for day, status in ((BEFORE, ""), (AFTER, "fulfilled")):
        query = f"{day}&status={status or 'not_assessed'}"
        page = opened(f"/commitments/{query}")
        lines = Client().get(f"/commitments.csv{query}").getvalue().decode()
        rows = list(csv.DictReader(io.StringIO(lines, newline="")))
        items = json.loads(Client().get(f"/commitments.json{query}").getvalue())["items"]

        assert page.one("h1").words.startswith(f"{len(rows)} of ")
        assert items == rows
        row = next(row for row in rows if row["code"] == RELEASE)
        assert (row["status"], row["as_of"]) == (status, day.removeprefix("?as_of="))


def test_record_that_was_not_there_yet_says_so_and_leads_to_the_present():
    answer = Client().get(f"/commitments/{RELEASE}/?as_of=2023-12-06")

    page = read(answer)
    assert answer.status_code == 404
    assert "7 December 2023" in page.one("main").words
    assert f"/commitments/{RELEASE}/" in page.links


def test_nothing_was_known_before_the_record_began():
    page = opened("/commitments/?known_at=2020-01-01")

    assert page.one("h1").words == "0 commitments"
    assert "was recorded here, by then" in page.one("main").words


def test_conditions_are_shown_from_when_they_were_stated_and_met():
    def conditions(day: str) -> list[str]:
        page = opened(f"/commitments/C-JOINT-03/?as_of={day}")
        found = page.all("section", **{"aria-labelledby": "conditions"})
        return [row.all("td")[-1].words for row in found[0].one("tbody").all("tr")] if found else []

    assert conditions("2024-06-01") == []
    assert conditions("2025-06-01") == ["Not recorded as met", "Not recorded as met"]
    assert conditions("2025-11-30") == ["Not recorded as met", "30 November 2025"]


def test_reader_shows_what_rested_on_the_words_by_then():
    source = "/sources/armenia-azerbaijan-joint-statement-2023-12-07/"
    before, now = opened(f"{source}?as_of=2023-12-06"), opened(source)

    assert f"{RELEASE} " in now.one("div", "text").words
    assert RELEASE not in before.one("div", "text").words


def test_matrix_of_parties_that_are_chosen_sets_them_against_each_other():
    page = opened("/matrix/?rows=party&party=armenia&party=azerbaijan&role=made")

    rows = {row.one("th").words: row.all("a")[-1] for row in page.one("table", "matrix").one("tbody").all("tr")}  # fmt: skip
    assert list(rows) == ["Azerbaijan", "Armenia"]
    for link in rows.values():
        assert opened(link["href"]).one("h1").words.startswith(f"{link.words} of 95 commitments")


def test_what_is_not_there_yet_or_withdrawn_is_not_cited():
    answer = Client().get(f"/commitments/{RELEASE}/?as_of=2023-12-06&cite=bibtex")

    assert answer.status_code == 404
    assert "html" in answer["Content-Type"]


def test_changes_of_commitments_that_were_not_there_yet_are_in_no_list():
    page = opened("/statuses/?as_of=2023-12-06")
    lines = Client().get("/statuses.csv?as_of=2023-12-06").getvalue().decode()
    codes = {row["commitment"] for row in csv.DictReader(io.StringIO(lines, newline=""))}

    gone = {code for code in codes if Client().get(f"/commitments/{code}/?as_of=2023-12-06").status_code != 200}  # fmt: skip
    assert len(codes) > 10
    assert gone == set()
    assert page.one("h1").words.startswith(f"{lines.count(chr(13)) - 1} status changes")


def test_search_knows_no_reason_that_came_later():
    handed_over = "/commitments/?q=handover+31+members"

    assert "1 of 95 commitments" in opened(handed_over).one("h1").words
    assert opened(f"{handed_over}&as_of=2023-12-12").one("h1").words.startswith("0 of ")


def test_what_was_said_later_is_not_among_what_had_been_said():
    figures = opened("/figures/?as_of=2023-12-08").one("main").words
    treaty = opened("/commitments/C-JOINT-03/?as_of=2025-04-01").one("main").words
    pairs = opened("/commitments/C-JOINT-03/?as_of=2025-03-12").one("main").words

    assert "official records" in figures
    assert "Al Jazeera" in opened("/figures/?as_of=2023-12-13").one("main").words
    assert "Al Jazeera" not in figures
    assert not [day for day in ("November 2024", "January 2026", "February 2026") if day in figures]
    assert "Amendment of the constitution" in treaty
    assert "Says that a new constitution is being drafted" not in treaty
    assert "Amendment of the constitution" not in pairs
