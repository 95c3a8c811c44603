"""What is public stays in order: no change of what it rests on makes it break a rule."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.admin.desk import review_of, text_of
from tests.admin.sheets import Importing
from tracker.cells import bundles
from tracker.models import Revision
from tracker.services import resting, revisions, statuses
from tracker.services.verification import verify

NOW = timezone.now
WHY = {"revision_reason": "Their list says so."}


def failures() -> list[str]:
    return [str(failure) for failure in verify(now=NOW()).failures]


@pytest.fixture
def passage(db):
    """What the public status change rests on."""
    return factories.PassageFactory()


@pytest.fixture
def change(passage):
    """A public status change with a delivered quantity, of a public commitment."""
    commitment = factories.published_commitment(code="C-1", quantity="32", quantity_unit="persons")
    change = factories.StatusChangeFactory(
        code="S-1", commitment=commitment, status="partly_fulfilled", delivered_quantity="3"
    )
    factories.CitationFactory(status_change=change, passage=passage, position=1)
    factories.publish(change)
    statuses.refresh_current([commitment.pk])
    assert failures() == []
    return change


# What an editor types into the form of the commitment, and what is said of it.
BREAKING = {
    "its evidence as primary words": (
        lambda passage: {"parts": {"citations": [
            {"passage": passage.pk, "role": "primary", "stance": "supports"}
        ]}},
        "do not show what became of it",
    ),
    "its evidence as words of a deadline": (
        lambda passage: {"parts": {"deadlines": [
            {"date_precision": "day", "date_earliest": "2023-12-31", "passage": passage.pk}
        ]}},
        "do not show what became of it",
    ),
    "no quantity": (
        lambda passage: {"quantity": "", "quantity_unit": "", "quantity_words": ""},
        "the commitment owes none",
    ),
}  # fmt: skip
breaking = pytest.mark.parametrize("case", BREAKING)


@breaking
def test_form_refuses_what_would_make_a_public_status_change_break_a_rule(
    at_editor, change, passage, case
):
    typed, says = BREAKING[case]

    answers = [
        at_editor.change(change.commitment, **typed(passage), **WHY, **sent)
        for sent in ({}, {"_check": "1"})
    ]

    for answer in answers:
        page = text_of(answer)
        assert answer.status_code == 200
        assert "S-1 is public, is never changed, and rests on this." in page
        assert says in page
    assert not Revision.objects.exists()


@breaking
def test_revision_that_was_in_order_when_it_was_sent_is_not_approved_when_it_is_not(
    at_editor, at_reviewer, passage, case
):
    """The status change became public while the revision waited."""
    typed, says = BREAKING[case]
    commitment = factories.published_commitment(quantity="32", quantity_unit="persons")
    at_editor.change(commitment, **typed(passage), **WHY, _submit="1")
    revision = revisions.waiting(commitment)
    change = factories.StatusChangeFactory(
        code="S-2", commitment=commitment, status="partly_fulfilled", delivered_quantity="3"
    )
    factories.CitationFactory(status_change=change, passage=passage, position=1)
    factories.publish(change)
    statuses.refresh_current([commitment.pk])

    page = text_of(review_of(at_reviewer, revision))
    answer = text_of(at_reviewer.move(revision, "publish"))

    assert "S-2 is public" in page
    assert says in page
    assert 'value="approve"' not in page
    assert says in answer
    revision.refresh_from_db()
    assert revision.state == "in_review"
    assert failures() == []


def test_revision_that_leaves_public_status_changes_in_order_is_approved(
    at_editor, at_reviewer, change
):
    at_editor.change(change.commitment, quantity="40", **WHY, _submit="1")
    revision = revisions.waiting(change.commitment)

    at_reviewer.move(revision, "publish")

    change.commitment.refresh_from_db()
    assert change.commitment.quantity == 40
    assert failures() == []


def test_import_names_the_row_that_would_make_a_public_status_change_break_a_rule(
    at_editor, change
):
    other = factories.published_commitment(quantity="8", quantity_unit="persons")
    rows = [
        {"code": code, "quantity": "", "quantity_unit": ""}
        for code in (other.code, change.commitment.code)
    ]
    importing = Importing(at_editor, rows)

    importing.columns()
    importing.preview()
    [(line, _column, sentence)] = importing.problems()
    importing.write()

    assert line == "3"
    assert "S-1 is public" in sentence
    assert "the commitment owes none" in sentence
    assert Revision.objects.get().key == other.code


def test_history_of_a_withdrawn_commitment_is_asked_as_well(at_reviewer, change):
    """Its status changes stay published, and `verify` goes on looking at them."""
    commitment = change.commitment
    before = bundles.take(commitment)
    after = factories.changed(before, quantity="", quantity_unit="")
    revision = factories.RevisionFactory(
        table="commitments", key="C-1", before=before, after=after, state="in_review"
    )
    factories.withdraw(commitment)

    assert any("S-1" in sentence for sentence in revisions.problems(revision))


def test_long_history_is_asked_about_in_as_few_queries_as_a_short_one(change):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert resting.problems(change.commitment) == []
        return len(queries)

    short = asked()
    for _number in range(9):
        more = factories.StatusChangeFactory(commitment=change.commitment)
        factories.CitationFactory(status_change=more, passage=factories.PassageFactory())
        factories.publish(more)

    assert asked() <= short
