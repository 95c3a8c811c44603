"""Internal notes of what is public: saved at once when nothing else differs, as nobody may read them."""

import pytest

from tests import factories
from tests.admin.desk import address, text_of
from tracker.models import Commitment, Revision
from tracker.services import edits


@pytest.fixture
def public(db):
    return factories.published_commitment(title="As approved", editor_notes="")


def notes_of(record) -> str:
    record.refresh_from_db()
    return record.editor_notes


@pytest.mark.parametrize("button", ["_save", "_submit"])
def test_notes_alone_are_saved_at_once_without_a_reason(at_editor, editor, public, button):
    answer = at_editor.change(public, editor_notes="Ask the ministry.", **{button: "1"})

    step = edits.of(public).first()
    assert answer["Location"] == address(Commitment, "change", public.pk)
    assert notes_of(public) == "Ask the ministry."
    assert (step.action, step.made_by) == ("changed", editor)
    assert edits.reads_as_kept(public)
    assert (public.state, public.title) == ("published", "As approved")
    assert not Revision.objects.exists()
    assert "Ask the ministry." not in at_editor.client.get(public.get_absolute_url()).text


@pytest.mark.parametrize("typed", [{"title": "Another"}, {"parts": {"participations": [{}]}}])
def test_anything_public_beside_the_notes_waits_and_asks_for_its_reason(at_editor, public, typed):
    if "parts" in typed:
        role = {"party": factories.PartyFactory().pk, "role": "host"}
        typed = {"parts": {"participations": [role]}}

    refused = at_editor.change(public, editor_notes="Ask.", **typed)
    kept = at_editor.change(public, editor_notes="Ask.", revision_reason="Better.", **typed)

    says = "Say why the record is revised: the reason is public."
    assert refused.context["adminform"].form.errors == {"revision_reason": [says]}
    assert kept["Location"] == address(Revision, "change", Revision.objects.get().pk)
    assert notes_of(public) == ""
    assert (public.title, public.participations.count()) == ("As approved", 0)


def test_notes_go_with_a_revision_that_waits(at_editor, public):
    at_editor.change(public, title="Another", revision_reason="Better.")

    at_editor.change(public, editor_notes="Ask.")

    assert notes_of(public) == ""
    assert Revision.objects.get().after["commitments"][0]["editor_notes"] == "Ask."


def test_form_says_that_notes_need_no_reason(at_editor, public):
    assert "Internal notes alone need none." in text_of(at_editor.page(public))


def test_window_in_which_notes_are_saved_closes(at_editor, public):
    answer = at_editor.change(public, editor_notes="Ask.", _popup="1")

    assert answer.template_name[-1] == "admin/popup_response.html"
    assert notes_of(public) == "Ask."
