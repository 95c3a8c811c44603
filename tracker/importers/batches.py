"""Some rows of a spreadsheet at a time: what each is to the record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tracker.cells import bundles
from tracker.choices import EditAction, State
from tracker.importers import mapping, merging, rows
from tracker.importers.doubles import Doubles
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups, in_other_case
from tracker.importers.mapping import Rules
from tracker.importers.notes import Notes
from tracker.importers.planned import Effect, Planned
from tracker.lib import codes, csv_cells, folding
from tracker.lib.sheets import Row
from tracker.models import Edit, Import, ImportedRow, Revision, StatusChange
from tracker.services import edits, revisions

_LONGEST_ID = 100


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
    notes: Notes = field(init=False)
    doubles: Doubles = field(init=False)
    lines: dict[str, int] = field(default_factory=dict)  # of each identifier, as it reads
    made: set[str] = field(default_factory=set)  # identifiers of new records
    named: dict[str, int] = field(default_factory=dict)  # lines of codes not here, in one case

    def __post_init__(self) -> None:
        """Names are looked up as the list means them."""
        origin = self.imported.origin
        self.lookups = Lookups(origin)
        self.notes = Notes(self.kind, origin, self.rules, self.header, self.lookups)
        self.doubles = Doubles(self.imported)

    def plan(self, found: Iterable[Row]) -> list[Planned]:
        """What each row is; those without a word are left out."""
        planned = [self._read(row) for row in found if not row.is_empty]
        open_ = [each for each in planned if not each.is_bad]
        self.lookups.prepare(each.cells.get("commitment", "") for each in open_)
        before = self._find_records(open_)
        self._refuse_other_case([e for e in open_ if not (e.record or e.original_id in before)])
        open_ = [each for each in open_ if not each.is_bad]
        for each in open_:
            each.last = before.get(each.original_id)
            self._compare(each, before.get(each.original_id))
        self._refuse_new_in_other_case([e for e in open_ if e.effect == Effect.NEW])
        self._require_new_codes([e for e in open_ if e.effect == Effect.NEW and e.last is None])
        changed = [each for each in open_ if each.effect == Effect.CHANGED]
        self._require_open(changed)
        self._find_last_changes(changed)
        self._tell_deleted([each for each in open_ if each.effect == Effect.DELETED], before)
        self._tell_called_as_ours([each for each in open_ if each.original_id not in before])
        self.notes.add(open_, before)
        self.doubles.tell_of_record(open_)
        return planned

    def _read(self, row: Row) -> Planned:
        each = Planned(row.line)
        if problem := row.problem_in(self._places):
            each.refuse(("", problem))
            return each
        each.original = {
            name.strip(): cell for name, cell in zip(self.header, row.cells, strict=True)
        }
        each.cells, problems = mapping.read(self.kind, self.rules, each.original)
        each.original_id, reads = self._identifier(each.cells.get("code", ""))
        each.problems += problems
        if len(each.original_id) > _LONGEST_ID:
            each.refuse(("code", _("This is longer than {most} characters: shorten it.").format(most=_LONGEST_ID)))  # fmt: skip
            each.original_id = ""
        elif first := self.lines.get(reads):
            each.refuse(("code", _("Line {line} has the same code.").format(line=first)))
        elif each.original_id:
            self.lines[reads] = row.line
        each.original_id = (
            each.original_id or f"{self.imported.sha256}:{self.imported.sheet[:80]}:{row.line}"
        )
        return each

    def _identifier(self, cell: str) -> tuple[str, str]:
        """What the row is called: as the row that reads the same was, where there is one; and how that reads."""
        said = csv_cells.unescape(cell).strip()
        reads = folding.name(said)
        if not self.imported.origin:  # no code of ours holds what cannot be seen
            return reads, reads
        return self._called.get(said) or self._called.get(reads) or said, reads

    @cached_property
    def _called(self) -> dict[str, str]:
        """What rows of the list that were imported before are called, also by how that reads."""
        rows = ImportedRow.objects.filter(table=self.kind.table.name, origin=self.imported.origin)
        names = list(rows.order_by("pk").values_list("original_id", flat=True))
        return {folding.name(name): name for name in names} | {name: name for name in names}

    @cached_property
    def _places(self) -> set[int]:
        """Where the columns that are read stand."""
        read = set(self.rules.columns.values())
        return {place for place, name in enumerate(self.header) if name.strip() in read}

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

    def _refuse_other_case(self, unknown: list[Planned]) -> None:
        """A code of ours in other letters is a slip, of which another record would be made."""
        if self.imported.origin:  # identifiers of another list differ in every letter
            return
        coded = [each for each in unknown if _has_code(each)]
        there = in_other_case(self.kind.table.model, [each.original_id for each in coded])
        for each in coded:
            if ours := there.get(each.original_id.upper()):
                each.refuse(("code", _("There is no “{code}”, but {ours}: if that is meant, write it in just these letters; if not, give this row another code.").format(code=each.original_id, ours=ours)))  # fmt: skip

    def _refuse_new_in_other_case(self, new: list[Planned]) -> None:
        """So are two new codes of one file that differ in nothing else."""
        if self.imported.origin:
            return
        for each in filter(_has_code, new):
            first = self.named.setdefault(each.original_id.upper(), each.line)
            if first != each.line:
                each.refuse(("code", _("Line {line} has the same code in upper or lower case: give this row another one.").format(line=first)))  # fmt: skip

    def _compare(self, each: Planned, imported: ImportedRow | None) -> None:
        cells = each.cells
        if each.record is None and imported is not None and not self.imported.brings_back:
            each.effect = Effect.DELETED
            return
        if each.record is not None and imported is not None:
            cells = self.kind.changed(imported.cells, cells)
            if not cells and not each.problems:
                return
        key = self._key(each, imported)
        each.after, problems = rows.bundle(
            self.kind, cells, key, each.before, self.lookups,
            asked=self.rules.names(), last=imported.cells if imported else None,
        )  # fmt: skip
        unread = {column for column, _sentence in each.problems}
        problems = [problem for problem in problems if problem[0] not in unread]
        if each.cells.get("corrects") in self.made:
            problems = [problem for problem in problems if problem[0] != "corrects"]
            problems.append(("corrects", _("This is a row of the same file: import that first, then this.")))  # fmt: skip
        if each.problems or problems:
            each.refuse(*problems)
        elif each.record is None:
            each.effect = Effect.NEW
            self.made.add(each.original_id)
        elif each.after != each.before:
            each.effect = Effect.CHANGED
            self._tell_replaced(each, set(cells))

    def _tell_replaced(self, each: Planned, names: set[str]) -> None:
        if each.last is None or each.before is None or each.after is None:
            return
        table = self.kind.table.name
        there, now = each.before[table][0], each.after[table][0]
        said = {name: cell for name, cell in each.last.cells.items() if name in names}
        last = rows.typed(self.kind, said, there)
        each.notes += merging.replaced(self.kind, last, there, now, self.lookups)
        each.notes += merging.evidence_replaced(self.kind, each.last.cells, each.before, each.after, self.lookups)  # fmt: skip

    def _require_open(self, changed: list[Planned]) -> None:
        waiting = revisions.waiting_by_key(self.kind.table.model, [e.record.code for e in changed])
        for each in changed:
            if why := _why_closed(each.record, waiting.get(each.record.code)):
                each.refuse(("", why))

    def _require_new_codes(self, new: list[Planned]) -> None:
        """The history of a draft that was deleted would become that of another record."""
        keys = {each.original_id: self._code(each) for each in new}
        ends = edits.ends(self.kind.table.model, [*keys.values()])
        for each in new:
            if end := ends.get(keys[each.original_id]):
                each.refuse(("code", _when_deleted(end.key, end) + " " + _("It was no row of this list, and its history is kept: give this row another code.")))  # fmt: skip

    def _code(self, each: Planned) -> str:
        return each.after[self.kind.table.name][0]["code"] if each.after else ""

    def _find_last_changes(self, changed: list[Planned]) -> None:
        """Before this import adds its own."""
        codes_ = [each.record.code for each in changed]
        steps = edits.last_changes(self.kind.table.model, codes_)
        for each in changed:
            each.last_change = steps.get(each.record.code)

    def _tell_deleted(self, deleted: list[Planned], before: dict[str, ImportedRow]) -> None:
        keys = [before[each.original_id].key for each in deleted]
        steps = Edit.objects.filter(table=self.kind.table.name, key__in=keys, action=EditAction.DELETED)  # fmt: skip
        ends = {step.key: step for step in steps.select_related("made_by").order_by("pk")}
        for each, key in zip(deleted, keys, strict=True):
            each.notes.append(("", _when_deleted(key, ends.get(key))))

    def _tell_called_as_ours(self, first: list[Planned]) -> None:
        """What the list calls its row is a code of ours: perhaps ours was meant."""
        if not self.imported.origin:
            return
        records = self.kind.table.model._default_manager
        named = records.filter(code__in=[each.original_id for each in first])
        ours = set(named.values_list("code", flat=True))
        for each in first:
            each.is_called_as_ours = each.original_id in ours
            if each.is_called_as_ours:
                each.notes.append(("code", _("{code} is a record here, which this row leaves alone: it becomes a new record of the list “{name}”.").format(code=each.original_id, name=self.imported.origin)))  # fmt: skip

    def _key(self, each: Planned, imported: ImportedRow | None) -> str:
        if each.record is not None:
            return str(each.record.code)
        if imported is not None:  # it was deleted, and comes back with its history
            return imported.key
        is_ours = not self.imported.origin and "code" in each.cells and each.cells["code"].strip()
        letter = "S" if self.kind.table.model is StatusChange else "C"
        return each.original_id if is_ours else codes.new_code(letter)


def _has_code(each: Planned) -> bool:
    return bool(each.cells.get("code", "").strip())


def _when_deleted(key: str, end: Edit | None) -> str:
    if end is None:
        return _("{code} is here no more.").format(code=key)
    return _("{code} was deleted here on {at:%Y-%m-%d} by {name}.").format(
        code=key, at=end.made_at, name=end.made_by
    )


def _why_closed(record: Any, waiting: Revision | None) -> str:
    """Why nothing of the record may change now; empty when it may."""
    if record.state == State.IN_REVIEW:
        return _("{code} is in review: wait until it is approved or returned.").format(code=record.code)  # fmt: skip
    if record.state == State.WITHDRAWN:
        return _("{code} was withdrawn, and is kept as it was.").format(code=record.code)
    if not record.is_published:
        return ""
    if isinstance(record, StatusChange):
        return _("{code} is published, and never changed: import a new change that corrects it.").format(code=record.code)  # fmt: skip
    if waiting:
        return _("{revision} of {code} waits already: it is to be approved or discarded first.").format(revision=waiting.code, code=record.code)  # fmt: skip
    return ""
