"""Commitments, which are drafts unless told otherwise, their categories and topics."""

import factory
from factory.django import DjangoModelFactory

from tracker.models import Category, Commitment, Topic


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    slug = factory.Sequence(lambda n: f"category-{n}")
    name = factory.Sequence(lambda n: f"Category {n}")
    definition = "What belongs here."


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.Sequence(lambda n: f"Topic {n}")


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    code = factory.Sequence(lambda n: f"C-S{n}")
    title = factory.Sequence(lambda n: f"Commitment {n}")
    summary = "The parties intend to meet."
    category = factory.SubFactory(CategoryFactory)
    modality = "intends"
    bindingness = "joint_state_statement"
