"""From draft to public in the admin: two people, plain refusals, nothing approved unseen."""

import pytest

from tests import factories
from tests.admin.desk import address, review_of, text_of
from tracker.models import Commitment, Passage, Revision, StatusChange


def draft_of(user, **values):
    """A commitment that could be published."""
    draft = factories.CommitmentFactory(recorded_by=user, **values)
    factories.CitationFactory(commitment=draft, role="primary")
    return draft


def words_offered(page) -> set[str]:
    return {words for words, _link in page.context["links"]}


def test_commitment_goes_from_draft_to_public_and_back(at_editor, at_reviewer, editor, reviewer):
    draft = draft_of(editor)

    at_editor.move(draft, "submit")
    at_reviewer.move(draft, "publish")
    draft.refresh_from_db()
    published = (draft.state, draft.reviewed_by, draft.recorded_at is not None)
    at_reviewer.move(draft, "withdraw", words="It was never said.")

    draft.refresh_from_db()
    assert published == ("published", reviewer, True)
    assert (draft.state, draft.withdrawn_reason) == ("withdrawn", "It was never said.")


def test_reviewer_returns_a_record_and_its_author_edits_it_again(at_editor, at_reviewer, editor):
    draft = draft_of(editor)
    at_editor.move(draft, "submit")

    at_reviewer.move(draft, "return", words="Shorter, please.")
    at_editor.change(draft, title="Better words")

    draft.refresh_from_db()
    assert (draft.state, draft.title) == ("draft", "Better words")


def test_publishing_a_status_change_moves_the_status_of_its_commitment(at_reviewer, editor):
    commitment = factories.published_commitment()
    change = factories.StatusChangeFactory(
        commitment=commitment, status="stalled", reason_code="refused", state="in_review",
        recorded_by=editor,
    )  # fmt: skip
    factories.CitationFactory(status_change=change)

    at_reviewer.move(change, "publish")

    commitment.refresh_from_db()
    assert (commitment.status, commitment.current_change) == ("stalled", change)


@pytest.mark.parametrize("factory", [factories.CommitmentFactory, factories.StatusChangeFactory])
def test_author_cannot_approve_their_own_record(at_reviewer, reviewer, factory):
    record = factory(recorded_by=reviewer, state="in_review")
    owner = "commitment" if isinstance(record, Commitment) else "status_change"
    factories.CitationFactory(**{owner: record}, role="primary")

    page = at_reviewer.page(record)
    answer = at_reviewer.move(record, "publish")

    record.refresh_from_db()
    assert "Review" in words_offered(page)
    assert "You wrote in this record yourself" in answer.text
    assert record.state == "in_review"


def test_administrator_and_superuser_cannot_approve_their_own(desk_of, administrator):
    record = draft_of(administrator, state="in_review")

    desk_of(administrator).move(record, "publish")
    administrator.is_superuser = True
    administrator.save()
    desk_of(administrator).move(record, "publish")

    record.refresh_from_db()
    assert record.state == "in_review"


def test_editor_who_does_not_review_can_neither_publish_nor_return_nor_withdraw(
    at_editor, reviewer
):
    record = draft_of(reviewer, state="in_review")
    public = factories.published_commitment()

    published = at_editor.move(record, "publish")
    returned = at_editor.move(record, "return", words="No.")
    withdrawn = at_editor.move(public, "withdraw", words="I wish it.")

    assert "Only reviewers publish" in published.text
    assert "Only reviewers return" in returned.text
    assert "Only reviewers withdraw" in withdrawn.text
    offered = {"Record a status change", "Preview", "Assign to…"}
    assert words_offered(at_editor.page(record)) == offered
    record.refresh_from_db()
    public.refresh_from_db()
    assert (record.state, public.state) == ("in_review", "published")


def test_words_are_compared_with_the_archived_text_when_they_become_public(at_editor, at_reviewer, editor, client):  # fmt: skip
    draft = draft_of(editor)
    deadline = factories.DeadlineFactory(commitment=draft, passage=factories.PassageFactory())
    at_editor.move(draft, "submit")

    at_reviewer.move(draft, "publish")

    found = [draft.citations.get().passage, deadline.passage]
    assert all(Passage.objects.get(pk=passage.pk).checked_at for passage in found)
    page = text_of(client.get(found[0].get_absolute_url(), follow=True))
    assert "Checked word for word on" in page


