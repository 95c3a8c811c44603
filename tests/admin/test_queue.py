"""The desk’s home, the review queue, one review and the work lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.admin.test_review import draft_of
from tracker.admin.base import review_address
from tracker.cells import bundles
from tracker.models import Commitment, Passage, Revision

WHY = {"revision_reason": "The date stood in the wrong month."}


def queue_of(desk, **query) -> list[str]:
    page = desk.client.get(reverse("desk:queue"), query)
    return [row.item.record.code for row, _address in page.context["rows"]]


def list_named(name: str) -> str:
    return reverse("desk:work", args=[name])


def work_of(desk) -> dict[str, int]:
    work = desk.client.get(reverse("admin:index")).context["work"]
    return {str(each["label"]): each["count"] for each in work}


def test_queue_holds_what_others_submitted_oldest_first(at_editor, at_reviewer, editor):
    first, second = draft_of(editor, code="C-1"), draft_of(editor, code="C-2")
    third = draft_of(editor, code="C-3")
    at_editor.move(second, "submit")
    at_editor.move(first, "submit")
    at_reviewer.change(third, title="Bob wrote in it")
    at_reviewer.move(third, "submit")

    assert queue_of(at_reviewer) == ["C-2", "C-1"]
    assert queue_of(at_editor) == ["C-3"]


def test_queue_says_what_is_hidden_and_filters(at_editor, at_reviewer, editor):
    at_editor.move(draft_of(editor, code="C-1"), "submit")
    commitment = factories.published_commitment(code="C-2")
    at_editor.change(commitment, title="Another title", _submit="1", **WHY)
    revision = Revision.objects.get()

    mine = at_editor.client.get(reverse("desk:queue"))

    assert "Yours are hidden: 2 records that you wrote in wait for somebody else." in mine.text
    assert "Nothing waits for you." in mine.text
    assert queue_of(at_reviewer, kind="revision") == [revision.code]
    assert queue_of(at_reviewer, author="alice", kind="commitment") == ["C-1"]
    assert queue_of(at_reviewer, author="nobody") == []
    assert queue_of(at_reviewer, kind="\u0661'") == []


def test_queue_says_what_cannot_be_approved_because_its_commitment_was_withdrawn(
    at_editor, at_reviewer, editor
):
    there = factories.published_status_change(status="stalled", reason_code="other")
    for corrects in (None, there):
        change = factories.StatusChangeFactory(
            commitment=there.commitment, status="fulfilled", corrects=corrects, recorded_by=editor
        )
        factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
        at_editor.move(change, "submit")
    before = at_reviewer.client.get(reverse("desk:queue")).text

    factories.withdraw(there.commitment)
    after = at_reviewer.client.get(reverse("desk:queue")).text

    says = "Cannot be approved: Its commitment is withdrawn: nothing new is recorded about it."
    assert (before.count(says), after.count(says)) == (0, 1)
    assert len(queue_of(at_reviewer)) == 2


@pytest.mark.parametrize("path", ["commitments/C-NONE", "nonsense/C-1", "users/alice"])
def test_review_of_what_is_not_there_is_not_found(at_reviewer, path):
    assert at_reviewer.client.get(f"/admin/review/{path}/").status_code == 404


def test_review_of_what_was_answered_meanwhile_leads_to_the_queue_which_says_so(at_reviewer):
    draft = factories.CommitmentFactory(code="C-DRAFT")

    answer = at_reviewer.client.get(review_address(draft), follow=True)

    assert answer.redirect_chain == [(reverse("desk:queue"), 302)]
    assert "is not in review any more: open it to see what became of it." in answer.text


def test_work_lists_count_what_is_to_be_done(at_editor, editor):
    draft_of(editor)
    change = factories.published_status_change(commitment=factories.published_commitment(), status="stalled", reason_code="other")  # fmt: skip
    due = factories.published_commitment(last_checked_date="2020-01-01")
    factories.DeadlineFactory(commitment=due, position=1, date_earliest="2020-01-01", date_latest="2020-01-01", date_precision="day")  # fmt: skip
    factories.CitationFactory(reference=factories.ReferenceFactory())
    Passage.objects.filter(pk=due.citations.get().passage_id).update(check_failure="Not there.")

    assert work_of(at_editor) == {
        "To review": 0,
        "Assigned to me": 0,
        "Returned to me": 0,
        "Drafts of mine": 1,
        "Sent by me, waiting": 0,
        "Quotations that fail": 1,
        "References without held text": 2,
        "Overdue": 1,
        "Not checked for six months": 2,
        "Without a status": 1,
        "Disputed without both sides": 0,
    }
    assert change.commitment.code in at_editor.client.get(list_named("unchecked")).text


def test_overdue_names_the_day_that_holds_and_begins_with_the_oldest(at_editor):
    late, later = (
        factories.published_commitment(code="C-A"),
        factories.published_commitment(code="C-B"),
    )
    days = [(late, 1, "2020-03-01"), (later, 1, "2021-01-01"), (later, 2, "2020-02-01")]
    for commitment, position, day in days:
        factories.DeadlineFactory(commitment=commitment, position=position, date_earliest=day, date_latest=day, date_precision="day")  # fmt: skip

    listed = at_editor.client.get(list_named("overdue")).text

    assert "due by 1 March 2020" in listed
    assert "due by 1 January 2021" not in listed
    assert listed.index("due by 1 February 2020") < listed.index("due by 1 March 2020")


def test_what_became_public_lately_need_not_be_checked_yet(at_editor):
    old = factories.published_commitment()
    new = factories.published_commitment()
    Commitment.objects.filter(pk=new.pk).update(recorded_at=timezone.now())

    listed = at_editor.client.get(list_named("unchecked")).text

    assert (old.code in listed, new.code in listed) == (True, False)


@pytest.mark.parametrize("accounts", [{}, {"account_words": "the ministry"}])
def test_disputed_without_both_sides_asks_for_the_accounts(at_editor, accounts):
    change = factories.StatusChangeFactory(commitment=factories.published_commitment())
    for position, stance in enumerate(["supports", "contradicts"], start=1):
        factories.CitationFactory(
            status_change=change, reference=factories.ReferenceFactory(), stance=stance,
            position=position, **accounts,
        )  # fmt: skip
    factories.publish(change)
    type(change.commitment).objects.filter(pk=change.commitment_id).update(
        status=change.status, status_since=change.date_latest, current_change=change
    )

    assert work_of(at_editor)["Disputed without both sides"] == (0 if accounts else 1)


def test_every_work_list_opens(at_editor):
    page = at_editor.client.get("/admin/")

    for each in page.context["work"]:
        assert at_editor.client.get(each["url"]).status_code == 200
    assert at_editor.client.get(list_named("nonsense")).status_code == 404


@pytest.mark.parametrize("path", ["review/", "work/overdue/", "review/commitments/C-1/"])
def test_desk_is_open_to_editors_only(client_of, stranger, path):
    draft = draft_of(None, code="C-1", state="in_review")

    assert client_of(None).get(f"/admin/{path}").status_code == 302
    assert client_of(stranger).get(f"/admin/{path}").status_code == 403
    assert draft.code not in client_of(stranger).get("/admin/").text


@pytest.mark.parametrize("name", ["drafts", "returned"])
def test_list_of_many_drafts_takes_as_many_queries_as_of_one_of_each(at_editor, editor, name):
    def asked() -> int:
        for make in (factories.AssessmentFactory, factories.StatusChangeFactory):
            record = make(recorded_by=editor)
            table = bundles.table_of(record).name
            factories.EditFactory(
                table=table, key=record.code, action="returned", note="No.", made_by=editor
            )
        with CaptureQueriesContext(connection) as queries:
            at_editor.client.get(list_named(name))
        return len(queries)

    first = asked()

    assert [asked() for _ in range(3)] == [first] * 3
