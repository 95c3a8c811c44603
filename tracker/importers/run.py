"""A whole spreadsheet, batch by batch: tried first, and written at one stroke once it is confirmed.

A trial writes each batch and undoes it, so that services and database have said all they have to say.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from time import monotonic
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.cells import bundles
from tracker.cells.bundles import Bundle
from tracker.importers import reports, showing, uploads
from tracker.importers.batches import Batches
from tracker.importers.kinds import KINDS, Kind
from tracker.importers.mapping import Rules
from tracker.importers.planned import Effect, Planned
from tracker.importers.reports import Draft, Line
from tracker.importers.uploads import open_file
from tracker.importers.writing import Writer
from tracker.lib.sheets import Row
from tracker.models import DataVersion, Import
from tracker.services import revisions

T = TypeVar("T")
BATCH, FIRST_BATCH, LEAST_BATCH = 500, 50, 100
MOST_CHARACTERS = 2_000_000
# Others wait while a batch is tried: about that long, in seconds. Smaller batches cost more a row,
# and on a busy machine would only become smaller still.
_AIM = 0.5
_LONGEST_SENTENCE = 400
# Columns with codes that are drawn for new records and quoted words: of parts, of the record itself.
_DRAWN = ({"commitment", "status_change", "passage"}, {"code"})
# As many as somebody reads on a page; the list of problems to take away holds all.
MOST_PROBLEMS, MOST_CHANGES, MOST_NEW, MOST_EXAMPLES = 1000, 200, 50, 5


class ImportRefused(Exception):
    """Nothing was written; the message says why."""


class ColumnsLacking(ImportRefused):
    """The file has not the columns that are to be read."""


class NotAsAgreed(ImportRefused):
    """What would be written is not what the editor was shown and confirmed."""


@dataclass
class Outcome:
    """What became, or would become, of the rows; the lists are cut where nobody reads on."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    changes: list[showing.Shown] = field(default_factory=list)
    new: list[showing.Shown] = field(default_factory=list)
    called_as_ours: list[str] = field(default_factory=list)
    digest: str = ""

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(self.counts[effect] for effect in Effect)


class Trial:
    """What an import would do. Iterate over `batches`; then `outcome` is complete."""

    is_for_good = False

    def __init__(self, imported: Import, *, by: User, now: datetime, reason: str = "") -> None:
        self.imported, self.by, self.now = imported, by, now
        self.reason = reason.strip()
        self.kind: Kind = KINDS[imported.table]
        self.rules = Rules.from_json(imported.rules)
        self.outcome = Outcome()
        self._digest = sha256()

    def batches(self) -> Iterator[list[Line]]:
        """Read the file; after each batch, what became of its rows. Raises SheetRefused."""
        with open_file(self.imported) as sheet:
            batches = Batches(
                self.imported,
                self.kind,
                self.rules,
                sheet.header,
                self.by,
                self.now,
                self.reason or "–",  # of a trial, whose revisions nobody reads
            )
            self._require_columns(sheet.header)
            size = BATCH if self.is_for_good else FIRST_BATCH
            while found := _next_rows(sheet.rows, min(size, BATCH)):
                begun = monotonic()
                planned = self._run(batches, found)
                yield self._take(planned)
                size = size if self.is_for_good else _next_size(len(found), monotonic() - begun)
        self.outcome.digest = self._digest.hexdigest()

    def _require_columns(self, header: list[str]) -> None:
        if missing := self.rules.missing(header):
            names = ", ".join(missing)
            raise ColumnsLacking(_("The file has no column {names}: say on the page of the columns where that stands now.").format(names=names))  # fmt: skip

    def _run(self, batches: Batches, found: list[Row]) -> list[Planned]:
        with revisions.supposed():
            # Nobody changes what was read before it is tried.
            DataVersion.objects.take_turn()
            planned = _write(batches, found)
            self._show(planned)
        batches.lookups.forget()
        return planned

    def _take(self, planned: list[Planned]) -> list[Line]:
        lines = [line for each in planned for line in self._lines(each)]
        for each in planned:
            self.outcome.counts[each.effect] += 1
            self.outcome.counts["called_as_ours"] += each.is_called_as_ours
            self._digest.update(
                json.dumps([self.imported.origin, *_agreed(each)], sort_keys=True).encode()
            )
            is_changed = each.effect == Effect.CHANGED
            self.outcome.counts["revised"] += is_changed and each.record.is_published
        said = [line for line in lines if line.sentence]
        bad = [line for line in said if line.becomes == Effect.LEFT_OUT]
        _fill(self.outcome.problems, bad, MOST_PROBLEMS)
        notes = [line for line in said if line.becomes != Effect.LEFT_OUT]
        _fill(self.outcome.notes, notes, MOST_PROBLEMS)
        return lines

    def _lines(self, each: Planned) -> Iterator[Line]:
        """A line for a row that does something, and one for each thing to say about a row."""
        # The code of a record that is only tried is drawn anew when it is made.
        is_known = each.record is not None and (self.is_for_good or each.effect != Effect.NEW)
        code = each.record.code if is_known and not each.is_bad else ""
        if each.effect in (Effect.NEW, Effect.CHANGED):
            yield Line(each.line, each.effect, code)
        for column, sentence in each.problems if each.is_bad else each.notes:
            shown = Truncator(sentence).chars(_LONGEST_SENTENCE)
            yield Line(each.line, each.effect, code, self._named(each, column), shown)

    def _named(self, each: Planned, column: str) -> str:
        """What the file calls it; a problem may be about several columns of ours."""
        ours = column.split(", ") if each.is_bad else [column]
        return ", ".join(self.rules.columns.get(name, name) for name in ours)

    def _show(self, planned: list[Planned]) -> None:
        """Call it while what is tried is there: passages of quoted words among it."""
        shown = self.outcome
        _fill(shown.called_as_ours, [e.original_id for e in planned if e.is_called_as_ours], MOST_EXAMPLES)  # fmt: skip
        changed = [each for each in planned if each.effect == Effect.CHANGED]
        changed = changed[: MOST_CHANGES - len(shown.changes)]
        new = [each for each in planned if each.effect == Effect.NEW][: MOST_NEW - len(shown.new)]
        found = showing.in_words(self.kind, [*changed, *new])
        shown.changes += found[: len(changed)]
        shown.new += found[len(changed) :]


