"""Whose word it is: the account of the party itself, of the other side, of anybody else."""

import pytest

from tests import factories
from tracker.lib.clocks import PRESENT
from tracker.selectors.accounts import accounts

pytestmark = pytest.mark.django_db


def test_accounts_are_told_apart_and_a_change_with_several_is_in_each():
    party, other, third = (factories.PartyFactory() for _ in range(3))
    commitment = factories.published_commitment()
    factories.ParticipationFactory(commitment=commitment, party=party, role="obligor")
    factories.ParticipationFactory(commitment=commitment, party=other, role="counterparty")
    factories.ParticipationFactory(commitment=commitment, party=third, role="witness")
    for code, several in {"S-1": [party, other], "S-2": [third], "S-3": [None, party]}.items():
        change = factories.StatusChangeFactory(code=code, commitment=commitment)
        for position, account in enumerate(several, start=1):
            factories.CitationFactory(
                status_change=change, reference=factories.ReferenceFactory(), position=position,
                account_of=account,
            )  # fmt: skip
        factories.publish(change)

    found = accounts(party, [commitment], PRESENT)

    assert [(str(a.title), sorted(c.code for c in a.changes)) for a in found] == [
        ("By itself", ["S-1", "S-3"]),
        ("By the other side", ["S-1"]),
        ("By third parties, or by nobody named", ["S-2", "S-3"]),
    ]


def test_accounts_of_nothing_are_none():
    assert accounts(factories.PartyFactory(), [], PRESENT) == []
