"""Shares that add up to a hundred."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.shares import percentages

COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8)


@given(COUNTS)
def test_percentages_add_up_to_a_hundred_or_are_noughts(counts):
    assert sum(percentages(counts)) == (100 if any(counts) else 0)


@given(COUNTS)
def test_percentages_are_less_than_one_away_and_keep_the_order(counts):
    found, whole = percentages(counts), sum(counts) or 1

    assert all(abs(f - 100 * c / whole) < 1 for f, c in zip(found, counts, strict=True))
    pairs = [
        (a, b) for a in range(len(counts)) for b in range(len(counts)) if counts[a] > counts[b]
    ]
    assert all(found[a] >= found[b] for a, b in pairs)


def test_percentages_give_what_is_left_to_the_largest_remainder():
    assert percentages([1, 1, 1]) == [34, 33, 33]
    assert percentages([19, 35, 1]) == [34, 64, 2]
