"""Titles that are nearly the same, found among many."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher

_ALIKE = 0.85
# Enough of a word to know it in another form.
_STEM = 4
_WORD = re.compile(r"\w+")


class Titles:
    """Titles by their keys, ready to be compared with many others."""

    def __init__(self, titles: Mapping[int, str]) -> None:
        self._titles = {key: title.casefold() for key, title in titles.items()}
        self._with: dict[str, list[int]] = defaultdict(list)
        for key, title in self._titles.items():
            for stem in _stems(title):
                self._with[stem].append(key)

    def like(self, title: str) -> list[int]:
        """The keys of the titles that differ from it by a few letters, in their order."""
        matcher: SequenceMatcher[str] = SequenceMatcher(b=title.casefold())
        stems = _stems(title.casefold())
        # Comparing letters is slow: first those that share half of its words.
        shared = Counter(key for stem in stems for key in self._with.get(stem, ()))
        near = {key for key, count in shared.items() if 2 * count >= len(stems)}
        return [key for key in self._titles if key in near and self._is_alike(matcher, key)]

    def _is_alike(self, matcher: "SequenceMatcher[str]", key: int) -> bool:
        matcher.set_seq1(self._titles[key])
        bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        return all(bound() > _ALIKE for bound in bounds)  # the cheapest first


def _stems(title: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(title)}
