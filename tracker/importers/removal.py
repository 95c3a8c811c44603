"""What an import made and is still here; taking back its drafts that nobody has touched since."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import permissions
from tracker.choices import EditAction, State
from tracker.importers.kinds import KINDS
from tracker.models import Assignment, DataVersion, Edit, Import, ImportedRow, Revision
from tracker.services import deleting, edits, revisions

_AT_A_TIME = 500


class RemovalRefused(Exception):
    """Nothing was removed; the message says why."""


def made(imported: Import) -> models.QuerySet[Any]:
    """The records that its rows made and that are still there."""
    keys = ImportedRow.objects.filter(made_in=imported, table=imported.table).values("key")
    records: models.QuerySet[Any] = _model(imported)._default_manager.filter(code__in=keys)
    return records.order_by("pk")


def unsent(imported: Import) -> models.QuerySet[Revision]:
    """The revisions that its rows made and that nobody has sent to review since."""
    assert imported.confirmed_at is not None
    steps = Edit.objects.filter(
        table="revisions", action=EditAction.ENTERED,
        made_by=imported.uploaded_by, made_at=imported.confirmed_at,
    )  # fmt: skip
    drafts = Revision.objects.filter(table=imported.table, state=State.DRAFT)
    return drafts.filter(code__in=steps.values("key")).order_by("pk")


def gone(imported: Import) -> int:
    """How many of the records that it made are here no more."""
    rows = ImportedRow.objects.filter(made_in=imported, table=imported.table)
    return rows.count() - made(imported).count()


def untouched(imported: Import) -> models.QuerySet[Any]:
    """Those among them that are drafts as they were made, nobody's work, and on which nothing rests."""
    later = Edit.objects.filter(table=imported.table, made_at__gt=imported.confirmed_at)
    assigned = Assignment.objects.filter(table=imported.table)
    drafts = made(imported).filter(state=State.DRAFT).exclude(deleting.is_named(_model(imported)))
    drafts = drafts.exclude(code__in=later.values("key")).exclude(code__in=assigned.values("key"))
    named = revisions.named_by_waiting(set(drafts.values_list("code", flat=True)))
    return drafts.exclude(code__in=named)


def touched(imported: Import) -> models.QuerySet[Any]:
    """Those that stay when the others are removed."""
    return made(imported).exclude(pk__in=untouched(imported).order_by().values("pk"))


def may_remove(imported: Import, user: User) -> bool:
    """Drafts are deleted by the person who made them; of an import, also by administrators."""
    return imported.uploaded_by_id == user.pk or permissions.may_administer(user)


@transaction.atomic
def remove(imported: Import, *, number: int, by: User, now: datetime) -> None:
    """Delete the untouched drafts, as many as were shown. Raises RemovalRefused."""
    # Nothing is touched between the look and the deletion.
    DataVersion.objects.take_turn()
    if not (permissions.may_edit(by) and may_remove(imported, by)):
        raise RemovalRefused(_("Only the person who imported these, or an administrator, removes them."))  # fmt: skip
    keys = list(untouched(imported).values_list("pk", flat=True))
    if len(keys) != number:
        words = ngettext("It is {n} draft now: look again. Nothing was removed.", "They are {n} drafts now: look again. Nothing was removed.", len(keys))  # fmt: skip
        raise RemovalRefused(words.format(n=len(keys)))
    model = _model(imported)
    note = _("Deleted with the other drafts that were imported from “{file}”.").format(file=imported.name)  # fmt: skip
    for first in range(0, len(keys), _AT_A_TIME):
        some = keys[first : first + _AT_A_TIME]
        records = list(model._default_manager.filter(pk__in=some))
        edits.keep_several(records, edits.Action.DELETED, by=by, now=now, note=note)
        model._default_manager.filter(pk__in=some).delete()


def _model(imported: Import) -> Any:
    return KINDS[imported.table].table.model
