"""Who changed a record that somebody else has open; and holding it while it is saved."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.cells import bundles
from tracker.models import DataVersion, Revision
from tracker.services import edits
from tracker.services.publishing import PublicationRefused


@dataclass(frozen=True)
class LastChange:
    """Who did it and when, in a sentence, and why, where somebody said so."""

    sentence: str
    reason: str = ""


def hold(record: Model) -> None:
    """Keep the row as it is until the transaction ends."""
    DataVersion.objects.take_turn()
    list(type(record)._base_manager.select_for_update().filter(pk=record.pk).values_list("pk"))


def read_again(record: Model) -> None:
    """Take in what others wrote before it was held. Raises PublicationRefused when it is gone."""
    try:
        record.refresh_from_db()
    except ObjectDoesNotExist:
        raise PublicationRefused(_("It was deleted in the meantime.")) from None


def last_change(record: Model, revision: Revision | None = None) -> LastChange:
    """The last step that changed the record, or the revision of it that waits."""
    changed = revision or record
    steps = edits.of(changed).filter(action__in=edits.CHANGES) if bundles.is_held(changed) else None
    step = steps.first() if steps else None
    if step is None:
        return LastChange(_("Somebody changed this record after you opened it."))
    who = step.made_by.get_username() if step.made_by else _("A data package")
    what = _("kept as revision {code}").format(code=revision.code) if revision else step.get_action_display()  # fmt: skip
    return LastChange(
        _("{who} changed this record after you opened it ({when} UTC: {what}).").format(
            who=who, when=f"{step.made_at:%Y-%m-%d %H:%M}", what=what
        ),
        reason=revision.reason if revision else step.note,
    )


def require_same(record: Model, seen: str) -> None:
    """What is decided about is what was read. Raises PublicationRefused."""
    hold(record)
    if edits.shown(record) != seen:
        raise PublicationRefused(_("What this page shows was changed after you opened it, in the record itself or in what becomes public with it. Look at it again: its history says who changed it."))  # fmt: skip
