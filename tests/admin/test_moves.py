"""What moves a record and what takes one away: every step, from every state, by everybody."""

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import ANSWERS, Desk, answered, step_address
from tests.admin.rights import MODELS, STAFF
from tests.admin.world import MADE, NEVER_WITHDRAWN, states_of, undone
from tracker.admin.review import MOVES
from tracker.desk import queue
from tracker.services import edits

pytestmark = pytest.mark.usefixtures("unrendered")

# Those outside get to no step at all: tests/admin/rights.py. The writer entered the record, the
# author wrote in it last, the sender sent it to review; writer and sender are reviewers.
INSIDE = STAFF | {"writer", "sender"}
EDITORS = INSIDE - {"stranger"}
REVIEWERS = EDITORS - {"author", "editor"}

# The step: the state it begins in, who takes it, the state it ends in. Nothing else moves a record.
STEPS = {
    "submit": ("draft", EDITORS, "in_review"),
    "take_back": ("in_review", {"author", "writer"}, "draft"),
    "publish": ("in_review", REVIEWERS - {"writer", "sender"}, "published"),
    "return": ("in_review", REVIEWERS, "draft"),
    "withdraw": ("published", REVIEWERS, "withdrawn"),
}


# Without a note nothing is returned, without a reason nothing is withdrawn.
NOTES = dict.fromkeys(("return", "withdraw"), "Because.")

# Where the step does not begin nobody takes it: asked of its author and of who may do most.
ENOUGH = {"author", "superuser"}


# Each makes what could be public, but for what it would rest on.
BARE = [
    factories.CommitmentFactory,
    factories.EventFactory,
    factories.FigureFactory,
    lambda: factories.AssessmentFactory(commitment=factories.published_commitment()),
    lambda: factories.StatusChangeFactory(commitment=factories.published_commitment()),
]


def state_of(record) -> str:
    return type(record).objects.get(pk=record.pk).state


def attempts(world, model):
    """Somebody asks for a step, having seen the record as it is; the state before and after."""
    for state in states_of(model):
        record = world.record(model, state)
        for step, (start, _people, _end) in STEPS.items():
            seen = queue.version(record) if step in ANSWERS else edits.shown(record)
            sent = answered(step, {"version": seen, "words": NOTES.get(step, "")})
            for person in sorted(INSIDE if state == start else ENOUGH):
                with undone():
                    world.at(person).post(step_address(record, step), sent)
                    yield step, state, person, state_of(record)


def test_table_names_every_step():
    assert set(STEPS) == {*MOVES, *ANSWERS}


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_record_is_moved_by_those_in_the_table_and_by_nothing_else(world, model):
    ways = {n: s for n, s in STEPS.items() if n != "withdraw" or model not in NEVER_WITHDRAWN}

    found = {(s, state, person): after for s, state, person, after in attempts(world, model)}

    expected = dict.fromkeys(found)
    for step, state, person in found:
        start, people, end = ways.get(step, (None, (), None))
        expected[step, state, person] = end if state == start and person in people else state
    assert found == expected


@pytest.mark.parametrize(("state", "step"), [("draft", "submit"), ("in_review", "publish")])
def test_nothing_is_published_that_rests_on_no_words(world, state, step):
    without_primary = factories.CitationFactory(role="context").commitment
    for record in [without_primary, *(factory() for factory in BARE)]:
        factories.set_state(record, state)
        for person in ("reviewer", "superuser"):
            Desk(world.at(person)).move(record, step)

            assert state_of(record) == state, (person, record)


def test_nobody_deletes_what_has_left_the_hands_of_its_author(world):
    for model in MADE:
        for state in states_of(model)[1:]:
            url = world.page("delete", model, state=state)
            answers = {p: world.at(p).post(url, {"post": "yes"}).status_code for p in INSIDE}

            assert answers == dict.fromkeys(INSIDE, 403), (model, state)
            assert model.objects.filter(pk=world.record(model, state).pk).exists()


def list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_nobody_deletes_several_at_once(world):
    for model in MODELS:
        keys = sorted(model._default_manager.values_list("pk", flat=True))
        sent = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
        for person in ENOUGH:
            world.at(person).post(list_of(model), sent)

        assert sorted(model._default_manager.values_list("pk", flat=True)) == keys, model


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_several_are_sent_to_review_by_editors_and_only_drafts(world, model):
    records = {state: world.record(model, state) for state in states_of(model)}
    sent = {"action": "submit_for_review", "_selected_action": [r.pk for r in records.values()]}
    for person in INSIDE:
        with undone():
            world.at(person).post(list_of(model), sent)
            found = {state: state_of(record) for state, record in records.items()}

        draft = "in_review" if person in EDITORS else "draft"
        assert found == {state: state for state in records} | {"draft": draft}, person
