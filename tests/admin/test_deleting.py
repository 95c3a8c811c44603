"""Drafts are deleted by their authors, with what belongs to them; nothing else ever is."""

import pytest

from tests import factories
from tests.admin.desk import address
from tests.admin.world import MADE
from tracker import models
from tracker.services import edits


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_author_deletes_a_draft_and_nothing_else(world, model):
    draft, in_review = world.record(model), world.record(model, "in_review")

    world.at("author").post(world.page("delete", model), {"post": "yes"})
    refused = world.at("author").post(world.page("delete", model, state="in_review"), {"post": "yes"})  # fmt: skip

    assert refused.status_code == 403
    assert list(model.objects.filter(pk__in=[draft.pk, in_review.pk])) == [in_review]


def test_draft_is_deleted_together_with_its_milestones(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.MilestoneFactory(commitment=draft)

    client_of(editor).post(address(models.Commitment, "delete", draft.pk), {"post": "yes"})

    assert not models.Commitment.objects.filter(pk=draft.pk).exists()


def test_page_says_what_stands_in_the_way_of_deleting(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.StatusChangeFactory(commitment=draft)

    page = client_of(editor).post(address(models.Commitment, "delete", draft.pk), {"post": "yes"})

    assert "Cannot delete commitment" in page.text
    assert models.Commitment.objects.filter(pk=draft.pk).exists()


def test_deleting_a_milestone_changes_its_commitment_and_does_not_end_it(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    gone = factories.MilestoneFactory(commitment=draft)

    client_of(editor).post(address(models.Milestone, "delete", gone.pk), {"post": "yes"})

    last, before = edits.of(draft)
    assert (before.action, last.action) == ("found", "changed")
    assert before.content["milestones"]
    assert not last.content.get("milestones")
