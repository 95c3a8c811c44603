"""Drafts are deleted by their authors, with what belongs to them; nothing else ever is."""

import pytest
from django.db.models import ProtectedError

from tests import factories
from tests.admin.desk import Desk, address, delete, text_of
from tests.admin.world import MADE
from tracker import models
from tracker.forms import versions
from tracker.services import edits


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_author_deletes_a_draft_and_nothing_else(world, model):
    draft, in_review = world.record(model), world.record(model, "in_review")

    delete(world.at("author"), world.page("delete", model))
    refused = world.at("author").post(world.page("delete", model, state="in_review"), {"post": "yes"})  # fmt: skip

    assert refused.status_code == 403
    assert list(model.objects.filter(pk__in=[draft.pk, in_review.pk])) == [in_review]


def test_draft_is_deleted_together_with_its_milestones(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.MilestoneFactory(commitment=draft)

    delete(client_of(editor), address(models.Commitment, "delete", draft.pk))

    assert not models.Commitment.objects.filter(pk=draft.pk).exists()


def named_in(owner, draft, kind="reciprocal"):
    end = {"to_commitment": None, f"to_{type(draft)._meta.model_name}": draft}
    factories.RelationFactory(from_commitment=owner, kind=kind, note="Why.", **end)


@pytest.mark.parametrize("state", ["draft", "in_review", "published"])
@pytest.mark.parametrize("model", [models.Commitment, models.Event, models.Figure])
def test_draft_that_another_record_names_stays_and_the_page_says_which(world, model, state):
    owner = factories.published_commitment()
    if state != "published":
        owner = factories.CommitmentFactory(state=state)
    draft = world.record(model)
    named_in(owner, draft)

    asked = world.at("author").get(world.page("delete", model))
    refused = delete(world.at("author"), world.page("delete", model))

    assert owner.relations_from.get().target == draft
    for page in (asked, refused):
        assert f'<a href="{address(models.Commitment, "change", owner.pk)}">' in page.text
        assert f"({owner._meta.verbose_name}, {owner.get_state_display()})" in text_of(page)
        assert "Take it out of each of these first" in page.text
        assert 'name="post"' not in page.text


def test_database_layer_keeps_what_another_record_names_too(db):
    draft, owner = factories.CommitmentFactory(), factories.CommitmentFactory()
    named_in(owner, draft)

    with pytest.raises(ProtectedError):
        draft.delete()


def test_draft_is_deleted_together_with_what_it_names_itself(client_of, editor):
    draft, other = factories.CommitmentFactory(recorded_by=editor), factories.CommitmentFactory()
    named_in(draft, other)

    delete(client_of(editor), address(models.Commitment, "delete", draft.pk))

    assert list(models.Commitment.objects.all()) == [other]
    assert not models.Relation.objects.exists()


def test_page_says_what_stands_in_the_way_of_deleting(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    about = factories.StatusChangeFactory(commitment=draft)

    page = delete(client_of(editor), address(models.Commitment, "delete", draft.pk))

    assert "Cannot delete commitment" in page.text
    assert address(models.StatusChange, "change", about.pk) in page.text
    assert models.Commitment.objects.filter(pk=draft.pk).exists()


def test_status_change_that_a_correction_names_stays(client_of, editor):
    draft = factories.StatusChangeFactory(recorded_by=editor)
    correction = factories.StatusChangeFactory(commitment=draft.commitment, corrects=draft)

    page = delete(client_of(editor), address(models.StatusChange, "delete", draft.pk))

    assert address(models.StatusChange, "change", correction.pk) in page.text
    assert models.StatusChange.objects.filter(pk=draft.pk).exists()


def test_deleting_a_milestone_changes_its_commitment_and_does_not_end_it(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    gone = factories.MilestoneFactory(commitment=draft)

    delete(client_of(editor), address(models.Milestone, "delete", gone.pk))

    last, before = edits.of(draft)
    assert (before.action, last.action) == ("found", "changed")
    assert before.content["milestones"]
    assert not last.content.get("milestones")


@pytest.fixture
def meanwhile(monkeypatch):
    """What somebody else does to the record while its author waits for their turn to delete it."""

    def does(act) -> None:
        hold = versions.hold
        monkeypatch.setattr(versions, "hold", lambda record: (act(), hold(record)))

    return does


def test_draft_that_was_sent_meanwhile_is_not_deleted(client_of, editor, meanwhile):
    draft = factories.CommitmentFactory(recorded_by=editor)
    rows = models.Commitment.objects.filter(pk=draft.pk)
    meanwhile(lambda: rows.update(state="in_review"))

    answer = delete(client_of(editor), address(models.Commitment, "delete", draft.pk))

    assert answer.status_code == 403
    assert rows.exists()


def test_draft_that_became_somebody_elses_meanwhile_is_not_deleted(
    client_of, editor, reviewer, meanwhile
):
    draft = factories.CommitmentFactory(recorded_by=editor)
    rows = models.Commitment.objects.filter(pk=draft.pk)
    meanwhile(lambda: rows.update(recorded_by=reviewer))

    answer = delete(client_of(editor), address(models.Commitment, "delete", draft.pk))

    assert answer.status_code == 403
    assert rows.exists()


def test_draft_that_was_deleted_meanwhile_is_said_to_be_gone(client_of, editor, meanwhile):
    draft = factories.CommitmentFactory(recorded_by=editor)
    meanwhile(models.Commitment.objects.filter(pk=draft.pk).delete)

    answer = delete(client_of(editor), address(models.Commitment, "delete", draft.pk), follow=True)

    assert "It was deleted in the meantime." in answer.text
    assert "was deleted successfully" not in answer.text


def test_what_a_colleague_added_since_is_shown_before_it_is_deleted(desk_of, editor, reviewer):
    draft = factories.CommitmentFactory(recorded_by=editor)
    step = factories.MilestoneFactory(commitment=draft)
    url = address(models.Commitment, "delete", draft.pk)
    agreed = desk_of(editor).client.get(url).context_data["version"]
    cited = {"reference": factories.ReferenceFactory().pk, "role": "evidence", "stance": "supports", "finding": "It says so."}  # fmt: skip
    desk_of(reviewer).change(step, parts={"citations": [cited]})

    page = desk_of(editor).client.post(url, {"post": "yes", "version": agreed})

    assert models.Commitment.objects.filter(pk=draft.pk).exists()
    assert "bob changed this record after you opened it" in page.text
    assert "Citation" in page.text
    delete(desk_of(editor).client, url)
    assert not models.Commitment.objects.filter(pk=draft.pk).exists()


def test_milestone_is_not_deleted_by_a_page_older_than_its_evidence(desk_of, editor, reviewer):
    step = factories.MilestoneFactory(commitment=factories.CommitmentFactory(recorded_by=editor))
    url = address(models.Milestone, "delete", step.pk)
    agreed = desk_of(editor).client.get(url).context_data["version"]
    cited = {"reference": factories.ReferenceFactory().pk, "role": "evidence", "stance": "supports", "finding": "It says so."}  # fmt: skip
    desk_of(reviewer).change(step, parts={"citations": [cited]})

    page = desk_of(editor).client.post(url, {"post": "yes", "version": agreed})

    assert models.Milestone.objects.filter(pk=step.pk).exists()
    assert "Nothing was deleted." in page.text


def test_draft_that_a_colleague_wrote_meanwhile_is_not_deleted_and_the_page_says_who(
    desk_of, editor, reviewer
):
    draft = factories.CommitmentFactory(recorded_by=editor)
    url = address(models.Commitment, "delete", draft.pk)
    agreed = desk_of(editor).client.get(url).context_data["version"]
    desk_of(reviewer).change(draft, title="By Bob")

    page = desk_of(editor).client.post(url, {"post": "yes", "version": agreed})

    assert page.status_code == 403
    assert "bob changed this record after you opened it" in page.text
    assert "a draft is deleted by the person who wrote it last." in page.text
    assert "Not deleted" in page.text
    assert models.Commitment.objects.filter(pk=draft.pk).exists()


def test_confirmation_that_was_never_asked_for_deletes_nothing(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)

    page = client_of(editor).post(address(models.Commitment, "delete", draft.pk), {"post": "yes"})

    assert models.Commitment.objects.filter(pk=draft.pk).exists()
    assert "changed this record" not in page.text


@pytest.mark.parametrize("model", [models.Commitment, models.Event, models.Figure])
def test_code_of_a_deleted_draft_is_given_to_no_other_record(world, model):
    draft = world.record(model)
    delete(world.at("author"), world.page("delete", model))

    page = Desk(world.at("reviewer")).new(model, code=draft.code, title="Another thing")

    errors = page.context_data["adminform"].form.errors["code"]
    assert "by author, and its history is kept: choose another code." in errors[0]
    assert not model.objects.filter(code=draft.code).exists()
    assert "Another thing" in page.text
