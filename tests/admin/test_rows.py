"""Rows of a part that say the same: what may be sent together, and what is said of what may not."""

import pytest

from tests import factories
from tests.admin.desk import added, text_of
from tracker.models import Participation, PartyName


@pytest.fixture
def draft(editor):
    """A draft in which one party has a role."""
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.CitationFactory(commitment=draft, role="primary", position=1)
    factories.ParticipationFactory(commitment=draft, role="obligor")
    return draft


@pytest.fixture
def party(db):
    party = factories.PartyFactory()
    for name in ("Ararat", "Masis"):
        factories.PartyNameFactory(party=party, name=name, kind="alias")
    return party


def same_again(draft, **cells):
    named = draft.participations.get().party
    return [{"party": named.pk, "role": "obligor", **cells}]


def test_row_is_taken_out_and_entered_again_in_one_form(at_editor, draft):
    sent = at_editor.opened(draft, **{"participations-0-DELETE": "on"})

    answer = at_editor.post(
        draft, {**sent, **added(sent, "participations", same_again(draft, note="Anew."))}
    )

    assert answer.status_code == 302
    assert Participation.objects.get().note == "Anew."


def test_same_row_twice_is_refused_in_our_words(at_editor, draft):
    answer = at_editor.change(draft, parts={"participations": same_again(draft)})

    assert "This party has this role already." in text_of(answer)
    assert Participation.objects.count() == 1


def test_names_that_change_places_are_refused_in_our_words(at_editor, party):
    sent = at_editor.opened(party)
    swapped = {"names-0-name": sent["names-1-name"], "names-1-name": sent["names-0-name"]}

    page = text_of(at_editor.post(party, {**sent, **swapped}))

    assert "This name is there already." in page
    assert "with this" not in page


def test_name_that_is_typed_twice_is_refused_in_our_words(at_editor, party):
    twice = [{"name": "Sis", "kind": "alias"}] * 2

    page = text_of(at_editor.change(party, parts={"names": twice}))

    assert "This name is there already." in page
    assert "Please correct the duplicate data" not in page
    assert PartyName.objects.count() == 2


def test_name_takes_the_place_of_one_that_is_taken_out(at_editor, party):
    sent = at_editor.opened(party, **{"names-0-DELETE": "on"})
    again = [{"name": sent["names-0-name"], "kind": "alias", "note": "Anew."}]

    answer = at_editor.post(party, {**sent, **added(sent, "names", again)})

    assert answer.status_code == 302
    assert PartyName.objects.get(note="Anew.").name == sent["names-0-name"]
