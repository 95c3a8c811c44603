"""An archived text as it stands beside a form: some paragraphs of it, with the passages marked."""

from collections.abc import Container
from dataclasses import dataclass

from tracker.lib import marking, quotes
from tracker.lib.marking import Mark, Paragraph
from tracker.models import Capture, Passage, Source

# Paragraphs before and after the words, and at the beginning of a text.
AROUND = 2
FIRST = 12


@dataclass(frozen=True)
class Excerpt:
    """Some paragraphs in a row, the passages that begin in them, and the one they are shown for."""

    capture: Capture
    paragraphs: list[Paragraph]
    passages: dict[str, Passage]
    shown: Passage | None

    @property
    def is_from_start(self) -> bool:
        """Whether nothing stands before it."""
        return not self.paragraphs or self.paragraphs[0].number == 1

    @property
    def is_to_end(self) -> bool:
        """Whether nothing stands after it."""
        last = self.paragraphs[-1] if self.paragraphs else None
        return last is None or not self.capture.text[last.start + _length(last) :].strip()


def around(passage: Passage) -> Excerpt:
    """The paragraphs of the passage, with a few before and after."""
    blocks = quotes.blocks(passage.capture.text)
    first, last = (quotes.block_at(blocks, at) for at in (passage.start, passage.end - 1))
    if first is None or last is None:  # it begins or ends between paragraphs: old, and odd
        return _excerpt(passage.capture, range(1, FIRST + 1), passage)
    return _excerpt(
        passage.capture, range(first.number - AROUND, last.number + AROUND + 1), passage
    )


def beginning(source: Source) -> Excerpt | None:
    """The first paragraphs of the text that was archived last; None when there is no text."""
    capture = source.captures.order_by("-taken_at", "-pk").first()
    return _excerpt(capture, range(1, FIRST + 1)) if capture else None


def _excerpt(capture: Capture, numbers: Container[int], shown: Passage | None = None) -> Excerpt:
    passages = list(capture.passages.order_by("start", "-end", "pk"))
    marks = [Mark(n, p.code, p.start, p.end) for n, p in enumerate(passages, start=1)]
    paragraphs = marking.paragraphs(capture.text, marks, numbers)
    begun = {mark.key for paragraph in paragraphs for mark in paragraph.starts}
    return Excerpt(capture, paragraphs, {p.code: p for p in passages if p.code in begun}, shown)


def _length(paragraph: Paragraph) -> int:
    return sum(len(piece.text) for piece in paragraph.pieces)
