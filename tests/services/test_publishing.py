"""From draft to public and back: each move, each refusal."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tracker.models import Category, Party, Passage, Source
from tracker.services import edits, publishing
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


def take_back(record, by):
    type(record).objects.filter(pk=record.pk).update(recorded_by=by)
    record.refresh_from_db()
    publishing.take_back(record, by=by, now=NOW)


RECORDS = [commitment, event, figure, assessment]

MOVES = {
    "submit": ("draft", "in_review", lambda r, by: publishing.submit(r, by=by, now=NOW)),
    "take_back": ("in_review", "draft", take_back),
    "return": (
        "in_review",
        "draft",
        lambda r, by: publishing.return_(r, note="Shorter.", by=by, now=NOW),
    ),
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
        ("take_back", factories.UserFactory, False),
        ("take_back", factories.EditorFactory, True),
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

    with pytest.raises(PublicationRefused, match="wrote in this record yourself"):
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


def test_publish_refuses_everybody_who_wrote_in_the_record():
    first, last = factories.ReviewerFactory(), factories.ReviewerFactory()
    record = factories.set_state(commitment(), "draft", recorded_by=last)
    edits.keep(record, edits.Action.ENTERED, by=first, now=NOW)
    edits.keep(record, edits.Action.CHANGED, by=last, now=NOW)
    publishing.submit(record, by=last, now=NOW)

    with pytest.raises(PublicationRefused, match="wrote in this record yourself"):
        publishing.publish(record, by=first, now=NOW)


def test_publish_refuses_who_submitted_it():
    reviewer = factories.ReviewerFactory()
    record = commitment()
    publishing.submit(record, by=reviewer, now=NOW)

    with pytest.raises(PublicationRefused, match="submitted this record yourself"):
        publishing.publish(record, by=reviewer, now=NOW)


def of_its_source(record):
    return Source.objects.all().update(title="Another title")


def of_its_passage(record):
    return Passage.objects.all().update(translation="Otherwise", translated_by="Bob")


def of_its_category(record):
    return Category.objects.all().update(name="Another kind")


def of_its_party(record):
    return Party.objects.all().update(name="Another state")


def of_its_milestone(record):
    milestone = record.milestones.get()
    factories.CitationFactory(milestone=milestone, passage=record.citations.get().passage)


@pytest.mark.parametrize(
    "change", [of_its_source, of_its_passage, of_its_category, of_its_party, of_its_milestone]
)
def test_publish_refuses_what_shows_other_things_than_when_it_was_submitted(change):
    record = commitment()
    factories.ParticipationFactory(commitment=record)
    factories.MilestoneFactory(commitment=record)
    publishing.submit(record, by=factories.EditorFactory(), now=NOW)
    change(record)

    with pytest.raises(PublicationRefused, match="was changed after it was submitted"):
        publishing.publish(record, by=factories.ReviewerFactory(), now=NOW)

    record.refresh_from_db()
    assert record.state == "in_review"


@pytest.mark.parametrize("note", ["", " \n"])
def test_return_asks_for_a_note(note):
    with pytest.raises(PublicationRefused, match="Say what is to be done"):
        publishing.return_(
            in_state(commitment, "in_review"), note=note, by=factories.ReviewerFactory(), now=NOW
        )


def test_every_move_is_a_step_in_the_history():
    record, editor, reviewer = commitment(), factories.EditorFactory(), factories.ReviewerFactory()
    publishing.submit(record, by=editor, now=NOW)
    publishing.return_(record, note=" Shorter. ", by=reviewer, now=NOW)
    publishing.submit(record, by=editor, now=NOW)
    publishing.publish(record, by=reviewer, now=NOW)
    publishing.withdraw(record, reason="Never said.", by=reviewer, now=NOW)

    steps = [(step.action, step.made_by, step.note) for step in edits.of(record)]

    assert steps == [
        ("withdrawn", reviewer, "Never said."),
        ("published", reviewer, ""),
        ("submitted", editor, ""),
        ("returned", reviewer, "Shorter."),
        ("submitted", editor, ""),
    ]
