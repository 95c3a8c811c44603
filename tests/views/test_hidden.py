"""What never was public looks like what does not exist; what was withdrawn says why; what moved leads on."""

import pytest

from tests import factories
from tests.views.html import read
from tests.views.record import cited, rich

pytestmark = pytest.mark.django_db

METHODS = ["get", "head", "options", "post", "put", "delete"]


@pytest.fixture
def drafts():
    """One draft of each kind that would have an address, all about one draft commitment."""
    passage = factories.PassageFactory(
        code="P-DRAFT", capture__source__slug="draft-source", capture__code="T-DRAFT"
    )
    category = factories.CategoryFactory(slug="draft-category")
    commitment = factories.CommitmentFactory(code="C-DRAFT", category=category)
    factories.CitationFactory(commitment=commitment, passage=passage, role="primary")
    party = factories.PartyFactory(slug="draft-party")
    factories.ParticipationFactory(commitment=commitment, party=party)
    change = factories.StatusChangeFactory(code="S-DRAFT", commitment=commitment, party=party)
    factories.CitationFactory(status_change=change, passage=passage)
    factories.FormerSlugFactory(slug="former-draft-party", party=party)
    factories.FormerSlugFactory(
        slug="former-draft-source", party=None, source=passage.capture.source
    )
    return commitment


# The address of a draft, and one of the same form at which there is nothing.
TWINS = [
    ("/commitments/C-DRAFT/", "/commitments/C-NOTHING/"),
    ("/commitments/C-DRAFT", "/commitments/C-NOTHING"),
    ("/commitments/C-DRAFT.csv", "/commitments/C-NOTHING.csv"),
    ("/commitments/C-DRAFT/sources/", "/commitments/C-NOTHING/sources/"),
    ("/commitments/C-DRAFT/history/", "/commitments/C-NOTHING/history/"),
    ("/commitments/C-DRAFT/revisions/", "/commitments/C-NOTHING/revisions/"),
    ("/statuses/S-DRAFT/", "/statuses/S-NOTHING/"),
    ("/sources/draft-source/", "/sources/zzz-zzz/"),
    ("/sources/draft-source/?p=P-DRAFT", "/sources/zzz-zzz/?p=P-DRAFT"),
    ("/sources/former-draft-source/", "/sources/zzz-zzz/"),
    ("/passages/P-DRAFT/", "/passages/P-NOTHING/"),
    ("/parties/draft-party/", "/parties/zzz-zzz/"),
    ("/parties/former-draft-party/", "/parties/zzz-zzz/"),
    ("/commitments/?party=draft-party", "/commitments/?party=nothing-here"),
    ("/commitments/?source=draft-source", "/commitments/?source=nothing-here"),
    ("/commitments/?category=draft-category", "/commitments/?category=nothing-here"),
    ("/commitments.csv?party=draft-party", "/commitments.csv?party=nothing-here"),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("draft", "nothing"), TWINS, ids=lambda url: url)
def test_draft_looks_like_what_does_not_exist(client, drafts, method, draft, nothing):
    shown, missing = (getattr(client, method)(url) for url in (draft, nothing))

    def told(answer, url):
        words = [url.partition("=")[2], url.split("?")[0].strip("/").split("/")[-1]]
        body, place = answer.getvalue().decode(), answer.headers.get("Location", "")
        for word in filter(None, words):
            body, place = body.replace(word, "…"), place.replace(word, "…")
        return answer.status_code, sorted(answer.headers), body, place

    assert told(shown, draft) == told(missing, nothing)


@pytest.mark.parametrize("state", ["draft", "in_review"])
@pytest.mark.parametrize("url", ["/commitments/C-1/", "/passages/P-1/", "/sources/one/"])
def test_unpublished_record_is_not_found(client, state, url):
    passage = factories.PassageFactory(code="P-1", capture__source__slug="one")
    commitment = factories.CommitmentFactory(code="C-1")
    factories.CitationFactory(commitment=commitment, passage=passage, role="primary")
    before = client.get(url).status_code
    factories.set_state(commitment, state)
    waiting = client.get(url).status_code

    factories.publish(commitment)

    assert (before, waiting) == (404, 404)
    assert client.get(url).status_code in (200, 302)


def test_not_found_repeats_nothing_of_the_address_and_offers_a_search(client):
    answer = client.get("/commitments/zebra-xylophone/?q=quagmire")

    page = read(answer)
    assert answer.status_code == 404
    assert page.has("form", role="search")
    assert "/commitments/" in page.one("main").links
    for word in ("zebra", "quagmire"):
        assert word not in answer.getvalue().decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_withdrawn_commitment_is_gone_and_says_why(client, method):
    commitment = factories.withdraw(
        factories.published_commitment(code="C-1", title="Secret"), reason="Entered twice & <gone>."
    )

    answer = getattr(client, method)(commitment.get_absolute_url())

    assert answer.status_code == 410
    if method == "get":
        main = read(answer).one("main").words
        assert "Entered twice & <gone>." in main
        assert "Withdrawn on 1 March 2024" in main
        assert "Secret" not in answer.getvalue().decode()


def test_withdrawn_commitment_leaves_every_list(client):
    record = rich()
    before = read(client.get("/commitments/")).one("h1").words

    pages = [
        client.get(url).getvalue().decode() for url in ("/", "/commitments/", "/parties/state/")
    ]

    assert before == "3 commitments"
    assert not any("GONE" in page or f"/{record.withdrawn.code}/" in page for page in pages)


def test_withdrawn_commitment_takes_its_status_changes_with_it(client):
    change = factories.published_status_change(reason="Only for those who saw it.")
    factories.withdraw(change.commitment, reason="Entered twice.")

    answer = client.get(change.get_absolute_url())

    assert answer.status_code == 410
    assert "Entered twice." in read(answer).one("main").words
    assert "Only for those" not in answer.getvalue().decode()


def test_withdrawn_commitment_takes_its_passage_and_source_with_it(client):
    commitment = factories.published_commitment(code="C-1")
    passage = commitment.citations.get().passage
    factories.withdraw(commitment, reason="Entered twice.")

    answers = [client.get(u) for u in (passage.get_absolute_url(), passage.get_reader_url())]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert all("Entered twice." in read(answer).one("main").words for answer in answers)
    assert not any(passage.exact in answer.getvalue().decode() for answer in answers)


@pytest.mark.parametrize("method", ["get", "head"])
def test_former_address_of_a_party_leads_to_the_present_one(client, method):
    rich()

    answer = getattr(client, method)("/parties/former-state/")

    assert (answer.status_code, answer["Location"]) == (301, "/parties/state/")


@pytest.mark.parametrize(
    ("query", "rest"),
    [("", ""), ("?p=P-1", "?p=P-1"), ("?p=%0d%0aX:1", ""), ("?next=//evil.example", "")],
)
def test_former_address_of_a_source_leads_to_the_present_one(client, query, rest):
    rich()

    answer = client.get(f"/sources/former-source/{query}")

    assert (answer.status_code, answer["Location"]) == (301, f"/sources/source/{rest}")


def test_present_address_wins_over_a_former_one(client):
    rich()
    factories.FormerSlugFactory(slug="organ", party=cited_party())

    assert client.get("/parties/organ/").status_code == 200


def cited_party():
    party = factories.PartyFactory()
    factories.ParticipationFactory(commitment=cited(factories.PassageFactory()), party=party)
    return party
