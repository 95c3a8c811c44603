"""Commitments as lists and pages need them, with their marks, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from tracker import choices
from tracker.models import (
    Assessment,
    Citation,
    Commitment,
    Condition,
    Deadline,
    Milestone,
    Participation,
    Relation,
)
from tracker.selectors import revisions
from tracker.selectors.timelines import Turn, turns_of

STALE_AFTER = timedelta(days=365)
ACTING = (choices.Role.OBLIGOR, choices.Role.WOULD_BE_OBLIGOR)
_CLOSED = (
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
    milestones: list[Milestone]
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


def cited(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """Citations with what a page says about each."""
    return citations.select_related("passage__capture__source", "reference", "account_of").order_by(
        "position", "pk"
    )


def with_marks(commitments: QuerySet[Commitment], *, today: date) -> QuerySet[Commitment]:
    """Add the marks that stand beside a status: they are worked out, never entered."""
    of_current = Citation.public.filter(status_change=OuterRef("current_change"))
    supporting = of_current.filter(stance=choices.Stance.SUPPORTS)
    later = Deadline.public.filter(
        commitment=OuterRef("commitment"), position__gt=OuterRef("position")
    )
    due = Deadline.public.filter(commitment=OuterRef("pk"), date_latest__lt=today)
    return commitments.annotate(
        accounts=_number_of_accounts(supporting),
        is_disputed=Exists(of_current.filter(stance=choices.Stance.CONTRADICTS)),
        is_one_sided=Q(accounts=1) & ~Exists(supporting.filter(account_of__isnull=True)),
        is_overdue=Exists(due.filter(~Exists(later))) & ~Q(status__in=_CLOSED),
        is_stale=Q(last_checked_date__lt=today - STALE_AFTER),
    )


def _number_of_accounts(citations: QuerySet[Citation]) -> Subquery:
    grouped = citations.order_by().values("status_change")
    return Subquery(grouped.annotate(n=Count("account_of", distinct=True)).values("n"))


def for_list(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """What a row shows besides its marks: the words, the parties, the status, what is due."""
    primary = cited(Citation.public.filter(role=choices.CitationRole.PRIMARY))
    roles = Participation.public.select_related("party").order_by("role", "party__name", "pk")
    return commitments.select_related("category", "current_change").prefetch_related(
        Prefetch("citations", primary, to_attr="primary_citations"),
        Prefetch("participations", roles, to_attr="roles"),
        Prefetch("deadlines", Deadline.public.order_by("position"), to_attr="due_dates"),
    )


def status_counts(commitments: QuerySet[Commitment]) -> Counter[str]:
    """How many have each status; the empty status counts what is not assessed."""
    rows = commitments.order_by().values("status").annotate(number=Count("pk", distinct=True))
    return Counter({row["status"]: row["number"] for row in rows})


def page(code: str, *, today: date) -> CommitmentPage:
    """One commitment with all that belongs to it. Raises Commitment.DoesNotExist."""
    commitment = with_marks(Commitment.public.all(), today=today).select_related(
        "category", "current_change"
    ).get(code=code)  # fmt: skip
    own = list(cited(Citation.public.filter(commitment=commitment)))
    links = _links(commitment, today=today)
    return CommitmentPage(
        commitment=commitment,
        primary=_with_role(own, choices.CitationRole.PRIMARY),
        other_words=_with_role(own, choices.CitationRole.PARAPHRASE),
        context=_with_role(own, choices.CitationRole.CONTEXT)
        + _with_role(own, choices.CitationRole.EVIDENCE),
        participations=_participations(commitment),
        deadlines=list(
            Deadline.public.filter(commitment=commitment)
            .select_related("passage__capture__source")
            .order_by("position")
        ),
        milestones=_milestones(commitment),
        conditions=list(_with_citations(
            Condition.public.filter(commitment=commitment).select_related("claimant", "disputed_by")
        ).order_by("position")),
        turns=turns_of(commitment),
        assessments=list(_with_citations(
            Assessment.public.filter(commitment=commitment).select_related("assessor")
        ).order_by("date_latest", "pk")),
        revisions=len(revisions.of_commitment(commitment)),
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


def _milestones(commitment: Commitment) -> list[Milestone]:
    reached = _with_citations(
        Milestone.public.filter(commitment=commitment).select_related("party")
    )
    order = choices.MilestoneStep.values
    return sorted(reached, key=lambda m: (order.index(m.step), m.party.name if m.party else ""))


_ENDS = ("from", "to")
_RECORDS = ("commitment", "event", "figure")


def _links(commitment: Commitment, *, today: date) -> list[tuple[str, Link]]:
    ends = [f"{end}_{record}" for end in _ENDS for record in _RECORDS]
    relations = (
        Relation.public.filter(Q(from_commitment=commitment) | Q(to_commitment=commitment))
        .select_related(*ends)
        .order_by("kind", *(f"{end}__code" for end in ends), "pk")
    )
    return [(relation.kind, _link(relation, commitment)) for relation in relations]


def _link(relation: Relation, commitment: Commitment) -> Link:
    kind = choices.RelationKind(relation.kind)
    is_origin = relation.from_commitment_id == commitment.pk
    label = kind.label if is_origin else kind.inverse
    return Link(str(label), relation.target if is_origin else relation.origin, relation.note)
