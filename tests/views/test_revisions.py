"""The public history of one commitment’s record: what was revised, when and why."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.views.html import read
from tests.views.record import rich
from tracker.cells import bundles
from tracker.models import Party

pytestmark = pytest.mark.django_db

URL = "/commitments/C-1/revisions/"


@pytest.fixture
def commitment():
    return factories.published_commitment(code="C-1", title="As it is")


def revised(record, *, number=0, reason="Said better.", **cells):
    before = factories.changed(bundles.take(record), **cells)
    at = datetime(2024, 4, 1, tzinfo=UTC) + timedelta(days=number)
    return factories.published_revision(record, before=before, reason=reason, recorded_at=at)


def main(client, url=URL):
    return read(client.get(url)).one("main")


def rows(client, url=URL):
    return main(client, url).all("li", "change")


def test_commitment_revisions_shows_each_field_before_and_after(client, commitment):
    revised(commitment, title="As it was", modality="will", is_standing="true")

    (row,) = rows(client)

    assert row.one("p", "when").words == "1 April 2024 came with a data package"
    assert row.one("h3").words == "Said better."
    assert [dt.words for dt in row.all("dt")] == ["Title", "Wording", "Standing"]
    assert [(d.one("del").text, d.one("ins").text) for d in row.all("dd")] == [
        ("As it was", "As it is"),
        ("Will", commitment.get_modality_display()),
        ("yes", "no"),
    ]


def test_commitment_revisions_says_of_what_nobody_sees_that_it_differs(client, commitment):
    revised(commitment, title="As it\u00a0is", summary="Otherwise.")

    (row,) = rows(client)

    told = ["cannot be seen" in d.words for d in row.all("dd")]
    assert told == [True, False]


def test_commitment_revisions_shows_the_latest_first_and_when_it_became_public(client, commitment):
    for number in range(3):
        revised(commitment, number=number, title=f"Title {number}")

    whens = [p.words.split(" 2024")[0] for p in main(client).all("p", "when")]

    assert whens == ["3 April", "2 April", "1 April", "1 March"]


def test_commitment_revisions_names_parties_and_says_what_was_added_and_removed(client):
    commitment = rich().commitment
    Party.objects.filter(slug="state").update(short_name="State")
    before = bundles.take(commitment)
    role = commitment.participations.get(party__slug="state")
    role.delete()
    factories.DeadlineFactory(commitment=commitment, position=3, date_words="soon")
    factories.published_revision(commitment, before=before, code="V-2",
                                 recorded_at=datetime(2024, 5, 3, tzinfo=UTC))  # fmt: skip

    words = rows(client)[0].words

    assert "Removed: Participation: State, Obligor" in words
    assert "Added: Deadline: 3" in words
    assert "soon" in words


@pytest.fixture
def former(commitment):
    """Words on which the commitment rested until it was revised."""
    words = factories.PassageFactory(code="P-OLD")
    before = bundles.take(commitment)
    before["citations"] = [{**row, "passage": words.code} for row in before["citations"]]
    factories.published_revision(commitment, before=before)
    return words


def test_commitment_revisions_shows_the_words_on_which_it_rested(client, commitment, former):
    (row,) = rows(client)

    assert row.one("del").text == f"P-OLD: “{former.exact}”"
    assert "not in the public record" not in row.words


def test_address_of_words_on_which_nothing_rests_any_more_leads_to_the_revision(client, commitment, former):  # fmt: skip
    found = client.get(former.get_absolute_url())
    factories.withdraw(commitment)
    withdrawn = client.get(former.get_absolute_url())

    assert (found.status_code, found["Location"]) == (302, URL)
    assert withdrawn.status_code == 404


@pytest.mark.parametrize("kind", ["event", "figure", "assessment"])
def test_address_of_words_on_which_another_record_rested_leads_to_its_page(client, kind):
    record, words = (
        getattr(factories, f"published_{kind}")(),
        factories.PassageFactory(code="P-OLD"),
    )
    before = bundles.take(record)
    before["citations"] = [{**row, "passage": "P-OLD", "reference": ""} for row in before["citations"]]  # fmt: skip
    factories.published_revision(record, before=before)

    page = record.commitment if kind == "assessment" else record
    assert client.get(words.get_absolute_url())["Location"] == page.get_absolute_url()


def test_address_of_words_that_set_a_deadline_leads_to_the_revision(client, commitment):
    words = factories.PassageFactory(code="P-OLD")
    factories.DeadlineFactory(commitment=commitment)
    before = bundles.take(commitment)
    before["deadlines"] = [{**row, "passage": "P-OLD"} for row in before["deadlines"]]
    factories.published_revision(commitment, before=before)

    assert client.get(words.get_absolute_url())["Location"] == URL


def test_address_of_words_that_only_a_draft_of_a_revision_names_is_not_found(client, commitment):
    words = factories.PassageFactory(code="P-NEW")
    before = bundles.take(commitment)
    after = {**before, "citations": [{**row, "passage": "P-NEW"} for row in before["citations"]]}
    factories.RevisionFactory(table="commitments", key="C-1", before=before, after=after)

    assert client.get(words.get_absolute_url()).status_code == 404


def test_commitment_revisions_of_what_was_never_revised_says_so(client, commitment):
    text = main(client).words

    assert "Unchanged since it was published on 1 March 2024" in text
    assert "Became public" in text


def test_commitment_revisions_says_that_two_people_acted_and_names_nobody(client, commitment):
    before = factories.changed(bundles.take(commitment), title="As it was")
    factories.published_revision(
        commitment, before=before, recorded_by=factories.EditorFactory(username="anna"),
        reviewed_by=factories.ReviewerFactory(username="benedict"),
    )  # fmt: skip

    text = main(client).words

    assert "approved by a second person" in text
    assert "anna" not in text
    assert "benedict" not in text


def test_commitment_revisions_shows_no_internal_words(client, commitment):
    revised(commitment, editor_notes="Inside.", reason="Only inside.")
    revised(commitment, editor_notes="Inside.", title="As it was")

    page = main(client).words

    assert "Inside." not in page
    assert "Only inside." not in page
    assert len(rows(client)) == 1


def test_commitment_revisions_names_a_related_record_once_it_is_public(client, commitment):
    draft = factories.CommitmentFactory(code="C-2", title="A draft")
    factories.CitationFactory(commitment=draft, role="primary")
    before = factories.changed(bundles.take(commitment), title="As it was")
    factories.RelationFactory(from_commitment=commitment, to_commitment=draft)
    factories.published_revision(commitment, before=before)
    hidden = main(client).words

    factories.publish(draft)

    assert "A draft" not in hidden
    assert "C-2" not in hidden
    assert "A draft" in main(client).words


def test_commitment_revisions_does_not_name_who_is_not_public_any_more(client, commitment):
    role = factories.ParticipationFactory(commitment=commitment, party__slug="gone-party")
    before = bundles.take(commitment)
    role.delete()
    factories.published_revision(commitment, before=before)

    text = main(client).words

    assert "gone-party" not in text
    assert "Removed: Participation: (not in the public record)" in text


def test_commitment_revisions_has_pages(client, commitment):
    for number in range(21):
        revised(commitment, number=number, title=f"Title {number}")

    assert len(rows(client)) == 20
    assert "Became public" not in main(client).words
    assert len(rows(client, URL + "?page=2")) == 1
    assert "Became public" in main(client, URL + "?page=2").words


def test_commitment_page_counts_its_revisions_and_links_to_them(client, commitment):
    none = main(client, "/commitments/C-1/")
    revised(commitment, title="As it was")
    revised(commitment, editor_notes="Inside.")

    one = main(client, "/commitments/C-1/")

    assert "Revisions (0)" in none.words
    assert "Revisions (1)" in one.words
    assert URL in one.links


def test_commitment_revisions_of_a_withdrawn_commitment_is_gone_and_says_why(client, commitment):
    revised(commitment, title="Secret")
    factories.withdraw(commitment, reason="Entered twice.")

    answer = client.get(URL)

    assert answer.status_code == 410
    assert "Entered twice." in answer.text
    assert "Secret" not in answer.text


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_commitment_revisions_of_an_unpublished_commitment_is_not_found(client, state):
    factories.set_state(factories.CommitmentFactory(code="C-1"), state)

    assert client.get(URL).status_code == 404


def test_commitment_revisions_stands_rows_that_lack_what_their_table_has_today(client, commitment):
    before = bundles.take(commitment) | {"deadlines": [{"position": "1"}], "gone": [{"a": "b"}]}
    factories.published_revision(commitment, before=before)

    assert "Removed: Deadline: 1" in main(client).words
