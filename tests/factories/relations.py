"""Relations between records."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.commitments import CommitmentFactory
from tracker.models import Relation


class RelationFactory(DjangoModelFactory):
    class Meta:
        model = Relation

    from_commitment = factory.SubFactory(CommitmentFactory)
    kind = "part_of"
    to_commitment = factory.SubFactory(CommitmentFactory)
