"""Public rows: entered first, cited, and moved afterwards, as the database demands."""

from datetime import UTC, datetime

from tests.factories.citations import CitationFactory, ReferenceFactory
from tests.factories.commitments import CommitmentFactory
from tests.factories.records import EventFactory, FigureFactory
from tests.factories.statuses import AssessmentFactory, StatusChangeFactory
from tracker.models import Assessment, Commitment, Event, Figure, StatusChange
from tracker.services import statuses

RECORDED_AT = datetime(2024, 3, 1, 8, tzinfo=UTC)


def published_commitment(**values) -> Commitment:
    """A commitment with a primary passage in a capture of its own."""
    commitment = CommitmentFactory(**values)
    CitationFactory(commitment=commitment, role="primary", position=1)
    return publish(commitment)


def published_event(**values) -> Event:
    event = EventFactory(**values)
    CitationFactory(event=event, position=1)
    return publish(event)


def published_figure(**values) -> Figure:
    figure = FigureFactory(**values)
    CitationFactory(figure=figure, position=1)
    return publish(figure)


def published_assessment(**values) -> Assessment:
    if "commitment" not in values:
        values["commitment"] = published_commitment()
    assessment = AssessmentFactory(**values)
    CitationFactory(assessment=assessment, reference=ReferenceFactory(), position=1)
    return publish(assessment)


def published_status_change(*, recorded_at: datetime = RECORDED_AT, **values) -> StatusChange:
    """A change that rests on one external page; its commitment's state follows it."""
    if "commitment" not in values:
        values["commitment"] = published_commitment()
    change = StatusChangeFactory(**values)
    CitationFactory(status_change=change, reference=ReferenceFactory(), position=1)
    publish(change, recorded_at=recorded_at)
    statuses.refresh_current([change.commitment_id])
    return change


def publish(record, *, recorded_at: datetime = RECORDED_AT):
    """Make it public without asking anybody; what it rests on has to be there."""
    return set_state(record, "published", recorded_at=recorded_at)


def withdraw(record, *, reason: str = "Entered by mistake."):
    """Take a published record back."""
    return set_state(
        record,
        "withdrawn",
        recorded_at=RECORDED_AT,
        withdrawn_at=RECORDED_AT,
        withdrawn_reason=reason,
    )


def set_state(record, state: str, **values):
    type(record).objects.filter(pk=record.pk).update(state=state, **values)
    record.refresh_from_db()
    return record
