"""The closed lists of the domain and what each value means."""

from .commitments import Bindingness, Modality, RelationKind
from .edits import WRITING, EditAction
from .languages import language_label
from .parties import NameKind, PartyType, Role
from .sources import CitationRole, Precision, Reliability, SourceKind, Stance
from .statuses import (
    GROUPS,
    NOT_ASSESSED,
    NOT_ASSESSED_LABEL,
    NOT_ASSESSED_MEANING,
    NOT_THERE_LABEL,
    REASONS,
    Confidence,
    MilestoneStep,
    ReasonCode,
    State,
    Status,
    status_label,
)
from .vocabulary import Vocabulary

__all__ = [
    "GROUPS",
    "NOT_ASSESSED",
    "NOT_ASSESSED_LABEL",
    "NOT_ASSESSED_MEANING",
    "NOT_THERE_LABEL",
    "REASONS",
    "WRITING",
    "Bindingness",
    "CitationRole",
    "Confidence",
    "EditAction",
    "MilestoneStep",
    "Modality",
    "NameKind",
    "PartyType",
    "Precision",
    "ReasonCode",
    "RelationKind",
    "Reliability",
    "Role",
    "SourceKind",
    "Stance",
    "State",
    "Status",
    "Vocabulary",
    "language_label",
    "status_label",
]
