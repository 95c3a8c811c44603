"""The history of a record: a line for every step, with who, when, why and how it read afterwards."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models

from tracker import choices
from tracker.cells import bundles
from tracker.cells import shown as shown_rows
from tracker.models import Edit

Action = choices.EditAction

# After them a record may read in another way.
CHANGES = (*choices.WRITING, Action.REVISED, Action.LOADED)
# Whose turn it is after them: of the reviewers, or of the author.
TURNS = (Action.SUBMITTED, Action.RETURNED)


def keep(
    record: models.Model, action: Action, *, by: User | None, now: datetime, note: str = ""
) -> Edit:
    """Add a step to the history of the record, as it is stored now."""
    return keep_several([record], action, by=by, now=now, note=note)[0]


def keep_several(
    records: Sequence[models.Model], action: Action, *, by: User | None, now: datetime, note: str = ""
) -> list[Edit]:  # fmt: skip
    """Add the same step to the histories of records of one kind, in few queries."""
    if not records:
        return []
    found = bundles.take_several(records)
    steps = [
        Edit(
            table=bundles.table_of(record).name,
            key=bundles.key_of(record),
            action=action,
            note=note,
            content=bundle,
            shown=bundles.fingerprint(seen),
            made_at=now,
            made_by=by,
        )
        for record, bundle, seen in zip(records, found, shown_rows.with_shared(found), strict=True)
    ]
    return Edit.objects.bulk_create(steps)


def keep_before(record: models.Model, *, now: datetime) -> None:
    """Before its first change here: how a record read that came with a data package."""
    keep_several_before([record], now=now)


def keep_several_before(records: Sequence[models.Model], *, now: datetime) -> None:
    """The same for several records of one kind, in few queries."""
    if not records:
        return
    keys = [bundles.key_of(record) for record in records]
    known = set(_of_several(type(records[0]), keys).values_list("key", flat=True))
    found = [record for record, key in zip(records, keys, strict=True) if key not in known]
    keep_several(found, Action.FOUND, by=None, now=now)


def reads_as_kept(record: models.Model) -> bool:
    """Whether the record reads as after the last step of its history."""
    last = of(record).first()
    return last is not None and last.content == bundles.take(record)


def shown(record: models.Model) -> str:
    """A fingerprint of what a reader of the record sees, what it rests on included."""
    return bundles.fingerprint(shown_rows.take(record))


def of(record: models.Model) -> models.QuerySet[Edit]:
    """The steps of the record, the latest first."""
    steps = Edit.objects.filter(table=bundles.table_of(record).name, key=bundles.key_of(record))
    return steps.select_related("made_by").order_by("-pk")


def last_submissions(model: type[models.Model], keys: list[str]) -> dict[str, Edit]:
    """The last time that each of several records was handed over for review, by their keys."""
    steps = _of_several(model, keys).filter(action=Action.SUBMITTED)
    return {step.key: step for step in steps.select_related("made_by").order_by("pk")}


def returns(model: type[models.Model], keys: list[str]) -> dict[str, Edit]:
    """The step by which each of several records went back to its author, until it is sent again."""
    steps = _of_several(model, keys).filter(action__in=TURNS)
    last = {step.key: step for step in steps.select_related("made_by").order_by("pk")}
    return {key: step for key, step in last.items() if step.action == Action.RETURNED}


def last_changes(model: type[models.Model], keys: list[str]) -> dict[str, Edit]:
    """The last step after which each of several records may read in another way, by their keys."""
    steps = _of_several(model, keys).filter(action__in=CHANGES).defer("content")
    return {step.key: step for step in steps.select_related("made_by").order_by("pk")}


def ends(model: type[models.Model], keys: list[str]) -> dict[str, Edit]:
    """The step by which each of several records was deleted, of those that were and are gone."""
    steps = _of_several(model, keys).defer("content").select_related("made_by").order_by("pk")
    last = {step.key: step for step in steps}
    return {key: step for key, step in last.items() if step.action == Action.DELETED}


def written_by(user: User, model: type[models.Model], keys: list[str]) -> set[str]:
    """The keys of those among several records in which the person wrote something."""
    steps = _of_several(model, keys).filter(action__in=choices.WRITING, made_by=user)
    return set(steps.values_list("key", flat=True))


def _of_several(model: type[models.Model], keys: list[str]) -> models.QuerySet[Edit]:
    return Edit.objects.filter(table=bundles.table_of(model).name, key__in=keys)


def authors_of(record: models.Model) -> set[int]:
    """The keys of all who wrote something of it."""
    written = of(record).filter(action__in=choices.WRITING, made_by__isnull=False)
    return set(written.order_by().values_list("made_by", flat=True))


def authors_along(record: models.Model) -> list[tuple[models.Model, set[int]]]:
    """What becomes public together with the record, each with the keys of all who wrote in it."""
    along = shown_rows.not_public(shown_rows.take(record))
    of_these = models.Q(pk__in=())
    for table, rows in along.items():
        of_these |= models.Q(table=table, key__in=[bundles.key_of(row) for row in rows])
    steps = Edit.objects.filter(of_these, action__in=choices.WRITING, made_by__isnull=False)
    authors = defaultdict(set)
    for table, key, person in steps.values_list("table", "key", "made_by"):
        authors[table, key].add(person)
    return [
        (row, authors[table, bundles.key_of(row)]) for table, rows in along.items() for row in rows
    ]
