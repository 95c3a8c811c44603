"""Which version of a record a form was opened on, so that no change of another is overwritten."""

from collections.abc import Sequence

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.lib.hashes import sha256_of_text
from tracker.models import DataVersion

_CITED = tuple(
    f"reference__{name}" for name in ("title", "url", "publisher", "date_latest", "reliability")
)


def of(record: Model, parts: Sequence[str] = ()) -> str:
    """A fingerprint of all that is stored of the record, and of the rows of the named relations."""
    stored: list[object] = list(type(record)._base_manager.filter(pk=record.pk).values_list())
    for field in record._meta.many_to_many:
        stored.append(list(getattr(record, field.name).order_by("pk").values_list("pk")))
    for name in parts:
        rows = getattr(record, name).order_by("pk")
        stored.append(list(rows.values_list()))
        if name == "citations":
            # What a reviewer looked at is also what the citations point to.
            stored.append(list(rows.values_list(*_CITED)))
    return sha256_of_text(repr(stored))


def hold(record: Model) -> None:
    """Keep the row as it is until the transaction ends."""
    # All who write take turns on this row first, so that no two wait for each other.
    DataVersion.objects.select_for_update().get()
    list(type(record)._base_manager.select_for_update().filter(pk=record.pk).values_list("pk"))


def last_change(record: Model) -> str:
    """Who changed the record last, what and when, as far as the admin knows."""
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=str(record.pk)
        )
        .select_related("user")
        .order_by("-action_time", "-pk")
        .first()
    )
    if entry is None:
        return _("Somebody changed this record after you opened it.")
    return _("{who} changed this record after you opened it ({when} UTC: {what})").format(
        who=entry.user.get_username(),
        when=entry.action_time.strftime("%Y-%m-%d %H:%M"),
        what=entry.get_change_message(),
    )
