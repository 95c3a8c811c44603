"""Two people who save the same form, whatever they do in it: nobody loses what only they changed."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.admin.desk import added, again

pytestmark = pytest.mark.django_db

ROWS = ("old-0", "old-1", "old-2")
MORE = ("new-0", "new-1")
OUT = "(no row)"


def edits_by(person: str) -> st.SearchStrategy:
    """What one person does: titles and summaries typed, rows changed, taken out and added."""
    row = st.sampled_from([None, f"Note by {person}", "By both", OUT])
    return st.fixed_dictionaries(
        {"title": st.sampled_from([None, f"By {person}", "By both"]),
         "summary": st.sampled_from([None, f"Summary by {person}"]),
         "rows": st.tuples(*(row for _ in ROWS)),
         "added": st.sets(st.sampled_from(MORE))}
    )  # fmt: skip


@pytest.fixture
def parties():
    return {slug: factories.PartyFactory(slug=slug) for slug in (*ROWS, *MORE)}


def draft_of(parties):
    draft = factories.CommitmentFactory(title="At first", summary="As it was.")
    for slug in ROWS:
        party = parties[slug]
        factories.ParticipationFactory(commitment=draft, party=party, role="obligor", note="Old")
    return draft


def typed(desk, draft, edit, parties):
    """The form of the draft, with the edit in it."""
    said = {name: edit[name] for name in ("title", "summary") if edit[name]}
    for number, row in enumerate(edit["rows"]):
        field = "DELETE" if row == OUT else "note"
        said |= {f"participations-{number}-{field}": row} if row else {}
    rows = [{"party": parties[slug].pk, "role": "obligor", "note": "New"} for slug in edit["added"]]
    opened = desk.opened(draft, **said)
    return {**opened, **added(opened, "participations", rows)}


def alone(before, edit):
    """What would be stored if nobody else had saved."""
    rows = dict(zip(ROWS, edit["rows"], strict=True)) | dict.fromkeys(edit["added"], "New")
    return {name: {**edit, **rows}.get(name) or value for name, value in before.items()}


def stored(draft):
    draft.refresh_from_db()
    notes = dict(draft.participations.values_list("party__slug", "note"))
    rows = {slug: notes.get(slug, OUT) for slug in (*ROWS, *MORE)}
    return {"title": draft.title, "summary": draft.summary, **rows}


def joined(before, mine, theirs, kept):
    """What one of them left alone is as the other left it; of what both changed, one is kept."""
    last = {"mine": mine, "theirs": theirs}[kept]
    return {
        name: theirs[name] if mine[name] == was else mine[name] if theirs[name] == was else last[name]
        for name, was in before.items()
    }  # fmt: skip


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits_by("Alice"), edits_by("Bob"), st.sampled_from(["mine", "theirs"]))
def test_form_that_is_saved_second_holds_what_both_did(
    at_editor, at_reviewer, parties, alice, bob, kept
):
    draft = draft_of(parties)
    before = stored(draft)
    stale = typed(at_editor, draft, alice, parties)
    at_reviewer.post(draft, typed(at_reviewer, draft, bob, parties))

    answer = at_editor.post(draft, stale)
    if answer.status_code == 200:
        chosen = {f"kept-{each.name}": kept for each in answer.context["conflict"].choices}
        answer = at_editor.post(draft, again(answer, **chosen))

    assert answer.status_code == 302
    assert stored(draft) == joined(before, alone(before, alice), alone(before, bob), kept)
