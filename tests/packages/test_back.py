"""A draft that was deleted comes back with a package that holds it, and goes on with its history."""

import pytest
from django.utils import timezone

from tests import factories
from tests.admin.desk import address, delete
from tests.packages.folders import files
from tracker.models import Commitment, Edit
from tracker.packages.load import load_package
from tracker.packages.write import write_package
from tracker.services import edits, publishing

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    alice = factories.ReviewerFactory(username="alice")
    client.force_login(alice)
    return alice


@pytest.fixture
def backup(alice, client, tmp_path):
    """Of a record with a draft, which is deleted since then."""
    draft = factories.CommitmentFactory(code="C-1", title="A draft", recorded_by=alice)
    factories.CitationFactory(commitment=draft, role="primary")
    edits.keep(draft, edits.Action.ENTERED, by=alice, now=timezone.now())
    write_package(tmp_path / "backup")
    delete(client, address(Commitment, "delete", draft.pk))
    assert not Commitment.objects.exists()
    return tmp_path / "backup"


def steps() -> list[str]:
    found = Edit.objects.filter(table="commitments", key="C-1").order_by("pk")
    return [step.action for step in found]


def test_backup_brings_back_a_draft_that_was_deleted_since(backup, tmp_path):
    load_package(backup, now=timezone.now())
    write_package(tmp_path / "again")

    assert files(tmp_path / "again") == files(backup)
    assert steps() == ["entered", "deleted", "loaded"]
    assert edits.reads_as_kept(Commitment.objects.get())


def test_package_that_is_loaded_again_adds_no_step(backup):
    for _ in range(2):
        load_package(backup, now=timezone.now())

    assert steps() == ["entered", "deleted", "loaded"]


def test_author_of_a_draft_that_came_back_cannot_approve_it(backup, alice):
    load_package(backup, now=timezone.now())
    draft = Commitment.objects.get()
    publishing.submit(draft, by=factories.ReviewerFactory(username="bob"), now=timezone.now())

    with pytest.raises(publishing.PublicationRefused, match="approve"):
        publishing.publish(draft, by=alice, now=timezone.now())


def test_draft_that_came_back_can_be_deleted_again(backup, client):
    load_package(backup, now=timezone.now())

    delete(client, address(Commitment, "delete", Commitment.objects.get().pk))

    assert steps() == ["entered", "deleted", "loaded", "deleted"]


def test_first_load_of_a_package_is_no_step_of_a_history(package):
    load_package(package, now=timezone.now())

    assert not Edit.objects.filter(action="loaded").exists()
