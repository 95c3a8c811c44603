"""The page of one record in review: who is offered which answer, and nothing typed is lost."""

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, delete, review_of, text_of
from tests.admin.test_queue import WHY, work_of
from tests.admin.test_review import draft_of
from tests.views.html import read
from tracker.admin.base import review_address
from tracker.models import Commitment, Revision, Topic

NOTE = "Name the day, <please>."
APPROVE, RETURN = 'value="approve"', 'value="return"'


@pytest.fixture
def record(at_editor, editor):
    """A commitment in review, which its author sent."""
    found = draft_of(editor, code="C-1", title="To meet")
    at_editor.move(found, "submit")
    return found


def state(record) -> str:
    record.refresh_from_db()
    return record.state


def note_in(page) -> str:
    return page.context["form"]["words"].value()


def test_answer_leads_to_the_queue_which_names_the_record(at_editor, at_reviewer, record, editor):
    other = draft_of(editor, code="C-2")
    at_editor.move(other, "submit")

    published = at_reviewer.move(record, "publish")
    returned = at_reviewer.move(other, "return", words=NOTE)

    assert published.redirect_chain == returned.redirect_chain == [(reverse("desk:queue"), 302)]
    assert f'<a href="{address(Commitment, "change", record.pk)}">C-1 To meet</a>: published.' in published.text  # fmt: skip
    assert f'<a href="{address(Commitment, "change", other.pk)}">C-2' in returned.text
    assert "returned to its author, with your note." in returned.text
    assert (state(record), state(other)) == ("published", "draft")
    assert work_of(at_editor)["Returned to me"] == 1


def test_approving_with_a_note_typed_is_refused_and_the_note_kept(at_reviewer, record):
    answer = at_reviewer.move(record, "publish", words=NOTE)

    assert state(record) == "in_review"
    assert "Nothing was published, as there is a note" in answer.text
    assert note_in(answer) == NOTE
    assert APPROVE in answer.text


def test_answer_to_what_was_deleted_keeps_the_note(at_editor, at_reviewer, record):
    opened = at_reviewer.client.get(review_address(record))
    at_editor.move(record, "take_back")
    delete(at_editor.client, address(Commitment, "delete", record.pk))

    sent = {"version": opened.context["review"].version, "answer": "return", "words": NOTE}
    answer = at_reviewer.client.post(review_address(record), sent, follow=True)

    assert not Commitment.objects.filter(pk=record.pk).exists()
    assert answer.redirect_chain == [(reverse("desk:queue"), 302)]
    assert f"C-1 was deleted before you answered. Your note was: “{NOTE}”" in text_of(answer)
    assert at_reviewer.client.get(review_address(record)).status_code == 404


@pytest.mark.parametrize("words", ["", "  \r\n"])
def test_returning_without_a_note_shows_the_page_again_with_the_error(at_reviewer, record, words):
    answer = at_reviewer.move(record, "return", words=words)

    assert state(record) == "in_review"
    assert answer.context["review"].record == record
    assert answer.context["form"].errors["words"] == ["Say what is to be done: the author reads it."]  # fmt: skip
    assert "On which words" in answer.text


@pytest.mark.parametrize("sent", [{}, {"answer": "nonsense"}, {"answer": "approve\x00"}])
def test_no_answer_is_no_answer(at_reviewer, record, sent):
    answer = at_reviewer.client.post(review_address(record), {"words": NOTE, **sent})

    assert "Choose one of the two answers." in answer.text
    assert (state(record), note_in(answer)) == ("in_review", NOTE)


def test_note_outlives_a_record_that_changed_meanwhile(at_reviewer, record):
    seen = review_of(at_reviewer, record).context["review"].version
    Commitment.objects.filter(pk=record.pk).update(summary="Other words, which nobody read.")

    refused = at_reviewer.move(record, "return", version=seen, words=NOTE)
    again = at_reviewer.move(
        record, "return", version=refused.context["review"].version, words=note_in(refused)
    )

    assert "Look at it again" in refused.text
    assert "Other words, which nobody read." in refused.text
    assert (state(record), again.redirect_chain) == ("draft", [(reverse("desk:queue"), 302)])


