"""What belongs to a commitment: roles, due dates, treaty steps, conditions."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.commitments import CommitmentFactory
from tests.factories.parties import PartyFactory
from tracker.models import Condition, Deadline, Milestone, Participation


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    commitment = factory.SubFactory(CommitmentFactory)
    party = factory.SubFactory(PartyFactory)
    role = "obligor"


class DeadlineFactory(DjangoModelFactory):
    class Meta:
        model = Deadline

    commitment = factory.SubFactory(CommitmentFactory)
    position = factory.Sequence(lambda n: n + 1)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    commitment = factory.SubFactory(CommitmentFactory)
    step = "signed"


class ConditionFactory(DjangoModelFactory):
    class Meta:
        model = Condition

    commitment = factory.SubFactory(CommitmentFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "The other side meets too."
    claimant = factory.SubFactory(PartyFactory)
