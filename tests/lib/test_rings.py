"""Rings among things of which each names at most one other."""

import pytest

from tracker.lib.rings import rings


@pytest.mark.parametrize(
    ("above", "found"),
    [
        ({}, []),
        ({1: 2, 2: 3}, []),
        ({1: 2, 2: 1}, [[1, 2]]),
        ({1: 1}, [[1]]),
        ({0: 1, 1: 2, 2: 3, 3: 1, 9: 3}, [[1, 2, 3]]),
        ({1: 2, 2: 1, 3: 4, 4: 5, 5: 3}, [[1, 2], [3, 4, 5]]),
    ],
)
def test_rings_are_found_once_and_without_what_only_leads_to_them(above, found):
    assert rings(above) == found