def test_note_outlives_the_answer_of_another(at_reviewer, desk_of, administrator, record):
    seen = review_of(at_reviewer, record).context["review"].version
    desk_of(administrator).move(record, "publish")

    answer = at_reviewer.move(record, "return", version=seen, words=NOTE)

    assert state(record) == "published"
    assert "It is not in review any more" in answer.text
    assert f'<p class="verbatim">{NOTE}</p>' in text_of(answer)
    assert APPROVE not in answer.text
    assert RETURN not in answer.text


def test_each_is_offered_what_they_can_do_and_told_why_not(
    at_editor, at_reviewer, desk_of, administrator, record, reviewer
):
    sender = desk_of(administrator)
    sent = draft_of(factories.EditorFactory())
    sender.move(sent, "submit")
    own = draft_of(reviewer, state="in_review")
    changed = draft_of(factories.EditorFactory(), title="As submitted")
    at_editor.move(changed, "submit")
    Commitment.objects.filter(pk=changed.pk).update(title="As nobody submitted it")
    bare = factories.CommitmentFactory(state="in_review")

    for desk, about, says, offered in (
        (at_reviewer, record, "", {APPROVE, RETURN}),
        (at_editor, record, "Only reviewers publish records", set()),
        (at_reviewer, own, "You wrote in this record yourself", {RETURN}),
        (sender, sent, "You submitted this record yourself", {RETURN}),
        (at_reviewer, changed, "was changed after it was submitted", {RETURN}),
        (at_reviewer, bare, "It cannot be published as it is", {RETURN}),
    ):
        page = review_of(desk, about)
        assert says in page.context["why_not"]
        assert bool(page.context["why_not"]) == bool(says)
        assert {each for each in (APPROVE, RETURN) if each in page.text} == offered
        keys = {"a goes to Approve", "r to the note"}
        told = {key for key in keys if key in page.text}
        assert told == {k for k, e in zip(sorted(keys), (APPROVE, RETURN), strict=True) if e in offered}  # fmt: skip


def test_review_leads_to_the_preview_where_there_is_one(at_editor, at_reviewer, record):
    topic = factories.TopicFactory()
    commitment = factories.published_commitment()
    commitment.topics.add(topic)
    at_editor.change(topic, name="Renamed", revision_reason="Better.", _submit="1")
    revision = Revision.objects.get(table="topics")

    assert at_reviewer.client.get(address(Commitment, "preview", record.pk)).status_code == 200
    assert address(Commitment, "preview", record.pk) in review_of(at_reviewer, record).text
    assert address(Revision, "preview", revision.pk) not in review_of(at_reviewer, revision).text
    assert "Preview" not in at_reviewer.page(revision).text
    assert Topic.objects.get().name != "Renamed"


def since_returned(page) -> str:
    words = read(page).one(id="content-main").words
    return words.partition("Changed since it was returned")[2].partition("What it says")[0]


def test_review_shows_what_was_changed_since_it_was_returned(at_editor, at_reviewer, record):
    assert since_returned(review_of(at_reviewer, record)) == ""
    at_reviewer.move(record, "return", words=NOTE)
    at_editor.move(record, "submit")

    assert "Nothing was changed since then." in since_returned(review_of(at_reviewer, record))

    at_editor.move(record, "take_back")
    at_editor.change(record, title="To meet in May")
    at_editor.move(record, "submit")

    changed = since_returned(review_of(at_reviewer, record))
    assert changed.strip() == "Title To meet To meet in May"


def test_review_shows_what_was_changed_in_a_revision_since_it_was_returned(at_editor, at_reviewer):
    public = factories.published_commitment(title="To meet")
    at_editor.change(public, title="To meet soon", _submit="1", **WHY)
    revision = Revision.objects.get()
    at_reviewer.move(revision, "return", words=NOTE)
    at_editor.change(public, title="To meet in May", _submit="1", **WHY)

    changed = since_returned(review_of(at_reviewer, revision))
    assert changed.strip().startswith("Title To meet soon To meet in May")


def test_approval_that_is_not_offered_is_refused_once(at_editor, at_reviewer, editor):
    own, other = draft_of(editor), draft_of(editor)
    at_reviewer.change(own, title="Bob wrote in it")
    for draft in (own, other):
        at_editor.move(draft, "submit")

    refused = [
        ("You wrote in this record yourself", text_of(at_reviewer.move(own, "publish"))),
        ("Only reviewers publish records", text_of(at_editor.move(other, "publish"))),
    ]

    assert [page.count(words) for words, page in refused] == [1, 1]
