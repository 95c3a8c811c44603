"""The history of a record at the editors’ desk: every step, by whom, why, and what it changed."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.admin.desk import address, delete, text_of
from tests.views.html import read
from tracker.models import Commitment, Dataset, Edit, Milestone, Party, Revision
from tracker.services import edits

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHY = {"revision_reason": "The date stood in the wrong month."}


def history(client, record, query=""):
    return read(client.get(address(type(record), "history", record.pk) + query)).one(id="content-main")  # fmt: skip


def steps(page):
    return page.one("ol", "history").all("li")


def test_history_tells_each_step_with_who_why_and_what_it_changed(at_editor, editor):
    commitment = factories.CommitmentFactory(title="First title", editor_notes="Inside.")
    edits.keep(commitment, "entered", by=editor, now=NOON)
    Commitment.objects.filter(pk=commitment.pk).update(title="Second title")
    role = factories.ParticipationFactory(commitment=commitment, role="obligor")
    edits.keep(commitment, "changed", by=None, now=NOON, note="A better title.")
    edits.keep(commitment, "submitted", by=editor, now=NOON)

    submitted, changed, entered = steps(history(at_editor.client, commitment))

    assert "Nothing in it was changed by this step." in submitted.words
    assert "1 June 2024, 12:00 UTC, a command A better title." in changed.words
    assert (changed.one("del").text, changed.one("ins").text) == ("First title", "Second title")
    assert f"Added: Participation: {role.party.short_name}, Obligor" in changed.words
    assert "Entered 1 June 2024, 12:00 UTC, alice" in entered.words
    assert "First title" in entered.one("details").words
    assert "Inside." in entered.one("details").words


def test_history_of_what_was_not_changed_here_says_so(at_editor):
    commitment = factories.published_commitment()

    page = history(at_editor.client, commitment)

    assert "Came with a data package; not changed here yet." in page.words


def test_history_of_a_milestone_is_that_of_its_commitment(at_editor, editor):
    milestone = factories.MilestoneFactory()
    edits.keep(milestone.commitment, "entered", by=editor, now=NOON)

    page = history(at_editor.client, milestone)

    assert address(Commitment, "change", milestone.commitment.pk) in page.links
    assert len(steps(page)) == 1


def test_history_of_a_revision_tells_what_it_would_change(at_editor):
    commitment = factories.published_commitment(title="As approved")
    at_editor.change(commitment, title="First thought", **WHY)
    at_editor.change(commitment, title="Second thought", **WHY)

    changed, entered = steps(history(at_editor.client, Revision.objects.get()))

    assert (changed.one("del").text, changed.one("ins").text) == ("First thought", "Second thought")
    assert "As approved" in entered.words or "First thought" in entered.words
    assert "{" not in changed.words + entered.words


def test_history_tells_who_wrote_what_somebody_else_approved(at_editor, at_reviewer):
    public = factories.published_commitment(title="Before")
    at_editor.change(public, title="After", revision_reason="Better words.", _submit="1")
    revision = Revision.objects.get()
    at_reviewer.move(revision, "publish")

    page = text_of(at_editor.client.get(address(Commitment, "history", public.pk)))

    assert f"{revision.code}, written by alice: Better words." in page
    assert "bob" in page


def test_history_has_pages_of_fifty_and_asks_as_often_for_many_steps(at_editor, editor):
    party = factories.PartyFactory(name="Name 0")
    for number in range(51):
        Party.objects.filter(pk=party.pk).update(name=f"Name {number}")
        edits.keep(party, "changed", by=editor, now=NOON)

    with CaptureQueriesContext(connection) as queries:
        first = steps(history(at_editor.client, party))
    last = steps(history(at_editor.client, party, "?page=2"))

    assert (len(first), len(last)) == (50, 1)
    assert (first[-1].one("del").text, first[-1].one("ins").text) == ("Name 0", "Name 1")
    assert last[0].has("details")
    assert len(queries) < 20


def test_history_of_what_has_none_is_that_of_the_admin(client_of, administrator):
    dataset = factories.DatasetFactory()

    page = client_of(administrator).get(address(Dataset, "history", dataset.pk))

    assert page.status_code == 200
    assert "admin/object_history.html" in [t.name for t in page.templates]


def test_history_of_a_record_that_is_not_there_leads_away(at_editor):
    assert at_editor.client.get(address(Milestone, "history", 9999)).status_code == 302


@pytest.mark.parametrize("who", ["stranger", None])
def test_history_is_for_editors(client_of, request, db, who):
    user = request.getfixturevalue(who) if who else None
    commitment = factories.CommitmentFactory()

    answer = client_of(user).get(address(Commitment, "history", commitment.pk))

    assert answer.status_code == (403 if who else 302)


def test_history_tells_a_stranger_of_no_record_whether_it_is_there(client_of, stranger):
    there = factories.CommitmentFactory().pk

    for key in (there, there + 1):
        assert client_of(stranger).get(address(Commitment, "history", key)).status_code == 403


def test_step_leads_to_the_history_of_its_record_and_of_one_that_is_gone(client_of, editor):
    draft = factories.CommitmentFactory(title="Never sent", recorded_by=editor)
    edits.keep(draft, "entered", by=editor, now=NOON)
    client, step = client_of(editor), Edit.objects.get()

    there = client.get(address(Edit, "change", step.pk))
    delete(client, address(Commitment, "delete", draft.pk))
    listed = client.get(address(Edit, "changelist") + f"?q={draft.code}")
    gone = read(client.get(address(Edit, "change", step.pk))).one(id="content-main")

    assert there["Location"] == address(Commitment, "history", draft.pk)
    assert [step.action for step in listed.context["cl"].result_list] == ["deleted", "entered"]
    deleted, entered = steps(gone)
    assert deleted.words.startswith("Deleted")
    assert "Never sent" in entered.words


def test_page_of_a_step_is_only_read(at_editor):
    at_editor.change(factories.CommitmentFactory(), title="Another")
    page = address(Edit, "change", Edit.objects.latest("pk").pk)

    assert at_editor.client.head(page).status_code == 302
    assert at_editor.client.post(page).status_code == 405
