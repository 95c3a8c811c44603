"""Events and reported figures with their parties, words and rival accounts."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet

from tracker.models import Citation, Event, Figure, Participation, Relation
from tracker.selectors.commitments import cited


def events() -> QuerySet[Event]:
    """All events, the latest first; those without a date at the end."""
    latest_first = F("date_latest").desc(nulls_last=True)
    return _with_all(Event.public.all()).order_by(latest_first, "code")


def figures() -> QuerySet[Figure]:
    """All reported figures by code."""
    return _with_all(Figure.public.all()).order_by("code")


def _with_all(records: QuerySet[Any]) -> QuerySet[Any]:
    roles = Participation.public.select_related("party").order_by("role", "party__name", "pk")
    words = cited(Citation.public.filter(passage__isnull=False))
    accounts = cited(Citation.public.filter(reference__isnull=False))
    related = Relation.public.select_related("from_commitment", "to_commitment").order_by("pk")
    return records.prefetch_related(
        Prefetch("participations", roles, to_attr="roles"),
        Prefetch("citations", words, to_attr="words"),
        Prefetch("citations", accounts, to_attr="accounts"),
        Prefetch("relations_to", related.filter(from_commitment__isnull=False), to_attr="led_to"),
        Prefetch("relations_from", related.filter(to_commitment__isnull=False), to_attr="led_from"),
    )
