"""The history of commitments as a reader sees it: from which status to which, and on what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F, Prefetch, QuerySet

from tracker import choices
from tracker.models import Citation, Commitment, StatusChange


@dataclass(frozen=True)
class Turn:
    """A status change together with the status before it and what became of it."""

    change: StatusChange
    before: str
    before_label: str
    after: str
    after_label: str
    corrected_by: list[StatusChange]

    @property
    def is_corrected(self) -> bool:
        """Whether a later change takes it out of the history."""
        return bool(self.corrected_by)


def changes_with_evidence() -> QuerySet[StatusChange]:
    """Public status changes with their citations and the words of their commitments."""
    cites = Citation.public.select_related(
        "passage__capture__source", "reference", "account_of"
    ).order_by("position", "pk")
    primary = cites.filter(role=choices.CitationRole.PRIMARY)
    return StatusChange.public.select_related("commitment", "party", "corrects").prefetch_related(
        Prefetch("citations", cites, to_attr="cites"),
        Prefetch("commitment__citations", primary, to_attr="primary_citations"),
    )


def newest_first(changes: QuerySet[StatusChange]) -> QuerySet[StatusChange]:
    """The latest to happen first; at the end those known only to have happened by some day."""
    happened = F("date_earliest").desc(nulls_last=True)
    return changes.order_by(happened, "-date_latest", "-recorded_at", "-pk")


def turns_of(commitment: Commitment) -> list[Turn]:
    """The history of one commitment, newest first."""
    return _turns(changes_with_evidence().filter(commitment=commitment))[::-1]


def latest_turns(changes: Iterable[StatusChange]) -> list[Turn]:
    """These changes, in their order, each with the status its commitment had before."""
    changes = list(changes)
    histories = StatusChange.public.filter(
        commitment__in={change.commitment_id for change in changes}
    ).select_related("commitment", "corrects")
    by_key = {turn.change.pk: turn for turn in _turns(histories)}
    return [replace(turn, change=change) for change in changes for turn in [by_key[change.pk]]]


def _turns(changes: QuerySet[StatusChange]) -> list[Turn]:
    ordered = list(changes.order_by("date_latest", "recorded_at", "pk"))
    corrections: dict[int, list[StatusChange]] = {}
    for change in ordered:
        if change.corrects_id:
            corrections.setdefault(change.corrects_id, []).append(change)
    found, before = [], dict[tuple[int, int | None], str]()
    for change in ordered:
        line = change.commitment_id, change.party_id
        found.append(_turn(change, before.get(line, ""), corrections.get(change.pk, [])))
        if change.pk not in corrections and change.status:
            before[line] = change.status
    return found


def _turn(change: StatusChange, before: str, corrections: list[StatusChange]) -> Turn:
    # A change that is taken back leaves what stood before it; any other leaves its own status.
    after = change.status or before
    if change.corrects:
        before = change.corrects.status
    return Turn(change, before, _label(change, before), after, _label(change, after), corrections)


def _label(change: StatusChange, status: str) -> str:
    return choices.status_label(status, is_standing=change.commitment.is_standing)
