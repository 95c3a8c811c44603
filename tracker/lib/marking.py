"""A text as an editor marks words in it: its paragraphs with the marks, and where words stand.

All positions are Unicode code points, the end excluded, as in `quotes`.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from tracker.lib import folding, quotes

CONTEXT = 60

Span = tuple[int, int]

# Of numbers that any text could have; more digits are somebody's joke.
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True)
class Mark:
    """A passage that is there already, with its number on the page."""

    number: int
    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of words that the same marks cover; `starts` are those that begin here."""

    text: str
    marks: list[Mark]
    starts: list[Mark]


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph; `gap` is what stands between it and the next one."""

    number: int
    start: int
    gap: str
    pieces: list[Piece]
    starts: list[Mark]


@dataclass(frozen=True)
class Place:
    """One place at which words stand, with enough around it to tell it from the others."""

    start: int
    end: int
    number: int
    before: str
    exact: str
    after: str

    @property
    def key(self) -> str:
        """The place in an address or a form."""
        return f"{self.start}-{self.end}"


def paragraphs(
    text: str, marks: Sequence[Mark], numbers: Container[int] | None = None
) -> list[Paragraph]:
    """The text in paragraphs, whole or those of some numbers.

    Whole, and put together with their gaps, they are the text again.
    """
    blocks = quotes.blocks(text)
    next_starts = [*(block.start for block in blocks[1:]), len(text)]
    return [
        Paragraph(
            number=block.number,
            start=block.start,
            gap=text[block.end : next_start],
            pieces=_pieces(text, block, marks),
            starts=[mark for mark in marks if block.start <= mark.start < next_start],
        )
        for block, next_start in zip(blocks, next_starts, strict=False)
        if numbers is None or block.number in numbers
    ]


def _pieces(text: str, block: quotes.Block, marks: Sequence[Mark]) -> list[Piece]:
    by_key = {mark.key: mark for mark in marks}
    ranges = [(mark.start, mark.end, mark.key) for mark in marks]
    found = []
    for segment in quotes.segments(block.start, block.end, ranges):
        covering = [by_key[key] for key in segment.keys]
        starts = [mark for mark in covering if mark.start == segment.start]
        found.append(Piece(text[segment.start : segment.end], covering, starts))
    return found


def find(text: str, words: str) -> list[Span]:
    """Where the words stand, to the letter; failing that, with other spaces, quotation marks and dashes."""
    exact = [(start, start + len(words)) for start in quotes.find_all(text, words)]
    return exact or _find_loosely(text, words)


def _find_loosely(text: str, words: str) -> list[Span]:
    plain, places = folding.with_places(text)
    sought = _plain(words)
    # One literal is found in one go, however often the text repeats itself.
    found = re.finditer(re.escape(sought), plain) if sought else ()
    return [(places[match.start()], places[match.end() - 1] + 1) for match in found]


def read_alike(one: str, other: str) -> bool:
    """Whether the words are found where the others stand: but for spaces, quotation marks and dashes."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    return folding.with_places(words)[0].strip()


def within(spans: Iterable[Span], stated: Span) -> list[Span]:
    """Those of the spans that lie inside the stated one."""
    return [span for span in spans if stated[0] <= span[0] and span[1] <= stated[1]]


def is_inside(text: str, span: Span) -> bool:
    """Whether the span is a stretch of the text with at least one character."""
    return 0 <= span[0] < span[1] <= len(text)


def span_of(value: str | None) -> Span | None:
    """The two positions written as “12-40”; None for anything else."""
    found = _SPAN.fullmatch(value or "")
    return (int(found[1]), int(found[2])) if found else None


def places(text: str, spans: Iterable[Span]) -> list[Place]:
    """The spans with the number of their paragraph and with what stands around them."""
    blocks = quotes.blocks(text)
    return [_place(text, blocks, *span) for span in spans]


def _place(text: str, blocks: Sequence[quotes.Block], start: int, end: int) -> Place:
    first, last = quotes.block_at(blocks, start), quotes.block_at(blocks, end - 1)
    number = first.number if first else sum(block.start <= start for block in blocks)
    before = text[first.start if first else start : start]
    after = text[end : last.end if last else end]
    if len(before) > CONTEXT:
        before = "…" + before[-CONTEXT:]
    if len(after) > CONTEXT:
        after = after[:CONTEXT] + "…"
    return Place(start, end, number, before, text[start:end], after)


def uncovered(spans: Iterable[Span], marks: Sequence[Mark]) -> list[Span]:
    """The spans of which no mark covers half or more."""
    return [
        (start, end)
        for start, end in spans
        if not any(2 * (min(m.end, end) - max(m.start, start)) >= end - start for m in marks)
    ]
