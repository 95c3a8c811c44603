"""Counts over time: on every day the same as those of the record as of that day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.selectors.test_then import FIRST, TODAY, day, entered, histories
from tracker.lib.clocks import Clocks
from tracker.models import Commitment
from tracker.selectors import series, then
from tracker.selectors.commitments import status_counts

pytestmark = pytest.mark.django_db


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(histories(), st.none() | st.integers(0, 5), st.none() | st.integers(0, 3), st.integers(-3, 8)),
        max_size=4,
    )
)  # fmt: skip
def test_steps_are_the_counts_of_each_day(made):
    keys = []
    for changes, since, length, recorded in made:
        commitment = factories.published_commitment()
        entered(commitment, changes)
        Commitment.objects.filter(pk=commitment.pk).update(
            recorded_at=datetime.combine(day(recorded), time(9), tzinfo=UTC), **dated(since, length)
        )
        keys.append(commitment.pk)
    mine = Commitment.public.filter(pk__in=keys)

    steps = series.steps(mine, Clocks.at(TODAY))

    for number in range(-1, 8):
        on = day(number)
        expected = status_counts(then.standing(mine, Clocks.at(TODAY, as_of=on)))
        expected.pop("", None)
        assert counts_on(steps, on) == dict(expected), on
    assert [step.day for step in steps] == sorted({step.day for step in steps})


def dated(since: int | None, length: int | None) -> dict[str, object]:
    """A date with no day, with a first day alone, or with both."""
    if since is None:
        return {}
    if length is None:
        return {"date_precision": "after", "date_earliest": day(since)}
    return {
        "date_precision": "between", "date_earliest": day(since), "date_latest": day(since + length)
    }  # fmt: skip


def counts_on(steps: list[series.Step], on: date) -> dict[str, int]:
    reached = [step for step in steps if step.day <= on]
    return dict(reached[-1].counts) if reached else {}


def test_steps_know_only_what_was_recorded_by_then():
    commitment = factories.published_commitment()
    late = datetime(2024, 1, 9, tzinfo=UTC)
    factories.published_status_change(commitment=commitment, day=day(2), recorded_at=late)

    known, not_yet = (
        series.steps(Commitment.public.all(), Clocks.at(TODAY, as_of=day(5), known_at=FIRST + timedelta(n)))
        for n in (8, 7)
    )  # fmt: skip

    assert [step.day for step in known] == [day(2)]
    assert not_yet == []
