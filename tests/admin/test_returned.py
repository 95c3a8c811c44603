"""What a reviewer returned: its author reads the note where they write, until it is sent again."""

import pytest

from tests import factories
from tests.admin.desk import text_of
from tests.admin.test_queue import list_named, work_of
from tests.admin.test_review import draft_of
from tracker.models import Commitment, Revision

NOTE = "Shorter.\nAnd name the day."


@pytest.fixture
def draft(at_editor, at_reviewer, editor):
    """A commitment that was returned."""
    found = draft_of(editor, code="C-1")
    at_editor.move(found, "submit")
    at_reviewer.move(found, "return", words=NOTE)
    return found


@pytest.fixture
def revised(at_editor, at_reviewer):
    """A public commitment whose revision was returned."""
    found = factories.published_commitment()
    at_editor.change(found, title="As revised", revision_reason="Better words.", _submit="1")
    at_reviewer.move(Revision.objects.get(), "return", words=NOTE)
    return found


def tells(page) -> bool:
    """Whether the page says who returned it, when, and why."""
    words = text_of(page)
    return "Returned by bob, <time" in words and f'<p class="verbatim">{NOTE}</p>' in words


def test_form_of_a_returned_draft_begins_with_the_note(at_editor, draft):
    page = at_editor.page(draft)

    assert tells(page)
    assert text_of(page).index(NOTE) < text_of(page).index('id="id_title"')


def test_note_on_a_revision_is_read_on_its_page_and_on_that_of_its_record(at_editor, revised):
    assert tells(at_editor.page(Revision.objects.get()))
    assert tells(at_editor.page(revised))


def test_list_of_what_was_returned_gives_the_notes(at_editor, draft, revised):
    page = at_editor.client.get(list_named("returned"))

    assert tells(page)
    assert text_of(page).count(NOTE) == 2


def test_note_stays_while_its_author_writes_and_goes_when_it_is_sent_again(at_editor, draft):
    at_editor.change(draft, title="Half of the way")
    written_on = tells(at_editor.page(draft)), work_of(at_editor)["Returned to me"]

    at_editor.move(draft, "submit")
    sent = tells(at_editor.page(draft)), work_of(at_editor)["Returned to me"]
    at_editor.move(draft, "take_back")
    taken_back = tells(at_editor.page(draft)), work_of(at_editor)["Returned to me"]

    assert (written_on, sent, taken_back) == ((True, 1), (False, 0), (False, 0))


def test_note_is_never_public(client, at_editor, at_reviewer, draft):
    at_editor.move(draft, "submit")
    at_reviewer.move(draft, "publish")

    assert Commitment.public.get() == draft
    assert "name the day" not in text_of(client.get(draft.get_absolute_url()))


@pytest.mark.parametrize("is_still_here", [True, False])
def test_what_was_returned_to_somebody_who_left_is_found_by_reviewers(
    at_reviewer, desk_of, editor, draft, revised, is_still_here
):
    colleague = desk_of(factories.EditorFactory(username="erin"))
    editor.is_active = is_still_here
    editor.save()

    page = at_reviewer.client.get(list_named("returned"))

    assert text_of(page).count(NOTE) == (0 if is_still_here else 2)
    assert work_of(at_reviewer)["Returned to me"] == (0 if is_still_here else 2)
    assert work_of(colleague)["Returned to me"] == 0
