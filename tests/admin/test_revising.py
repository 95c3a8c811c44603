"""Changing what is public: a revision waits beside the record until a second person approves it."""

import json

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import added, address, delete, filled_in, text_of
from tests.views.html import read
from tracker.models import Commitment, Milestone, Party, Passage, Reference, Revision, Source
from tracker.services import edits

WHY = {"revision_reason": "The date stood in the wrong month."}


@pytest.fixture
def commitment(db):
    return factories.published_commitment(title="As approved", summary="As approved.")


def heading(client, record) -> str:
    return read(client.get(record.get_absolute_url())).one("h1").words


def waiting() -> Revision:
    return Revision.objects.get()


def test_saving_a_public_record_keeps_a_revision_and_leaves_the_record(
    at_editor, client, commitment, editor
):
    answer = at_editor.change(commitment, title="As revised", **WHY)

    revision = waiting()
    commitment.refresh_from_db()
    assert answer["Location"] == address(Revision, "change", revision.pk)
    assert (commitment.title, heading(client, commitment)) == ("As approved", "As approved")
    assert (revision.state, revision.recorded_by, revision.reason) == ("draft", editor, WHY["revision_reason"])  # fmt: skip
    changed = [d for d in revision.before["commitments"][0].items() if d not in revision.after["commitments"][0].items()]  # fmt: skip
    assert changed == [("title", "As approved")]


def test_revision_is_approved_by_another_person_and_public_at_once(
    at_editor, at_reviewer, client, commitment, reviewer
):
    at_editor.change(commitment, title="As revised", _submit="1", **WHY)
    before = heading(client, commitment)

    at_reviewer.move(waiting(), "publish")

    assert (before, heading(client, commitment)) == ("As approved", "As revised")
    assert (waiting().state, waiting().reviewed_by) == ("published", reviewer)
    step = edits.of(commitment).first()
    assert (step.action, step.made_by) == ("revised", reviewer)
    assert WHY["revision_reason"] in step.note


def test_author_of_a_revision_does_not_approve_it(at_reviewer, client, commitment):
    at_reviewer.change(commitment, title="As revised", _submit="1", **WHY)

    answer = at_reviewer.move(waiting(), "publish")

    assert "You wrote in this record yourself" in answer.text
    assert heading(client, commitment) == "As approved"


def test_revision_asks_for_its_public_reason(at_editor, commitment):
    answer = at_editor.change(commitment, title="As revised")

    assert "Say why the record is revised" in answer.text
    assert "As revised" in answer.text
    assert not Revision.objects.exists()


def test_revision_without_a_change_is_refused(at_editor, commitment):
    answer = at_editor.change(commitment, **WHY)

    assert "Nothing was changed" in answer.text
    assert not Revision.objects.exists()


def test_revision_that_takes_the_words_away_is_refused(at_editor, commitment):
    answer = at_editor.change(commitment, **WHY, **{"citations-0-DELETE": "on"})

    assert "keeps its primary passage" in answer.text
    assert not Revision.objects.exists()
    assert commitment.citations.count() == 1


def test_draft_of_a_revision_is_written_on_where_it_was_left(at_editor, at_reviewer, commitment):
    party = factories.PartyFactory()
    data = at_editor.opened(commitment, title="First thought", **WHY)
    at_editor.post(
        commitment,
        data | added(data, "participations", [{"party": party.pk, "role": "obligor"}]),
    )

    page = at_reviewer.page(commitment)
    answer = at_reviewer.change(commitment, title="Second thought")

    assert 'value="First thought"' in page.text
    assert waiting().code in page.text
    assert answer.status_code == 302
    after = waiting().after
    assert after["commitments"][0]["title"] == "Second thought"
    assert [row["party"] for row in after["participations"]] == [party.slug]
    commitment.refresh_from_db()
    assert (commitment.title, commitment.participations.count()) == ("As approved", 0)


def test_draft_of_a_revision_takes_one_part_after_another(at_editor, at_reviewer, commitment):
    rows = [
        {"passage": factories.PassageFactory().pk, "role": "primary", "stance": "supports"}
        for _ in range(3)
    ]
    for row in rows:
        data = at_editor.opened(commitment, **WHY)
        answer = at_editor.post(commitment, data | added(data, "citations", [row]))
        assert answer.status_code == 302, text_of(answer)
    at_editor.move(waiting(), "submit")

    at_reviewer.move(waiting(), "publish")

    assert commitment.citations.count() == 4


def test_parts_of_a_revision_take_effect_together(at_editor, at_reviewer, commitment):
    party = factories.PartyFactory()
    milestone = factories.MilestoneFactory(commitment=commitment, step="agreed")
    data = at_editor.opened(commitment, **WHY)
    data |= added(data, "participations", [{"party": party.pk, "role": "obligor"}])
    data |= {"milestones-0-DELETE": "on"}
    at_editor.post(commitment, data | {"_submit": "1"})

    at_reviewer.move(waiting(), "publish")

    assert commitment.participations.get().party == party
    assert not Milestone.objects.filter(pk=milestone.pk).exists()