def test_words_that_a_revision_adds_are_compared_when_it_is_approved(at_editor, at_reviewer):
    public, passage = factories.published_commitment(), factories.PassageFactory()
    row = {"passage": passage.pk, "role": "context", "stance": "context"}
    at_editor.change(public, revision_reason="More.", parts={"citations": [row]})
    revision = Revision.objects.get()
    at_editor.move(revision, "submit")

    at_reviewer.move(revision, "publish")

    passage.refresh_from_db()
    assert (public.citations.count(), bool(passage.checked_at)) == (2, True)


def test_record_without_its_words_is_not_published(at_reviewer, editor):
    record = factories.CommitmentFactory(recorded_by=editor, state="in_review")

    answer = at_reviewer.move(record, "publish")

    record.refresh_from_db()
    assert "needs a primary passage" in answer.text
    assert record.state == "in_review"


def test_withdrawing_asks_for_the_public_reason(at_reviewer):
    public = factories.published_commitment()

    asked = at_reviewer.client.get(address(Commitment, "move", public.pk, "withdraw"))
    refused = at_reviewer.move(public, "withdraw", words="  ")

    public.refresh_from_db()
    assert "<textarea" in asked.text
    assert "Give the reason: it is shown in public" in refused.text
    assert public.state == "published"


@pytest.mark.parametrize("button", ["_save", "_submit"])
def test_public_record_is_withdrawn_while_a_revision_of_it_waits(at_editor, at_reviewer, button):
    public = factories.published_commitment()
    at_editor.change(public, title="Better", revision_reason="Clearer.", **{button: "1"})
    offered = dict(at_reviewer.page(public).context_data["links"])["Withdraw"]

    page = at_reviewer.client.get(offered)
    sent = {"version": page.context_data["form"]["version"].value(), "words": "It was never said."}
    at_reviewer.client.post(offered, sent)

    public.refresh_from_db()
    assert (public.state, public.title == "Better") == ("withdrawn", False)


def test_withdrawing_tells_what_is_written_about_the_record(at_editor, at_reviewer):
    public = factories.published_commitment()
    says = "About it, this is written or in review:"
    before = at_reviewer.client.get(address(Commitment, "move", public.pk, "withdraw"))
    change = factories.StatusChangeFactory(commitment=public, state="in_review")
    at_editor.change(public, title="Better", revision_reason="Clearer.")

    page = at_reviewer.client.get(address(Commitment, "move", public.pk, "withdraw"))

    assert says not in before.text
    assert says in page.text
    assert [change, Revision.objects.get()] == page.context["open"]
    assert f"{change} ({change.get_state_display()})" in page.text


def test_published_status_change_is_not_withdrawn(at_reviewer):
    change = factories.published_status_change()
    url = address(StatusChange, "move", change.pk, "withdraw")

    assert "Withdraw" not in words_offered(at_reviewer.page(change))
    assert at_reviewer.client.post(url, {"reason": "No."}).status_code == 404


def test_step_taken_twice_says_that_the_record_has_moved_on(at_editor, editor):
    draft = draft_of(editor)
    at_editor.move(draft, "submit")

    answer = at_editor.move(draft, "submit")

    assert answer.status_code == 200
    assert "reload the page" in answer.text


def test_record_that_changed_after_it_was_read_is_not_published(at_editor, at_reviewer, editor):
    draft = draft_of(editor)
    at_editor.move(draft, "submit")
    version = review_of(at_reviewer, draft).context["review"].version
    Commitment.objects.filter(pk=draft.pk).update(summary="Other words, which nobody read.")

    answer = at_reviewer.move(draft, "publish", version=version)

    draft.refresh_from_db()
    assert "Look at it again" in answer.text
    assert draft.state == "in_review"


@pytest.mark.parametrize("path", ["999/move/submit/", "x/move/submit/", "1/move/rename/"])
def test_step_of_nothing_is_not_found(at_reviewer, path):
    assert at_reviewer.client.get(f"/admin/tracker/commitment/{path}").status_code == 404


def test_public_page_is_linked_once_there_is_one(at_editor):
    draft, public = factories.CommitmentFactory(), factories.published_commitment()

    assert "View on site" not in at_editor.page(draft).text
    assert "View on site" in at_editor.page(public).text
