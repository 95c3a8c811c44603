"""Status changes and the verdicts of others, which are drafts unless told otherwise."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.commitments import CommitmentFactory
from tests.factories.parties import PartyFactory
from tracker.models import Assessment, StatusChange


class StatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = StatusChange

    class Params:
        day = date(2024, 2, 1)

    code = factory.Sequence(lambda n: f"S-S{n}")
    commitment = factory.SubFactory(CommitmentFactory)
    status = "in_progress"
    reason = "The parties met."
    confidence = "medium"
    date_earliest = factory.SelfAttribute("day")
    date_latest = factory.SelfAttribute("day")
    date_precision = "day"


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    code = factory.Sequence(lambda n: f"A-S{n}")
    commitment = factory.SubFactory(CommitmentFactory)
    assessor = factory.SubFactory(PartyFactory)
    verdict = "They hold that it was kept."
