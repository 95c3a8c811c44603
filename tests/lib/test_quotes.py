"""Exact words in a text: their place, their surroundings, and how they are marked."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib import quotes
from tracker.lib.quotes import Quote, Segment

# Letters, spaces of several kinds, marks that combine, joiners, astral and repeated characters.
ALPHABET = "ab \n\u00a0\u202f\u200b\u0301e\u00e9\u200d👨👩𝔘Հი"
TEXTS = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=60) | st.text(min_size=1)


@st.composite
def texts_and_ranges(draw):
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@settings(max_examples=80)
@given(texts_and_ranges())
def test_quote_at_reads_the_words_and_what_stands_around_them(case):
    text, start, end = case

    quote = quotes.quote_at(text, start, end)

    assert text[quote.start : quote.end] == quote.exact
    assert quote.prefix + quote.exact + quote.suffix in text
    assert text[:start].endswith(quote.prefix)
    assert text[end:].startswith(quote.suffix)
    assert len(quote.prefix) == min(32, start)
    assert len(quote.suffix) == min(32, len(text) - end)


@settings(max_examples=80)
@given(texts_and_ranges())
def test_quote_at_counts_the_occurrence_by_which_it_is_found_again(case):
    text, start, end = case

    quote = quotes.quote_at(text, start, end)

    assert quotes.find_all(text, quote.exact)[quote.occurrence - 1] == start


@settings(max_examples=80)
@given(texts_and_ranges())
def test_problem_finds_none_in_what_quote_at_gives(case):
    text, start, end = case

    assert quotes.problem(text, quotes.quote_at(text, start, end)) == ""


@settings(max_examples=80)
@given(texts_and_ranges(), st.data())
def test_problem_finds_every_letter_that_was_changed_in_or_around_the_words(case, data):
    text, start, end = case
    quote = quotes.quote_at(text, start, end)
    place = data.draw(st.integers(max(0, start - 32), min(len(text), end + 32) - 1))
    letter = data.draw(st.characters().filter(lambda letter: letter != text[place]))

    changed = text[:place] + letter + text[place + 1 :]

    assert quotes.problem(changed, quote)


@pytest.mark.parametrize("name", ["exact", "prefix", "suffix", "occurrence", "start", "end"])
def test_problem_finds_each_part_that_is_not_as_recorded(name):
    quote = quotes.quote_at("as a gesture, as a gesture", 14, 26)
    other = {"occurrence": 1, "start": 13, "end": 25}.get(name, "other")

    assert quotes.problem("as a gesture, as a gesture", replace(quote, **{name: other}))


SMALL = st.integers(-3, 9)
ANY_QUOTES = st.builds(
    Quote, SMALL, SMALL, st.text("ab", max_size=3), st.text("ab"), st.text("ab"), SMALL
)


@settings(max_examples=80)
@given(st.text("ab", max_size=6), ANY_QUOTES)
def test_problem_answers_for_any_quote_and_passes_only_true_ones(text, quote):
    if quotes.problem(text, quote) == "":
        assert quote == quotes.quote_at(text, quote.start, quote.end)


@pytest.mark.parametrize("quote", [Quote(9, 9, "", "", "", 1), Quote(-2, 2, "b", "", "", 1)])
def test_problem_is_not_misled_by_places_outside_the_text(quote):
    assert quotes.problem("ab", quote)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 4), (3, 4)])
def test_quote_at_refuses_places_that_are_not_inside(start, end):
    with pytest.raises(ValueError, match="not inside a text of 3"):
        quotes.quote_at("abc", start, end)


@settings(max_examples=80)
@given(st.text("ab", max_size=12), st.text("ab", max_size=3))
def test_find_all_finds_each_place_overlapping_ones_included(text, exact):
    expected = [at for at in range(len(text)) if exact and text.startswith(exact, at)]

    assert quotes.find_all(text, exact) == expected


def test_find_all_takes_spaces_and_composed_letters_for_what_they_are():
    text = "as a\u00a0gesture, as a gesture; caf\u00e9, cafe\u0301"

    assert quotes.find_all(text, "a gesture") == [17]
    assert quotes.find_all(text, "a\u00a0gesture") == [3]
    assert quotes.find_all(text, "caf\u00e9") == [28]


def test_quote_at_counts_code_points_not_utf_16():
    text = "👨‍👩‍👧 and 𝔘𝔫𝔦 words"

    quote = quotes.quote_at(text, text.index("words"), len(text))

    assert (quote.start, quote.exact) == (14, "words")


RANGES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20), st.sampled_from("xyz")).map(
        lambda r: (r[0], r[0] + r[1] + 1, r[2])
    ),
    max_size=8,
)


@settings(max_examples=80)
@given(TEXTS, RANGES)
def test_segments_put_together_are_the_text(text, ranges):
    found = quotes.segments(0, len(text), ranges)

    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(s.start < s.end for s in found)


@settings(max_examples=80)
@given(st.integers(0, 40), st.integers(1, 40), RANGES)
def test_segments_carry_exactly_the_ranges_that_cover_each_character(start, length, ranges):
    end = start + length

    found = quotes.segments(start, end, ranges)

    for segment in found:
        for at in range(segment.start, segment.end):
            assert segment.keys == tuple(k for first, last, k in ranges if first <= at < last)
    assert [s.start for s in found] + [end] == [start] + [s.end for s in found]


def test_segments_cut_where_ranges_overlap():
    found = quotes.segments(0, 10, [(2, 6, "a"), (4, 8, "b")])

    assert found == [
        Segment(0, 2, ()),
        Segment(2, 4, ("a",)),
        Segment(4, 6, ("a", "b")),
        Segment(6, 8, ("b",)),
        Segment(8, 10, ()),
    ]


@st.composite
def texts_and_several_ranges(draw):
    text = draw(st.text(st.sampled_from("ab  \n\u00a0👩"), min_size=1, max_size=80))
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=5))
    return text, [(start, draw(st.integers(start + 1, len(text)))) for start in starts]


@settings(max_examples=80)
@given(texts_and_several_ranges(), st.integers(0, 12))
def test_windows_hold_every_range_and_little_around_it(case, around):
    text, ranges = case

    found = quotes.windows(text, ranges, around)

    shown = {at for first, last in found for at in range(first, last)}
    quoted = {at for start, end in ranges for at in range(start, end)}
    assert quoted <= shown
    for at in shown - quoted:
        assert any(start - around <= at < end + around for start, end in ranges)
        assert text[at] != "\n"
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))


@settings(max_examples=80)
@given(texts_and_several_ranges(), st.integers(0, 12))
def test_windows_begin_and_end_at_whole_words(case, around):
    text, ranges = case

    found = quotes.windows(text, ranges, around)

    for first, last in found:
        assert first in {s for s, _e in ranges} or first == 0 or text[first - 1].isspace()
        assert last in {e for _s, e in ranges} or last == len(text) or text[last].isspace()


def test_blocks_are_the_lines_with_something_on_them():
    text = "One.\n\n  \nTwo\u00a0words.\n"

    found = quotes.blocks(text)

    assert [(b.number, text[b.start : b.end]) for b in found] == [
        (1, "One."),
        (2, "Two\u00a0words."),
    ]


@settings(max_examples=80)
@given(TEXTS, st.integers(0, 60))
def test_block_at_gives_the_block_that_holds_the_position(text, position):
    found = quotes.block_at(quotes.blocks(text), position)

    holding = [b for b in quotes.blocks(text) if b.start <= position < b.end]
    assert [found] == (holding or [None])


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        ("The parties intend to meet.", "the  parties\nintend to MEET.", True),
        ("The parties intend to meet.", "he parties intend to meet. and m", True),
        ("The parties intend to meet.", "The parties met.", False),
        ("The Republic of Azerbaijan supports the bid.", "The Republic of Azerbaijan left.", False),
        ("a b c d e f g h i j k l m n", "c d e f g h i j k l m n o p", True),
        ("x", "y", False),
        ("intend released", "They intended release today.", False),
        (" ", "a b", False),
        ("as a “gesture of goodwill”, they say", 'as a "gesture of goodwill", they say', True),
        ("as a «gesture of goodwill»", "as a „gesture of goodwill“", True),
        ("un «\u00a0geste de paix\u202f» franc", "un 'geste de paix' franc", True),
        ("the parties’ intent to meet", "the parties' intent to meet", True),
        ("they meet – at last – in Baku", "they meet -- at last -- in Baku", True),
        ("they meet—at last—in Baku", "they meet - at last - in Baku", True),
        ("a long\u2011term, step-by\u2013step plan", "a long-term, step‐by‐step plan", True),
        ("the pris\u00adoners are re\u200bleased soon", "the prisoners are released soon", True),
        ("the pris-\noners are released", "the prisoners are released", True),
        ("a step-by-\nstep plan is made", "a step-by-step plan is made", True),
        ("the ﬁnal text… is ready", "the final text... is ready", True),
        ("\u2067the parties meet\u2069 again", "the parties meet again", True),
        ("“the parties met”", "“the parties left”", False),
        ("– — “”", "“” «»", False),
    ],
)
def test_share_words_knows_the_same_place_in_another_copy(one, other, is_shared):
    assert quotes.share_words(one, other) == quotes.share_words(other, one) == is_shared
