"""Signs that copying changes and readers do not see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib import folding

SIGNS = {'"': "“”„‟«»″", "'": "‘’‚‛‹›′´`ʼ", "-": "‐‑‒–—―−"}
WORDS = st.lists(st.text("abcčəßԱ", min_size=1, max_size=4), min_size=1, max_size=6)


@pytest.mark.parametrize(("plain", "signs"), SIGNS.items())
def test_fold_makes_signs_plain(plain, signs):
    assert folding.fold(signs) == plain * len(signs)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a…", "a..."),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth\u200d\ufeff", "zerowidth"),
        ("\u202bright\u202c to \u200fleft", "right to left"),
        ("no\u00a0break", "no break"),
        ("ﬁne １", "fine 1"),
        ("e\u0301", "é"),
        ("3‴ \ufe32", "3''' -"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_fold_leaves_only_what_is_read(text, folded):
    assert folding.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" N\u00a010 ", "N 10"),
        ("\ufeff1\u200b1", "11"),
        ("e\u200d\u0301", "é"),
        ("A\u2003\t B", "A B"),
        ("x²", "x²"),
        ("１–2", "１–2"),
    ],
)
def test_name_is_what_is_read_and_no_sign_another(text, name):
    assert folding.name(text) == name


def test_readings_are_two_where_a_hyphen_ends_a_line():
    assert folding.readings("A step-by-\n  step plan") == [
        ["a", "step", "by", "step", "plan"],
        ["a", "step", "bystep", "plan"],
    ]
    assert folding.readings("One – two-three\nfour -\n") == [["one", "two", "three", "four"]]


@settings(max_examples=80)
@given(WORDS, st.data())
def test_readings_are_the_same_whatever_the_signs(words, data):
    drawn = st.sampled_from(
        ["“{}”", "«\u00a0{}\u202f»", "{}", "'{}'", "\u2066{}\u2069", "{}\u00ad"]
    )
    between = st.sampled_from([" ", "\u00a0", " – ", "—", "--", "\n", "\u2009"])
    dressed = words[0] + "".join(data.draw(between) + data.draw(drawn).format(w) for w in words[1:])

    assert folding.readings(" ".join(words)) == folding.readings(dressed)


@settings(max_examples=80)
@given(st.text())
def test_fold_folds_nothing_twice(text):
    assert folding.fold(folding.fold(text)) == folding.fold(text)
