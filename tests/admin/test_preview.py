"""The preview: the public page as it would be, marked as a draft, of which nothing stays."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.admin.test_review import draft_of
from tests.packages.folders import everything_stored
from tracker.models import Revision


def preview(desk, record):
    name = f"admin:tracker_{record._meta.model_name}_preview"
    return desk.client.get(reverse(name, args=[record.pk]))


def test_preview_of_a_draft_is_its_public_page_marked_as_a_draft(at_editor, client, editor):
    draft = draft_of(editor, title="Not yet public")
    before = everything_stored()

    page = preview(at_editor, draft)

    assert page.status_code == 200
    assert "Not yet public</h1>" in page.text
    assert "DRAFT" in page.text
    assert "/preview/" not in page.text
    assert f"Permanent address: {settings.SITE_URL}{draft.get_absolute_url()}" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert everything_stored() == before
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_preview_of_a_revision_shows_the_record_as_it_is_to_read(at_editor, client):
    commitment = factories.published_commitment(title="As approved")
    at_editor.change(commitment, title="As revised", revision_reason="Better words.")

    page = preview(at_editor, Revision.objects.get())

    assert "As revised</h1>" in page.text
    assert "As approved</h1>" in client.get(commitment.get_absolute_url()).text


def test_preview_of_a_status_change_shows_the_status_it_gives(at_editor, editor):
    commitment = factories.published_commitment()
    change = factories.StatusChangeFactory(commitment=commitment, status="fulfilled")
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())

    page = preview(at_editor, change)

    commitment.refresh_from_db()
    assert "Fulfilled" in page.text
    assert commitment.status == ""


@pytest.mark.parametrize("make", [factories.published_event, factories.published_figure])
def test_preview_of_events_and_figures_shows_their_list(at_editor, make):
    record = make(title="Not yet public")
    other = type(record)(title="Another draft", summary="x", code="N-1")
    if hasattr(other, "value"):
        other.value, other.unit = "55", "persons"
    other.save()
    factories.CitationFactory(**{record._meta.model_name: other})

    assert "Another draft" in preview(at_editor, other).text


def test_preview_of_what_could_not_be_public_says_why(at_editor):
    draft = factories.CommitmentFactory()

    page = at_editor.client.get(f"/admin/tracker/commitment/{draft.pk}/preview/", follow=True)

    assert "needs a primary passage" in page.text


def test_preview_is_for_editors(client_of, stranger):
    draft = draft_of(None)
    url = f"/admin/tracker/commitment/{draft.pk}/preview/"

    assert client_of(stranger).get(url).status_code == 403
    assert client_of(None).get(url).status_code == 302


def test_preview_answers_readers_only(at_editor, editor):
    draft = draft_of(editor)
    url = reverse("admin:tracker_commitment_preview", args=[draft.pk])

    assert at_editor.client.post(url).status_code == 405
