"""The record as it stood then: against the rule of `lib.history`, for any history and any two days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tracker.lib import history
from tracker.lib.clocks import PRESENT, Clocks
from tracker.models import Commitment, Event, StatusChange
from tracker.selectors import then

pytestmark = pytest.mark.django_db

FIRST = date(2024, 1, 1)
TODAY = FIRST + timedelta(days=30)
DAYS = st.integers(-1, 5)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def histories(draw) -> list[tuple[str, int, int, int | None]]:
    """Status, day, day of recording, and which one it corrects, of changes in the order of recording."""
    changes: list[tuple[str, int, int, int | None]] = []
    recorded = 0
    for number in range(draw(st.integers(0, 6))):
        corrects = draw(st.none() | st.sampled_from(range(number))) if number else None
        offered = (
            ["fulfilled", "not_kept", ""] if corrects is not None else ["fulfilled", "not_kept"]
        )
        recorded += draw(st.integers(0, 2))
        changes.append(
            (draw(st.sampled_from(offered)), draw(st.integers(0, 4)), recorded, corrects)
        )
    return changes


def entered(commitment: Commitment, changes) -> list[StatusChange]:
    found: list[StatusChange] = []
    for status, happened, recorded, corrects in changes:
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=recorded, minutes=len(found))
        found.append(factories.published_status_change(
            commitment=commitment, status=status, day=day(happened), recorded_at=at,
            corrects=None if corrects is None else found[corrects],
        ))  # fmt: skip
    return found


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories(), histories(), DAYS, st.integers(-1, 14))
def test_standing_is_what_the_rule_says(one, other, as_of, known_at):
    made = {c: entered(c, h) for h in (one, other) for c in [factories.published_commitment()]}
    Commitment.objects.filter(pk__in=[c.pk for c in made]).update(
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    clocks = Clocks.at(TODAY, as_of=day(as_of), known_at=day(known_at))

    rows = then.standing(Commitment.public.filter(pk__in=[c.pk for c in made]), clocks)

    last_known = clocks.recorded_before - timedelta(microseconds=1)
    expected = {}
    for commitment, changes in made.items():
        found = history.in_force(
            map(then.as_history, changes), as_of=day(as_of), known_at=last_known
        )
        expected[commitment.pk] = (found.status if found else "", found.key if found else None)
    assert {row.pk: (row.status_then, row.change_then) for row in rows} == expected
    keys = {key for _status, key in expected.values() if key}
    of_these = then.changes_then(clocks).filter(commitment__in=made)
    assert set(of_these.values_list("pk", flat=True)) == keys


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories())
def test_standing_now_is_what_is_kept_on_the_commitment(changes):
    commitment = factories.published_commitment()
    entered(commitment, changes)
    Commitment.objects.filter(pk=commitment.pk).update(recorded_at=datetime(2020, 1, 1, tzinfo=UTC))
    late = Clocks.at(TODAY, known_at=TODAY - timedelta(days=1))

    now, looked_up = (
        then.standing(Commitment.public.all(), clocks).get(pk=commitment.pk)
        for clocks in (PRESENT, late)
    )

    assert (now.status_then, now.change_then, now.since_then) == (
        looked_up.status_then, looked_up.change_then, looked_up.since_then
    )  # fmt: skip


def codes(clocks: Clocks) -> list[str]:
    return sorted(then.standing(Commitment.public.all(), clocks).values_list("code", flat=True))


def test_commitment_is_not_there_before_it_was_made_or_recorded():
    at = datetime(2024, 1, 5, 23, 59, tzinfo=UTC)
    made = {"date_precision": "day", "date_earliest": day(2), "date_latest": day(2)}
    factories.publish(with_words(code="C-1", **made), recorded_at=at)
    factories.publish(with_words(code="C-2"), recorded_at=at + timedelta(minutes=1))

    assert codes(PRESENT) == ["C-1", "C-2"]
    assert codes(Clocks.at(TODAY, as_of=day(2))) == ["C-1", "C-2"]
    assert codes(Clocks.at(TODAY, as_of=day(1))) == ["C-2"]  # nobody knows when it was made
    assert codes(Clocks.at(TODAY, known_at=day(4))) == ["C-1"]
    assert codes(Clocks.at(TODAY, known_at=day(3))) == []


def with_words(**values) -> Commitment:
    commitment = factories.CommitmentFactory(**values)
    factories.CitationFactory(commitment=commitment, role="primary", position=1)
    return commitment


def test_change_recorded_later_for_an_earlier_day_alters_what_was_and_not_what_was_known():
    commitment = factories.published_commitment()
    Commitment.objects.update(recorded_at=datetime(2020, 1, 1, tzinfo=UTC))
    asked = {
        "as of": Clocks.at(TODAY, as_of=day(3)),
        "known": Clocks.at(TODAY, as_of=day(3), known_at=day(3)),
    }

    def stated() -> dict[str, str]:
        rows = {name: then.standing(Commitment.public.all(), c) for name, c in asked.items()}
        return {name: row.get().status_then for name, row in rows.items()}

    before = stated()
    factories.published_status_change(
        commitment=commitment, status="fulfilled", day=day(2),
        recorded_at=datetime(2024, 1, 20, tzinfo=UTC),
    )  # fmt: skip

    assert before == {"as of": "", "known": ""}
    assert stated() == {"as of": "fulfilled", "known": ""}


def test_clocks_ask_only_what_is_not_the_present():
    assert Clocks.at(TODAY).asked == {}
    assert Clocks.at(TODAY, as_of=TODAY, known_at=TODAY).asked == {}
    assert Clocks.at(TODAY, as_of=FIRST).asked == {"as_of": "2024-01-01"}
    assert Clocks.at(TODAY, known_at=FIRST).asked == {"known_at": "2024-01-01"}
    assert Clocks.at(TODAY, known_at=FIRST).as_of == FIRST
    both = Clocks.at(TODAY, as_of=TODAY, known_at=FIRST)
    assert both.asked == {"as_of": "2024-01-31", "known_at": "2024-01-01"}


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.none() | DAYS, st.none() | DAYS, DAYS, DAYS)
def test_record_is_there_from_its_first_day(earliest, latest, recorded, as_of):
    if earliest is not None and latest is not None:
        earliest, latest = sorted((earliest, latest))
    known = {(0, 0): "unknown", (0, 1): "before", (1, 0): "after", (1, 1): "between"}
    event = factories.EventFactory(
        date_precision=known[earliest is not None, latest is not None],
        date_earliest=None if earliest is None else day(earliest),
        date_latest=None if latest is None else day(latest),
        recorded_at=datetime.combine(day(recorded), time(9), tzinfo=UTC),
        state="published",
    )
    clocks = Clocks.at(TODAY, as_of=day(as_of), known_at=TODAY - timedelta(1))

    found = then.there(Event.public.filter(pk=event.pk), clocks).exists()

    assert found == then.is_there(event, clocks)
    has_begun = earliest is None or earliest <= as_of
    is_certain = latest is None or min(latest, recorded) <= as_of
    assert found == (has_begun and is_certain)


def test_record_of_a_whole_year_is_there_when_it_was_recorded_and_not_before_the_year():
    year = {
        "date_precision": "year", "date_earliest": date(2024, 1, 1), "date_latest": date(2024, 12, 31)
    }  # fmt: skip
    at = datetime(2024, 5, 1, 9, tzinfo=UTC)
    factories.EventFactory(state="published", recorded_at=at, **year)

    found = [
        then.there(Event.public.all(), Clocks.at(date(2025, 6, 1), as_of=on)).count()
        for on in (date(2024, 4, 30), date(2024, 5, 1), date(2025, 1, 1))
    ]

    assert found == [0, 1, 1]
