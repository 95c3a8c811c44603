"""Addresses with one more pair in their query."""

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.addresses import with_query

WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)
PAIRS = st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=4)


@given(PAIRS, PAIRS, st.sampled_from(["", "#p1"]))
def test_with_query_says_all_pairs_in_order_before_the_fragment(first, second, fragment):
    address = with_query(with_query(f"/sources/s/{fragment}", first), second)

    parts = urlsplit(address)
    assert parse_qsl(parts.query, keep_blank_values=True) == [*first, *second]
    assert (parts.path, parts.fragment) == ("/sources/s/", fragment.removeprefix("#"))


def test_with_query_of_nothing_leaves_the_address_alone():
    assert with_query("/a/?x=1&&y#z", {}) == "/a/?x=1&&y#z"
