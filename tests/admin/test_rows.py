"""Rows of a part that say the same: what may be sent together, and what is said of what may not."""

import pytest

from tests import factories
from tests.admin.desk import added, text_of
from tracker.models import Participation, PartyName, Revision
from tracker.services import edits


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


def swapped(sent):
    """The names of both rows, each in the place of the other."""
    return {**sent, "names-0-name": sent["names-1-name"], "names-1-name": sent["names-0-name"]}


def names_of(party):
    return dict(party.names.values_list("pk", "name"))


def test_names_change_places_in_one_form(at_editor, party):
    before = names_of(party)

    answer = at_editor.post(party, swapped(at_editor.opened(party)))

    first, second = before
    assert answer.status_code == 302
    assert names_of(party) == {first: before[second], second: before[first]}
    kept = edits.of(party).first().content["party_names"]
    assert {row["name"] for row in kept} == {"Ararat", "Masis"}


@pytest.mark.parametrize("also", ["~0", "~1", "0"])
def test_names_change_places_beside_any_other(at_editor, party, also):
    factories.PartyNameFactory(party=party, name=also, kind="alias")

    at_editor.post(party, swapped(at_editor.opened(party)))

    assert sorted(names_of(party).values()) == sorted(["Ararat", "Masis", also])
    assert party.names.order_by("pk").first().name == "Masis"


def test_names_that_change_places_wait_as_a_revision_and_are_approved(
    at_editor, at_reviewer, party
):
    factories.ParticipationFactory(commitment=factories.published_commitment(), party=party)
    party.names.filter(name="Ararat").update(note="The first.")
    sent = swapped(at_editor.opened(party, revision_reason="Mixed up.", _submit="1"))

    at_editor.post(party, sent)
    before = dict(party.names.values_list("name", "note"))
    at_reviewer.move(Revision.objects.get(), "publish")

    assert before == {"Ararat": "The first.", "Masis": ""}
    assert dict(party.names.values_list("name", "note")) == {"Masis": "The first.", "Ararat": ""}


@pytest.mark.parametrize(("stays", "goes"), [(0, 1), (1, 0)])
def test_changed_name_takes_that_of_a_row_that_is_taken_out(at_editor, party, stays, goes):
    sent = at_editor.opened(party, **{f"names-{goes}-DELETE": "on"})
    taken = sent[f"names-{goes}-name"]

    answer = at_editor.post(party, {**sent, f"names-{stays}-name": taken})

    assert answer.status_code == 302
    assert party.names.get().name == taken


def test_steps_of_a_treaty_change_places_with_their_citations(at_editor, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    rows = [factories.MilestoneFactory(commitment=draft, step=s) for s in ("signed", "agreed")]
    factories.CitationFactory(milestone=rows[0], commitment=None, position=1)
    sent = at_editor.opened(draft)
    steps = {"milestones-0-step": "agreed", "milestones-1-step": "signed"}

    answer = at_editor.post(draft, {**sent, **steps})

    assert answer.status_code == 302
    assert [row.step for row in draft.milestones.order_by("pk")] == ["agreed", "signed"]
    assert draft.milestones.get(step="agreed").citations.count() == 1


def test_name_that_becomes_that_of_another_row_is_refused_there(at_editor, party):
    sent = at_editor.opened(party)
    same = {"names-0-name": sent["names-1-name"]}

    answer = at_editor.post(party, {**sent, **same})

    (part, _slugs) = answer.context["inline_admin_formsets"]
    assert "This name is there already." in str(part.formset.errors)
    assert not part.formset.non_form_errors()


def test_same_relation_or_role_typed_twice_is_refused_in_its_row(at_editor, draft):
    other = factories.CommitmentFactory()
    relation = {"kind": "reciprocal_to", "to_commitment": other.pk}
    role = {"party": factories.PartyFactory().pk, "role": "host"}

    answer = at_editor.change(
        draft, parts={"relations_from": [relation] * 2, "participations": [role] * 2}
    )

    parts = {p.formset.prefix: p.formset for p in answer.context["inline_admin_formsets"]}
    assert parts["relations_from"].errors[1] == {"__all__": ["This relation is there already."]}
    assert parts["participations"].errors[2] == {"__all__": ["This party has this role already."]}


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


@pytest.fixture(params=[factories.CommitmentFactory, factories.published_commitment])
def related(request, db):
    """A commitment, draft or public, with a relation; and what a form of it has to say."""
    record = request.param()
    relation = factories.RelationFactory(
        from_commitment=record, to_commitment=factories.CommitmentFactory(), kind="part_of"
    )
    return record, relation, {"revision_reason": "Better."} if record.is_published else {}


def test_relation_that_is_there_is_changed(at_editor, related):
    record, _relation, why = related

    answer = at_editor.change(record, **why, **{"relations_from-0-note": "Another note."})

    assert answer.status_code == 302


def test_relation_takes_the_place_of_one_that_is_taken_out(at_editor, related):
    record, relation, why = related
    sent = at_editor.opened(record, **why, **{"relations_from-0-DELETE": "on"})
    same = {"kind": "part_of", "to_commitment": relation.to_commitment_id, "note": "Once more."}

    answer = at_editor.post(record, sent | added(sent, "relations_from", [same]))

    assert answer.status_code == 302
