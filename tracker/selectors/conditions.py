"""The conditions that somebody states for commitments, as they had been stated by then."""

from collections.abc import Iterable

from django.db.models import Prefetch

from tracker import choices
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Condition
from tracker.selectors import then
from tracker.selectors.timelines import cited


def conditions(commitments: Iterable[int | None], clocks: Clocks) -> dict[int, list[Condition]]:
    """Of the commitments with these keys, each with its evidence of then as `cites`.

    A condition is as old as the oldest page that says so, and the other view as the oldest that contradicts it.
    """
    rows = Condition.public.filter(commitment__in=commitments).order_by("position")
    rows = rows.select_related("claimant", "disputed_by").prefetch_related(
        Prefetch("citations", cited(Citation.public.all()), to_attr="cites")
    )
    stated: dict[int, list[Condition]] = {}
    for condition in rows:
        if _as_it_stood(condition, clocks):
            stated.setdefault(condition.commitment_id, []).append(condition)
    return stated


def _as_it_stood(condition: Condition, clocks: Clocks) -> bool:
    """Whether it had been stated by then; if so, it is left with what had been said and done by then."""
    if clocks.are_now:
        return True
    every: list[Citation] = condition.cites  # type: ignore[attr-defined]
    by_then = [citation for citation in every if then.is_documented(citation, clocks)]
    condition.cites = by_then  # type: ignore[attr-defined]
    if _contradicted(every) and not _contradicted(by_then):
        condition.disputed_by, condition.dispute = None, ""
    has_come = condition.date_latest is None or condition.date_latest <= clocks.as_of
    condition.is_met = condition.is_met and has_come
    return bool(by_then)


def _contradicted(citations: list[Citation]) -> bool:
    return any(citation.stance == choices.Stance.CONTRADICTS for citation in citations)
