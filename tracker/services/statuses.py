"""How a status changes: enter a change with its evidence, have it published, derive the state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from tracker import choices, permissions
from tracker.lib import dates, history
from tracker.lib.dates import FuzzyDate
from tracker.models import (
    Citation,
    Commitment,
    DataVersion,
    Party,
    Passage,
    Reference,
    StatusChange,
)
from tracker.selectors.then import as_history
from tracker.services import publishing
from tracker.services.problems import Problem, Refused

# A moment later than any that a history can hold.
_EVERYTHING = datetime.max.replace(tzinfo=UTC)


class StatusChangeRefused(Refused):
    """The change cannot be entered; the message says what to do, its problem where, if that is certain."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A passage, or an external page with what it reports in our words."""

    passage: Passage | None = None
    reference: Reference | None = None
    finding: str = ""
    role: str = choices.CitationRole.EVIDENCE
    stance: str = choices.Stance.SUPPORTS
    account_of: Party | None = None
    account_words: str = ""


@transaction.atomic
def record_change(
    *,
    commitment: Commitment,
    status: str,
    happened: FuzzyDate,
    reason: str,
    evidence: Sequence[Evidence],
    by: User,
    today: date,
    confidence: str = choices.Confidence.MEDIUM,
    reason_code: str = "",
    delivered_quantity: Decimal | None = None,
    party: Party | None = None,
    happened_words: str = "",
    happened_basis: str = "",
    corrects: StatusChange | None = None,
) -> StatusChange:
    """Enter a status change with its evidence, as a draft that is submitted for review next.

    Raises StatusChangeRefused, or ValidationError when a field is not in order.
    """
    change = StatusChange(
        commitment=commitment,
        party=party,
        status=status,
        reason_code=reason_code,
        reason=reason,
        delivered_quantity=delivered_quantity,
        confidence=confidence,
        corrects=corrects,
        recorded_by=by,
        date_words=happened_words,
        date_basis=happened_basis,
    )
    change.date = happened
    change.full_clean()
    change.save()
    for position, piece in enumerate(evidence, start=1):
        _cite(change, position, piece)
    check(change, by=by, today=today)
    return change


def check(change: StatusChange, *, by: User, today: date) -> None:
    """Refuse a draft that could never be published. Raises StatusChangeRefused."""
    _require(permissions.may_edit(by), _("Only editors enter status changes."))
    late = publishing.too_late(change)
    _require(not late, *late)
    cited = list(change.citations.all())
    nothing = _("Cite at least one passage or page: a status rests on evidence.")
    _require(bool(cited), Problem(nothing, part="citations"))
    latest = change.date_latest
    later = _("It cannot have happened after today. Of a month or year that is not over, say “Before” and the day by which it had happened.")  # fmt: skip
    _require(latest is None or latest <= today, Problem(later, _day_typed(change)))
    _require(not publishing.is_weak(cited), publishing.weak(change))
    said = _said_already(change)
    again = _("{code} already has this status, reason code and quantity for that day, so nothing would change. Record what changes; or mark the commitment as checked, which says that new evidence was looked for.")  # fmt: skip
    _require(said is None, Problem(again.format(code=said and said.code), "status"))


@transaction.atomic
def publish_change(change: StatusChange, *, by: User, now: datetime) -> None:
    """Publish a reviewed change and bring the commitment's state up to date, at one stroke.

    Raises publishing.PublicationRefused.
    """
    DataVersion.objects.take_turn()
    publishing.publish(change, by=by, now=now)
    refresh_current([change.commitment_id])


@transaction.atomic
def refresh_current(commitment_ids: Iterable[int]) -> None:
    """Write the state that the published history gives onto each commitment."""
    DataVersion.objects.take_turn()
    for commitment in Commitment.objects.filter(pk__in=list(commitment_ids)):
        current = derive_current(commitment)
        commitment.status = current.status if current else ""
        commitment.status_since = current.date_latest if current else None
        commitment.current_change = current
        commitment.save(update_fields=["status", "status_since", "current_change"])


def derive_current(commitment: Commitment) -> StatusChange | None:
    """The change that is in force for the commitment as a whole, by everything published."""
    changes = {
        c.pk: c
        for c in commitment.status_changes.all()
        if c.state == choices.State.PUBLISHED and c.party_id is None
    }
    found = history.in_force(
        map(as_history, changes.values()), as_of=date.max, known_at=_EVERYTHING
    )
    return changes[found.key] if found else None  # type: ignore[index]


def _day_typed(change: StatusChange) -> str:
    """The field of the day: of a day, month or year one is typed, and the other follows from it."""
    return "date_earliest" if change.date_precision in dates.WHOLE else "date_latest"


def _said_already(change: StatusChange) -> StatusChange | None:
    """The published change that this one repeats, unless another that waits comes between them."""
    if change.corrects_id or change.date_latest is None:
        return None
    same = standing_on_its_day(change)
    fields = ("status", "reason_code", "delivered_quantity")
    if same is None or any(getattr(same, f) != getattr(change, f) for f in fields):
        return None
    open_states = (choices.State.DRAFT, choices.State.IN_REVIEW)
    between = change.commitment.status_changes.filter(
        party=change.party_id, state__in=open_states,
        date_latest__range=(same.date_latest, change.date_latest),
    )  # fmt: skip
    return None if between.exclude(pk=change.pk).exists() else same


def standing_on_its_day(change: StatusChange) -> StatusChange | None:
    """The published change in force on the day of this one, in the same line of history."""
    assert change.date_latest is not None
    return _in_force(_line(change), as_of=change.date_latest)


def standing_after(change: StatusChange) -> StatusChange | None:
    """The published change that stays the present status when this one is published, in its line."""
    others = [other for other in _line(change) if other.pk != change.corrects_id]
    found = _in_force(others, as_of=date.max)
    is_later = found and change.date_latest and found.date_latest > change.date_latest  # type: ignore[operator]
    return found if is_later else None


def _line(change: StatusChange) -> list[StatusChange]:
    others = [c for c in change.commitment.status_changes.all() if c.pk != change.pk]
    return [c for c in others if c.is_published and c.party_id == change.party_id]


def _in_force(published: list[StatusChange], *, as_of: date) -> StatusChange | None:
    found = history.in_force(map(as_history, published), as_of=as_of, known_at=_EVERYTHING)
    return next((c for c in published if found and c.pk == found.key), None)


def _cite(change: StatusChange, position: int, piece: Evidence) -> None:
    citation = Citation(status_change=change, position=position, **vars(piece))
    citation.full_clean()
    citation.save()


def _require(condition: bool, *refusals: str) -> None:
    if not condition:
        raise StatusChangeRefused(*refusals)
