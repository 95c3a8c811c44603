"""Which version of a record a form was opened on, so that no change of another is overwritten."""

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.cells import bundles, wording
from tracker.lib.hashes import sha256_of_text
from tracker.models import DataVersion
from tracker.services import edits
from tracker.services.publishing import PublicationRefused


def of(record: Model) -> str:
    """A fingerprint of all that is edited together with the record."""
    if bundles.is_held(record):
        return bundles.fingerprint(bundles.take(record))
    stored = type(record)._base_manager.filter(pk=record.pk).values_list()
    return sha256_of_text(repr(list(stored)))


def hold(record: Model) -> None:
    """Keep the row as it is until the transaction ends."""
    # All who write take turns on this row first, so that no two wait for each other.
    DataVersion.objects.select_for_update().get()
    list(type(record)._base_manager.select_for_update().filter(pk=record.pk).values_list("pk"))


def last_change(record: Model) -> str:
    """Who changed the record last, what and when, as far as its history knows."""
    last = edits.of(record).first() if bundles.is_held(record) else None
    if last is None or last.made_by is None:
        return _("Somebody changed this record after you opened it.")
    return _("{who} changed this record after you opened it ({when} UTC: {what})").format(
        who=last.made_by.get_username(),
        when=last.made_at.strftime("%Y-%m-%d %H:%M"),
        what=last.get_action_display(),
    )


def require_same(record: Model, seen: str) -> None:
    """What is decided about is what was read. Raises PublicationRefused."""
    hold(record)
    if edits.shown(record) != seen:
        raise PublicationRefused(last_change(record) + " " + _("Look at it again."))


def changes_since(record: Model, seen: str) -> list[str]:
    """What others changed since the form was opened, in sentences."""
    if not bundles.is_held(record):
        return []
    then = next(
        (e.content for e in edits.of(record) if bundles.fingerprint(e.content) == seen), None
    )
    if then is None:
        return []
    own = (bundles.table_of(record).name, bundles.key_of(record))
    return [
        _("Changed meanwhile, {what}: “{before}” is now “{after}”.").format(
            what=", ".join(filter(None, (row.part, cell.label))),
            before=cell.before,
            after=cell.after,
        )
        for row in wording.for_editors(then, bundles.take(record), own)
        for cell in row.cells
    ]
