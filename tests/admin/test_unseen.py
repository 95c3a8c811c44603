"""Signs that nobody sees, and line breaks in boxes of one line: typed, imported and reviewed."""

import pytest

from tests import factories
from tests.admin.desk import review_of, text_of
from tests.admin.sheets import Importing, counts_of
from tests.admin.test_imports import NEW
from tracker.models import Commitment, Revision

UNSEEN = "Meet\u0007 twice\u200b\u202e"


@pytest.fixture(autouse=True)
def category(db):
    return factories.CategoryFactory(slug="meetings", name="Meetings")


def test_form_takes_words_without_what_nobody_sees(at_editor):
    commitment = factories.CommitmentFactory()

    at_editor.change(commitment, title=UNSEEN, summary="They\u00a0are\r\nto meet.\u2060")

    commitment.refresh_from_db()
    assert (commitment.title, commitment.summary) == ("Meet twice", "They are\nto meet.")


def test_form_makes_a_break_in_one_line_a_space_and_keeps_the_words_of_a_source(at_editor):
    commitment = factories.CommitmentFactory()

    at_editor.change(commitment, title="Publish\r\ntimetable", quantity_words="two\u00a0or\nthree")

    commitment.refresh_from_db()
    read = commitment.title, commitment.quantity_words
    assert read == ("Publish timetable", "two\u00a0or three")


def test_import_reads_words_as_the_form_does(at_editor):
    row = {**NEW, "title": UNSEEN + "\nor more", "summary": "They\u00a0are\nto meet.\u2060",
           "quantity_words": "two\u00a0or\nthree", "due_words": "next\nyear"}  # fmt: skip

    Importing(at_editor, [row]).done()

    made = Commitment.objects.get(code="C-NEW")
    assert (made.title, made.summary) == ("Meet twice or more", "They are\nto meet.")
    assert made.quantity_words == "two\u00a0or three"
    assert made.deadlines.get().date_words == "next year"


def test_import_leaves_what_is_stored_and_reads_the_same(at_editor):
    factories.CommitmentFactory(code="C-NEW", title=UNSEEN)
    file = Importing(at_editor, [{"code": "C-NEW", "title": "Meet twice"}])
    file.columns()

    assert counts_of(file.preview().words)["unchanged"] == 1
    assert Commitment.objects.get().title == UNSEEN


def test_review_says_where_nothing_that_differs_can_be_seen(at_editor, at_reviewer):
    commitment = factories.published_commitment(title=UNSEEN, summary="As approved.")

    at_editor.change(commitment, title="Meet twice", revision_reason="Why.", _submit="1")

    page = text_of(review_of(at_reviewer, Revision.objects.get()))
    assert page.count("differs only in signs that cannot be seen") == 1
