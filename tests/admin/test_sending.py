"""Sending to review: the desk says that a record waits, for whom, and lists what one sent."""

from django.urls import reverse

from tests import factories
from tests.admin.desk import address, text_of
from tests.admin.test_queue import list_named, work_of
from tests.admin.test_review import draft_of
from tracker.models import Commitment, Revision, StatusChange
from tracker.services import publishing

WAITS = "sent to review. It waits for one of these to approve or return it: "


def said(desk) -> str:
    """The messages on the next page."""
    page = text_of(desk.client.get(reverse("desk:home")))
    return page.partition('class="messagelist"')[2].partition("</ul>")[0]


def test_draft_that_is_saved_and_sent_is_called_sent(at_editor, editor, reviewer):
    draft = draft_of(editor, code="C-1", title="To meet")

    at_editor.change(draft, _submit="1")

    link = f'<a href="{address(Commitment, "change", draft.pk)}">C-1 To meet</a>'
    assert f"{link}: {WAITS}bob." in (words := said(at_editor))
    assert "changed successfully" not in words


def test_what_the_reviewer_will_look_at_twice_is_said_to_who_sends(at_editor, editor, reviewer):
    draft = draft_of(editor, code="C-1")

    at_editor.change(draft, _submit="1")

    assert "It names no party: add who undertakes it." in said(at_editor)


def test_new_status_change_that_is_sent_is_called_sent(at_editor, reviewer):
    commitment = factories.published_commitment()
    row = {"reference": factories.ReferenceFactory().pk, "role": "evidence", "stance": "supports"}
    typed = {"status": "fulfilled", "reason": "They met.", "date_precision": "day"}
    at_editor.new(
        StatusChange, commitment=commitment.pk, **typed, date_earliest="2024-05-01",
        parts={"citations": [{**row, "finding": "They met."}]}, _submit="1",
    )  # fmt: skip

    assert StatusChange.objects.get().state == "in_review"
    assert f"{WAITS}bob." in (words := said(at_editor))
    assert "added successfully" not in words


def test_revision_is_called_sent_only_when_it_was(at_editor, reviewer):
    commitment = factories.published_commitment()
    at_editor.change(commitment, title="As revised", revision_reason="Better.")
    kept = said(at_editor)
    at_editor.change(commitment, title="As revised again", _submit="1")

    assert "Kept as a revision, which nobody reviews yet" in kept
    assert f"{WAITS}bob." in said(at_editor)
    assert Revision.objects.get().state == "in_review"


def test_step_that_sends_names_who_can_answer_and_nobody_else(
    at_editor, at_reviewer, editor, reviewer, administrator
):
    draft = draft_of(editor)
    gone = factories.ReviewerFactory(username="left")
    gone.is_active = False
    gone.save()
    at_reviewer.change(draft, title="Bob wrote in it")

    page = at_editor.move(draft, "submit")

    assert f"{WAITS}carol." in text_of(page)
    assert list(publishing.approvers(draft)) == [administrator]


def test_who_sends_what_nobody_else_can_approve_is_told(at_reviewer, editor):
    page = at_reviewer.move(draft_of(editor), "submit")

    assert "ask an administrator for another reviewer" in text_of(page)


def test_those_named_are_those_who_can_approve(world):
    for model in (Commitment, StatusChange, Revision):
        record = world.record(model, "in_review")

        named = {person.username for person in publishing.approvers(record)}

        everybody = world.people.values()
        assert named == {p.username for p in everybody if not publishing.refusal(record, by=p)}


def test_list_of_what_i_sent_says_since_when_and_ends_with_the_answer(
    at_editor, at_reviewer, editor
):
    mine, sent = draft_of(editor), factories.published_commitment()
    at_editor.move(mine, "submit")
    at_reviewer.move(draft_of(editor), "submit")
    at_editor.change(sent, title="As revised", revision_reason="Better.", _submit="1")
    page = at_editor.client.get(list_named("sent"))
    counts = [work_of(desk)["Sent by me, waiting"] for desk in (at_editor, at_reviewer)]

    at_reviewer.move(mine, "return", words="Shorter.")

    assert [row for row, _address in page.context["rows"]] == [mine, Revision.objects.get()]
    assert page.text.count("0\xa0minutes ago") == 2
    assert counts == [2, 1]
    assert work_of(at_editor)["Sent by me, waiting"] == 1


def test_list_of_what_i_sent_keeps_what_somebody_else_sent_again(at_editor, at_reviewer, editor):
    draft = draft_of(editor)
    at_editor.move(draft, "submit")
    at_editor.move(draft, "take_back")
    at_reviewer.move(draft, "submit")

    for desk in (at_editor, at_reviewer):
        assert work_of(desk)["Sent by me, waiting"] == 1
