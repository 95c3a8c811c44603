"""Parties: the list, and the page of one with its roles kept apart."""

import pytest

from tests import factories
from tests.views.html import Element, read
from tests.views.record import rich

pytestmark = pytest.mark.django_db


def opened(client, url: str) -> Element:
    return read(client.get(url))


def taking_part(party, role: str, times: int = 1, **values):
    for _ in range(times):
        commitment = factories.published_commitment(**values)
        factories.ParticipationFactory(commitment=commitment, party=party, role=role)


def cells(page: Element, party: str) -> dict[str, str]:
    row = next(r for r in page.all("tr") if party in r.words)
    return {cell["data-label"]: cell.words for cell in row.all("td")}


def test_party_list_counts_each_kind_of_part_apart(client):
    party = factories.PartyFactory(short_name="Side A")
    taking_part(party, "obligor", 2)
    taking_part(party, "obligor", 1, bindingness="attributed_state_policy")
    taking_part(party, "would_be_obligor", 3)
    taking_part(party, "beneficiary", 4)

    found = cells(opened(client, "/parties/"), "Side A")

    assert found == {
        "Type": "State",
        "Made": "2",
        "Attributed": "1",
        "Told by others": "3",
        "Proposed": "0",
        "Received": "4",
        "Other roles": "0",
    }


def test_party_list_counts_a_commitment_once_whatever_roles_it_gives(client):
    party = factories.PartyFactory(short_name="Side A")
    taking_part(party, "beneficiary")
    commitment = party.participations.get().commitment
    factories.ParticipationFactory(commitment=commitment, party=party, role="counterparty")

    assert cells(opened(client, "/parties/"), "Side A")["Received"] == "1"


def test_party_page_lists_the_commitments_of_each_part(client):
    party = factories.PartyFactory(slug="a")
    taking_part(party, "obligor", 2)
    taking_part(party, "witness")

    page = opened(client, "/parties/a/")

    headings = [heading.words for heading in page.all("h2")][:-1]
    assert headings == ["Made: 2", "In another role: 1"]
    assert len(page.one("section", **{"aria-labelledby": "made"}).one("ul", "links").all("li")) == 2


@pytest.mark.parametrize(("assessed", "has_bar"), [(5, False), (6, True)])
def test_party_page_draws_no_bar_of_fewer_than_six(client, assessed, has_bar):
    party = factories.PartyFactory(slug="a")
    taking_part(party, "obligor", assessed + 1)
    for part in party.participations.all()[:assessed]:
        factories.published_status_change(commitment=part.commitment, status="fulfilled")

    page = opened(client, "/parties/a/")

    assert page.has("svg", "bar") == has_bar
    assert f"{assessed} fulfilled; 1 not assessed" in page.one("main").words


def test_party_page_shows_names_with_their_language(client):
    rich()

    names = opened(client, "/parties/state/").one("section", **{"aria-labelledby": "names"})

    assert names.one("span", lang="az").words == "the other name"
    assert "Former. the name note" in names.words


def test_party_that_is_only_cited_says_so(client):
    change = factories.StatusChangeFactory(commitment=factories.published_commitment())
    party = factories.PartyFactory(slug="witness")
    factories.CitationFactory(status_change=change, account_of=party)
    factories.publish(change)

    page = opened(client, "/parties/witness/")

    assert "It has no role in a commitment" in page.one("main").words
    assert [link for link in page.links if "party=witness" in link] == []


def test_party_without_a_role_is_a_party_of_no_commitment(client):
    """Not a party that there is not: the list would leave that out, and show all."""
    change = factories.StatusChangeFactory(commitment=factories.published_commitment())
    factories.CitationFactory(status_change=change, account_of=factories.PartyFactory(slug="w"))
    factories.publish(change)

    page = opened(client, "/commitments/?party=w")

    assert page.one("h1").words.startswith("0 of 1 commitment")
    assert not page.has("div", "error")
    assert client.get("/commitments.csv?party=w").getvalue().count(b"\n") == 1
