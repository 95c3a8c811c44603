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
    assert bool(Titles({1: other}).like(TITLE, 1)) is is_alike


@pytest.mark.parametrize(
    ("one", "other"), [("Ceasefire", "Ceasefires"), ("Open roads", "Open road")]
)
def test_like_knows_a_word_in_another_form(one, other):
    assert Titles({7: one}).like(other, 1) == [7]


def test_like_gives_the_nearest_first_and_no_more_than_asked_for():
    titles = Titles(
        {3: "Open the roads", 1: "Meet in Baku", 2: "Open the road", 4: "Open the roads!"}
    )

    assert titles.like("Open the road", 5) == [2, 3, 4]
    assert titles.like("Open the road", 2) == [2, 3]
