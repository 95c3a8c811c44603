"""How a status changes: what is entered, what is refused, what state follows."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tracker.lib.dates import FuzzyDate
from tracker.models import Citation, Commitment, StatusChange
from tracker.services import publishing, statuses
from tracker.services.statuses import Evidence, StatusChangeRefused

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 1)
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def editor():
    return factories.EditorFactory()


@pytest.fixture
def reviewer():
    return factories.ReviewerFactory()


@pytest.fixture
def commitment():
    return factories.published_commitment()


def page(**values) -> Evidence:
    reference = factories.ReferenceFactory(**values)
    return Evidence(reference=reference, finding="They met.")


def record(commitment, by, **values) -> StatusChange:
    day = values.pop("day", date(2024, 5, 1))
    defaults = {
        "commitment": commitment,
        "status": "in_progress",
        "happened": FuzzyDate.on(day),
        "reason": "They met.",
        "evidence": [page()] if "evidence" not in values else [],
        "by": by,
        "today": TODAY,
    }
    return statuses.record_change(**{**defaults, **values})


def submitted(commitment, by, **values) -> StatusChange:
    return factories.set_state(record(commitment, by, **values), "in_review")


def record_and_publish(commitment, now=NOW, **values) -> StatusChange:
    change = submitted(commitment, factories.EditorFactory(), **values)
    statuses.publish_change(change, by=factories.ReviewerFactory(), now=now)
    commitment.refresh_from_db()
    return change


def state_of(commitment) -> tuple:
    kept = Commitment.objects.get(pk=commitment.pk)
    return kept.status, kept.status_since, kept.current_change


def test_record_change_enters_a_draft_with_its_evidence(commitment, editor):
    passage = factories.PassageFactory()
    party = factories.PartyFactory()
    evidence = [
        Evidence(passage=passage, role="evidence", account_of=party),
        Evidence(reference=factories.ReferenceFactory(), finding="Not so.", stance="contradicts"),
    ]

    change = record(
        commitment, editor, evidence=evidence, confidence="high", happened_words="in May"
    )

    change.refresh_from_db()
    assert (change.state, change.recorded_by, change.recorded_at) == ("draft", editor, None)
    assert (change.date, change.date_words) == (FuzzyDate.on(date(2024, 5, 1)), "in May")
    first, second = change.citations.in_order()
    assert (first.position, first.passage, first.account_of) == (1, passage, party)
    assert (second.position, second.finding, second.stance) == (2, "Not so.", "contradicts")


def test_record_change_leaves_the_current_state_alone(commitment, editor):
    record(commitment, editor)

    assert state_of(commitment) == ("", None, None)


def test_record_change_refuses_who_is_no_editor(commitment):
    with pytest.raises(StatusChangeRefused, match="Only editors"):
        record(commitment, factories.UserFactory())


def test_record_change_refuses_a_status_without_evidence(commitment, editor):
    with pytest.raises(StatusChangeRefused, match="rests on evidence"):
        record(commitment, editor, evidence=[])


def test_record_change_refuses_what_has_not_happened_yet(commitment, editor):
    with pytest.raises(StatusChangeRefused, match="after today"):
        record(commitment, editor, day=date(2024, 6, 2))


def test_record_change_takes_what_happened_today(commitment, editor):
    assert record(commitment, editor, day=TODAY).pk


@pytest.mark.parametrize("stance", ["supports", "qualifies", "context"])
def test_record_change_refuses_to_rest_on_low_reliability_alone(commitment, editor, stance):
    reference = factories.ReferenceFactory(reliability="low")
    low = Evidence(reference=reference, finding="They met.", stance=stance)

    with pytest.raises(StatusChangeRefused, match="low reliability"):
        record(commitment, editor, evidence=[low, low])


def test_record_change_refuses_low_reliability_against_better_accounts(commitment, editor):
    other = Evidence(reference=factories.ReferenceFactory(), finding="No.", stance="contradicts")

    with pytest.raises(StatusChangeRefused, match="low reliability"):
        record(commitment, editor, evidence=[page(reliability="low"), other])


def test_record_change_takes_low_reliability_beside_another_account(commitment, editor):
    assert record(commitment, editor, evidence=[page(reliability="low"), page()]).pk


def test_record_change_refuses_the_same_status(commitment, editor):
    record_and_publish(commitment, day=date(2024, 4, 1))

    with pytest.raises(StatusChangeRefused, match="already has this status"):
        record(commitment, editor, day=date(2024, 5, 1))


def test_record_change_takes_the_same_status_where_another_that_waits_comes_between(
    commitment, editor
):
    record_and_publish(commitment, day=date(2024, 4, 1))
    record(commitment, editor, status="fulfilled", reason_code="", day=date(2024, 4, 20))

    assert record(commitment, editor, day=date(2024, 5, 1)).pk


def test_record_change_takes_the_same_status_on_an_earlier_day(commitment, editor):
    record_and_publish(commitment, day=date(2024, 4, 1))

    assert record(commitment, editor, day=date(2024, 3, 1)).pk


@pytest.mark.parametrize(
    "difference",
    [
        {"status": "fulfilled"},
        {"status": "stalled", "reason_code": "refused"},
        {"delivered_quantity": Decimal(2)},
    ],
    ids=["status", "reason code", "quantity"],
)
def test_record_change_takes_what_differs(editor, difference):
    commitment = factories.published_commitment(quantity=32, quantity_unit="persons")
    first = {"status": "stalled", "reason_code": "other"} if "reason_code" in difference else {}
    record_and_publish(commitment, day=date(2024, 4, 1), **first)

    assert record(commitment, editor, **difference).pk


def test_record_change_takes_the_same_status_for_a_party(commitment, editor):
    record_and_publish(commitment, day=date(2024, 4, 1))

    assert record(commitment, editor, party=factories.PartyFactory()).pk


@pytest.mark.parametrize(
    "values",
    [
        {"reason": ""},
        {"status": ""},
        {"status": "kept"},
        {"status": "stalled"},
        {"reason_code": "refused"},
        {"status": "stalled", "reason_code": "lapsed"},
        {"confidence": "certain"},
        {"delivered_quantity": Decimal(-1)},
        {"happened": FuzzyDate(None, None, "unknown")},
        {"happened": FuzzyDate(date(2024, 5, 2), date(2024, 5, 1), "between")},
        {"happened": FuzzyDate(date(2024, 5, 1), None, "after")},
    ],
)
def test_record_change_refuses_fields_that_are_not_in_order(commitment, editor, values):
    with pytest.raises(ValidationError):
        record(commitment, editor, **values)

    assert not StatusChange.objects.exists()


def test_record_change_enters_nothing_when_a_citation_is_not_in_order(commitment, editor):
    silent = Evidence(reference=factories.ReferenceFactory())

    with pytest.raises(ValidationError, match="own words"):
        record(commitment, editor, evidence=[page(), silent])

    assert not StatusChange.objects.exists()
    assert not Citation.objects.filter(status_change__isnull=False).exists()


def test_publish_change_brings_the_commitment_up_to_date(commitment, editor, reviewer):
    change = submitted(commitment, editor, status="fulfilled")

    statuses.publish_change(change, by=reviewer, now=NOW)

    change.refresh_from_db()
    assert (change.state, change.recorded_at, change.reviewed_by) == ("published", NOW, reviewer)
    assert state_of(commitment) == ("fulfilled", date(2024, 5, 1), change)


def test_publish_change_refuses_the_author(commitment, reviewer):
    change = submitted(commitment, reviewer)

    with pytest.raises(publishing.PublicationRefused, match="another reviewer"):
        statuses.publish_change(change, by=reviewer, now=NOW)

    assert state_of(commitment) == ("", None, None)


@pytest.mark.parametrize("is_active", [True, False])
def test_publish_change_refuses_who_is_no_reviewer(commitment, editor, is_active):
    change = submitted(commitment, editor)
    by = factories.EditorFactory() if is_active else factories.ReviewerFactory(is_active=False)

    with pytest.raises(publishing.PublicationRefused, match="Only reviewers"):
        statuses.publish_change(change, by=by, now=NOW)

    assert StatusChange.objects.get().state == "in_review"


def test_publish_change_refuses_a_draft(commitment, editor, reviewer):
    change = record(commitment, editor)

    with pytest.raises(publishing.PublicationRefused, match="not “In review” any more"):
        statuses.publish_change(change, by=reviewer, now=NOW)


def test_publish_change_refuses_the_second_time(commitment, editor, reviewer):
    change = submitted(commitment, editor)
    stale = StatusChange.objects.get(pk=change.pk)
    statuses.publish_change(change, by=reviewer, now=NOW)

    with pytest.raises(publishing.PublicationRefused, match="reload"):
        statuses.publish_change(stale, by=factories.ReviewerFactory(), now=NOW)

    assert StatusChange.objects.get().reviewed_by == reviewer


def refusal_of(change, reviewer) -> str:
    with pytest.raises(publishing.PublicationRefused) as refused:
        statuses.publish_change(change, by=reviewer, now=NOW)
    return str(refused.value)


def test_publish_change_refuses_what_is_about_a_draft(editor, reviewer):
    change = submitted(factories.CommitmentFactory(), editor)

    assert "published first" in refusal_of(change, reviewer)


def test_publish_change_refuses_what_lost_its_citations(commitment, editor, reviewer):
    change = submitted(commitment, editor)
    change.citations.all().delete()

    assert "at least one citation" in refusal_of(change, reviewer)


def test_publish_change_refuses_a_quantity_nobody_owes(commitment, editor, reviewer):
    change = submitted(commitment, editor, delivered_quantity=Decimal(32))

    assert "the commitment owes none" in refusal_of(change, reviewer)


def test_publish_change_refuses_to_correct_another_commitment(commitment, editor, reviewer):
    other = factories.published_status_change()
    change = submitted(commitment, editor, corrects=other)

    assert "of another commitment" in refusal_of(change, reviewer)


def test_publish_change_refuses_to_correct_what_is_not_published(commitment, editor, reviewer):
    change = submitted(commitment, editor, corrects=submitted(commitment, editor))

    assert "that is not published" in refusal_of(change, reviewer)


def test_publish_change_refuses_to_correct_the_whole_for_one_party(commitment, editor, reviewer):
    whole = record_and_publish(commitment)
    change = submitted(commitment, editor, corrects=whole, party=factories.PartyFactory())

    assert "for another party" in refusal_of(change, reviewer)
    assert state_of(commitment)[2] == whole


def own_words(commitment) -> Evidence:
    return Evidence(passage=commitment.citations.get().passage)


def test_publish_change_refuses_the_words_of_the_commitment_as_evidence(
    commitment, editor, reviewer
):
    change = submitted(commitment, editor, evidence=[own_words(commitment)])

    assert "do not show what became of it" in refusal_of(change, reviewer)


@pytest.mark.parametrize("step", [0, 1])
def test_publish_change_refuses_a_part_of_the_words_of_the_commitment(
    commitment, editor, reviewer, step
):
    words = commitment.citations.get().passage
    part = factories.PassageFactory(
        capture=words.capture, start=words.start + step, end=words.end - 1
    )

    change = submitted(commitment, editor, evidence=[Evidence(passage=part)])

    assert "do not show what became of it" in refusal_of(change, reviewer)


@pytest.mark.parametrize("again", ["The parties intend", "The “parties” in-\ntend"])
def test_publish_change_refuses_the_same_words_in_another_copy(commitment, editor, reviewer, again):
    words = commitment.citations.get().passage
    text = words.capture.text.replace("The parties intend", again)
    copy = factories.CaptureFactory(source=words.capture.source, text=f"Again: {text}")
    again = factories.PassageFactory(capture=copy, start=7, end=7 + len(text))

    change = submitted(commitment, editor, evidence=[Evidence(passage=again)])

    assert "do not show what became of it" in refusal_of(change, reviewer)


def test_publish_change_refuses_what_happens_after_it_is_recorded(commitment, reviewer):
    change = factories.StatusChangeFactory(
        commitment=commitment, state="in_review", day=date(2199, 1, 1)
    )
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())

    assert "after the day on which it was recorded" in refusal_of(change, reviewer)


def test_publish_change_that_takes_back_a_retraction_restores_the_change(commitment):
    first = record_and_publish(commitment, day=date(2024, 3, 1))
    back = record_and_publish(commitment, day=date(2024, 3, 1), status="", corrects=first)

    record_and_publish(commitment, day=date(2024, 3, 1), status="", corrects=back)

    assert state_of(commitment) == ("in_progress", date(2024, 3, 1), first)


def test_publish_change_refuses_own_words_beside_a_page_of_low_reliability(
    commitment, editor, reviewer
):
    evidence = [own_words(commitment), page(reliability="low")]

    change = submitted(commitment, editor, evidence=evidence)

    assert "low reliability" in refusal_of(change, reviewer)


def test_publish_change_lets_own_words_show_that_nothing_can_be_judged(commitment):
    change = record_and_publish(
        commitment, status="not_assessable", evidence=[own_words(commitment)]
    )

    assert state_of(commitment)[2] == change


def test_publish_change_refuses_to_take_back_before_the_day_of_the_change(
    commitment, editor, reviewer
):
    wrong = record_and_publish(commitment, day=date(2024, 5, 1))

    change = submitted(commitment, editor, day=date(2024, 4, 30), status="", corrects=wrong)

    assert "not dated before the change itself" in refusal_of(change, reviewer)


def test_publish_change_of_an_earlier_day_leaves_the_later_in_force(commitment):
    later = record_and_publish(commitment, day=date(2024, 5, 1), status="fulfilled")

    record_and_publish(commitment, day=date(2024, 4, 1))

    assert state_of(commitment) == ("fulfilled", date(2024, 5, 1), later)


def test_publish_change_of_the_same_day_follows_what_was_recorded_last(commitment):
    record_and_publish(commitment, now=NOW)

    second = record_and_publish(commitment, now=NOW.replace(hour=13), status="fulfilled")

    assert state_of(commitment) == ("fulfilled", date(2024, 5, 1), second)


def test_publish_change_that_corrects_takes_its_target_out(commitment):
    wrong = record_and_publish(commitment, day=date(2024, 5, 1), status="fulfilled")

    right = record_and_publish(commitment, day=date(2024, 3, 1), corrects=wrong)

    assert state_of(commitment) == ("in_progress", date(2024, 3, 1), right)


def test_publish_change_that_takes_back_restores_the_one_before(commitment):
    first = record_and_publish(commitment, day=date(2024, 3, 1))
    wrong = record_and_publish(commitment, day=date(2024, 5, 1), status="fulfilled")

    record_and_publish(commitment, day=date(2024, 5, 1), status="", corrects=wrong)

    assert state_of(commitment) == ("in_progress", date(2024, 3, 1), first)


def test_publish_change_that_takes_back_the_only_one_leaves_none(commitment):
    wrong = record_and_publish(commitment)

    record_and_publish(commitment, status="", corrects=wrong)

    assert state_of(commitment) == ("", None, None)


def test_publish_change_for_a_party_does_not_move_the_whole(commitment):
    whole = record_and_publish(commitment, day=date(2024, 3, 1))

    record_and_publish(commitment, status="fulfilled", party=factories.PartyFactory())

    assert state_of(commitment) == ("in_progress", date(2024, 3, 1), whole)


def test_publish_change_since_the_latest_day_of_an_interval(commitment):
    happened = FuzzyDate(date(2024, 3, 1), date(2024, 3, 31), "month")

    change = record_and_publish(commitment, happened=happened)

    assert state_of(commitment) == ("in_progress", date(2024, 3, 31), change)


def test_correction_of_a_withdrawn_commitment_still_keeps_its_state(commitment):
    wrong = record_and_publish(commitment)
    factories.withdraw(commitment)

    change = record_and_publish(commitment, status="fulfilled", corrects=wrong)

    assert state_of(commitment)[2] == change


def test_nothing_new_is_recorded_or_published_of_a_withdrawn_commitment(commitment, editor):
    waiting = submitted(commitment, factories.EditorFactory())
    factories.withdraw(commitment)

    with pytest.raises(publishing.PublicationRefused, match="is withdrawn: nothing new"):
        statuses.publish_change(waiting, by=factories.ReviewerFactory(), now=NOW)
    with pytest.raises(StatusChangeRefused, match="is withdrawn: nothing new"):
        record(commitment, editor)


def test_refresh_current_undoes_a_state_that_history_does_not_give(commitment):
    change = record_and_publish(commitment)
    Commitment.objects.update(status="fulfilled")

    statuses.refresh_current([commitment.pk])

    assert state_of(commitment) == ("in_progress", date(2024, 5, 1), change)
