"""The state on a day: against a second statement of the rule, slow and plain."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib.history import Change, in_force

FIRST_DAY = date(2024, 1, 1)
FIRST_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def moment(number: int) -> datetime:
    return FIRST_MOMENT + timedelta(hours=number)


@st.composite
def histories(draw) -> list[Change]:
    """Few days and moments, so that many coincide; a correction may correct a correction."""
    changes: list[Change] = []
    for key in range(draw(st.integers(0, 7))):
        corrects = draw(st.none() | st.sampled_from(range(key))) if key else None
        status = draw(
            st.sampled_from(["fulfilled", "stalled", ""] if corrects is not None else ["fulfilled"])
        )
        happened, recorded = draw(st.integers(0, 4)), draw(st.integers(0, 4))
        changes.append(Change(key, status, day(happened), moment(recorded), corrects))
    return changes


def slowly(changes: list[Change], as_of: date, known_at: datetime) -> Change | None:
    """The rule as it is written down for people, one sentence a step."""
    # As known on K: the same among those recorded up to K.
    remaining = [change for change in changes if not change.recorded_at > known_at]
    # What is taken back counts for nothing: the last to take back is heard first.
    counting = list(remaining)
    for taking_back in sorted(remaining, key=lambda change: change.key, reverse=True):
        if taking_back in counting and taking_back.status == "":
            counting = [change for change in counting if change.key != taking_back.corrects]
    # A correction takes its target out from the moment it is recorded.
    for correction in counting:
        if correction.corrects is not None:
            remaining = [change for change in remaining if change.key != correction.corrects]
    # A change that takes another back gives no state itself.
    remaining = [change for change in remaining if change.status != ""]
    # As of day D: the change with the latest day up to D; then the one recorded later.
    best = None
    for change in remaining:
        if change.happened > as_of:
            continue
        if best is None or (change.happened, change.recorded_at, change.key) > (
            best.happened,
            best.recorded_at,
            best.key,
        ):
            best = change
    return best


ASKED = (st.integers(-1, 5).map(day), st.integers(-1, 5).map(moment))


@settings(max_examples=80)
@given(histories(), *ASKED, st.randoms())
def test_in_force_follows_the_rule_in_any_order(changes, as_of, known_at, random):
    expected = slowly(changes, as_of, known_at)
    random.shuffle(changes)

    assert in_force(changes, as_of=as_of, known_at=known_at) == expected


@settings(max_examples=80)
@given(histories(), histories(), *ASKED)
def test_in_force_is_not_changed_by_what_is_recorded_later(changes, others, as_of, known_at):
    later = [
        Change(("later", c.key), c.status, c.happened, known_at + timedelta(seconds=1), c.corrects)
        for c in others
    ]

    before = in_force(changes, as_of=as_of, known_at=known_at)

    assert in_force(changes + later, as_of=as_of, known_at=known_at) == before


@settings(max_examples=80)
@given(histories(), *ASKED)
def test_in_force_never_goes_back_in_time_as_the_day_moves_on(changes, as_of, known_at):
    found = in_force(changes, as_of=as_of, known_at=known_at)
    next_day = in_force(changes, as_of=as_of + timedelta(days=1), known_at=known_at)

    if found:
        assert next_day.happened >= found.happened


def test_in_force_takes_the_target_out_only_once_the_correction_is_recorded():
    wrong = Change(1, "kept", day(0), moment(0))
    right = Change(2, "stalled", day(0), moment(9), corrects=1)

    before = in_force([wrong, right], as_of=day(5), known_at=moment(8))
    after = in_force([wrong, right], as_of=day(5), known_at=moment(9))

    assert (before, after) == (wrong, right)


def test_in_force_of_a_change_taken_back_is_the_one_before_it():
    first = Change(1, "kept", day(0), moment(0))
    wrong = Change(2, "stalled", day(1), moment(1))
    back = Change(3, "", day(1), moment(2), corrects=2)

    assert in_force([first, wrong, back], as_of=day(5), known_at=moment(5)) == first


def test_in_force_puts_an_earlier_day_recorded_later_in_its_place():
    recorded_first = Change(1, "kept", day(5), moment(0))
    happened_first = Change(2, "stalled", day(1), moment(9))
    changes = [recorded_first, happened_first]

    assert in_force(changes, as_of=day(3), known_at=moment(9)) == happened_first
    assert in_force(changes, as_of=day(5), known_at=moment(9)) == recorded_first


def test_in_force_of_nothing_is_none():
    assert in_force([], as_of=day(0), known_at=moment(0)) is None
