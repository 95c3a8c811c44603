"""From draft to public and back: each move, each refusal."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tracker.services import publishing
from tracker.services.publishing import PublicationRefused

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def commitment():
    record = factories.CommitmentFactory()
    factories.CitationFactory(commitment=record, role="primary")
    return record


def event():
    return factories.CitationFactory(commitment=None, event=factories.EventFactory()).event


def figure():
    return factories.CitationFactory(commitment=None, figure=factories.FigureFactory()).figure


def assessment():
    verdict = factories.AssessmentFactory()
    return factories.CitationFactory(commitment=None, assessment=verdict).assessment


RECORDS = [commitment, event, figure, assessment]

MOVES = {
    "submit": ("draft", "in_review", lambda r, by: publishing.submit(r, by=by)),
    "return": ("in_review", "draft", lambda r, by: publishing.return_(r, by=by)),
    "publish": ("in_review", "published", lambda r, by: publishing.publish(r, by=by, now=NOW)),
    "withdraw": (
        "published",
        "withdrawn",
        lambda r, by: publishing.withdraw(r, reason=" It was wrong. ", by=by, now=NOW),
    ),
}


def in_state(make, state):
    record = make()
    if state == "withdrawn":
        factories.publish(record)
        return factories.withdraw(record)
    if state == "published":
        return factories.publish(record)
    return factories.set_state(record, state)


@pytest.mark.parametrize("make", RECORDS)
@pytest.mark.parametrize("state", ["draft", "in_review", "published", "withdrawn"])
@pytest.mark.parametrize("move", MOVES)
def test_publishing_moves_only_as_drawn(move, state, make):
    start, end, act = MOVES[move]
    record = in_state(make, state)

    if state == start:
        act(record, factories.ReviewerFactory())
    else:
        with pytest.raises(PublicationRefused, match="any more: reload the page"):
            act(record, factories.ReviewerFactory())

    assert type(record).objects.get(pk=record.pk).state == (end if state == start else state)


@pytest.mark.parametrize(
    ("move", "person", "is_allowed"),
    [
        ("submit", factories.UserFactory, False),
        ("submit", factories.EditorFactory, True),
        ("submit", factories.ReviewerFactory, True),
        ("return", factories.UserFactory, False),
        ("return", factories.EditorFactory, False),
        ("return", factories.ReviewerFactory, True),
        ("publish", factories.UserFactory, False),
        ("publish", factories.EditorFactory, False),
        ("publish", factories.ReviewerFactory, True),
        ("withdraw", factories.UserFactory, False),
        ("withdraw", factories.EditorFactory, False),
        ("withdraw", factories.ReviewerFactory, True),
    ],
)
def test_publishing_asks_who_may(move, person, is_allowed):
    start, end, act = MOVES[move]
    record = in_state(commitment, start)

    if is_allowed:
        act(record, person())
    else:
        with pytest.raises(PublicationRefused, match=r"^Only "):
            act(record, person())

    record.refresh_from_db()
    assert record.state == (end if is_allowed else start)


@pytest.mark.parametrize("values", [{"is_active": False}, {"is_staff": False}])
def test_publish_refuses_a_reviewer_who_has_left(values):
    record = in_state(commitment, "in_review")

    with pytest.raises(PublicationRefused, match="Only reviewers"):
        publishing.publish(record, by=factories.ReviewerFactory(**values), now=NOW)


def test_publish_records_who_and_when():
    record = in_state(commitment, "in_review")
    reviewer = factories.ReviewerFactory()

    publishing.publish(record, by=reviewer, now=NOW)

    assert (record.recorded_at, record.reviewed_by, record.is_published) == (NOW, reviewer, True)


def test_publish_refuses_the_author():
    reviewer = factories.ReviewerFactory()
    record = factories.set_state(commitment(), "in_review", recorded_by=reviewer)

    with pytest.raises(PublicationRefused, match="entered this record yourself"):
        publishing.publish(record, by=reviewer, now=NOW)

    record.refresh_from_db()
    assert record.state == "in_review"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (factories.CommitmentFactory, "primary passage"),
        (factories.EventFactory, "at least one citation"),
        (factories.FigureFactory, "at least one citation"),
        (factories.AssessmentFactory, "at least one citation"),
    ],
)
def test_publish_refuses_what_rests_on_nothing(make, words):
    record = make(state="in_review")

    with pytest.raises(PublicationRefused, match=words):
        publishing.publish(record, by=factories.ReviewerFactory(), now=NOW)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_withdraw_asks_for_a_reason(reason):
    record = in_state(commitment, "published")

    with pytest.raises(PublicationRefused, match="Give the reason"):
        publishing.withdraw(record, reason=reason, by=factories.ReviewerFactory(), now=NOW)


def test_withdraw_keeps_when_it_was_public_and_says_why():
    record = in_state(commitment, "published")

    publishing.withdraw(record, reason=" Wrong. ", by=factories.ReviewerFactory(), now=NOW)

    assert (record.withdrawn_at, record.withdrawn_reason) == (NOW, "Wrong.")
    assert record.recorded_at == factories.RECORDED_AT


def test_publish_tells_the_second_of_two_who_press_at_once():
    record = in_state(commitment, "in_review")
    seen_by_other = type(record).objects.get(pk=record.pk)
    first = factories.ReviewerFactory()
    publishing.publish(record, by=first, now=NOW)

    with pytest.raises(PublicationRefused, match="not “In review” any more"):
        publishing.publish(seen_by_other, by=factories.ReviewerFactory(), now=NOW)

    record.refresh_from_db()
    assert record.reviewed_by == first


def test_problems_of_a_commitment_are_none_once_it_rests_on_words():
    record = factories.CommitmentFactory()
    factories.CitationFactory(commitment=record, role="context")
    before = publishing.problems(record)
    factories.CitationFactory(commitment=record, role="primary")

    assert (len(before), publishing.problems(record)) == (1, [])
