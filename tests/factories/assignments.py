"""Who works on which record; by default on a draft commitment of its own."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tracker.models import Assignment

from .commitments import CommitmentFactory
from .users import EditorFactory


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    table = "commitments"
    key = factory.LazyFunction(lambda: CommitmentFactory().code)
    assigned_to = factory.SubFactory(EditorFactory)
    assigned_by = factory.SubFactory(EditorFactory)
    assigned_at = datetime(2024, 1, 2, tzinfo=UTC)
