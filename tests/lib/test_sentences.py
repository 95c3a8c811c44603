"""Where sentences, list items and clauses begin and end."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib import sentences

PIECES = ["We", "shall", "a)", "1.", "•", "Mr", "U.S", ".", ";", ":", "!", "(", ")", "”", "\u00a0"]
TEXTS = st.text() | st.lists(st.sampled_from([*PIECES, " ", " ", "\n", "\n\n"])).map("".join)


def read(text):
    return [text[clause.start : clause.end] for clause in sentences.clauses(text)]


@settings(max_examples=200)
@given(TEXTS)
def test_clauses_are_inside_the_text_in_order_and_without_space_around_them(text):
    found = list(sentences.clauses(text))

    assert all(0 <= clause.start < clause.end <= len(text) for clause in found)
    assert all(words == words.strip() for words in read(text))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. J. R. Smith of the U.S. Department of State met Gen. Brown.",
        "See No. 5 of 1993, Art. 2, in Geneva, i.e. Switzerland.",
        "It rose by 1.5 per cent ... and fell again.",
        "They said: “We agree.” and left.",
        "A list (first; second) in brackets.",
    ],
)
def test_clauses_keep_one_sentence_whole(sentence):
    assert read(f"{sentence} Then they left.") == [sentence, "Then they left."]


def test_clauses_end_with_the_marks_that_belong_to_them():
    text = "They said: “We agree.” (They did!) Did they? In the U.S. The end"

    assert read(text) == [
        "They said: “We agree.”",
        "(They did!)",
        "Did they?",
        "In the U.S.",
        "The end",
    ]


def test_clauses_are_cut_at_semicolons_which_belong_to_neither():
    assert read("One side waits; the other acts ; both hope.") == [
        "One side waits",
        "the other acts",
        "both hope.",
    ]


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "1.", "12)", "(3)", "1.2.", "a)", "(iv)"])
def test_clauses_leave_out_the_mark_of_a_list_item(mark):
    [clause] = sentences.clauses(f"  {mark} Free trade")

    assert (clause.start, clause.is_item) == (len(mark) + 3, True)


def test_clauses_leave_out_marks_within_a_line():
    assert read("There are a) the Summit; b) the Council, and") == [
        "There are a) the Summit",
        "the Council, and",
    ]
    assert read("1. One. 2. Two.") == ["One.", "Two."]


@pytest.mark.parametrize("space", ["\n", "\r\n", "\u2028"])
def test_clauses_go_on_over_a_line_that_was_only_wrapped(space):
    assert read(f"The Republic of{space}Armenia and{space}others agree.") == [
        f"The Republic of{space}Armenia and{space}others agree."
    ]


@pytest.mark.parametrize("space", ["\n\n", "\n \n", "\n• ", ".\n"])
def test_clauses_end_at_blank_lines_list_items_and_ended_lines(space):
    assert len(read(f"the one{space}the other")) == 2


def test_clauses_tell_the_line_above_a_list_and_its_items():
    text = "Both sides shall:\nopen the border;\nrelease all; and\nmeet again.\n\nThe end."

    found = list(sentences.clauses(text))

    assert [clause.is_lead for clause in found].count(True) == 1
    assert found[0].is_lead
    items = [text[clause.start : clause.end] for clause in found if clause.is_item]
    assert items == ["open the border", "release all", "and", "meet again."]
