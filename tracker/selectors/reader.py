"""A source as a reader sees it: its text in paragraphs, the cited passages marked and numbered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from tracker.lib import quotes
from tracker.lib.clocks import Clocks
from tracker.models import Capture, Citation, Passage, Source
from tracker.selectors import then

# How much stands around a passage of a source whose full text may not be shown.
_AROUND = 32


@dataclass(frozen=True)
class Piece:
    """A stretch of words that the same passages cover; `starts` are those that begin here."""

    text: str
    is_marked: bool
    starts: list["Note"]
    ends: bool


@dataclass(frozen=True)
class Run:
    """Pieces in a row; those of the passage that was asked for stand together.

    A passage over two paragraphs has a run in each; `is_start` tells the one where it begins.
    """

    focus: "Note | None"
    is_start: bool
    pieces: list[Piece]


@dataclass(frozen=True)
class Note:
    """A passage with its number in the margin and what rests on it."""

    number: int
    passage: Passage
    supports: list["Support"]


@dataclass(frozen=True)
class Support:
    """Something that rests on a passage: a record, and what the words do for it."""

    record: Any
    role: str


@dataclass
class Paragraph:
    """A paragraph, or the part of it that may be shown; `gap` characters are left out before."""

    number: int
    gap: int
    runs: list[Run] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """A source with its latest capture."""

    source: Source
    capture: Capture
    captures: int
    paragraphs: list[Paragraph]
    notes: list[Note]
    gap_after: int
    focus: Note | None

    @property
    def before(self) -> Note | None:
        """The passage before the one asked for."""
        return self._beside(-1)

    @property
    def after(self) -> Note | None:
        """The passage after it."""
        return self._beside(1)

    def _beside(self, step: int) -> Note | None:
        number = self.focus.number + step if self.focus else 0
        return next((note for note in self.notes if note.number == number), None)


def read_source(slug: str, clocks: Clocks, *, passage_code: str = "") -> Reader:
    """The reader of a source, at a passage if one is named. Raises Source.DoesNotExist.

    Shows the capture that holds the passage asked for, otherwise the latest.
    """
    source = Source.public.get(slug=slug)
    captures = list(
        Capture.public.filter(source=source)
        .order_by("-taken_at", "-pk")
        .values_list("pk", flat=True)
    )
    asked = Passage.public.filter(code=passage_code, capture__source=source).first()
    capture = Capture.public.get(pk=asked.capture_id if asked else captures[0])
    notes = _notes(capture, clocks, passage_code)
    focus = next((n for n in notes if n.passage.code == passage_code), None)
    shown = _shown(source, capture.text, notes)
    return Reader(
        source=source,
        capture=capture,
        captures=len(captures),
        paragraphs=list(_paragraphs(capture.text, shown, notes, focus)),
        notes=notes,
        gap_after=len(capture.text[shown[-1][1] :].strip()) if shown else 0,
        focus=focus,
    )


def _notes(capture: Capture, clocks: Clocks, asked: str) -> list[Note]:
    """The passages on which something rested by then; the one asked for is among them in any case."""
    citations = (
        Citation.public.select_related(
            "commitment", "event", "figure", "status_change__commitment", "assessment__commitment",
            "milestone__commitment", "condition__commitment",
        ).order_by("commitment__code", "event__code", "figure__code", "pk")
    )  # fmt: skip
    passages = (
        Passage.public.filter(capture=capture)
        .select_related("capture__source")
        .prefetch_related(Prefetch("citations", citations, to_attr="cites"))
        .order_by("start", "-end", "pk")
    )
    cited = [(p, [_support(c) for c in p.cites if _is_there(c, clocks)]) for p in passages]  # type: ignore[attr-defined]
    kept = [(p, s) for p, s in cited if s or clocks.are_now or p.code == asked]
    return [Note(number, passage, found) for number, (passage, found) in enumerate(kept, start=1)]


def _is_there(citation: Citation, clocks: Clocks) -> bool:
    """Whether what it supports had happened and was recorded by then."""
    change, below = citation.status_change, citation.milestone or citation.condition
    if change or citation.assessment:
        return then.is_there(change or citation.assessment, clocks)
    record = citation.commitment or citation.event or citation.figure
    return then.is_there(record or below.commitment, clocks)  # type: ignore[union-attr]


def _support(citation: Citation) -> Support:
    record = citation.commitment or citation.event or citation.figure or citation.status_change
    below = citation.assessment or citation.milestone or citation.condition
    return Support(record or below.commitment, citation.get_role_display())  # type: ignore[union-attr]


def _shown(source: Source, text: str, notes: list[Note]) -> list[tuple[int, int]]:
    if source.is_full_text_public:
        return [(0, len(text))]
    return quotes.windows(text, [(n.passage.start, n.passage.end) for n in notes], _AROUND)


def _paragraphs(
    text: str, shown: list[tuple[int, int]], notes: list[Note], focus: Note | None
) -> Iterator[Paragraph]:
    done = 0
    for block in quotes.blocks(text):
        for first, last in shown:
            start, end = max(block.start, first), min(block.end, last)
            if start >= end or not text[start:end].strip():
                continue
            paragraph = Paragraph(block.number, len(text[done:start].strip()))
            inside = [n for n in notes if n.passage.start < end and n.passage.end > start]
            paragraph.runs = list(_runs(text, start, end, inside, focus))
            paragraph.notes = [n for n in inside if n.passage.start >= start]
            done = end
            yield paragraph


def _runs(text: str, start: int, end: int, notes: list[Note], focus: Note | None) -> Iterator[Run]:
    by_code = {note.passage.code: note for note in notes}
    ranges = [(n.passage.start, n.passage.end, n.passage.code) for n in notes]
    run: Run | None = None
    for segment in quotes.segments(start, end, ranges):
        inside = focus if focus and focus.passage.code in segment.keys else None
        if run is None or run.focus is not inside:
            if run:
                yield run
            is_start = inside is not None and inside.passage.start == segment.start
            run = Run(inside, is_start, [])
        run.pieces.append(_piece(text, segment, [by_code[key] for key in segment.keys]))
    if run:
        yield run


def _piece(text: str, segment: quotes.Segment, notes: Iterable[Note]) -> Piece:
    notes = list(notes)
    return Piece(
        text=text[segment.start : segment.end],
        is_marked=bool(notes),
        starts=[n for n in notes if n.passage.start == segment.start],
        ends=any(n.passage.end == segment.end for n in notes),
    )
