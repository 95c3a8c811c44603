"""Rings among things of which each names at most one other: what is its own parent, through others."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def rings(above: Mapping[K, K]) -> list[list[K]]:
    """Every ring once, in the order in which its members name one another."""
    found: list[list[K]] = []
    seen: set[K] = set()
    for start in above:
        walked: list[K] = []
        key = start
        while key in above and key not in seen:
            seen.add(key)
            walked.append(key)
            key = above[key]
        if key in walked:
            found.append(walked[walked.index(key) :])
    return found
