"""Few cases: no share of fewer than ten, no bar of fewer than six."""

import re

import pytest
from django.test import Client

from tests import factories
from tests.views.html import read
from tests.views.record import cited

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "headline"),
    [
        (5, "Of the 5 judged: 5 delivered, 0 open, 0 in trouble."),
        (9, "Of the 9 judged: 9 delivered, 0 open, 0 in trouble."),
        (
            10,
            "Of the 10 judged: 10 delivered (100 %), 0 open (0 %), 0 in trouble (0 %).",
        ),
    ],
)
def test_no_share_is_given_of_fewer_than_ten(number, headline):
    passage = factories.PassageFactory()
    for _ in range(number):
        factories.published_status_change(commitment=cited(passage), status="fulfilled")
    factories.published_status_change(commitment=cited(passage), status="not_assessable")

    page = read(Client().get("/"))

    assert page.all("p", "headline")[0].words == headline
    assert bool(re.search(r"\d %", page.one("main").words)) == (number >= 10)


def test_bar_of_six_to_nine_is_marked():
    passage = factories.PassageFactory()
    for _ in range(6):
        factories.published_status_change(commitment=cited(passage), status="fulfilled")

    assert "few cases" in read(Client().get("/commitments/")).one("figure", "chart").words
