"""Writing the rows that are wanted: drafts are made and changed, what is public waits as a revision."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from tracker.cells import bundles, several
from tracker.cells.bundles import Bundle, BundleRefused
from tracker.cells.fields import CellError
from tracker.cells.several import Change
from tracker.importers import refusals
from tracker.importers.batches import Batches
from tracker.importers.planned import Effect, Planned
from tracker.models import ImportedRow, Passage, StatusChange
from tracker.services import edits, publishing, resting, revisions, statuses

# What the rules for a status change ask for.
_CHECKED = ("citations__reference", "commitment__status_changes")
_REFUSALS = (
    BundleRefused,
    CellError,
    publishing.PublicationRefused,
    IntegrityError,
    DataError,
)
# What a spreadsheet calls the fields that the rules name.
_COLUMNS = {"citations": "evidence"} | dict.fromkeys(("date_earliest", "date_latest"), "happened")
_FOUND_AGAIN = ("key", "original", "cells", "line", "imported")


class _SomeRefused(Exception):
    """The rules refuse some of several rows: each with column and sentence."""

    def __init__(self, refusals: list[tuple[Planned, tuple[str, str]]]) -> None:
        super().__init__(f"{len(refusals)} rows")
        self.refusals = refusals


@dataclass(frozen=True)
class Writer:
    """Writes the planned rows of one run; call it inside a transaction."""

    of: Batches

    def write(self, planned: Sequence[Planned]) -> None:
        """What the services or the database refuse becomes bad."""
        made = self.of.lookups.save_quoted(_cited(planned))
        new = [each for each in planned if each.effect == Effect.NEW]
        changed = [each for each in planned if each.effect == Effect.CHANGED]
        self._together(new, self._create_several, self._create_one)
        self._together(changed, self._change_several, self._change_one)
        self._keep_quoted(made, planned)
        self._remember(planned)

    @property
    def _note(self) -> str:
        """Why, in the history."""
        return _("Imported from “{file}”.").format(file=self.of.imported.name)

    def _keep_quoted(self, made: Sequence[Passage], planned: Sequence[Planned]) -> None:
        """Words that only a refused row quoted are no passage."""
        cited = _cited(planned)
        for passage in made:
            if passage.code not in cited:
                passage.delete()
        kept = [passage for passage in made if passage.code in cited]
        edits.keep_several(
            kept, edits.Action.ENTERED, by=self.of.by, now=self.of.now, note=self._note
        )
        self.of.lookups.settle()

    def _together(
        self,
        planned: list[Planned],
        all_: Callable[[list[Planned]], None],
        one: Callable[[Planned], None],
    ) -> None:
        """All at once; where the rules or the database refuse some, the others."""
        if not planned:
            return
        try:
            with transaction.atomic():
                all_(planned)
        except _SomeRefused as refused:
            for each, problem in refused.refusals:
                each.refuse(problem)
            self._together([each for each in planned if not each.is_bad], all_, one)
        except _REFUSALS:
            self._in_halves(planned, all_, one)

    def _in_halves(self, planned: list[Planned], all_: Any, one: Any) -> None:
        """The database does not say which row it refuses; alone, the models say why."""
        if len(planned) == 1:
            self._try(planned[0], one)
            return
        middle = len(planned) // 2
        self._together(planned[:middle], all_, one)
        self._together(planned[middle:], all_, one)

    def _try(self, each: Planned, write: Callable[[Planned], None]) -> None:
        try:
            with transaction.atomic():
                write(each)
        except _SomeRefused as refused:
            each.refuse(refused.refusals[0][1])
        except _REFUSALS as refusal:
            each.refuse(refusals.problem(self.of.kind, refusal))

    def _create_several(self, planned: list[Planned]) -> None:
        made = several.create(
            self.of.kind.table.model,
            [_after(each) for each in planned],
            self.of.lookups.ours,
            recorded_by=self.of.by,
        )
        for each, record in zip(planned, made, strict=True):
            each.record = record
        self._check(planned)
        edits.keep_several(
            made, edits.Action.ENTERED, by=self.of.by, now=self.of.now, note=self._note
        )

    def _create_one(self, each: Planned) -> None:
        """Slowly, with all that the models have to say against it."""
        each.record = self.of.kind.table.model(recorded_by=self.of.by)
        bundles.put(each.record, _after(each))
        self._check([each])
        edits.keep(
            each.record, edits.Action.ENTERED, by=self.of.by, now=self.of.now, note=self._note
        )

    def _change_several(self, planned: list[Planned]) -> None:
        self._change_drafts([each for each in planned if not each.record.is_published])
        self._revise([each for each in planned if each.record.is_published])

    def _change_drafts(self, planned: list[Planned]) -> None:
        records = [each.record for each in planned]
        edits.keep_several_before(records, now=self.of.now)
        changes = [Change(each.record, each.before or {}, _after(each)) for each in planned]
        several.change(changes, self.of.lookups.ours, recorded_by=self.of.by)
        self._check(planned)
        edits.keep_several(
            records, edits.Action.CHANGED, by=self.of.by, now=self.of.now, note=self._note
        )

    def _revise(self, planned: list[Planned]) -> None:
        """Try the changes, so that the database has its say; then let them wait."""
        if not planned:
            return
        with revisions.supposed():
            tried = [Change(copy(e.record), e.before or {}, _after(e)) for e in planned]
            several.change(tried, self.of.lookups.ours)
            _require_rules(planned)
        revisions.propose_several(
            [(each.record, each.before or {}, _after(each)) for each in planned],
            reason=self.of.reason, by=self.of.by, now=self.of.now,
        )  # fmt: skip

    def _change_one(self, each: Planned) -> None:
        """Slowly, with all that the models have to say against it."""
        if each.record.is_published:
            with revisions.supposed():
                bundles.put(copy(each.record), _after(each), is_only_supposed=True)
            self._revise([each])
            return
        draft = type(each.record)._default_manager.get(pk=each.record.pk)
        with revisions.supposed():
            bundles.put(draft, _after(each))
        self._change_drafts([each])

    def _check(self, planned: list[Planned]) -> None:
        """Ask the rules for status changes, which look at the evidence."""
        if self.of.kind.table.model is not StatusChange:
            return
        prefetch_related_objects([each.record for each in planned], *_CHECKED)
        found = [(each, self._why_not(each.record)) for each in planned]
        refusals = [(each, problem) for each, problem in found if problem[1]]
        if refusals:
            raise _SomeRefused(refusals)

    def _why_not(self, change: StatusChange) -> tuple[str, str]:
        """The column, where that is certain, and the sentence; empty when all is well."""
        try:
            statuses.check(change, by=self.of.by, today=self.of.now.date())
        except statuses.StatusChangeRefused as refusal:
            [problem] = refusal.problems
            name = problem.part or problem.field
            return _COLUMNS.get(name, name), str(refusal)
        return "corrects", " ".join(publishing.correction_problems(change))

    def _remember(self, planned: Sequence[Planned]) -> None:
        """What the rows said. Only a row that makes a record is what it was made in."""
        new = [each for each in planned if each.effect == Effect.NEW]
        kept = [e for e in planned if e.effect in (Effect.CHANGED, Effect.UNCHANGED)]
        for rows, names in ((new, [*_FOUND_AGAIN, "made_in"]), (kept, [*_FOUND_AGAIN])):
            ImportedRow.objects.bulk_create(
                [self._row(each, is_new=rows is new) for each in rows],
                update_conflicts=True,
                unique_fields=["table", "origin", "original_id"],
                update_fields=names,
            )

    def _row(self, each: Planned, *, is_new: bool) -> ImportedRow:
        # What a narrower file says nothing of is remembered as it was said.
        last = ImportedRow(original={}, cells={}) if is_new or not each.last else each.last
        return ImportedRow(
            table=self.of.kind.table.name,
            key=each.record.code,
            origin=self.of.imported.origin,
            original_id=each.original_id,
            original={**last.original, **each.original},
            cells={**last.cells, **each.cells},
            line=each.line,
            imported=self.of.imported,
            made_in=self.of.imported if is_new else None,
        )


def _require_rules(planned: Sequence[Planned]) -> None:
    """What is tried breaks no rule, nor makes what is public break one. Raises _SomeRefused."""
    found = resting.problems_of_several([each.record for each in planned])
    refusals = [(each, ("", " ".join(said))) for each, said in zip(planned, found, strict=True) if said]  # fmt: skip
    if refusals:
        raise _SomeRefused(refusals)


def _after(each: Planned) -> Bundle:
    assert each.after is not None
    return each.after


def _cited(planned: Sequence[Planned]) -> dict[str, None]:
    """The passages on which the rows that are written rest, in their order."""
    written = [e.after for e in planned if e.effect in (Effect.NEW, Effect.CHANGED) and e.after]
    rows_ = [row for after in written for row in after.get("citations", [])]
    return dict.fromkeys(row["passage"] for row in rows_ if row["passage"])
