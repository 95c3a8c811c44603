"""Changing what is public: a revision waits beside the record until a second person approves it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, OperationalError, models, transaction
from django.utils.translation import gettext as _

from tracker import choices, permissions
from tracker.cells import bundles, wording
from tracker.cells.bundles import Bundle, BundleRefused
from tracker.models import DataVersion, PublishedModel, Revision, StatusChange
from tracker.services import edits, publishing, refusals, resting, statuses
from tracker.services.problems import Problem
from tracker.services.publishing import PublicationRefused

State = choices.State


@contextmanager
def supposed() -> Iterator[None]:
    """What is written inside is seen inside, and undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def waiting(record: models.Model) -> Revision | None:
    """The revision of the record that is being written or reviewed, if there is one."""
    mine = Revision.objects.filter(table=bundles.table_of(record).name, key=bundles.key_of(record))
    return (
        mine.filter(state__in=(State.DRAFT, State.IN_REVIEW)).select_related("recorded_by").first()
    )


def waiting_by_key(model: type[models.Model], keys: Iterable[str]) -> dict[str, Revision]:
    """The revisions that wait, of several records of one kind."""
    mine = Revision.objects.filter(table=bundles.table_of(model).name, key__in=keys)
    return {each.key: each for each in mine.filter(state__in=(State.DRAFT, State.IN_REVIEW))}


def named_by_waiting(keys: Collection[str]) -> dict[str, str]:
    """Which of these keys the revisions that wait name in any row, each with the code of one of them."""
    waiting = Revision.objects.filter(state__in=(State.DRAFT, State.IN_REVIEW)).order_by("-pk")
    found: dict[str, str] = {}
    for code, after in waiting.values_list("code", "after").iterator() if keys else ():
        named = bundles.keys_named(bundles.readable(after))
        found |= dict.fromkeys(named.intersection(keys), code)
    return found


def record_of(revision: Revision) -> Any:
    """The record that is revised. Raises LookupError."""
    return bundles.find(revision.table, revision.key)


@transaction.atomic
def suppose(revision: Revision) -> Any:
    """Write the revision into its record, inside `supposed()`; the record. Raises BundleRefused.

    Refused, it is as if nothing had been written.
    """
    try:
        record = record_of(revision)
        bundles.put(record, revision.after, is_only_supposed=True)
    except (OperationalError, InterfaceError):
        raise  # somebody else writes, or the connection is gone: that says nothing of the revision
    except (BundleRefused, LookupError, DatabaseError) as error:
        says = _("Revision {code} cannot be carried out ({why}). It has to be returned; then write it anew on the page of the record, or delete it.")  # fmt: skip
        why = refusals.sentence(error).rstrip(".")
        raise BundleRefused(says.format(code=revision.code, why=why)) from error
    return record


def problem(revision: Revision) -> str:
    """Why its record cannot be made to read as it says, and what to do; empty when it can."""
    try:
        with supposed():
            suppose(revision)
    except BundleRefused as refusal:
        return str(refusal)
    return ""


def problems(revision: Revision) -> list[str]:
    """Why it cannot be approved: it cannot be carried out, or its record, or what rests on that, would
    break a rule.
    """
    try:
        with supposed():
            return resting.problems(suppose(revision))
    except BundleRefused as refusal:
        return [str(refusal)]


def suppose_published(record: Any, *, now: datetime) -> None:
    """Make a record public, inside `supposed()`, with the status that follows from it."""
    type(record).objects.filter(pk=record.pk).update(state=State.PUBLISHED, recorded_at=now)
    record.refresh_from_db()
    if isinstance(record, StatusChange):
        statuses.refresh_current([record.commitment_id])


def is_internal(record: models.Model, after: Bundle) -> bool:
    """Whether the record would differ in its internal notes alone, which nobody reviews."""
    found = bundles.differences(bundles.take(record), after)
    return bool(found) and all(each.column in wording.INTERNAL for each in found)


@transaction.atomic
def note(record: models.Model, after: Bundle, *, by: User, now: datetime) -> None:
    """Write the internal notes of a public record at once (decision 17). Raises PublicationRefused."""
    _require_editor(by)
    _require(
        waiting(record) is None and is_internal(record, after),
        _("More than internal notes was changed: keep it as a revision."),
    )
    edits.keep_before(record, now=now)
    bundles.put(record, after)
    edits.keep(record, edits.Action.CHANGED, by=by, now=now)