class Writing(Trial):
    """The import itself, in one transaction: what the editor confirmed, or nothing."""

    is_for_good = True

    def __init__(self, imported: Import, *, by: User, now: datetime, reason: str, digest: str) -> None:  # fmt: skip
        super().__init__(imported, by=by, now=now, reason=reason)
        self.agreed = digest

    def batches(self) -> Iterator[list[Line]]:
        """Write the file. Raises SheetRefused, ImportRefused."""
        if not permissions.may_edit(self.by):
            raise ImportRefused(_("Only editors import."))
        with closing(Draft()) as report, reports.removed_unless_done(self.imported), transaction.atomic():  # fmt: skip
            # Nobody changes what was read before it is written.
            DataVersion.objects.take_turn()
            if not uploads.waiting().filter(pk=self.imported.pk).exists():
                raise _gone()
            for lines in super().batches():
                report.add(lines)
                yield lines
            self._require_agreed()
            report.keep(self.imported)
            counts = self.outcome.counts
            if not uploads.confirm(self.imported, counts=counts, now=self.now):
                raise _gone()

    def _run(self, batches: Batches, found: list[Row]) -> list[Planned]:
        return _write(batches, found)

    def _require_agreed(self) -> None:
        if self.outcome.digest != self.agreed:
            raise NotAsAgreed(_("The record or the columns have changed since this was shown: nothing was imported."))  # fmt: skip
        if self.outcome.counts["revised"] and not self.reason:
            raise NotAsAgreed(_("Say why the records are revised: the reason is public."))


def _write(batches: Batches, found: list[Row]) -> list[Planned]:
    planned = batches.plan(found)
    Writer(batches).write(planned)
    batches.doubles.tell_of_lines(planned)
    return planned


def _gone() -> ImportRefused:
    return ImportRefused(_("This file was imported already, or discarded."))


def _agreed(each: Planned) -> list[object]:
    """What an editor agrees to in confirming the row, the same each time it is worked out."""
    before = bundles.fingerprint(each.before) if each.before else ""
    is_public = bool(each.before and each.record.is_published)
    return [each.line, each.effect, each.cells, before, is_public, _without_new_codes(each)]


def _without_new_codes(each: Planned) -> Bundle:
    """What the row makes of the record, but for codes that are drawn anew each time."""
    own, *_parts = each.after or {"": []}
    return {
        name: [{c: cell for c, cell in row.items() if c not in _DRAWN[name == own]} for row in rows]
        for name, rows in (each.after or {}).items()
    }


def _fill(shown: list[T], found: list[T], most: int) -> None:
    shown += found[: max(0, most - len(shown))]


def _next_rows(rows: Iterator[Row], size: int) -> list[Row]:
    """As many rows, or fewer that are long."""
    found, room = [], MOST_CHARACTERS
    for row in islice(rows, size):
        found.append(row)
        room -= sum(map(len, row.cells))
        if room <= 0:
            break
    return found


def _next_size(read: int, took: float) -> int:
    return max(LEAST_BATCH, int(read * _AIM / max(took, 0.001)))
