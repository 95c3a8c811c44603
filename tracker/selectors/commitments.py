"""Commitments as lists and pages need them, with their marks, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from tracker import choices
from tracker.lib.clocks import Clocks
from tracker.models import (
    Assessment,
    Citation,
    Commitment,
    Condition,
    Deadline,
    Event,
    Figure,
    Milestone,
    Participation,
    Relation,
    StatusChange,
)
from tracker.selectors import evidence, revisions, then
from tracker.selectors.conditions import conditions
from tracker.selectors.timelines import Turn, cited, turns_of

STALE_AFTER = timedelta(days=365)
ACTING = (choices.Role.OBLIGOR, choices.Role.WOULD_BE_OBLIGOR)
CLOSED = (
    choices.Status.FULFILLED,
    choices.Status.NO_LONGER_APPLIES,
    choices.Status.NOT_ASSESSABLE,
)


@dataclass(frozen=True)
class CommitmentPage:
    """Everything that the page of one commitment shows."""

    commitment: Commitment
    primary: list[Citation]
    other_words: list[Citation]
    context: list[Citation]
    participations: list[Participation]
    deadlines: list[Deadline]
    steps: list[tuple[str, list[Milestone]]]
    conditions: list[Condition]
    turns: list[Turn]
    assessments: list[Assessment]
    revisions: int = 0
    pairs: list["Link"] = field(default_factory=list)
    links: list["Link"] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """A relation as seen from one of its ends."""

    label: str
    record: object
    note: str


def with_marks(commitments: QuerySet[Commitment], clocks: Clocks) -> QuerySet[Commitment]:
    """As they stood then, with the marks beside the status: they are worked out, never entered."""
    change = StatusChange.public.filter(pk=OuterRef("change_then"))
    due = deadlines_then(clocks).filter(commitment=OuterRef("pk"), date_latest__lt=clocks.as_of)
    return then.standing(commitments, clocks).annotate(
        **evidence.marks(change),
        is_overdue=Exists(due) & ~Q(status_then__in=CLOSED),
        is_stale=Q(last_checked_date__lt=clocks.as_of - STALE_AFTER),
        is_quiet=Q(change_then__isnull=False) & ~Exists(change.filter(_dated_since(clocks))),
    )


def _dated_since(clocks: Clocks) -> Q:
    """Evidence that may be of the year before the day asked about: pages and archived documents."""
    since = clocks.as_of - STALE_AFTER
    return Q(citations__reference__date_latest__gte=since) | Q(
        citations__passage__capture__source__date_latest__gte=since
    )


def deadlines_set(clocks: Clocks) -> QuerySet[Deadline]:
    """The deadlines that had been set by then, the re-dated ones among them."""
    is_set = Q(in_force_from__isnull=True) | Q(in_force_from__lte=clocks.as_of)
    return Deadline.public.filter(is_set)


def deadlines_then(clocks: Clocks) -> QuerySet[Deadline]:
    """The deadline of each commitment that was in force then: the last that had been set."""
    later = deadlines_set(clocks).filter(
        commitment=OuterRef("commitment"), position__gt=OuterRef("position")
    )
    return deadlines_set(clocks).filter(~Exists(later))


def for_list(commitments: QuerySet[Commitment], clocks: Clocks) -> QuerySet[Commitment]:
    """What a row shows besides its marks: the words, the parties, the status change, what is due."""
    primary = cited(Citation.public.filter(role=choices.CitationRole.PRIMARY))
    roles = Participation.public.select_related("party").order_by("role", "party__name", "pk")
    return commitments.select_related("category").prefetch_related(
        Prefetch("citations", primary, to_attr="primary_citations"),
        Prefetch("participations", roles, to_attr="roles"),
        Prefetch("deadlines", _with_words(deadlines_set(clocks)), to_attr="due_dates"),
        Prefetch("status_changes", then.changes_then(clocks), to_attr="changes_then"),
    )


def _with_words(deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    named = deadlines.select_related("passage__capture__source")
    return named.defer("passage__capture__text").order_by("position")


def status_counts(commitments: QuerySet[Commitment]) -> Counter[str]:
    """How many have each status; the empty status counts what is not assessed."""
    rows = commitments.order_by().values("status_then").annotate(number=Count("pk", distinct=True))
    return Counter({row["status_then"]: row["number"] for row in rows})


def page(code: str, clocks: Clocks) -> CommitmentPage:
    """One commitment with all that belongs to it. Raises Commitment.DoesNotExist."""
    commitment = for_list(with_marks(Commitment.public.all(), clocks), clocks).get(code=code)
    own = list(cited(Citation.public.filter(commitment=commitment)))
    links = _links(commitment, clocks)
    return CommitmentPage(
        commitment=commitment,
        primary=_with_role(own, choices.CitationRole.PRIMARY),
        other_words=_with_role(own, choices.CitationRole.PARAPHRASE),
        context=_with_role(own, choices.CitationRole.CONTEXT)
        + _with_role(own, choices.CitationRole.EVIDENCE),
        participations=_participations(commitment),
        deadlines=commitment.due_dates,  # type: ignore[attr-defined]
        steps=_steps(commitment, clocks),
        conditions=conditions([commitment.pk], clocks).get(commitment.pk, []),
        turns=turns_of(commitment, clocks),
        assessments=list(_with_citations(
            then.there(Assessment.public.filter(commitment=commitment), clocks)
            .select_related("assessor")
        ).order_by("date_latest", "pk")),
        revisions=len(revisions.of_commitment(commitment, clocks)),
        pairs=[link for kind, link in links if kind == choices.RelationKind.RECIPROCAL_TO],
        links=[link for kind, link in links if kind != choices.RelationKind.RECIPROCAL_TO],
    )  # fmt: skip


def _with_role(citations: list[Citation], role: choices.CitationRole) -> list[Citation]:
    return [citation for citation in citations if citation.role == role]


def _with_citations(things: QuerySet[Any]) -> QuerySet[Any]:
    return things.prefetch_related(
        Prefetch("citations", cited(Citation.public.all()), to_attr="cites")
    )


def _participations(commitment: Commitment) -> list[Participation]:
    """Who is to act comes first: the roles in the order of the vocabulary."""
    order = choices.Role.values
    roles = Participation.public.filter(commitment=commitment).select_related("party")
    return sorted(roles, key=lambda p: (order.index(p.role), p.party.name))


def _steps(commitment: Commitment, clocks: Clocks) -> list[tuple[str, list[Milestone]]]:
    """The steps of a treaty in their order, each with those who took it; none where none is recorded.

    That a treaty was denounced is told only where it was.
    """
    taken = Milestone.public.filter(
        then.dated_by(clocks, "commitment__recorded_at"), commitment=commitment
    )
    reached = list(_with_citations(taken.select_related("party")))
    reached.sort(key=lambda m: (m.date_latest or date.max, m.party.name if m.party else ""))
    steps = [(step, [m for m in reached if m.step == step]) for step in choices.MilestoneStep]
    if not reached:
        return []
    return [(str(s.label), found) for s, found in steps if found or s != choices.MilestoneStep.DENOUNCED]  # fmt: skip


_RECORDS: dict[str, Any] = {"commitment": Commitment, "event": Event, "figure": Figure}


def _links(commitment: Commitment, clocks: Clocks) -> list[tuple[str, Link]]:
    """What it is related to, as that stood then; what was not there yet is left out."""
    codes = [f"{end}_{name}__code" for end in ("from", "to") for name in _RECORDS]
    of_it = Q(from_commitment=commitment) | Q(to_commitment=commitment)
    relations = list(Relation.public.filter(of_it).order_by("kind", *codes, "pk"))
    others = {name: _others(name, relations, clocks) for name in _RECORDS}
    found = []
    for relation in relations:
        is_origin = relation.from_commitment_id == commitment.pk
        kind = choices.RelationKind(relation.kind)
        name, key = _end(relation, "to" if is_origin else "from")
        if other := others[name].get(key):
            label = kind.label if is_origin else kind.inverse
            found.append((relation.kind, Link(str(label), other, relation.note)))
    return found


def _others(name: str, relations: list[Relation], clocks: Clocks) -> dict[int, Any]:
    ends = [_end(relation, end) for relation in relations for end in ("from", "to")]
    rows = _RECORDS[name].public.filter(pk__in={key for kind, key in ends if kind == name})
    if name == "commitment":
        rows = for_list(with_marks(rows, clocks), clocks)
    else:
        rows = then.there(rows, clocks)
    return {row.pk: row for row in rows}


def _end(relation: Relation, end: str) -> tuple[str, int]:
    keys = [(name, getattr(relation, f"{end}_{name}_id")) for name in _RECORDS]
    return next((name, key) for name, key in keys if key)
