"""Two people at one form: it says before it is saved when nobody would be left to approve it."""

import pytest

from tests import factories
from tests.admin.desk import text_of

NOBODY = "If you save this, nobody is left at this desk to approve it"


@pytest.fixture
def draft(editor):
    return factories.CommitmentFactory(title="At first", recorded_by=editor)


def conflict_of(desk, other, record, **why):
    """The form of one person, sent after the other changed the record."""
    stale = desk.opened(record, title="By the one", **why)
    other.change(record, title="By the other", **why)
    return text_of(desk.post(record, stale))


def test_only_reviewer_is_told_before_becoming_an_author(at_editor, at_reviewer, draft):
    assert NOBODY in conflict_of(at_reviewer, at_editor, draft)


def test_editor_is_not_told_while_a_reviewer_is_left(at_editor, desk_of, reviewer, draft):
    colleague = desk_of(factories.EditorFactory(username="erin"))

    assert NOBODY not in conflict_of(at_editor, colleague, draft)


def test_editor_is_not_told_when_nobody_could_approve_it_before_either(
    at_editor, at_reviewer, draft
):
    assert NOBODY not in conflict_of(at_editor, at_reviewer, draft)


def test_only_reviewer_is_not_told_when_internal_notes_alone_are_kept(at_editor, at_reviewer):
    public = factories.published_commitment(title="As approved")
    stale = at_reviewer.opened(public, editor_notes="By Bob")
    at_editor.change(public, editor_notes="By Alice")

    assert NOBODY not in text_of(at_reviewer.post(public, stale))


def test_reviewer_is_not_told_while_another_is_left(at_editor, at_reviewer, administrator, draft):
    assert NOBODY not in conflict_of(at_reviewer, at_editor, draft)


def test_reviewer_who_sent_it_before_is_left_when_another_sends_it_again(
    at_editor, desk_of, reviewer, draft
):
    factories.CitationFactory(commitment=draft, role="primary", position=1)
    desk_of(reviewer).move(draft, "submit")
    desk_of(reviewer).move(draft, "return", words="Shorter.")
    colleague = desk_of(factories.EditorFactory(username="erin"))

    assert NOBODY not in conflict_of(at_editor, colleague, draft)


def test_only_reviewer_is_told_of_a_revision(at_editor, at_reviewer):
    public = factories.published_commitment(title="As approved")

    assert NOBODY in conflict_of(at_reviewer, at_editor, public, revision_reason="Better.")


def test_party_that_nothing_public_names_is_approved_by_nobody(at_editor, at_reviewer):
    party = factories.PartyFactory()
    stale = at_reviewer.opened(party, name="By Bob")
    at_editor.change(party, name="By Alice")

    assert NOBODY not in text_of(at_reviewer.post(party, stale))


def test_only_reviewer_is_told_as_soon_as_the_form_opens(at_editor, at_reviewer, draft):
    mine = factories.CommitmentFactory(recorded_by=draft.recorded_by)
    at_reviewer.change(mine, title="By the reviewer")

    assert NOBODY in text_of(at_reviewer.page(draft))
    assert NOBODY not in text_of(at_reviewer.page(mine))
    assert NOBODY not in text_of(at_editor.page(draft))


def test_it_is_said_once_where_two_were_at_the_form(at_editor, at_reviewer, draft):
    assert conflict_of(at_reviewer, at_editor, draft).count(NOBODY) == 1


@pytest.mark.parametrize("kind", ["party", "source", "category", "milestone"])
def test_only_reviewer_is_told_of_what_is_revised_with_others(at_editor, at_reviewer, kind):
    public = factories.published_commitment()
    milestone = factories.MilestoneFactory(commitment=public)
    party = factories.ParticipationFactory(commitment=public).party
    source = public.citations.get().passage.capture.source
    record = {"party": party, "source": source, "category": public.category, "milestone": milestone}[kind]  # fmt: skip

    assert NOBODY in text_of(at_reviewer.page(record))
    assert NOBODY not in text_of(at_editor.page(record))


def test_party_that_nothing_public_names_is_told_of_to_nobody(at_reviewer):
    assert NOBODY not in text_of(at_reviewer.page(factories.PartyFactory()))
