"""Two people at one record: nobody overwrites what they have not seen, nothing typed is lost."""

from tests import factories
from tests.admin.desk import added, address, text_of
from tracker.models import Commitment


def test_second_save_of_a_stale_form_is_refused_and_says_who_changed_what(at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first", summary="Short.")
    stale = at_editor.opened(draft, title="By Alice", summary="A long text that took an hour.")
    at_reviewer.change(draft, title="By Bob")

    answer = at_editor.post(draft, stale)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.title == "By Bob"
    assert "bob changed this record after you opened it" in answer.text
    assert "Changed meanwhile, title: “At first” is now “By Bob”." in text_of(answer)
    assert "A long text that took an hour." in answer.text


def test_saving_once_more_after_a_conflict_is_a_decision(at_editor, at_reviewer):
    draft = factories.CommitmentFactory()
    topics = [factories.TopicFactory().pk, factories.TopicFactory().pk]
    stale = at_editor.opened(draft, title="By Alice", topics=topics)
    at_reviewer.change(draft, title="By Bob")
    answer = at_editor.post(draft, stale)
    version = answer.context["adminform"].form["version"].value()

    assert f'name="version" value="{version}"' in answer.text
    assert answer.context["adminform"].form["topics"].value() == [str(pk) for pk in topics]
    at_editor.post(draft, {**stale, "version": version})

    draft.refresh_from_db()
    assert draft.title == "By Alice"


def test_change_of_a_part_is_a_change_of_the_record(at_editor, at_reviewer):
    citation = factories.CitationFactory(role="primary", position=1)
    draft = citation.commitment
    stale = at_editor.opened(draft, **{"citations-0-stance": "context"})
    at_reviewer.change(draft, **{"citations-0-stance": "contradicts"})

    answer = at_editor.post(draft, stale)

    citation.refresh_from_db()
    assert "bob changed this record" in answer.text
    assert citation.stance == "contradicts"


def test_part_that_another_person_took_out_is_no_error_page(at_editor, at_reviewer):
    draft = factories.CitationFactory(role="primary", position=1).commitment
    stale = at_editor.opened(draft, title="By Alice")
    at_reviewer.change(draft, **{"citations-0-DELETE": "on"})

    answer = at_editor.post(draft, stale)

    assert answer.status_code == 200
    assert "By Alice" in answer.text


def test_form_without_a_version_is_refused(at_editor):
    draft = factories.CommitmentFactory(title="At first")
    data = at_editor.opened(draft, title="Blind")
    del data["version"]

    answer = at_editor.post(draft, data)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.title == "At first"


def test_record_submitted_meanwhile_is_not_saved_and_shows_what_was_typed(at_editor, at_reviewer):
    draft = factories.CommitmentFactory()
    factories.CitationFactory(commitment=draft, role="primary")
    stale = at_editor.opened(draft, summary="A long text that took an hour.")
    at_reviewer.move(draft, "submit")

    answer = at_editor.post(draft, stale)

    assert answer.status_code == 403
    assert "In review, and read-only" in answer.text
    assert "A long text that took an hour." in answer.text


def test_what_the_database_refuses_comes_back_as_a_sentence_with_the_input(at_editor):
    draft = factories.CommitmentFactory()
    party = factories.PartyFactory()
    data = at_editor.opened(draft, title="Typed title")
    twice = [{"party": party.pk, "role": "obligor"}] * 2

    answer = at_editor.post(draft, {**data, **added(data, "participations", twice)})

    draft.refresh_from_db()
    assert answer.status_code == 200
    said = str(answer.context["adminform"].form.non_field_errors())
    assert "nothing was saved" in said or "has this role already" in said
    assert "Typed title" in answer.text
    assert not draft.participations.exists()
    assert draft.title != "Typed title"


def test_what_was_typed_is_shown_when_the_draft_was_deleted_meanwhile(at_editor, desk_of):
    draft = factories.CommitmentFactory()
    data = at_editor.opened(draft, title="Typed for an hour")
    Commitment.objects.all().delete()

    answer = at_editor.client.post(address(Commitment, "change", draft.pk), data)

    assert answer.status_code == 403
    assert "It was deleted in the meantime." in text_of(answer)
    assert "Typed for an hour" in text_of(answer)
