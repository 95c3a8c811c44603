"""Titles that are nearly the same."""

import pytest

from tracker.lib.titles import Titles

TITLE = "Withdraw from the posts by the end of the year"


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        (TITLE, True),
        (TITLE.upper(), True),
        ("Withdraw from the posts by end of the year", True),
        ("Withdraw from all posts by the end of the year", True),
        ("Withdrawal from the posts until the end of the year", True),
        ("Withdraw from the posts by the end of the decade, under observation", False),
        ("Release the prisoners by the end of the year", False),
        ("Year the of end the by posts the from withdraw", False),
        ("", False),
    ],
)
def test_like_finds_what_differs_by_a_few_letters(other, is_alike):
    assert bool(Titles({1: other}).like(TITLE)) is is_alike


@pytest.mark.parametrize(
    ("one", "other"), [("Ceasefire", "Ceasefires"), ("Open roads", "Open road")]
)
def test_like_knows_a_word_in_another_form(one, other):
    assert Titles({7: one}).like(other) == [7]


def test_like_gives_keys_in_the_order_of_the_titles():
    titles = {3: "Open the road", 1: "Meet in Baku", 2: "Open the roads"}

    assert Titles(titles).like("Open the road") == [3, 2]
