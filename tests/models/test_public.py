"""Who sees what: for every model with a public door, each state of the record and its parents."""

import pytest
from django.apps import apps

from tests import factories
from tests.models.states import (
    RECORDS_IN,
    STATES,
    assessment_in,
    change_in,
    commitment_in,
    event_in,
    moved,
)
from tracker.models import Category, Citation, Party, Passage, Relation, Source

pytestmark = pytest.mark.django_db

# What stands before the public, by the state of the record and that of the commitment it is about.
# A record of its own (commitment, event, figure) is as public as its state.
IS_PUBLIC = {"draft": False, "in_review": False, "published": True, "withdrawn": False}
UNTIL_PUBLISHED = STATES[:3]


def is_visible(row) -> bool:
    visible = type(row).public.filter(pk=row.pk).exists()
    # The queryset method, from which related managers start, and the door give the same.
    assert type(row).objects.all().public().filter(pk=row.pk).exists() == visible
    return visible


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", RECORDS_IN)
def test_public_shows_records_of_their_own_once_published(kind, state):
    assert is_visible(RECORDS_IN[kind](state)) == IS_PUBLIC[state]


@pytest.mark.parametrize("parent", STATES)
@pytest.mark.parametrize("state", UNTIL_PUBLISHED)
def test_public_shows_a_status_change_once_it_and_its_commitment_are_published(state, parent):
    assert is_visible(change_in(state, parent)) == (state == parent == "published")


@pytest.mark.parametrize("parent", STATES)
@pytest.mark.parametrize("state", STATES)
def test_public_shows_an_assessment_once_it_and_its_commitment_are_published(state, parent):
    assert is_visible(assessment_in(state, parent)) == (state == parent == "published")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", RECORDS_IN)
def test_public_shows_a_role_in_a_published_record(kind, state):
    record = {"commitment": None, kind: RECORDS_IN[kind](state)}

    assert is_visible(factories.ParticipationFactory(**record)) == IS_PUBLIC[state]


@pytest.mark.parametrize(
    "make", [factories.DeadlineFactory, factories.MilestoneFactory, factories.ConditionFactory]
)
@pytest.mark.parametrize("state", STATES)
def test_public_shows_what_belongs_to_a_published_commitment(make, state):
    assert is_visible(make(commitment=commitment_in(state))) == IS_PUBLIC[state]


@pytest.mark.parametrize("start", STATES)
@pytest.mark.parametrize("end", STATES)
@pytest.mark.parametrize(
    ("first", "second"),
    [("commitment", "commitment"), ("commitment", "event"), ("figure", "commitment")],
)
def test_public_shows_a_relation_with_two_published_ends(first, second, start, end):
    relation = Relation.objects.create(
        **{f"from_{first}": RECORDS_IN[first](start), f"to_{second}": RECORDS_IN[second](end)},
        kind="part_of",
    )

    assert is_visible(relation) == (start == end == "published")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", RECORDS_IN)
def test_public_shows_a_citation_of_a_published_record(kind, state):
    citation = RECORDS_IN[kind](state).citations.get()

    assert is_visible(citation) == IS_PUBLIC[state]


@pytest.mark.parametrize("parent", STATES)
@pytest.mark.parametrize("state", UNTIL_PUBLISHED)
@pytest.mark.parametrize("make", [change_in, assessment_in])
def test_public_shows_a_citation_of_what_is_published_about_the_published(make, state, parent):
    citation = make(state, parent).citations.get()

    assert is_visible(citation) == (state == parent == "published")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["milestone", "condition"])
def test_public_shows_a_citation_of_what_belongs_to_a_published_commitment(kind, state):
    make = {"milestone": factories.MilestoneFactory, "condition": factories.ConditionFactory}[kind]
    citation = factories.CitationFactory(**{kind: make(commitment=commitment_in(state))})

    assert is_visible(citation) == IS_PUBLIC[state]


def passage_of_commitment(state):
    return RECORDS_IN["commitment"](state).citations.get().passage


def passage_of_event(state):
    return RECORDS_IN["event"](state).citations.get().passage


def passage_of_figure(state):
    return RECORDS_IN["figure"](state).citations.get().passage


def passage_of_deadline(state):
    passage = factories.PassageFactory()
    factories.DeadlineFactory(commitment=commitment_in(state), passage=passage)
    return passage


def passage_of_change(state):
    return change_in("published", state).citations.get().passage


def passage_of_draft_change(state):
    """Public never: the change is not, whatever its commitment is."""
    return change_in("draft", state).citations.get().passage


PASSAGES = [
    (passage_of_commitment, True),
    (passage_of_event, True),
    (passage_of_figure, True),
    (passage_of_deadline, True),
    (passage_of_change, True),
    (passage_of_draft_change, False),
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("make", "can_be_public"), PASSAGES)
def test_public_shows_a_passage_and_its_source_once_something_public_rests_on_it(
    make, can_be_public, state
):
    passage = make(state)

    expected = can_be_public and IS_PUBLIC[state]
    assert is_visible(passage) == expected
    assert is_visible(passage.capture) == expected
    assert is_visible(passage.capture.source) == expected


