"""Entering commitments: everything can be typed but what is derived, and drafts alone are open."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.admin.desk import text_of
from tracker.models import Commitment


@pytest.fixture
def typed(db):
    """The smallest commitment that an editor can type."""
    return {
        "title": "Release of 32",
        "summary": "One side releases 32.",
        "category": factories.CategoryFactory().pk,
        "modality": "performs",
        "bindingness": "joint_state_statement",
    }


def test_commitment_is_entered_with_all_that_belongs_to_it(at_editor, editor, typed):
    party, passage = factories.PartyFactory(), factories.PassageFactory()
    topics = [factories.TopicFactory().pk, factories.TopicFactory().pk]
    other, event = factories.CommitmentFactory(), factories.EventFactory()
    parts = {
        "citations": [
            {"passage": passage.pk, "role": "primary", "stance": "supports"},
            {
                "reference": factories.ReferenceFactory().pk,
                "role": "context",
                "stance": "context",
                "finding": "What the page reports.",
            },
        ],
        "participations": [{"party": party.pk, "role": "obligor"}],
        "deadlines": [
            {"date_precision": "day", "date_earliest": "2023-12-31", "passage": passage.pk},
            {"date_precision": "month", "date_earliest": "2024-02-01"},
        ],
        "milestones": [{"step": "signed", "date_precision": "unknown", "party": party.pk}],
        "conditions": [
            {"text": "The other side too.", "claimant": party.pk, "date_precision": "unknown"}
        ],
        "relations_from": [
            {"kind": "reciprocal_to", "to_commitment": other.pk},
            {"kind": "implemented_by_event", "to_event": event.pk},
        ],
    }

    answer = at_editor.new(
        Commitment, **typed, code="C-32", topics=topics, quantity="32", quantity_unit="persons",
        date_precision="year", date_earliest="2023-12-07", parts=parts,
    )  # fmt: skip

    assert answer.status_code == 302
    made = Commitment.objects.get(code="C-32")
    assert (made.state, made.recorded_by, made.status) == ("draft", editor, "")
    assert (made.date_earliest, made.date_latest) == (date(2023, 1, 1), date(2023, 12, 31))
    assert sorted(made.topics.values_list("pk", flat=True)) == topics
    positions = [(c.position, c.role) for c in made.citations.order_by("pk")]
    assert positions == [(1, "primary"), (2, "context")]
    assert made.participations.get().party == party
    assert [str(d.date_latest) for d in made.deadlines.order_by("position")] == [
        "2023-12-31",
        "2024-02-29",
    ]
    assert made.milestones.get().step == "signed"
    assert made.conditions.get().position == 1
    assert {r.target for r in made.relations_from.all()} == {other, event}


def test_commitment_takes_nothing_that_is_derived_from_what_is_posted(
    at_editor, editor, reviewer, typed
):
    change = factories.published_status_change()
    forbidden = {
        "status": "fulfilled",
        "status_since": "2024-01-01",
        "current_change": change.pk,
        "state": "published",
        "recorded_by": reviewer.pk,
        "recorded_at": "2024-01-01 00:00",
        "recorded_at_0": "2024-01-01",
        "recorded_at_1": "00:00",
        "reviewed_by": reviewer.pk,
        "withdrawn_reason": "No.",
    }

    at_editor.new(Commitment, **typed, code="C-9", **forbidden)
    made = Commitment.objects.get(code="C-9")
    at_editor.change(made, title="Another title", code="C-10", **forbidden)

    made.refresh_from_db()
    assert (made.code, made.title) == ("C-9", "Another title")
    assert (made.status, made.status_since, made.current_change) == ("", None, None)
    assert (made.state, made.recorded_at, made.withdrawn_reason) == ("draft", None, "")
    assert (made.recorded_by, made.reviewed_by) == (editor, None)


def test_commitment_shows_its_status_as_a_word_and_the_way_to_change_it(at_editor):
    change = factories.published_status_change(status="not_kept")

    page = at_editor.page(change.commitment)

    assert "Not kept" in page.text
    assert change.code in page.text
    assert f"/admin/tracker/statuschange/add/?commitment={change.commitment_id}" in page.text


@pytest.mark.parametrize("state", ["in_review", "withdrawn"])
def test_commitment_that_is_no_draft_is_read_only_and_says_why(at_editor, at_reviewer, state):
    commitment = factories.published_commitment(title="As it was")
    if state == "in_review":
        commitment = factories.CommitmentFactory(state="in_review", title="As it was")
    if state == "withdrawn":
        factories.withdraw(commitment)

    for desk in (at_editor, at_reviewer):
        page = desk.page(commitment)
        answer = desk.post(commitment, {"title": "Changed", "summary": "Typed at length."})

        assert not page.context["adminform"].form.fields.keys() - {"opened"}
        assert 'type="text"' not in page.text.partition("commitment_form")[2]
        assert "<textarea" not in page.text
        assert page.context["why_closed"] in text_of(page)
        assert page.context["why_closed"]
        assert answer.status_code == 403
        assert "Typed at length." in answer.text
    commitment.refresh_from_db()
    assert commitment.title == "As it was"


def test_whoever_changes_a_draft_is_its_author_and_cannot_approve_it(at_reviewer, editor, reviewer):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.CitationFactory(commitment=draft, role="primary")

    answer = at_reviewer.change(draft, title="Better words")
    at_reviewer.move(draft, "submit")
    at_reviewer.move(draft, "publish")

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.title, draft.recorded_by, draft.state) == ("Better words", reviewer, "in_review")


def test_citation_is_changed_and_taken_out_of_a_draft(at_editor):
    citation = factories.CitationFactory(role="primary", position=1)
    draft = citation.commitment

    at_editor.change(draft, **{"citations-0-stance": "qualifies"})
    citation.refresh_from_db()
    at_editor.change(draft, **{"citations-0-DELETE": "on"})

    assert citation.stance == "qualifies"
    assert not draft.citations.exists()


def test_citation_of_a_milestone_has_a_page_of_its_own(at_editor):
    milestone = factories.MilestoneFactory()
    passage = factories.PassageFactory()
    row = {"passage": passage.pk, "role": "evidence", "stance": "supports"}

    at_editor.change(milestone, step="denounced", parts={"citations": [row]})

    milestone.refresh_from_db()
    assert milestone.citations.get().passage == passage
    assert milestone.step == "signed"
    assert at_editor.page(milestone.commitment).text.count(f"/milestone/{milestone.pk}/change/")


def test_citation_of_a_milestone_is_closed_with_its_commitment(at_editor):
    milestone = factories.MilestoneFactory(
        commitment=factories.CommitmentFactory(state="in_review")
    )

    page = at_editor.page(milestone)

    assert "In review, and read-only" in page.text
    assert at_editor.post(milestone, {}).status_code == 403


def test_commitment_list_costs_the_same_for_many(at_editor, django_assert_max_num_queries):
    for _ in range(5):
        factories.published_status_change()

    with django_assert_max_num_queries(12):
        page = at_editor.client.get("/admin/tracker/commitment/")

    assert page.text.count("In progress") >= 5


def add_a_row_to_every_part(commitment, number: int) -> None:
    mine, party = {"commitment": commitment}, factories.PartyFactory(short_name=f"Party {number}")
    factories.CitationFactory(**mine, role="context", account_of=party)
    factories.CitationFactory(**mine, role="context", reference=factories.ReferenceFactory())
    factories.ParticipationFactory(**mine, party=party)
    factories.DeadlineFactory(**mine, position=number, passage=factories.PassageFactory())
    factories.MilestoneFactory(**mine, party=party)
    factories.ConditionFactory(**mine, position=number, claimant=party)
    factories.RelationFactory(from_commitment=commitment)


def test_commitment_form_asks_as_often_for_many_parts_as_for_few(at_editor):
    commitment, asked = factories.published_commitment(), []

    for numbers in ([1], [2, 3]):
        for number in numbers:
            add_a_row_to_every_part(commitment, number)
        with CaptureQueriesContext(connection) as queries:
            page = at_editor.page(commitment)
        asked.append(len(queries))
        assert [page.text.count(f" selected>Party {n}</option>") for n in numbers] == [4] * len(
            numbers
        )

    few, many = asked
    assert few == many < 60
