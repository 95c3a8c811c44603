"""Events and reported figures with their parties, words and rival accounts."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment, Event, Figure, Participation, Relation
from tracker.selectors import taken_along, then
from tracker.selectors.timelines import cited


def events(clocks: Clocks) -> QuerySet[Event]:
    """All events, the latest first; those without a date at the end."""
    return _with_all(taken_along.events(None, clocks), clocks)


def figures(clocks: Clocks) -> QuerySet[Figure]:
    """All reported figures, the latest first; those without a date at the end.

    What others report is a statement of its own day, so a later one is left out.
    """
    figures = taken_along.figures(None, clocks)
    return _with_all(figures, clocks, then.documented_by(clocks))


def withdrawn(model: Any, clocks: Clocks) -> QuerySet[Any]:
    """What had been withdrawn by then, with its reason alone to be shown."""
    rows: QuerySet[Any] = model.public.withdrawn()
    return rows.filter(withdrawn_at__lt=clocks.recorded_before).order_by("-withdrawn_at", "code")


def _with_all(records: QuerySet[Any], clocks: Clocks, reported: Q | None = None) -> QuerySet[Any]:
    roles = Participation.public.select_related("party").order_by("role", "party__name", "pk")
    words = cited(Citation.public.filter(passage__isnull=False))
    accounts = cited(Citation.public.filter(reported or Q(), reference__isnull=False))
    there = then.there(Commitment.public.all(), clocks).values("pk")
    related = Relation.public.select_related("from_commitment", "to_commitment").order_by("pk")
    return records.prefetch_related(
        Prefetch("participations", roles, to_attr="roles"),
        Prefetch("citations", words, to_attr="words"),
        Prefetch("citations", accounts, to_attr="accounts"),
        Prefetch("relations_to", related.filter(from_commitment__in=there), to_attr="led_to"),
        Prefetch("relations_from", related.filter(to_commitment__in=there), to_attr="led_from"),
    )
