"""The one row about the dataset, and the one row with its version."""

from factory.django import DjangoModelFactory

from tracker.models import Dataset, DataVersion


class DatasetFactory(DjangoModelFactory):
    class Meta:
        model = Dataset
        django_get_or_create = ("id",)

    id = 1
    name = "a-record"
    title = "A record"


class DataVersionFactory(DjangoModelFactory):
    class Meta:
        model = DataVersion
        django_get_or_create = ("id",)

    id = 1
