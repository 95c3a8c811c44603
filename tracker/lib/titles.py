"""Titles that are nearly the same, found among many."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

# Of a hundred: twice the letters that two titles share in the same order, by the letters of both.
_ALIKE = 85


class Titles:
    """Titles by their keys, ready to be compared with many others."""

    def __init__(self, titles: Mapping[int, str]) -> None:
        self._titles = {key: title.casefold() for key, title in titles.items()}

    def like(self, title: str, most: int) -> list[int]:
        """The keys of the titles that differ from it by a few letters, the nearest first."""
        found = process.extract(
            title.casefold(), self._titles, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=most
        )
        return [key for _title, _score, key in found]
