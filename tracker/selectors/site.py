"""What every page says about the record as a whole."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Max, Value

from tracker.lib.clocks import Clocks
from tracker.models import Assessment, Commitment, Dataset, Event, Figure, Revision, StatusChange

_WITHDRAWABLE = (Commitment, Event, Figure, Assessment)


@dataclass(frozen=True)
class Site:
    """Title and licence of the record, and how far the data reach."""

    title: str
    description: str
    licence_name: str
    licence_url: str
    data_to: datetime | None


def site(clocks: Clocks) -> Site:
    """The record, and how far it reached then."""
    about = Dataset.public.first() or Dataset()
    return Site(
        title=about.title,
        description=about.description,
        licence_name=about.licence_name,
        licence_url=about.licence_url,
        data_to=_last_moment(clocks),
    )


def _last_moment(clocks: Clocks) -> datetime | None:
    """When something was recorded, revised or taken back last by then; None of an empty record."""
    recorded = [_last(model.public.all(), "recorded_at", clocks) for model in _WITHDRAWABLE]
    withdrawn = [_last(model.public.withdrawn(), "withdrawn_at", clocks) for model in _WITHDRAWABLE]
    first, *others = recorded + withdrawn
    # Of the two tables that grow longest an index gives the last at once.
    longest = [_latest(model.public.all(), clocks) for model in (StatusChange, Revision)]
    moments = [*first.union(*others, all=True), *chain(*longest)]
    return max((at for (at,) in moments if at), default=None)


def _latest(rows: Any, clocks: Clocks) -> Any:
    if not clocks.are_now:
        rows = rows.filter(recorded_at__lt=clocks.recorded_before)
    return rows.order_by("-recorded_at").values_list("recorded_at")[:1]


def _last(rows: Any, moment: str, clocks: Clocks) -> Any:
    if not clocks.are_now:
        rows = rows.filter(**{f"{moment}__lt": clocks.recorded_before})
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(at=Max(moment)).values_list("at")  # fmt: skip
