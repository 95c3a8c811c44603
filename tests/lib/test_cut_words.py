"""Words that a passage begins or ends in the middle of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.cut_words import cut_words

CUTS = {
    "the beginning of a word": ("Armenia |releases| 32.", []),
    "inside a word": ("Armenia re|leases| 32.", ["releases"]),
    "at the end": ("Armenia |relea|ses 32.", ["releases"]),
    "at both ends": ("Ar|menia relea|ses 32.", ["Armenia", "releases"]),
    "inside one word": ("re|leas|es", ["releases"]),
    "inside a number": ("2|024-05-|03", ["2024"]),
    "before the sign of a footnote": ("the |Parties|¹ and", []),
    "before the number of a footnote": ("the |Parties|12 and", []),
    "inside a word with a number": ("the |Par|ties12 and", ["Parties12"]),
    "at a hyphen": ("non-|aggression|", []),
    "at an apostrophe": ("|Armenia|’s", []),
    "before the contrary": ("|They can|’t leave", ["can’t"]),
    "before the contrary at the head": ("n|'t|", ["n't"]),
    "before a combining mark": ("|e|\u0301tat", ["e\u0301tat"]),
    "Armenian": ("Հայաս|տան|", ["Հայաստան"]),
    "Arabic": ("|سلا|م", ["سلام"]),
    "Chinese": ("和|平条|约", []),
    "Thai": ("สัน|ติ|ภาพ", []),
    "astral signs": ("😀|𝒢ood|", []),
}


@pytest.mark.parametrize(("marked", "words"), CUTS.values(), ids=CUTS)
def test_words_are_named_that_a_passage_cuts(marked, words):
    before, exact, after = marked.split("|")

    assert cut_words(before + exact + after, len(before), len(before + exact)) == words


@given(st.lists(st.text("aé́ß", min_size=1), min_size=1), st.data())
def test_whole_words_are_never_cut(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join([*words[:first], ""]))

    assert cut_words(text, start, start + len(words[first])) == []
