"""Who works on which record: it grants no right, and moves nothing on the way to the public."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.cells import bundles
from tracker.cells.tables import Table
from tracker.lib.hashes import sha256_of_text
from tracker.models import Assignment, DataVersion

# At one stroke; a list of the admin may name any number.
MOST = 500


class AssignmentRefused(Exception):
    """The records cannot be assigned; the message says what to do."""


@transaction.atomic
def assign(
    model: type[models.Model],
    keys: Sequence[str],
    *,
    to: User | None,
    by: User,
    now: datetime,
    note: str = "",
    seen: str | None = None,
) -> list[str]:
    """Give records to a person, or with None take them off whoever has them; those that were there.

    What was deleted in the meantime is left out. `seen` is the version of the assignments that the
    person looked at. Raises AssignmentRefused.
    """
    _require_sensible(keys, to, by)
    # Nothing is deleted or assigned between the look and the writing.
    DataVersion.objects.take_turn()
    table = bundles.table_of(model)
    rows = model._default_manager.filter(_are(table, keys)).order_by("pk")
    there = list(rows.values_list(table.key[0], flat=True))
    _require_seen(seen, of_several(model, there))
    of_several(model, there).delete()
    if to is not None:
        Assignment.objects.bulk_create(
            Assignment(table=table.name, key=key, assigned_to=to, assigned_by=by, assigned_at=now,
                       note=note.strip())
            for key in there
        )  # fmt: skip
    return there


def _require_seen(seen: str | None, assignments: Iterable[Assignment]) -> None:
    _require(
        seen is None or seen == version(assignments),
        _("Who works on some of this has changed since you opened the page, and nothing was assigned. Look at who has it now, then assign it again."),
    )  # fmt: skip


def _require_sensible(keys: Sequence[str], to: User | None, by: User) -> None:
    _require(
        permissions.may_edit(by),
        _("Only editors assign records: ask an administrator to make you one."),
    )
    _require(
        to is None or permissions.may_edit(to),
        _("{name} does not work at this desk: choose another person.").format(name=to),
    )
    _require(len(keys) <= MOST, too_many())


def records(model: type[models.Model], keys: Sequence[str]) -> models.QuerySet[Any]:
    """The records with these keys, with what they are called by."""
    table = bundles.table_of(model)
    return table.queryset().filter(_are(table, keys))


def _are(table: Table, keys: Sequence[str]) -> models.Q:
    (name,) = table.key
    return models.Q(**{f"{name}__in": keys})


def too_many() -> str:
    """The sentence for more records than can be assigned at one stroke."""
    return _("Choose at most {number} records at a time.").format(number=MOST)


def of(record: models.Model) -> Assignment | None:
    """The assignment of the record, if it has one."""
    return of_several(type(record), [bundles.key_of(record)]).first()


def of_several(model: type[models.Model], keys: Sequence[str]) -> models.QuerySet[Assignment]:
    """The assignments of several records of one kind."""
    found = Assignment.objects.filter(table=bundles.table_of(model).name, key__in=keys)
    return found.select_related("assigned_to", "assigned_by").order_by("pk")


def version(assignments: Iterable[Assignment]) -> str:
    """The same for assignments that say the same, another for any other."""
    return sha256_of_text(repr(sorted(
        (each.key, each.assigned_to_id, each.assigned_by_id, each.assigned_at.timestamp(), each.note)
        for each in assignments
    )))  # fmt: skip


def of_records(records: Sequence[Any]) -> dict[tuple[str, str], Assignment]:
    """The assignments of records of any kinds that have codes, by table and code."""
    found = Assignment.objects.filter(key__in=[record.code for record in records])
    return {(each.table, each.key): each for each in found.select_related("assigned_to")}


def end(record: models.Model) -> None:
    """Forget who works on a record that is deleted."""
    of_several(type(record), [bundles.key_of(record)]).delete()


def of_person(person: User) -> models.QuerySet[Assignment]:
    """What the person is to work on, the latest first."""
    found = Assignment.objects.filter(assigned_to=person).select_related("assigned_by")
    return found.order_by("-assigned_at", "-pk")


def _require(condition: bool, refusal: str) -> None:
    if not condition:
        raise AssignmentRefused(refusal)
