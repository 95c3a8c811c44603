"""Parties, their names and their former addresses."""

import factory
from factory.django import DjangoModelFactory

from tracker.models import FormerSlug, Party, PartyName


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    slug = factory.Sequence(lambda n: f"party-{n}")
    name = factory.Sequence(lambda n: f"Party number {n}")
    short_name = factory.Sequence(lambda n: f"Party {n}")
    type = "state"


class PartyNameFactory(DjangoModelFactory):
    class Meta:
        model = PartyName

    party = factory.SubFactory(PartyFactory)
    name = factory.Sequence(lambda n: f"Name {n}")
    kind = "alias"


class FormerSlugFactory(DjangoModelFactory):
    class Meta:
        model = FormerSlug

    slug = factory.Sequence(lambda n: f"former-{n}")
    party = factory.SubFactory(PartyFactory)
