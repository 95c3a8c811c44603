"""Exact words in a text: where they stand, what stands around them, how to mark them.

All positions are Unicode code points, the end excluded, so that `text[start:end] == exact`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from tracker.lib import folding

CONTEXT_LENGTH = 32
_RUN = 12
_SHORT = 3

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_LEFT_OUT = re.compile(r"…|\.\.\.")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Quote:
    """A stretch of a text together with what pins it down."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    occurrence: int


@dataclass(frozen=True)
class Block:
    """A paragraph: its number, counted from 1, and where it stands."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A stretch of text that is covered by the same quotations throughout."""

    start: int
    end: int
    keys: tuple[str, ...]


def quote_at(text: str, start: int, end: int) -> Quote:
    """The quote at two positions. Raises ValueError when they are not inside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start} to {end} is not inside a text of {len(text)} characters.")
    exact = text[start:end]
    return Quote(
        start=start,
        end=end,
        exact=exact,
        prefix=text[max(0, start - CONTEXT_LENGTH) : start],
        suffix=text[end : end + CONTEXT_LENGTH],
        occurrence=find_all(text, exact).index(start) + 1,
    )


def find_all(text: str, exact: str) -> list[int]:
    """Every position at which the words begin, overlapping ones included."""
    found = []
    at = text.find(exact) if exact else -1
    while at >= 0:
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text as they are, whatever the signs between and around them.

    Three dots stand for words that were left out.
    """
    pieces = [_only_words(piece) for piece in _LEFT_OUT.split(words) if piece.strip()]
    return any(_are_in_order(pieces, reading) for reading in _only_words(text))


def _are_in_order(pieces: Iterable[list[str]], text: str) -> bool:
    at = 0
    for piece in pieces:
        ends = [text.find(words, at) + len(words) for words in piece if words in text[at:]]
        if not ends:
            return False
        at = min(ends) - 1  # two words share the space between them
    return True


def _only_words(text: str) -> list[str]:
    """The readings of the text with one space around each word, and nothing else."""
    return [f" {' '.join(_WORD.findall(' '.join(words)))} " for words in folding.readings(text)]


def share_words(one: str, other: str) -> bool:
    """Whether two quotes of one document, from copies that may differ in signs, are of one place.

    So it is when one holds the other, whose first and last word may be cut; or when they have twelve
    words in a row in common, more than a formula such as the full names of two states. Spaces,
    quotation marks, dashes and hyphens at line ends make no difference (see `folding`).
    """
    pairs = product(folding.readings(one), folding.readings(other))
    return any(_share(*sorted(pair, key=len)) for pair in pairs)


def _share(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    runs = [shorter[at : at + _RUN] for at in range(len(shorter) - _RUN + 1)]
    return bool(shorter) and any(_holds(longer, run) for run in [shorter, *runs])


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    return any(
        _is_cut_from(run, words[at : at + len(run)]) for at in range(len(words) - len(run) + 1)
    )


def _is_cut_from(run: Sequence[str], words: Sequence[str]) -> bool:
    if len(run) < _SHORT:
        return run == words
    first, last = (run[0], words[0]), (run[-1], words[-1])
    return (
        run[1:-1] == words[1:-1]
        and any(a.endswith(b) for a, b in (first, first[::-1]))
        and any(a.startswith(b) for a, b in (last, last[::-1]))
    )


def problem(text: str, quote: Quote) -> str:
    """Why the quote does not stand in the text as recorded; empty when it does."""
    is_inside = 0 <= quote.start < quote.end <= len(text)
    if not is_inside or text[quote.start : quote.end] != quote.exact:
        return f"The text at {quote.start} to {quote.end} does not read as quoted."
    actual = quote_at(text, quote.start, quote.end)
    for name in ("prefix", "suffix", "occurrence"):
        if getattr(actual, name) != getattr(quote, name):
            return f"The {name} recorded is not the one in the text."
    return ""


def blocks(text: str) -> list[Block]:
    """The paragraphs: lines with something on them, numbered from 1."""
    lines = (line for line in _LINE.finditer(text) if not line[0].isspace())
    return [Block(n, line.start(), line.end()) for n, line in enumerate(lines, start=1)]


def block_at(text_blocks: Sequence[Block], position: int) -> Block | None:
    """The paragraph that holds a position, or None between paragraphs."""
    index = bisect_right([block.start for block in text_blocks], position) - 1
    if index < 0 or position >= text_blocks[index].end:
        return None
    return text_blocks[index]


def segments(start: int, end: int, ranges: Iterable[tuple[int, int, str]]) -> list[Segment]:
    """Cut the stretch at every boundary of the (start, end, key) ranges that overlap it."""
    inside = [r for r in ranges if r[0] < end and r[1] > start]
    cuts = {start, end}
    for first, last, _key in inside:
        cuts.update((max(first, start), min(last, end)))
    ordered = sorted(cuts)
    return [
        Segment(a, b, tuple(key for first, last, key in inside if first <= a and last >= b))
        for a, b in pairwise(ordered)
    ]


def windows(text: str, ranges: Iterable[tuple[int, int]], around: int) -> list[tuple[int, int]]:
    """The ranges with up to `around` characters of context on either side, in order, merged.

    Context ends at a whole word and at the paragraph: nothing of a neighbouring one is shown.
    """
    text_blocks = blocks(text)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        window = (
            _context_before(text, text_blocks, start, around),
            _context_after(text, text_blocks, end, around),
        )
        if merged and window[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], window[1]))
        else:
            merged.append(window)
    return merged


def _context_before(text: str, text_blocks: Sequence[Block], start: int, around: int) -> int:
    block = block_at(text_blocks, start)
    if block is None or start - block.start <= around:
        return block.start if block else start
    space = _SPACE.search(text, start - around, start)
    return space.end() if space else start


def _context_after(text: str, text_blocks: Sequence[Block], end: int, around: int) -> int:
    block = block_at(text_blocks, end - 1)
    if block is None or block.end - end <= around:
        return block.end if block else end
    spaces = [m.start() for m in _SPACE.finditer(text, end, end + around)]
    return spaces[-1] if spaces else end
