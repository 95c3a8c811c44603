"""One factory a model, each making the smallest valid row, and helpers for public rows."""

from .assignments import AssignmentFactory
from .citations import CitationFactory, ReferenceFactory
from .commitments import CategoryFactory, CommitmentFactory, TopicFactory
from .edits import EditFactory, RevisionFactory, changed, published_revision
from .facts import ConditionFactory, DeadlineFactory, MilestoneFactory, ParticipationFactory
from .imports import ImportedRowFactory, ImportFactory, ImportMappingFactory
from .parties import FormerSlugFactory, PartyFactory, PartyNameFactory
from .published import (
    RECORDED_AT,
    publish,
    published_assessment,
    published_commitment,
    published_event,
    published_figure,
    published_status_change,
    set_state,
    withdraw,
)
from .records import EventFactory, FigureFactory
from .relations import RelationFactory
from .site import DatasetFactory, DataVersionFactory
from .sources import CaptureFactory, PassageFactory, SourceFactory
from .statuses import AssessmentFactory, StatusChangeFactory
from .users import EditorFactory, ReviewerFactory, UserFactory

__all__ = [
    "RECORDED_AT",
    "AssessmentFactory",
    "AssignmentFactory",
    "CaptureFactory",
    "CategoryFactory",
    "CitationFactory",
    "CommitmentFactory",
    "ConditionFactory",
    "DataVersionFactory",
    "DatasetFactory",
    "DeadlineFactory",
    "EditFactory",
    "EditorFactory",
    "EventFactory",
    "FigureFactory",
    "FormerSlugFactory",
    "ImportFactory",
    "ImportMappingFactory",
    "ImportedRowFactory",
    "MilestoneFactory",
    "ParticipationFactory",
    "PartyFactory",
    "PartyNameFactory",
    "PassageFactory",
    "ReferenceFactory",
    "RelationFactory",
    "ReviewerFactory",
    "RevisionFactory",
    "SourceFactory",
    "StatusChangeFactory",
    "TopicFactory",
    "UserFactory",
    "changed",
    "publish",
    "published_assessment",
    "published_commitment",
    "published_event",
    "published_figure",
    "published_revision",
    "published_status_change",
    "set_state",
    "withdraw",
]
