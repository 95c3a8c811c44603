"""Whose word the statuses rest on of what a party made: its own, the other side’s, or a third party’s."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.choices import Role
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment, Participation, Party, StatusChange
from tracker.selectors import then

_SIDES = (Role.OBLIGOR, Role.COORDINATOR, Role.COUNTERPARTY, Role.BENEFICIARY)


@dataclass(frozen=True)
class Accounts:
    """The status changes that rest on an account of one kind, the latest first."""

    title: Promise
    changes: list[StatusChange]


def accounts(party: Party, commitments: Iterable[Commitment], clocks: Clocks) -> list[Accounts]:
    """By itself, by the other side, by third parties; a change with accounts of several is in each."""
    commitments = list(commitments)
    changes = then.changes_there(clocks).filter(commitment__in=commitments)
    citations = Citation.public.filter(status_change__in=changes.values("pk")).select_related(
        "status_change__commitment"
    )
    sides = set(
        Participation.public.filter(commitment__in=commitments, role__in=_SIDES).values_list(
            "commitment", "party"
        )
    )
    own: dict[int, StatusChange] = {}
    other: dict[int, StatusChange] = {}
    third: dict[int, StatusChange] = {}
    for citation in citations:
        change = citation.status_change
        assert change is not None
        if citation.account_of_id == party.pk:
            kind = own
        elif (change.commitment_id, citation.account_of_id) in sides:
            kind = other
        else:
            kind = third
        kind[change.pk] = change
    named = (
        (_("By itself"), own),
        (_("By the other side"), other),
        (_("By third parties, or by nobody named"), third),
    )
    return [Accounts(title, _latest_first(found.values())) for title, found in named if found]


def _latest_first(changes: Iterable[StatusChange]) -> list[StatusChange]:
    return sorted(changes, key=lambda c: (str(c.date_latest), c.code), reverse=True)
