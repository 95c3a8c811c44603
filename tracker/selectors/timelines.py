"""The history of commitments as a reader sees it: from which status to which, and on what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F, OuterRef, Prefetch, QuerySet

from tracker import choices
from tracker.lib import history
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment, StatusChange
from tracker.selectors import evidence
from tracker.selectors.then import as_history, changes_there, known_changes


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


def cited(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """Citations with what a page says about each; the archived texts stay where they are."""
    named = citations.select_related("passage__capture__source", "reference", "account_of")
    return named.defer("passage__capture__text").order_by("position", "pk")


def changes_with_evidence(clocks: Clocks) -> QuerySet[StatusChange]:
    """The status changes there were, with their citations and the words of their commitments."""
    return with_evidence(changes_there(clocks))


def with_evidence(changes: QuerySet[StatusChange]) -> QuerySet[StatusChange]:
    """These with their citations and marks, and the words of their commitments."""
    cites = cited(Citation.public.all())
    primary = cites.filter(role=choices.CitationRole.PRIMARY)
    named = with_marks(changes).select_related("commitment", "party", "corrects")
    return named.prefetch_related(
        Prefetch("citations", cites, to_attr="cites"),
        Prefetch("commitment__citations", primary, to_attr="primary_citations"),
    )


def with_marks(changes: QuerySet[StatusChange]) -> QuerySet[StatusChange]:
    """These with what their evidence makes of them: disputed, one party's word only."""
    return changes.annotate(**evidence.marks(StatusChange.public.filter(pk=OuterRef("pk"))))


def newest_first(changes: QuerySet[StatusChange]) -> QuerySet[StatusChange]:
    """The latest to happen first; at the end those known only to have happened by some day."""
    happened = F("date_earliest").desc(nulls_last=True)
    return changes.order_by(happened, "-date_latest", "-recorded_at", "-pk")


def turns_of(commitment: Commitment, clocks: Clocks) -> list[Turn]:
    """The history of one commitment, newest first."""
    known = with_evidence(known_changes(clocks)).filter(commitment=commitment)
    turns = _turns(known)[::-1]
    return [turn for turn in turns if as_history(turn.change).happened <= clocks.as_of]


def latest_turns(changes: Iterable[StatusChange], clocks: Clocks) -> list[Turn]:
    """These changes, in their order, each with the status its commitment had before."""
    changes = list(changes)
    histories = (
        known_changes(clocks)
        .filter(commitment__in={change.commitment_id for change in changes})
        .select_related("commitment", "corrects")
    )
    by_key = {turn.change.pk: turn for turn in _turns(histories)}
    return [replace(turn, change=change) for change in changes for turn in [by_key[change.pk]]]


def _turns(changes: QuerySet[StatusChange]) -> list[Turn]:
    """Each line of history by itself: that of a commitment as a whole, that of each party."""
    ordered = list(changes.order_by("date_latest", "recorded_at", "pk"))
    lines: dict[tuple[int, int | None], list[StatusChange]] = {}
    for change in ordered:
        lines.setdefault((change.commitment_id, change.party_id), []).append(change)
    turns = {turn.change.pk: turn for line in lines.values() for turn in line_of(line)}
    return [turns[change.pk] for change in ordered]


def line_of(changes: list[StatusChange]) -> list[Turn]:
    """One line of history, in the order of its days; needs no database."""
    known = {change.pk: as_history(change) for change in changes}
    by_key = {change.pk: change for change in changes}
    corrections = history.corrections_that_count(known.values())
    found, before = [], ""
    for change in changes:
        was, now = before, change.status
        if change.corrects_id:
            was, now = _corrected(known, change)
        by = [by_key[key] for key in corrections.get(change.pk, [])]  # type: ignore[index]
        found.append(Turn(change, was, _label(change, was), now, _label(change, now), by))
        if not by and change.status:
            before = change.status
    return found


def _corrected(known: dict[int, history.Change], change: StatusChange) -> tuple[str, str]:
    """What would be in force without the correction, and what is with it, by all that is known now."""
    own = known[change.pk]
    day = max(own.happened, known.get(change.corrects_id or 0, own).happened)
    others = [c for c in known.values() if c.key != own.key and c.corrects != own.key]
    was, now = (
        history.in_force(changes, as_of=day, known_at=max(c.recorded_at for c in known.values()))
        for changes in (others, [*others, own])
    )
    return (was.status if was else ""), change.status or (now.status if now else "")


def _label(change: StatusChange, status: str) -> str:
    return choices.status_label(status, is_standing=change.commitment.is_standing)