def test_citation_of_a_milestone_is_revised_with_its_commitment(at_editor, at_reviewer, commitment):
    milestone = factories.MilestoneFactory(commitment=commitment)
    passage = factories.PassageFactory()
    data = at_editor.opened(milestone, **WHY)
    row = {"passage": passage.pk, "role": "evidence", "stance": "supports"}
    at_editor.post(milestone, data | added(data, "citations", [row]) | {"_submit": "1"})
    before = milestone.citations.count()

    at_reviewer.move(waiting(), "publish")

    assert (before, milestone.citations.get().passage) == (0, passage)
    assert (waiting().table, waiting().key) == ("commitments", commitment.code)


def test_nothing_else_is_changed_while_a_revision_is_in_review(at_editor, at_reviewer, commitment):
    at_editor.change(commitment, title="As revised", _submit="1", **WHY)

    page = at_reviewer.page(commitment)
    answer = at_reviewer.post(commitment, {"title": "Another", **WHY})

    assert "A revision of this record is in review" in page.text
    assert answer.status_code == 403
    assert Revision.objects.count() == 1


def test_revision_of_what_was_changed_otherwise_is_not_approved(at_editor, at_reviewer, commitment):
    at_editor.change(commitment, title="As revised", _submit="1", **WHY)
    Commitment.objects.filter(pk=commitment.pk).update(summary="Changed by a package.")

    answer = at_reviewer.move(waiting(), "publish")

    assert "has changed since the revision was written" in answer.text
    commitment.refresh_from_db()
    assert (commitment.title, commitment.summary) == ("As approved", "Changed by a package.")
    assert waiting().state == "in_review"


def test_revision_of_what_was_withdrawn_is_not_approved(at_editor, at_reviewer, commitment):
    at_editor.change(commitment, title="As revised", _submit="1", **WHY)
    factories.withdraw(commitment)

    answer = at_reviewer.move(waiting(), "publish")

    assert "was withdrawn in the meantime" in answer.text
    assert waiting().state == "in_review"


def test_author_discards_the_draft_of_a_revision(at_editor, commitment):
    at_editor.change(commitment, title="As revised", **WHY)

    delete(at_editor.client, address(Revision, "delete", waiting().pk))

    assert not Revision.objects.exists()


def test_second_save_of_a_stale_revision_is_refused(at_editor, at_reviewer, commitment):
    stale = at_editor.opened(commitment, title="By Alice", **WHY)
    at_reviewer.change(commitment, title="By Bob", **WHY)

    answer = at_editor.post(commitment, stale)

    assert answer.status_code == 200
    assert "By Alice" in answer.text
    assert waiting().after["commitments"][0]["title"] == "By Bob"


SHARED = [
    (
        Source,
        lambda c: c.citations.get().passage.capture.source,
        {"publisher": "Another publisher"},
    ),
    (Passage, lambda c: c.citations.get().passage, {"translation": "Eine", "translated_by": "Us"}),
    (Party, lambda c: factories.ParticipationFactory(commitment=c).party, {"name": "Another name"}),
    (type(None), lambda c: c.category, {"definition": "Another definition."}),
]


@pytest.mark.parametrize(("model", "find", "typed"), SHARED)
def test_what_published_records_share_is_revised_as_well(
    at_editor, at_reviewer, commitment, model, find, typed
):
    record = find(commitment)
    at_editor.change(record, _submit="1", **typed, **WHY)
    name = next(iter(typed))
    before = getattr(type(record).objects.get(pk=record.pk), name)

    at_reviewer.move(waiting(), "publish")

    record.refresh_from_db()
    assert before != typed[name] == getattr(record, name)


def test_page_under_a_published_status_change_is_not_even_revised(at_editor, db):
    reference = factories.published_status_change().citations.get().reference

    answer = at_editor.change(reference, title="Another page", **WHY)
    remark = at_editor.change(reference, note="A remark.", **WHY)

    assert "enter a new reference" in answer.text
    assert remark.status_code == 302
    assert waiting().after["references"][0]["title"] == Reference.objects.get().title


def test_revision_page_shows_what_differs(at_editor, commitment):
    at_editor.change(commitment, title="As revised", **WHY)

    page = text_of(at_editor.page(waiting()))

    assert "<del" in page
    assert "As approved" in page
    assert "As revised" in page


def test_record_that_is_sent_as_a_new_one_is_kept_as_a_revision(at_editor):
    public = factories.published_commitment(title="Before")

    at_editor.change(public, title="After", _saveasnew="1", revision_reason="Why.")

    assert Revision.objects.get().after["commitments"][0]["title"] == "After"


def test_popup_in_which_something_public_is_revised_closes_and_says_so_behind_it(at_editor):
    party = factories.PartyFactory(short_name="Old")
    commitment = factories.CommitmentFactory()
    factories.CitationFactory(commitment=commitment, role="primary")
    factories.ParticipationFactory(commitment=commitment, party=party)
    factories.publish(commitment)
    url = address(Party, "change", party.pk) + "?_popup=1&_to_field=id"
    data = filled_in(at_editor.client.get(url))

    answer = at_editor.client.post(url, {**data, "_popup": "1", "short_name": "New", "revision_reason": "Better."})  # fmt: skip

    assert answer.status_code == 200
    told = json.loads(answer.context_data["popup_response_data"])
    assert (told["action"], told["value"], told["obj"]) == ("change", str(party.pk), "Old")
    assert "Kept as a revision" in at_editor.client.get(reverse("admin:index")).text
    assert Revision.objects.get().key == party.slug
