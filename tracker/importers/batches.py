"""Some rows of a spreadsheet at a time: what each is to the record, and writing those that are wanted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from tracker.cells import bundles, creating
from tracker.cells.bundles import Bundle, BundleRefused
from tracker.choices import State
from tracker.forms.rules import sentence
from tracker.importers import mapping, rows
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups
from tracker.importers.mapping import Rules
from tracker.importers.parts import Problems
from tracker.lib import codes, csv_cells
from tracker.lib.sheets import Row
from tracker.models import Import, ImportedRow, Passage, StatusChange
from tracker.services import edits, publishing, revisions, statuses

_LONGEST_ID = 100
# What the rules for a status change ask for.
_CHECKED = ("citations__reference", "commitment__status_changes")
_REFUSALS = (
    BundleRefused,
    publishing.PublicationRefused,
    IntegrityError,
    DataError,
)


class _SomeRefused(Exception):
    """The rules refuse some of several rows: each with the sentence."""

    def __init__(self, refusals: "list[tuple[Planned, str]]") -> None:
        super().__init__(f"{len(refusals)} rows")
        self.refusals = refusals


class Effect(StrEnum):
    """What a row does to the record."""

    NEW, CHANGED, UNCHANGED, BAD = "new", "changed", "unchanged", "bad"


@dataclass
class Planned:
    """A row: what it says, which record that is about, and how this one is to read afterwards."""

    line: int
    original_id: str = ""
    original: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    effect: Effect = Effect.UNCHANGED
    record: Any = None
    before: Bundle | None = None
    after: Bundle | None = None
    problems: Problems = field(default_factory=list)

    def refuse(self, *problems: tuple[str, str]) -> None:
        """Nothing of the row is written; the problems say why."""
        self.effect = Effect.BAD
        self.problems += problems


@dataclass
class Batches:
    """What holds for all batches of one run."""

    imported: Import
    kind: Kind
    rules: Rules
    header: Sequence[str]
    by: User
    now: datetime
    reason: str
    lookups: Lookups = field(init=False)
    lines: dict[str, int] = field(default_factory=dict)  # of each identifier
    made: set[str] = field(default_factory=set)  # identifiers of new records

    def __post_init__(self) -> None:
        """Names are looked up as the list means them."""
        self.lookups = Lookups(self.imported.origin)

    def plan(self, found: Iterable[Row]) -> list[Planned]:
        """What each row is; those without a word are left out."""
        planned = [self._read(row) for row in found if not row.is_empty]
        open_ = [each for each in planned if each.effect != Effect.BAD]
        self.lookups.prepare(each.cells.get("commitment", "") for each in open_)
        imported_before = self._find_records(open_)
        for each in open_:
            self._compare(each, imported_before.get(each.original_id))
        return planned

    def _read(self, row: Row) -> Planned:
        each = Planned(row.line)
        if row.problem:
            each.refuse(("", row.problem))
            return each
        each.original = {
            name.strip(): cell for name, cell in zip(self.header, row.cells, strict=True)
        }
        each.cells, problems = mapping.read(self.kind, self.rules, each.original)
        each.original_id = csv_cells.unescape(each.cells.get("code", "")).strip()
        each.problems += problems
        if len(each.original_id) > _LONGEST_ID:
            each.refuse(("code", _("This is longer than {most} characters: shorten it.").format(most=_LONGEST_ID)))  # fmt: skip
            each.original_id = ""
        elif first := self.lines.get(each.original_id):
            each.refuse(("code", _("Line {line} has the same code.").format(line=first)))
        elif each.original_id:
            self.lines[each.original_id] = row.line
        each.original_id = (
            each.original_id or f"{self.imported.sha256}:{self.imported.sheet[:80]}:{row.line}"
        )
        return each

    def _find_records(self, planned: list[Planned]) -> dict[str, ImportedRow]:
        """Give each row the record it is about: the one it was imported as, or the one of its code."""
        table, ids = self.kind.table, [each.original_id for each in planned]
        before = {
            row.original_id: row
            for row in ImportedRow.objects.filter(
                table=table.name, origin=self.imported.origin, original_id__in=ids
            )
        }
        codes_of = {original_id: row.key for original_id, row in before.items()}
        if not self.imported.origin:
            # Only our own columns hold our codes: what another list calls its rows may look like one.
            codes_of = {**dict(zip(ids, ids, strict=True)), **codes_of}
        found = {r.code: r for r in table.model._default_manager.filter(code__in=codes_of.values())}  # type: ignore[attr-defined]
        for each in planned:
            each.record = found.get(codes_of.get(each.original_id, ""))
        held = [each for each in planned if each.record is not None]
        for each, bundle in zip(held, bundles.take_several([e.record for e in held]), strict=True):
            each.before = bundle
        return before

    def _compare(self, each: Planned, imported: ImportedRow | None) -> None:
        cells = each.cells
        if each.record is not None and imported is not None:
            cells = self.kind.changed(imported.cells, cells)
            if not cells and not each.problems:
                return
        each.after, problems = rows.bundle(
            self.kind, cells, self._key(each), each.before, self.lookups
        )
        unread = {column for column, _sentence in each.problems}
        problems = [problem for problem in problems if problem[0] not in unread]
        if each.cells.get("corrects") in self.made:
            problems.append(("corrects", _("This is a row of the same file: import that first, then this.")))  # fmt: skip
        if each.problems or problems:
            each.refuse(*problems)
        elif each.record is None:
            each.effect = Effect.NEW
            self.made.add(each.original_id)
        elif each.after != each.before:
            each.effect = Effect.CHANGED
            self._require_open(each)

    def _require_open(self, each: Planned) -> None:
        if why := _why_closed(each.record):
            each.refuse(("", why))

    def _key(self, each: Planned) -> str:
        if each.record is not None:
            return str(each.record.code)
        is_ours = not self.imported.origin and "code" in each.cells and each.cells["code"].strip()
        letter = "S" if self.kind.table.model is StatusChange else "C"
        return each.original_id if is_ours else codes.new_code(letter)

    def write(self, planned: Sequence[Planned]) -> None:
        """Make the new ones drafts, change drafts, and propose revisions of what is public.

        What the services or the database refuse becomes bad. Call it inside a transaction.
        """
        made = self._save_quoted(planned)
        self._create([each for each in planned if each.effect == Effect.NEW])
        for each in planned:
            if each.effect == Effect.CHANGED:
                self._try(each, self._change)
        self._keep_quoted(made, planned)
        self._remember([e for e in planned if e.effect != Effect.BAD])

    def _save_quoted(self, planned: Sequence[Planned]) -> list[Passage]:
        return self.lookups.save_quoted(_cited(planned))

    def _keep_quoted(self, made: Sequence[Passage], planned: Sequence[Planned]) -> None:
        """Words that only a refused row quoted are no passage."""
        cited = _cited(planned)
        for passage in made:
            if passage.code not in cited:
                passage.delete()
        kept = [passage for passage in made if passage.code in cited]
        edits.keep_several(kept, edits.Action.ENTERED, by=self.by, now=self.now)
        self.lookups.settle()

    def _create(self, planned: list[Planned]) -> None:
        """All at once; where the rules or the database refuse some, the others."""
        if not planned:
            return
        try:
            with transaction.atomic():
                self._create_several(planned)
        except _SomeRefused as refused:
            for each, sentence in refused.refusals:
                each.refuse(("", sentence))
            self._create([each for each in planned if each.effect != Effect.BAD])
        except (IntegrityError, DataError):
            self._create_in_halves(planned)

    def _create_in_halves(self, planned: list[Planned]) -> None:
        """The database does not say which row it refuses; alone, the models say why."""
        if len(planned) == 1:
            self._try(planned[0], self._create_one)
            return
        middle = len(planned) // 2
        self._create(planned[:middle])
        self._create(planned[middle:])

    def _create_several(self, planned: list[Planned]) -> None:
        bundles_ = [each.after for each in planned if each.after is not None]
        made = creating.create(
            self.kind.table.model, bundles_, self.lookups.find, recorded_by=self.by
        )
        for each, record in zip(planned, made, strict=True):
            each.record = record
        self._check(planned)
        edits.keep_several(made, edits.Action.ENTERED, by=self.by, now=self.now)

    def _create_one(self, each: Planned) -> None:
        """Slowly, with all that the models have to say against it."""
        assert each.after is not None
        each.record = self.kind.table.model(recorded_by=self.by)
        bundles.put(each.record, each.after)
        self._check([each])
        edits.keep(each.record, edits.Action.ENTERED, by=self.by, now=self.now)

    def _check(self, planned: list[Planned]) -> None:
        """Ask the rules for status changes, which look at the evidence."""
        if self.kind.table.model is not StatusChange:
            return
        prefetch_related_objects([each.record for each in planned], *_CHECKED)
        refusals = []
        for each in planned:
            try:
                statuses.check(each.record, by=self.by, today=self.now.date())
            except statuses.StatusChangeRefused as refusal:
                refusals.append((each, str(refusal)))
        if refusals:
            raise _SomeRefused(refusals)

    def _change(self, each: Planned) -> None:
        assert each.after is not None
        if each.record.is_published:
            self._propose(each.record, each.after)
            return
        edits.keep_before(each.record, now=self.now)
        each.record.recorded_by = self.by
        bundles.put(each.record, each.after)
        self._check([each])
        edits.keep(each.record, edits.Action.CHANGED, by=self.by, now=self.now)

    def _propose(self, record: Any, after: Bundle) -> None:
        with revisions.supposed():
            bundles.put(record, after, is_only_supposed=True)
        record.refresh_from_db()
        revisions.propose(
            record, after, reason=self.reason, is_correction=False, by=self.by, now=self.now
        )

    def _try(self, each: Planned, write: Any) -> None:
        try:
            with transaction.atomic():
                write(each)
        except _SomeRefused as refused:
            each.refuse(("", refused.refusals[0][1]))
        except _REFUSALS as refusal:
            each.refuse(("", sentence(_cause(refusal))))

    def _remember(self, planned: Sequence[Planned]) -> None:
        ImportedRow.objects.bulk_create(
            [
                ImportedRow(
                    table=self.kind.table.name,
                    key=each.record.code,
                    origin=self.imported.origin,
                    original_id=each.original_id,
                    original=each.original,
                    cells=each.cells,
                    line=each.line,
                    imported=self.imported,
                )
                for each in planned
            ],
            update_conflicts=True,
            unique_fields=["table", "origin", "original_id"],
            update_fields=["key", "original", "cells", "line", "imported"],
        )


def _cited(planned: Sequence[Planned]) -> dict[str, None]:
    """The passages on which the rows that are written rest, in their order."""
    written = [e.after for e in planned if e.effect in (Effect.NEW, Effect.CHANGED) and e.after]
    rows_ = [row for after in written for row in after.get("citations", [])]
    return dict.fromkeys(row["passage"] for row in rows_ if row["passage"])


def _cause(refusal: Exception) -> Exception:
    """What the models said, where a bundle was refused because of it."""
    return refusal.__cause__ if isinstance(refusal.__cause__, ValidationError) else refusal


def _why_closed(record: Any) -> str:
    """Why nothing of the record may change now; empty when it may."""
    if record.state == State.IN_REVIEW:
        return _("{code} is in review: wait until it is approved or returned.").format(code=record.code)  # fmt: skip
    if record.state == State.WITHDRAWN:
        return _("{code} was withdrawn, and is kept as it was.").format(code=record.code)
    if not record.is_published:
        return ""
    if isinstance(record, StatusChange):
        return _("{code} is published, and never changed: import a new change that corrects it.").format(code=record.code)  # fmt: skip
    if waiting := revisions.waiting(record):
        return _("{revision} of {code} waits already: it is to be approved or discarded first.").format(revision=waiting.code, code=record.code)  # fmt: skip
    return ""
