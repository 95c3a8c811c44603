"""The start page: how things stand, what changed, by source and by category."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from tracker.models import (
    Category,
    Citation,
    Commitment,
    Event,
    Figure,
    Passage,
    Source,
    StatusChange,
)
from tracker.selectors.commitments import status_counts
from tracker.selectors.timelines import Turn, changes_with_evidence, latest_turns, newest_first

_LATEST = 5


@dataclass(frozen=True)
class Row:
    """One source or category and how many commitments it has by status."""

    slug: str
    label: str
    counts: Counter[str]


@dataclass(frozen=True)
class Overview:
    """Everything that the start page shows."""

    counts: Counter[str]
    latest: list[Turn]
    changes: int
    by_source: list[Row]
    by_category: list[Row]
    sources: int
    events: int
    figures: int
    passages: int
    verified: int


def overview(*, today: date) -> Overview:
    """The record as of today."""
    public = Commitment.public.all()
    return Overview(
        counts=status_counts(public),
        latest=latest_turns(
            newest_first(changes_with_evidence().filter(date_earliest__lte=today))[:_LATEST]
        ),
        changes=StatusChange.public.count(),
        by_source=_by_source(),
        by_category=_by_category(public),
        sources=Source.public.count(),
        events=Event.public.count(),
        figures=Figure.public.count(),
        passages=Passage.public.count(),
        verified=Passage.public.filter(checked_at__isnull=False, check_failure="").count(),
    )


def _by_category(public: QuerySet[Commitment]) -> list[Row]:
    rows = public.order_by().values("category__slug", "status").annotate(n=Count("pk"))
    labels = dict(Category.public.values_list("slug", "name"))
    return _rows([(r["category__slug"], r["status"], r["n"]) for r in rows], labels)


def _by_source() -> list[Row]:
    slug = "passage__capture__source__slug"
    rows = (
        Citation.public.filter(commitment__isnull=False, passage__isnull=False)
        .order_by()
        .values(slug, "commitment__status")
        .annotate(n=Count("commitment", distinct=True))
    )
    labels = dict(Source.public.values_list("slug", "short_title"))
    return _rows([(r[slug], r["commitment__status"], r["n"]) for r in rows], labels)


def _rows(counted: list[tuple[str, str, int]], labels: dict[str, str]) -> list[Row]:
    counts: dict[str, Counter[str]] = {}
    for slug, status, number in counted:
        counts.setdefault(slug, Counter())[status] += number
    found = [Row(slug, labels.get(slug, slug), counter) for slug, counter in counts.items()]
    return sorted(found, key=lambda row: (-row.counts.total(), row.label))
