"""The domain. Import from here: `from tracker.models import Commitment`."""

from .assignments import ASSIGNABLE, Assignment
from .base import DatedModel, PublishedModel, WithdrawableModel, validate_code
from .citations import TARGETS, Citation, Reference
from .commitments import Category, Commitment, Topic
from .edits import Edit, Revision
from .facts import Condition, Deadline, Milestone, Participation
from .imports import IMPORTED, Import, ImportedRow, ImportMapping
from .parties import FormerSlug, Party, PartyName
from .records import Event, Figure
from .relations import Relation
from .site import Dataset, DataVersion
from .sources import Capture, Passage, Source
from .statuses import Assessment, StatusChange

__all__ = [
    "ASSIGNABLE",
    "IMPORTED",
    "TARGETS",
    "Assessment",
    "Assignment",
    "Capture",
    "Category",
    "Citation",
    "Commitment",
    "Condition",
    "DataVersion",
    "Dataset",
    "DatedModel",
    "Deadline",
    "Edit",
    "Event",
    "Figure",
    "FormerSlug",
    "Import",
    "ImportMapping",
    "ImportedRow",
    "Milestone",
    "Participation",
    "Party",
    "PartyName",
    "Passage",
    "PublishedModel",
    "Reference",
    "Relation",
    "Revision",
    "Source",
    "StatusChange",
    "Topic",
    "WithdrawableModel",
    "validate_code",
]
