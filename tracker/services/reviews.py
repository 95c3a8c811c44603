"""The way through the review, the same for every kind of record: what is in its way, in, and out of it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tracker.models import Revision, StatusChange
from tracker.services import publishing, revisions, statuses
from tracker.services.publishing import Record


def problems(record: Record) -> list[str]:
    """Why it cannot become public, in sentences; of a revision also, why it cannot be carried out."""
    of_carrying_out = revisions.problems(record) if isinstance(record, Revision) else []
    return [*of_carrying_out, *publishing.problems(record)]


@transaction.atomic
def submit(record: Record, *, by: User, now: datetime) -> None:
    """Hand over a draft that could be approved as it is. Raises PublicationRefused."""
    publishing.hold(record)
    if isinstance(record, Revision):
        publishing.require_none(revisions.problems(record))
    publishing.submit(record, by=by, now=now)


def approve(record: Record, *, by: User, now: datetime) -> None:
    """Make public what was reviewed. Raises PublicationRefused, StatusChangeRefused."""
    if isinstance(record, StatusChange):
        statuses.publish_change(record, by=by, now=now)
    elif isinstance(record, Revision):
        revisions.approve(record, by=by, now=now)
    else:
        publishing.publish(record, by=by, now=now)
