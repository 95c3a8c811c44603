"""Uploaded spreadsheets, and how lists are read."""

from datetime import UTC, datetime

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from tests.factories.users import EditorFactory
from tracker.models import Import, ImportedRow, ImportMapping


class ImportMappingFactory(DjangoModelFactory):
    class Meta:
        model = ImportMapping

    name = factory.Sequence(lambda n: f"List {n}")
    table = "commitments"
    rules = factory.LazyFunction(lambda: {"columns": {"title": "Pledge"}})


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    table = "commitments"
    file = factory.LazyFunction(lambda: ContentFile(b"title\nMeet\n", name="import"))
    name = "list.csv"
    sha256 = "0" * 64
    uploaded_at = datetime(2024, 1, 2, tzinfo=UTC)
    uploaded_by = factory.SubFactory(EditorFactory)


class ImportedRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportedRow

    table = "commitments"
    key = factory.Sequence(lambda n: f"C-I{n}")
    original_id = factory.Sequence(lambda n: f"{n}")
    original = factory.LazyFunction(dict)
    cells = factory.LazyFunction(dict)
    line = 2
    imported = factory.SubFactory(ImportFactory)