def test_public_shows_no_passage_that_nothing_cites():
    passage = factories.PassageFactory()

    assert not is_visible(passage)
    assert not is_visible(passage.capture.source)


def test_public_shows_a_passage_that_a_draft_cites_too():
    passage = event_in("published").citations.get().passage
    factories.CitationFactory(passage=passage)

    assert is_visible(passage)
    assert Passage.public.count() == 1
    assert Source.public.count() == 1
    assert Citation.public.count() == 1


# How a public record can name a party, given the state of the record or of its commitment.
NAMINGS = {
    "participation": lambda party, state: factories.ParticipationFactory(
        commitment=commitment_in(state), party=party
    ),
    "participation in an event": lambda party, state: factories.ParticipationFactory(
        commitment=None, event=event_in(state), party=party
    ),
    "account": lambda party, state: factories.CitationFactory(
        commitment=commitment_in(state), account_of=party
    ),
    "assessor": lambda party, state: assessment_in("published", state, assessor=party),
    "condition": lambda party, state: factories.ConditionFactory(
        commitment=commitment_in(state), claimant=party
    ),
    "disputed condition": lambda party, state: factories.ConditionFactory(
        commitment=commitment_in(state), disputed_by=party
    ),
    "milestone": lambda party, state: factories.MilestoneFactory(
        commitment=commitment_in(state), party=party
    ),
    "status change": lambda party, state: change_in("published", state, party=party),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("naming", NAMINGS)
def test_public_shows_a_party_that_something_public_names(naming, state):
    party = factories.PartyFactory()

    NAMINGS[naming](party, state)

    assert is_visible(party) == IS_PUBLIC[state]


def test_public_shows_no_party_for_a_draft_verdict_or_change():
    assessor, doer = factories.PartyFactory(), factories.PartyFactory()

    assessment_in("draft", "published", assessor=assessor)
    change_in("in_review", "published", party=doer)

    assert not is_visible(assessor)
    assert not is_visible(doer)


def test_public_shows_no_party_that_is_only_the_parent_of_another():
    organ = factories.PartyFactory(type="state_body", parent=factories.PartyFactory())
    NAMINGS["participation"](organ, "published")

    assert list(Party.public.all()) == [organ]


@pytest.mark.parametrize("state", STATES)
def test_public_shows_categories_and_topics_of_published_commitments(state):
    commitment = commitment_in(state)
    topic = factories.TopicFactory()
    commitment.topics.add(topic)

    assert is_visible(commitment.category) == IS_PUBLIC[state]
    assert is_visible(topic) == IS_PUBLIC[state]


def test_public_shows_a_category_of_several_commitments_once():
    category = factories.CategoryFactory()
    for _ in range(2):
        factories.published_commitment(category=category)

    assert list(Category.public.all()) == [category]


@pytest.mark.parametrize("state", STATES)
def test_public_shows_the_former_address_of_what_is_public(state):
    commitment = commitment_in(state)
    participation = factories.ParticipationFactory(commitment=commitment)
    source = commitment.citations.get().passage.capture.source

    assert is_visible(factories.FormerSlugFactory(party=participation.party)) == IS_PUBLIC[state]
    assert is_visible(factories.FormerSlugFactory(party=None, source=source)) == IS_PUBLIC[state]


@pytest.mark.parametrize("parent", STATES)
@pytest.mark.parametrize("state", UNTIL_PUBLISHED)
def test_public_shows_a_page_that_something_public_cites(state, parent):
    change = change_in("draft", parent)
    page = factories.CitationFactory(
        status_change=change, reference=factories.ReferenceFactory()
    ).reference
    moved(change, state)

    assert is_visible(page) == (state == parent == "published")


@pytest.mark.parametrize("parent", STATES)
@pytest.mark.parametrize("state", UNTIL_PUBLISHED)
def test_public_shows_an_approved_revision_of_what_is_public(state, parent):
    commitment = commitment_in(parent)
    revision = factories.RevisionFactory(table="commitments", key=commitment.code)

    assert is_visible(moved(revision, state)) == (state == parent == "published")


def test_public_shows_no_revision_of_what_is_not_there():
    for table in ("commitments", "nonsense", "status_changes"):
        revision = factories.publish(factories.RevisionFactory(table=table, key="C-NOTHING"))

        assert not is_visible(revision)


def test_withdrawn_gives_what_answers_with_a_reason():
    withdrawn = commitment_in("withdrawn")
    commitment_in("published")
    commitment_in("draft")

    assert list(type(withdrawn).public.withdrawn()) == [withdrawn]


def test_every_model_with_a_public_door_stands_in_a_table_here():
    doors = {
        m.__name__ for m in apps.get_app_config("tracker").get_models() if hasattr(m, "public")
    }

    # The dataset's name, title and licence hide nothing: its door is always open.
    assert doors - {"Dataset"} == {
        "Assessment", "Capture", "Category", "Citation", "Commitment", "Condition", "Deadline",
        "Event", "Figure", "FormerSlug", "Milestone", "Participation", "Party", "Passage",
        "Reference", "Relation", "Revision", "Source", "StatusChange", "Topic",
    }  # fmt: skip
