"""From which status to which: the status before each change, corrections, changes for one party."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings

from tests import factories
from tests.lib.test_history import histories
from tracker.lib.clocks import PRESENT
from tracker.lib.history import in_force
from tracker.models import Commitment, StatusChange
from tracker.selectors.timelines import (
    changes_with_evidence,
    latest_turns,
    line_of,
    newest_first,
    turns_of,
)

pytestmark = pytest.mark.django_db

START = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def commitment():
    return factories.published_commitment()


def change(commitment, code: str, day: str, status: str, **values):
    reason = {"stalled": "other", "not_started": "refused"}.get(status, "")
    hours = commitment.status_changes.count()
    return factories.published_status_change(
        code=code, commitment=commitment, day=date.fromisoformat(day), status=status,
        reason_code=reason, recorded_at=START + timedelta(hours=hours), **values,
    )  # fmt: skip


def told(turns) -> list[tuple]:
    return [
        (turn.change.code, turn.before, turn.change.status, turn.is_corrected) for turn in turns
    ]


def test_turns_of_go_from_the_status_before_to_the_one_after_newest_first(commitment):
    change(commitment, "S-2", "2024-02-01", "stalled")
    change(commitment, "S-1", "2024-01-01", "in_progress")
    change(commitment, "S-3", "2024-03-01", "fulfilled")

    assert told(turns_of(commitment, PRESENT)) == [
        ("S-3", "stalled", "fulfilled", False),
        ("S-2", "in_progress", "stalled", False),
        ("S-1", "", "in_progress", False),
    ]


def test_turns_of_pass_over_a_change_that_was_corrected(commitment):
    wrong = change(commitment, "S-1", "2024-01-01", "stalled")
    right = change(commitment, "S-2", "2024-01-02", "in_progress", corrects=wrong)
    change(commitment, "S-3", "2024-02-01", "fulfilled")

    turns = turns_of(commitment, PRESENT)

    assert told(turns) == [
        ("S-3", "in_progress", "fulfilled", False),
        ("S-2", "stalled", "in_progress", False),
        ("S-1", "", "stalled", True),
    ]
    assert turns[2].corrected_by == [right]


def test_turns_of_give_back_what_a_retraction_took_when_it_is_taken_back(commitment):
    first = change(commitment, "S-1", "2024-01-01", "fulfilled")
    back = change(commitment, "S-2", "2024-01-01", "", corrects=first)
    change(commitment, "S-3", "2024-01-01", "", corrects=back)

    turns = turns_of(commitment, PRESENT)

    assert [(t.change.code, t.before, t.after, t.is_corrected) for t in turns] == [
        ("S-3", "", "fulfilled", False),
        ("S-2", "fulfilled", "", True),
        ("S-1", "", "fulfilled", False),
    ]


def test_turns_of_restore_what_a_correction_replaced_when_it_is_taken_back(commitment):
    first = change(commitment, "S-1", "2024-01-01", "in_progress")
    second = change(commitment, "S-2", "2024-01-02", "fulfilled", corrects=first)
    change(commitment, "S-3", "2024-01-02", "", corrects=second)
    change(commitment, "S-4", "2024-02-01", "fulfilled")

    turns = turns_of(commitment, PRESENT)

    assert [(t.change.code, t.before, t.after, t.is_corrected) for t in turns] == [
        ("S-4", "in_progress", "fulfilled", False),
        ("S-3", "fulfilled", "in_progress", False),
        ("S-2", "in_progress", "fulfilled", True),
        ("S-1", "", "in_progress", False),
    ]


def test_turns_of_join_when_an_earlier_change_is_entered_after_a_retraction(commitment):
    first = change(commitment, "S-1", "2024-02-01", "fulfilled")
    change(commitment, "S-2", "2024-02-01", "", corrects=first)
    change(commitment, "S-3", "2024-01-15", "in_progress")

    turns = turns_of(commitment, PRESENT)

    assert [(t.change.code, t.before, t.after, t.is_corrected) for t in turns] == [
        ("S-2", "fulfilled", "in_progress", False),
        ("S-1", "in_progress", "fulfilled", True),
        ("S-3", "", "in_progress", False),
    ]


def test_turns_of_keep_the_changes_for_one_party_apart(commitment):
    party = factories.PartyFactory()
    change(commitment, "S-1", "2024-01-01", "in_progress")
    change(commitment, "S-2", "2024-02-01", "fulfilled", party=party)
    change(commitment, "S-3", "2024-03-01", "stalled")

    assert told(turns_of(commitment, PRESENT)) == [
        ("S-3", "in_progress", "stalled", False),
        ("S-2", "", "fulfilled", False),
        ("S-1", "", "in_progress", False),
    ]


def test_turns_of_leave_out_drafts(commitment):
    factories.StatusChangeFactory(commitment=commitment)

    assert turns_of(commitment, PRESENT) == []


def test_latest_turns_know_a_status_before_that_is_not_among_them(commitment):
    change(commitment, "S-1", "2024-01-01", "in_progress")
    last = change(commitment, "S-2", "2024-02-01", "fulfilled")

    assert told(latest_turns([last], PRESENT)) == [("S-2", "in_progress", "fulfilled", False)]


def test_newest_first_puts_what_is_known_only_to_have_happened_by_some_day_last(commitment):
    change(commitment, "S-1", "2024-01-01", "in_progress")
    change(commitment, "S-2", "2024-05-01", "stalled", date_precision="before", date_earliest=None)
    change(commitment, "S-3", "2024-02-01", "fulfilled")

    codes = [found.code for found in newest_first(changes_with_evidence(PRESENT))]

    assert codes == ["S-3", "S-1", "S-2"]


@settings(max_examples=200)
@given(histories())
def test_newest_turn_that_stands_ends_at_the_status_in_force(changes):
    commitment = Commitment()
    recorded = [
        StatusChange(
            pk=c.key + 1, commitment=commitment, status=c.status, date_latest=c.happened,
            recorded_at=c.recorded_at,
            corrects_id=None if c.corrects is None else c.corrects + 1,
        )
        for c in changes
    ]  # fmt: skip
    in_order = sorted(recorded, key=lambda c: (c.date_latest, c.recorded_at, c.pk))
    # A retraction is not dated before what it takes back: the publication rules refuse it.
    happened = {c.key: c.happened for c in changes}
    assume(all(c.status or c.happened >= happened[c.corrects] for c in changes))

    standing = [turn for turn in line_of(in_order) if not turn.is_corrected]
    current = in_force(changes, as_of=date.max, known_at=datetime.max.replace(tzinfo=UTC))

    assert (standing[-1].after if standing else "") == (current.status if current else "")
