"""A text in paragraphs with its marks, and the places where words stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import folding, marking
from tracker.lib.marking import Mark

TEXTS = st.text(st.sampled_from("ab 😀\t\n"), max_size=40)
SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda s: (s[0], s[0] + s[1]))


@given(TEXTS, st.lists(SPANS, max_size=4))
def test_paragraphs_with_their_gaps_are_the_text(text, spans):
    inside = [span for span in spans if marking.is_inside(text, span)]
    marks = [Mark(n, f"P-{n}", *span) for n, span in enumerate(inside)]

    found = marking.paragraphs(text, marks)

    whole = "".join("".join(p.text for p in each.pieces) + each.gap for each in found)
    assert whole == text[found[0].start :] if found else not text.strip()
    marked = sum(len(p.text) for each in found for p in each.pieces if p.marks)
    assert marked <= sum(mark.end - mark.start for mark in marks)


@given(TEXTS, st.lists(SPANS, max_size=4), st.sets(st.integers(0, 9)))
def test_paragraphs_of_some_numbers_are_those_of_the_whole(text, spans, numbers):
    marks = [Mark(n, f"P-{n}", *span) for n, span in enumerate(spans)]

    found = marking.paragraphs(text, marks, numbers)

    assert found == [p for p in marking.paragraphs(text, marks) if p.number in numbers]


@given(TEXTS, TEXTS)
def test_words_are_found_where_they_stand_but_for_white_space(text, words):
    for start, end in marking.find(text, words):
        assert text[start:end].split() == words.split() or text[start:end] == words


def test_words_to_the_letter_come_before_words_with_other_spaces():
    assert marking.find("a  b, a b, a b", "a b") == [(6, 9), (11, 14)]
    assert marking.find("a  b, a\nb", " a b ") == [(0, 4), (6, 9)]
    assert marking.find("a b", "c") == marking.find("a b", "") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the “Great Return” began", 'the "Great Return"'),
        ("Armenia’s and Azerbaijan’s side", "Armenia's and"),
        ("a step–by–step plan", "step-by-step"),
        ("an agree\u00adment of sides", "agreement of"),
        ("an agreement of sides", "agree\u00adment\u200b of"),
        ("2024 – 2025\\ [a.b]", "2024 - 2025\\ [a.b]"),
    ],
)
def test_find_reads_signs_as_people_do(text, words):
    ((start, end),) = marking.find(text, words)

    assert folding.fold(text[start:end]) == folding.fold(words)


def test_find_takes_what_stands_there_to_the_letter_first():
    assert marking.find("a–b a-b", "a-b") == [(4, 7)]
    assert marking.find("a.b", "a-b") == marking.find("a\\b", "a-b") == []


def test_place_has_context_up_to_its_paragraph_and_says_where_that_is_cut():
    text = "x" * 70 + " here\n\nhere " + "y" * 70

    first, second = marking.places(text, marking.find(text, "here"))

    assert (first.before, first.after) == ("…" + "x" * 59 + " ", "")
    assert (second.before, second.after) == ("", " " + "y" * 59 + "…")
    assert (first.number, second.number, second.key) == (1, 2, "77-81")


def test_place_between_paragraphs_has_the_number_of_the_one_before():
    assert [p.number for p in marking.places("\n\na\n\nb", [(0, 3), (3, 6)])] == [0, 1]


def test_span_is_read_from_two_plain_numbers_only():
    assert marking.span_of("12-40") == (12, 40)
    for value in (None, "", "12", "-1-2", "1-2 ", "٣-٤", "1-" + "9" * 10, "1–2"):
        assert marking.span_of(value) is None


def test_half_covered_is_covered():
    marks = [Mark(1, "P-1", 5, 10)]

    assert marking.uncovered([(0, 10), (0, 11), (5, 6), (10, 20)], marks) == [(0, 11), (10, 20)]
