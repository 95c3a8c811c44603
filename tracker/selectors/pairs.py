"""Commitments given in return for each other: who has performed against whom."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tracker.choices import RelationKind, Status
from tracker.lib.clocks import Clocks
from tracker.models import Commitment, Condition, Relation
from tracker.selectors.commitments import ACTING, for_list, with_marks
from tracker.selectors.conditions import conditions


@dataclass(frozen=True)
class Side:
    """One commitment of a pair, with those who are to act."""

    commitment: Commitment
    conditions: list[Condition]

    @property
    def parties(self) -> list[str]:
        """The short names of those who are to act."""
        return [p.party.short_name for p in self.commitment.roles if p.role in ACTING]  # type: ignore[attr-defined]

    @property
    def is_done(self) -> bool:
        """Whether it was fulfilled."""
        return bool(self.commitment.status_then == Status.FULFILLED)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Pair:
    """Two commitments given in return for each other; `second` is missing where it was not there yet."""

    first: Side
    second: Side | None
    note: str

    @property
    def done(self) -> int:
        """How many of the two were fulfilled."""
        return sum(side.is_done for side in (self.first, self.second) if side)


def pairs(commitments: QuerySet[Commitment], clocks: Clocks) -> list[Pair]:
    """The pairs of which one of these is a side, as they stood then, in the order of their codes."""
    keys = commitments.order_by().values("pk")
    relations = list(
        Relation.public.filter(kind=RelationKind.RECIPROCAL_TO, from_commitment__isnull=False,
                               to_commitment__isnull=False)
        .filter(Q(from_commitment__in=keys) | Q(to_commitment__in=keys))
        .order_by("from_commitment__code", "to_commitment__code", "pk")
    )  # fmt: skip
    sides = _sides(relations, clocks)
    found, seen = [], set()
    for relation in relations:
        ends = (relation.from_commitment_id, relation.to_commitment_id)
        if frozenset(ends) in seen:
            continue  # the same pair, entered from its other side
        seen.add(frozenset(ends))
        there = [sides[key] for key in ends if key in sides]
        if there:
            found.append(Pair(there[0], there[1] if there[1:] else None, relation.note))
    return found


def _sides(relations: list[Relation], clocks: Clocks) -> dict[int | None, Side]:
    keys = {key for r in relations for key in (r.from_commitment_id, r.to_commitment_id)}
    rows = for_list(with_marks(Commitment.public.filter(pk__in=keys), clocks), clocks)
    stated = conditions(keys, clocks)
    return {row.pk: Side(row, stated.get(row.pk, [])) for row in rows}
