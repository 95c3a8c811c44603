"""New rows that may say what is in the record, or in their file, already: told before they are imported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tracker.cells import bundles
from tracker.choices import CitationRole, State
from tracker.importers.planned import Effect, Planned
from tracker.lib import csv_cells
from tracker.models import Citation, Commitment, Import, ImportedRow, Passage, StatusChange

K = TypeVar("K")


@dataclass(frozen=True)
class Doubles:
    """Compares the new rows of one run with the record, and with those that stand before them."""

    imported: Import
    lines: dict[bytes, int] = field(default_factory=dict)  # of what a row says, shortened
    changed: dict[str, int] = field(default_factory=dict)  # lines that change drafts, by their code

    def tell_of_record(self, planned: Sequence[Planned]) -> None:
        """Name the records that say the same as a new row, before any of the rows is written.

        Titles that are only nearly the same are told of in the review. What a line further up changes
        is not compared as it was; how it reads then is told of by that line.
        """
        changed = filter(_changes_draft, planned)
        self.changed.update((each.record.code, each.line) for each in changed)
        new = [each for each in planned if each.effect == Effect.NEW]
        if self.imported.table == "commitments":
            self._tell_of_commitments(new)
        else:
            self._tell_of_changes(new)

    def tell_of_lines(self, planned: Iterable[Planned]) -> None:
        """Name the lines that say the same further up, once they are written: what is refused says nothing."""
        written = [e for e in planned if e.effect == Effect.NEW or _changes_draft(e)]
        places = _places(map(_primary, written))
        for each in written:
            if self.imported.table == "commitments":
                same_words = [places[code] for code in _primary(each)]
                self._tell_of_line(each, "title", _("Line {line} of this file has the same title."), _title(each))  # fmt: skip
                self._tell_of_line(each, "quote", _("Line {line} of this file rests on the same words."), *same_words)  # fmt: skip
            else:
                self._tell_of_line(each, "status", _("Line {line} of this file says the same for the same day."), _day(_own(each)))  # fmt: skip

    def _tell_of_commitments(self, new: Sequence[Planned]) -> None:
        titles = self._titled([_title(each) for each in new])
        words = self._resting(map(_primary, new))
        for each in new:
            for code in self._standing(titles.get(_title(each), ()), each):
                each.notes.append(("title", _("{code} has this title already.").format(code=code)))
            same_words = {code for passage in _primary(each) for code in words.get(passage, ())}
            for code in self._standing(sorted(same_words), each):
                each.notes.append(("quote", _("{code} rests on the same words.").format(code=code)))

    def _standing(self, codes: Iterable[str], each: Planned) -> list[str]:
        """Those that no line further up changes."""
        return [code for code in codes if self.changed.get(code, each.line) >= each.line]

    def _titled(self, titles: Sequence[str]) -> dict[str, list[str]]:
        named = Commitment.objects.filter(title__in=titles).exclude(code__in=self._written)
        return _grouped(named.values_list("title", "code"))

    def _resting(self, passages: Iterable[Sequence[str]]) -> dict[str, list[str]]:
        primary = Citation.objects.filter(
            role=CitationRole.PRIMARY, commitment__isnull=False,
            passage__code__in=set(chain(*passages)),
        )  # fmt: skip
        others = primary.exclude(commitment__code__in=self._written)
        return _grouped(others.values_list("passage__code", "commitment__code"))

    def _tell_of_changes(self, new: Sequence[Planned]) -> None:
        commitments = {_own(each)["commitment"] for each in new}
        written = StatusChange.objects.filter(commitment__code__in=commitments)
        waiting = written.exclude(state=State.PUBLISHED).exclude(code__in=self._written)
        found = _grouped(
            (_day(bundle["status_changes"][0]), bundle["status_changes"][0]["code"])
            for bundle in bundles.take_several(list(waiting))
        )
        for each in new:
            for code in self._standing(found.get(_day(_own(each)), ()), each):
                each.notes.append(("status", _("{code} says the same for the same day and is not published yet.").format(code=code)))  # fmt: skip

    @property
    def _written(self) -> Any:
        """What earlier batches of this import wrote is told of by its line, as in the preview."""
        made = ImportedRow.objects.filter(table=self.imported.table, made_in=self.imported)
        return made.values("key")

    def _tell_of_line(self, each: Planned, column: str, sentence: str, *said: object) -> None:
        """Name to a new row the first lines that said one of these; of each only a few bytes are kept."""
        keys = [blake2b(repr(one).encode(), digest_size=8).digest() for one in said]
        first = {self.lines.setdefault(key, each.line) for key in keys}
        if each.effect == Effect.NEW:
            each.notes += [
                (column, sentence.format(line=line)) for line in sorted(first - {each.line})
            ]


def _changes_draft(each: Planned) -> bool:
    return each.effect == Effect.CHANGED and not each.record.is_published


def _primary(each: Planned) -> list[str]:
    cited = (each.after or {}).get("citations", [])
    return [
        row["passage"] for row in cited if row["role"] == CitationRole.PRIMARY and row["passage"]
    ]


def _places(passages: Iterable[Sequence[str]]) -> dict[str, tuple[int, int, int]]:
    """Where the words stand: passages that are new get another code in each batch of a trial."""
    found = Passage.objects.filter(code__in=set(chain(*passages)))
    places = found.values_list("code", "capture_id", "start", "end")
    return {code: (capture, start, end) for code, capture, start, end in places}


def _title(each: Planned) -> str:
    return csv_cells.unescape(_own(each)["title"])


def _day(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("commitment", "party", "status", "happened"))


def _own(each: Planned) -> dict[str, str]:
    """The row of the record itself, as it would be kept."""
    return next(iter((each.after or {}).values()))[0]


def _grouped(pairs: Iterable[tuple[K, str]]) -> dict[K, list[str]]:
    found: dict[K, list[str]] = defaultdict(list)
    for key, code in pairs:
        found[key].append(code)
    return found
