"""Cells that no spreadsheet program runs, and the way back."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib import csv_cells

FORMULA = "=+-@＝＋－＠\t\r\n"
TEXTS = st.text() | st.text(st.sampled_from("'" + FORMULA + "a1 "), max_size=8)


@settings(max_examples=80)
@given(TEXTS)
def test_unescape_is_the_inverse_of_escape(text):
    assert csv_cells.unescape(csv_cells.escape(text)) == text


@settings(max_examples=80)
@given(TEXTS)
def test_escape_never_leaves_a_formula_character_in_front(text):
    assert not re.match(f"[{re.escape(FORMULA)}]", csv_cells.escape(text))


@settings(max_examples=80)
@given(TEXTS, TEXTS)
def test_escape_never_makes_two_texts_one(one, other):
    if one != other:
        assert csv_cells.escape(one) != csv_cells.escape(other)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("-32", "'-32"),
        ("＝cmd", "'＝cmd"),
        ("\ttab", "'\ttab"),
        ("'quoted'", "'quoted'"),
        ("1+1", "1+1"),
        (" =1", " =1"),
        ("", ""),
    ],
)
def test_escape_adds_an_apostrophe_only_where_needed(text, cell):
    assert csv_cells.escape(text) == cell
