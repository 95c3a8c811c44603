"""Whoever wrote what becomes public only with a record does not approve the record either."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.admin.desk import address, review_of, text_of
from tests.views.html import read
from tracker.models import Capture, Citation, Commitment, Party, Passage, Revision
from tracker.services import edits, publishing

APPROVE = "Approve and publish"


@pytest.fixture
def draft(editor):
    """A draft of the editor that rests on a row of every kind, none of them public."""
    made = factories.CommitmentFactory(recorded_by=editor)
    factories.CitationFactory(commitment=made, role="primary", position=1)
    page = factories.ReferenceFactory()
    factories.CitationFactory(commitment=made, passage=None, reference=page, position=2)
    factories.ParticipationFactory(commitment=made)
    made.topics.add(factories.TopicFactory())
    return made


@pytest.fixture
def third(db, desk_of):
    return desk_of(factories.ReviewerFactory(username="third"))


def rests_on(draft) -> dict:
    quoted, paged = draft.citations.order_by("position")
    return {
        "party": draft.participations.get().party,
        "source": quoted.passage.capture.source,
        "passage": quoted.passage,
        "reference": paged.reference,
        "category": draft.category,
        "topic": draft.topics.get(),
    }


WRITTEN = [
    ("party", {"short_name": "As bob says"}),
    ("party", {"parts": {"names": [{"name": "As bob says", "kind": "alias"}]}}),
    ("source", {"title": "As bob says"}),
    ("passage", {"translation": "As bob says", "translated_by": "bob"}),
    ("reference", {"title": "As bob says"}),
    ("category", {"name": "As bob says"}),
    ("topic", {"name": "As bob says"}),
]


@pytest.mark.parametrize(("kind", "typed"), WRITTEN, ids=str)
def test_words_that_changed_while_the_draft_was_open_are_approved_by_neither_of_the_two(
    at_editor, at_reviewer, third, draft, kind, typed
):
    opened = at_editor.opened(draft, title="As alice says")
    at_reviewer.change(rests_on(draft)[kind], **typed)
    at_editor.post(draft, {**opened, "_submit": "1"})

    page = review_of(at_reviewer, draft)
    answer = at_reviewer.move(draft, "publish")

    draft.refresh_from_db()
    says = f"You wrote the {kind} {rests_on(draft)[kind]}, which becomes public with this: another"
    assert (draft.state, draft.title) == ("in_review", "As alice says")
    assert says in text_of(page)
    assert says in text_of(answer)
    assert APPROVE not in page.text
    assert APPROVE in review_of(third, draft).text
    third.move(draft, "publish")
    draft.refresh_from_db()
    assert draft.state == "published"


def test_who_archived_the_text_or_marked_the_words_does_not_approve_what_rests_on_them(
    at_editor, at_reviewer, third, draft
):
    source = factories.SourceFactory()
    at_reviewer.new(Capture, source=source.pk, text="They will meet soon.", method="typed")
    third.new(Passage, capture=Capture.objects.get(source=source).pk, exact="They will meet")
    passage = Passage.objects.get(capture__source=source)
    Citation.objects.filter(commitment=draft, position=1).update(passage=passage)
    at_editor.move(draft, "submit")

    assert f"You wrote the capture {passage.capture}, which" in text_of(
        review_of(at_reviewer, draft)
    )
    assert f"You wrote the passage {passage}, which" in text_of(review_of(third, draft))


def test_what_is_public_already_may_be_written_by_who_approves(
    at_editor, at_reviewer, third, draft
):
    party = rests_on(draft)["party"]
    at_reviewer.change(party, short_name="As bob says")
    at_editor.move(draft, "submit")
    third.move(draft, "publish")
    other = factories.CommitmentFactory(recorded_by=draft.recorded_by)
    factories.CitationFactory(commitment=other, role="primary")
    factories.ParticipationFactory(commitment=other, party=party)
    at_editor.move(other, "submit")

    at_reviewer.move(other, "publish")

    other.refresh_from_db()
    assert other.state == "published"


def test_revision_that_names_something_new_is_not_approved_by_who_wrote_that(
    at_editor, at_reviewer, third
):
    public = factories.published_commitment()
    at_reviewer.new(
        Party, name="Side of bob", short_name="Side of bob", slug="side", type="state"
    )  # fmt: skip
    row = {"party": Party.objects.get(slug="side").pk, "role": "witness"}
    at_editor.change(public, parts={"participations": [row]}, revision_reason="More.", _submit="1")
    revision = Revision.objects.get()

    answer = at_reviewer.move(revision, "publish")
    refused = Revision.objects.get().state
    third.move(revision, "publish")

    assert "You wrote the party Side of bob, which becomes public" in text_of(answer)
    assert (refused, Revision.objects.get().state) == ("in_review", "published")


def test_record_that_came_in_review_with_a_package_is_no_exception(at_reviewer, draft):
    factories.set_state(draft, "in_review")
    assert APPROVE in review_of(at_reviewer, draft).text

    at_reviewer.change(rests_on(draft)["party"], short_name="As bob says")

    assert APPROVE not in review_of(at_reviewer, draft).text


def test_only_who_can_approve_it_is_named_when_it_is_sent(at_editor, at_reviewer, draft):
    at_reviewer.change(rests_on(draft)["party"], short_name="As bob says")

    sent = at_editor.move(draft, "submit")
    alone = read(sent).one("ul", "messagelist").words
    factories.ReviewerFactory(username="third")

    assert "Nobody at this desk can approve it" in alone
    assert [person.username for person in publishing.approvers(draft)] == ["third"]


def test_who_wrote_only_that_takes_nothing_back(at_editor, at_reviewer, reviewer, draft):
    at_reviewer.change(rests_on(draft)["party"], short_name="As bob says")
    at_editor.move(draft, "submit")

    at_reviewer.move(draft, "take_back")

    draft.refresh_from_db()
    assert draft.state == "in_review"
    assert not publishing.is_author(draft, reviewer)


def test_asking_who_wrote_what_takes_as_many_queries_for_many_rows(draft):
    with CaptureQueriesContext(connection) as of_one:
        edits.authors_along(draft)
    for _ in range(5):
        factories.ParticipationFactory(commitment=draft)
        factories.CitationFactory(commitment=draft)

    with CaptureQueriesContext(connection) as of_many:
        found = edits.authors_along(draft)

    assert len(of_many) == len(of_one)
    assert len([row for row, _authors in found if isinstance(row, Party)]) == 6


def test_sent_in_a_list_it_is_refused_to_the_same_people(at_editor, at_reviewer, draft):
    at_reviewer.change(rests_on(draft)["party"], short_name="As bob says")
    sent = {"action": "submit_for_review", "_selected_action": [draft.pk]}
    at_editor.client.post(address(Commitment, "changelist"), sent)

    at_reviewer.move(draft, "publish")

    draft.refresh_from_db()
    assert draft.state == "in_review"
