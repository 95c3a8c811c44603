"""Whose word the statuses rest on of what a party made: its own, the other side’s, or a third party’s."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.choices import Role
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment, Participation, Party, StatusChange
from tracker.selectors import then

_SIDES = (Role.OBLIGOR, Role.COORDINATOR, Role.COUNTERPARTY, Role.BENEFICIARY)

_TITLES = {
    "own": _("By itself"),
    "other": _("By the other side"),
    "third": _("By third parties, or by nobody named"),
}


@dataclass(frozen=True)
class Accounts:
    """The status changes that rest on an account of one kind, the latest first."""

    title: Promise
    changes: list[StatusChange]


def accounts(party: Party, commitments: Iterable[Commitment], clocks: Clocks) -> list[Accounts]:
    """By itself, by the other side, by third parties; a change with accounts of several is in each."""
    commitments = list(commitments)
    sides = _sides(commitments)
    found: dict[str, dict[int, StatusChange]] = {kind: {} for kind in _TITLES}
    for citation, change in _citations(commitments, clocks):
        kind = _kind(citation.account_of_id, party, change, sides)
        found[kind][change.pk] = change
    return [Accounts(_TITLES[kind], _latest_first(c.values())) for kind, c in found.items() if c]


def _citations(
    commitments: list[Commitment], clocks: Clocks
) -> Iterator[tuple[Citation, StatusChange]]:
    changes = then.changes_there(clocks).filter(commitment__in=commitments)
    citations = Citation.public.filter(status_change__in=changes.values("pk"))
    for citation in citations.select_related("status_change__commitment"):
        assert citation.status_change is not None
        yield citation, citation.status_change


def _sides(commitments: list[Commitment]) -> set[tuple[int, int]]:
    """Each commitment with each party that stands on one of its sides."""
    roles = Participation.public.filter(commitment__in=commitments, role__in=_SIDES)
    return set(roles.values_list("commitment", "party"))


def _kind(
    speaker: int | None, party: Party, change: StatusChange, sides: set[tuple[int, int]]
) -> str:
    if speaker == party.pk:
        return "own"
    return "other" if (change.commitment_id, speaker) in sides else "third"


def _latest_first(changes: Iterable[StatusChange]) -> list[StatusChange]:
    return sorted(changes, key=lambda c: (str(c.date_latest), c.code), reverse=True)
