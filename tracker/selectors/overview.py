"""The start page: how things stand, what changed, by source and by category."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min

from tracker.lib.clocks import Clocks
from tracker.models import (
    Category,
    Commitment,
    Event,
    Figure,
    Party,
    Passage,
    Source,
)
from tracker.selectors import then
from tracker.selectors.calendar import Near, near
from tracker.selectors.commitments import status_counts, with_marks
from tracker.selectors.groupings import statuses_by
from tracker.selectors.pairs import pairs
from tracker.selectors.series import Step, steps
from tracker.selectors.timelines import Turn, changes_with_evidence, latest_turns, newest_first

_LATEST = 5
_NEAREST = 5
_MOST_PARTIES = 8


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
    due: Near
    disputed: int
    one_sided: int
    pairs: int
    steps: list[Step]
    by_party: list[Row]
    first_made: date | None
    first_recorded: datetime | None
    changes: int
    by_source: list[Row]
    by_category: list[Row]
    sources: int
    events: int
    figures: int
    passages: int
    verified: int


def overview(clocks: Clocks) -> Overview:
    """The record as it stood then."""
    public = with_marks(Commitment.public.all(), clocks)
    latest = changes_with_evidence(clocks).filter(date_earliest__lte=clocks.as_of)
    return Overview(
        counts=status_counts(public),
        latest=latest_turns(newest_first(latest)[:_LATEST], clocks),
        due=near(public, clocks, _NEAREST),
        disputed=public.filter(is_disputed=True).count(),
        one_sided=public.filter(is_one_sided=True).count(),
        pairs=len(pairs(public, clocks)),
        steps=steps(public, clocks),
        by_party=_rows(
            statuses_by(public, "party"), Party.public.values_list("slug", "short_name")
        )[:_MOST_PARTIES],
        **_first(),
        changes=then.changes_there(clocks).count(),
        by_source=_rows(
            statuses_by(public, "source"), Source.public.values_list("slug", "short_title")
        ),
        by_category=_rows(
            statuses_by(public, "category"), Category.public.values_list("slug", "name")
        ),
        sources=Source.public.count(),
        events=then.there(Event.public.all(), clocks).count(),
        figures=then.there(Figure.public.all(), clocks).count(),
        passages=Passage.public.count(),
        verified=Passage.public.filter(checked_at__isnull=False, check_failure="").count(),
    )


def _first() -> dict[str, Any]:
    """Where the record begins, for those who ask about a day before it."""
    return Commitment.public.aggregate(
        first_made=Min("date_latest"), first_recorded=Min("recorded_at")
    )


def _rows(counted: dict[str, Counter[str]], labels: Iterable[tuple[str, str]]) -> list[Row]:
    """The largest first."""
    names = dict(labels)
    found = [Row(slug, names.get(slug, slug), counts) for slug, counts in counted.items()]
    return sorted(found, key=lambda row: (-row.counts.total(), row.label))