@transaction.atomic
def propose(
    record: models.Model,
    after: Bundle,
    *,
    reason: str,
    is_correction: bool,
    by: User,
    now: datetime,
) -> Revision:
    """Keep what the record is to read, or change the draft that waits. Raises PublicationRefused."""
    before = bundles.take(record)
    _require_reasonable(before, after, reason, by)
    table, key = bundles.table_of(record).name, bundles.key_of(record)
    revision = waiting(record) or Revision(table=table, key=key)
    _require(
        revision.state == State.DRAFT,
        _("A revision of this record is in review: wait until it is approved or returned."),
    )
    said = {"before": before, "after": after, "reason": reason.strip(), "is_correction": is_correction}  # fmt: skip
    if all(getattr(revision, name) == value for name, value in said.items()):
        return revision  # sent again with nothing changed, it has no other author
    _write(revision, said, by=by, now=now)
    return revision


def _write(revision: Revision, said: dict[str, Any], *, by: User, now: datetime) -> None:
    action = edits.Action.CHANGED if revision.pk else edits.Action.ENTERED
    for name, value in {**said, "recorded_by": by}.items():
        setattr(revision, name, value)
    revision.save()
    edits.keep(revision, action, by=by, now=now)


@transaction.atomic
def propose_several(
    changes: Sequence[tuple[models.Model, Bundle, Bundle]], *, reason: str, by: User, now: datetime
) -> list[Revision]:
    """The same for several records of one kind, each with how it reads and is to read.

    The caller has asked that nothing waits. Raises PublicationRefused.
    """
    for _record, before, after in changes:
        _require_reasonable(before, after, reason, by)
    found = Revision.objects.bulk_create(
        Revision(
            table=bundles.table_of(record).name, key=bundles.key_of(record),
            before=before, after=after, reason=reason.strip(), recorded_by=by,
        )
        for record, before, after in changes
    )  # fmt: skip
    edits.keep_several(found, edits.Action.ENTERED, by=by, now=now)
    return found


def _require_reasonable(before: Bundle, after: Bundle, reason: str, by: User) -> None:
    _require_editor(by)
    _require(before != after, _("Nothing was changed, so there is nothing to revise."))
    says = _("Say why the record is revised: the reason is public.")
    _require(bool(reason.strip()), Problem(says, "revision_reason"))


def _require_editor(by: User) -> None:
    _require(
        permissions.may_edit(by),
        _("Only editors revise records: ask an administrator to make you one."),
    )


@transaction.atomic
def approve(revision: Revision, *, by: User, now: datetime) -> None:
    """Publish the revision and make its record read so, at one stroke. Raises PublicationRefused."""
    DataVersion.objects.take_turn()
    publishing.publish(revision, by=by, now=now)
    record = _carried_out(revision, now)
    if isinstance(record, PublishedModel):
        _require(record.is_published, _("The record was withdrawn in the meantime: return the revision."))  # fmt: skip
    publishing.require_none(resting.problems(record))
    publishing.compare_words(record, now=now)
    edits.keep(record, edits.Action.REVISED, by=by, now=now, note=_note(revision))


def _note(revision: Revision) -> str:
    """Which revision it was, whose, and why: the step itself is the approver's."""
    writers = User.objects.filter(pk__in=edits.authors_of(revision)).order_by("username")
    names = ", ".join(user.get_username() for user in writers)
    if not names:
        return f"{revision.code}: {revision.reason}"
    return _("{revision}, written by {names}: {reason}").format(
        revision=revision.code, names=names, reason=revision.reason
    )


def _carried_out(revision: Revision, now: datetime) -> Any:
    """The record, which reads now as the revision says."""
    try:
        record = record_of(revision)
        _require(
            bundles.take(record) == revision.before,
            _(
                "The record has changed since the revision was written: return the revision, and "
                "have it looked at again."
            ),
        )
        edits.keep_before(record, now=now)
        bundles.put(record, revision.after)
    except (BundleRefused, LookupError) as error:
        raise PublicationRefused(str(error)) from error
    return record


def changes(revision: Revision) -> list[wording.RowInWords]:
    """What the revision changes, in words for editors."""
    own = (revision.table, revision.key)
    return wording.for_editors(revision.before, revision.after, own)


def _require(condition: bool, refusal: str) -> None:
    if not condition:
        raise PublicationRefused(refusal)
