"""Two people who send a form of the desk at the same moment: one of them is told, and nothing is lost."""

import threading
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.admin.desk import Desk, address
from tracker.admin.base import review_address
from tracker.models import Commitment, Revision
from tracker.services import edits, publishing

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def desk_of(user) -> Desk:
    client = Client()
    client.force_login(user)
    return Desk(client)


def codes(answers) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_two_saves_of_a_draft_end_in_one_conflict(at_once):
    alice, bob = factories.EditorFactory(), factories.EditorFactory()
    for number in range(ROUNDS):
        draft = factories.CommitmentFactory(recorded_by=alice)
        one, other = desk_of(alice), desk_of(bob)
        mine = one.opened(draft, title=f"Title {number}")
        theirs = other.opened(draft, summary=f"Summary {number}")

        answers = at_once(partial(one.post, draft, mine), partial(other.post, draft, theirs))

        assert codes(answers) == [200, 302]


def test_draft_that_is_deleted_twice_is_deleted_once(at_once):
    alice = factories.EditorFactory()
    for _number in range(ROUNDS):
        draft = factories.CommitmentFactory(recorded_by=alice)
        page = address(Commitment, "delete", draft.pk)
        agreed = desk_of(alice).client.get(page).context_data["version"]
        sent = {"post": "yes", "version": agreed}
        ones = [partial(desk_of(alice).client.post, page, sent) for _ in range(2)]

        assert codes(at_once(*ones)) == [302, 302]
        assert not Commitment.objects.filter(pk=draft.pk).exists()


def test_two_revisions_of_a_public_record_end_in_one_conflict(at_once):
    alice, bob = factories.EditorFactory(), factories.EditorFactory()
    for number in range(ROUNDS):
        public = factories.published_commitment()
        one, other = desk_of(alice), desk_of(bob)
        mine = one.opened(public, title=f"Title {number}", revision_reason="Mine.")
        theirs = other.opened(public, summary=f"Summary {number}", revision_reason="Theirs.")

        answers = at_once(partial(one.post, public, mine), partial(other.post, public, theirs))

        assert codes(answers) == [200, 302]
        revision = Revision.objects.get(key=public.code)
        assert [step.action for step in edits.of(revision)] == ["entered"]


def test_name_of_a_party_is_not_changed_in_public_while_it_becomes_public(at_once):
    editor, reviewer = factories.EditorFactory(), factories.ReviewerFactory()
    for number in range(ROUNDS):
        party = factories.PartyFactory(short_name=f"Old {number}")
        draft = factories.CommitmentFactory(recorded_by=editor)
        factories.CitationFactory(commitment=draft, role="primary")
        factories.ParticipationFactory(commitment=draft, party=party)
        publishing.submit(draft, by=editor, now=timezone.now())
        seen, page = edits.shown(draft), review_address(draft)
        at_editor, at_reviewer = desk_of(editor), desk_of(reviewer)
        renamed = at_editor.opened(party, short_name=f"New {number}")

        at_once(
            partial(at_reviewer.client.post, page, {"version": seen, "answer": "approve"}),
            partial(at_editor.post, party, renamed),
        )

        draft.refresh_from_db(), party.refresh_from_db()
        assert not (draft.is_published and party.short_name.startswith("New"))


def test_draft_does_not_lose_its_words_between_the_look_at_the_rules_and_the_review(
    at_once, monkeypatch
):
    """Its author takes the primary passage out while a colleague submits it from the list."""
    alice, bob = factories.EditorFactory(), factories.EditorFactory()
    draft = factories.CommitmentFactory(recorded_by=alice)
    factories.CitationFactory(commitment=draft, role="primary")
    looked, saved = threading.Event(), threading.Event()
    problems = publishing.problems

    def slow(record):
        found = problems(record)
        looked.set()
        saved.wait(3)
        return found

    monkeypatch.setattr(publishing, "problems", slow)
    at_alice, at_bob = desk_of(alice), desk_of(bob)
    emptied = {**at_alice.opened(draft), "citations-0-DELETE": "on"}

    def save():
        looked.wait(3)
        answer = at_alice.post(draft, emptied)
        saved.set()
        return answer

    sent = {"action": "submit_for_review", "_selected_action": [draft.pk]}
    page = address(Commitment, "changelist")
    _submitted, answer = at_once(partial(at_bob.client.post, page, sent), save)

    draft.refresh_from_db()
    assert (draft.state, problems(draft)) == ("in_review", [])
    assert answer.status_code == 403
