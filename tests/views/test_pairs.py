"""Pairs: both sides as they stood then, and what stands between them."""

import csv
import io

import pytest
from django.test import Client

from tests.views.html import read
from tests.views.sample import sample  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_pairs_show_both_sides_with_who_acts_and_how_much():
    page = read(Client().get("/pairs/"))

    halves = [
        half.words for half in page.one("section", **{"aria-labelledby": "pair-1"}).all("article")
    ]
    assert page.one("h1").words == "2 pairs given in return for each other"
    assert "Both sides fulfilled: 2; one side: 0; neither: 0." in page.one("main").words
    assert "Azerbaijan Fulfilled 32 of 32 servicemen" in halves[0]
    assert "Armenia Fulfilled one party’s word only 2 of 2 servicemen" in halves[1]


def test_pairs_as_of_a_day_between_show_that_one_side_was_done_first():
    page = read(Client().get("/pairs/?as_of=2023-12-12"))
    rows = csv.DictReader(
        io.StringIO(Client().get("/pairs.csv?as_of=2023-12-12").getvalue().decode())
    )

    assert "Both sides fulfilled: 0; one side: 1; neither: 1." in page.one("main").words
    assert [(r["code"], r["status"], r["return_code"], r["return_status"]) for r in rows] == [
        ("C-JOINT-05", "", "C-JOINT-06", ""),
        ("C-JOINT-07", "fulfilled", "C-JOINT-10", ""),
    ]


@pytest.mark.parametrize(
    ("query", "number"), [("party=armenia", 2), ("q=servicemen", 1), ("q=NATO", 0)]
)
def test_pairs_are_narrowed_by_either_side(query, number):
    assert len(read(Client().get(f"/pairs/?{query}")).all("div", "pair")) == number
