"""What goes with commitments when they are taken away: the words, the parties, events and figures about them."""

from typing import Any

from django.db.models import F, Q, QuerySet

from tracker.lib.clocks import Clocks
from tracker.models import (
    Citation,
    Commitment,
    Deadline,
    Event,
    Figure,
    Participation,
    Party,
    Passage,
    Relation,
)
from tracker.selectors import then

# None asks for all there were, whatever they are about.
Narrowed = QuerySet[Commitment] | None
_OF_COMMITMENTS = ("commitment", "milestone__commitment", "condition__commitment", "assessment__commitment")  # fmt: skip


def passages(commitments: Narrowed, clocks: Clocks) -> QuerySet[Passage]:
    """The words on which the commitments, their parts and status changes, and what is related to them rested."""
    of = then.there(Commitment.public.all(), clocks) if commitments is None else commitments
    keys = of.order_by().values("pk")
    changes = then.changes_by(clocks).filter(commitment__in=keys)
    rested = Q(status_change__in=changes.values("pk"))
    for name in _OF_COMMITMENTS:
        rested |= Q(**{f"{name}__in": keys})
    rested |= Q(event__in=events(commitments, clocks).order_by().values("pk"))
    rested |= Q(figure__in=figures(commitments, clocks).order_by().values("pk"))
    cited = Citation.public.filter(rested, passage__isnull=False)
    due = Deadline.public.filter(commitment__in=keys, passage__isnull=False)
    found: QuerySet[Passage] = Passage.public.filter(
        Q(pk__in=cited.values("passage")) | Q(pk__in=due.values("passage"))
    )
    return found.order_by("capture__source__slug", "capture__code", "start", "end", "code")


def parties(commitments: Narrowed, _clocks: Clocks) -> QuerySet[Party]:
    """Those that have a role in any of the commitments."""
    found: QuerySet[Party] = Party.public.order_by("name", "slug")
    if commitments is None:
        return found
    roles = Participation.public.filter(commitment__in=commitments.order_by().values("pk"))
    return found.filter(pk__in=roles.values("party"))


def events(commitments: Narrowed, clocks: Clocks) -> QuerySet[Event]:
    """Those that are related to any of the commitments."""
    return _related(Event, commitments, clocks)


def figures(commitments: Narrowed, clocks: Clocks) -> QuerySet[Figure]:
    """Those that are related to any of the commitments."""
    return _related(Figure, commitments, clocks)


def _related(model: Any, commitments: Narrowed, clocks: Clocks) -> QuerySet[Any]:
    """The latest first; those without a date at the end."""
    latest_first = F("date_latest").desc(nulls_last=True)
    rows: QuerySet[Any] = then.there(model.public.all(), clocks).order_by(latest_first, "code")
    if commitments is None:
        return rows
    keys, related = commitments.order_by().values("pk"), Q()
    for near, far in (("from", "to"), ("to", "from")):
        end = f"{far}_{model._meta.model_name}"
        found = Relation.public.filter(**{f"{near}_commitment__in": keys, f"{end}__isnull": False})
        related |= Q(pk__in=found.values(end))
    return rows.filter(related)
