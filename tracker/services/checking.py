"""Looking for new evidence: that somebody did, and when, is public and kept in the history."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.choices import State
from tracker.models import Commitment
from tracker.services import edits, publishing


@transaction.atomic
def mark_checked(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Keep the day on which an editor looked and found nothing new. Raises PublicationRefused."""
    if not permissions.may_edit(by):
        raise publishing.PublicationRefused(_("Only editors check commitments."))
    if commitment.state == State.WITHDRAWN:
        raise publishing.PublicationRefused(_("It is withdrawn: nothing more is looked for."))
    edits.keep_before(commitment, now=now)
    Commitment.objects.filter(pk=commitment.pk).update(last_checked_date=now.date())
    edits.keep(commitment, edits.Action.CHECKED, by=by, now=now)
