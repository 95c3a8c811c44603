"""Whatever stands in a column, `verify` says so, of that row and that column, and goes on to the end."""

# ruff: noqa: S608 (the names in these statements are our own)

from itertools import zip_longest

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from tests import factories
from tests.models.database import execute, only_on_sqlite
from tests.packages.folders import forgotten
from tests.packages.record import everything, saying
from tracker import guards
from tracker.models import Capture, Figure, FormerSlug, Topic
from tracker.services.verification import verify

pytestmark = [pytest.mark.django_db, only_on_sqlite]

MODELS = list(apps.get_app_config("tracker").get_models(include_auto_created=True))
TEXT = (models.CharField, models.TextField, models.FileField)

BYTES = "X'FFFE'"
NO_UTF8 = "CAST(X'FFFE41' AS TEXT)"
RUBBISH = "'rubbish'"


def is_text(field) -> bool:
    return isinstance(field, TEXT) and not field.flatchoices


def wrong_value(field) -> str:
    """Of the right form, and not what can be."""
    if isinstance(field, models.ForeignKey):
        return "999999"
    if isinstance(field, models.JSONField):
        return "'[1, {}]'"
    if isinstance(field, models.DateTimeField):
        return "'2024-13-45 25:61:61'"
    return "'2024-02-30'" if isinstance(field, models.DateField) else "'-'"


# What to write into a column, where that is rubbish in it.
DAMAGE = {
    "no text": lambda field: NO_UTF8 if isinstance(field, TEXT) else RUBBISH,
    "wrong": lambda field: None if is_text(field) else wrong_value(field),
    "bytes": lambda field: BYTES if isinstance(field, (models.TextField, models.JSONField)) else None,
    "half JSON": lambda field: "'{\"a\": [}'" if isinstance(field, models.JSONField) else None,
    "a number": lambda field: "12.5" if isinstance(field, models.DateField) else None,
}  # fmt: skip


def damages(kind: str):
    """One column of each table at a time, so that all columns have their turn."""
    columns = [
        [
            (field, DAMAGE[kind](field))
            for field in model._meta.concrete_fields
            if not field.primary_key and DAMAGE[kind](field)
        ]
        for model in MODELS
    ]
    return [[each for each in turn if each] for turn in zip_longest(*columns)]


def damage(field, value: str) -> None:
    table = field.model._meta.db_table
    first = f"(SELECT min(id) FROM {table})"
    execute(f'UPDATE {table} SET "{field.column}" = {value} WHERE id = {first}')


def is_told(field, failures) -> bool:
    of_model = [f.sentence for f in failures if f.kind == field.model._meta.model_name]
    is_long = (field.model, field.name) == (Capture, "text")
    words = "The text cannot be read." if is_long else f"“{field.name}”"
    return any(words in sentence for sentence in of_model)


@pytest.fixture
def record():
    """Rows in every table, which nothing guards any more."""
    everything(saying(["words"]))
    for model in MODELS:
        if not model._base_manager.exists() and not model._meta.auto_created:
            getattr(factories, f"{model.__name__}Factory")()
    Figure.objects.first().topics.set(Topic.objects.all())
    FormerSlug.objects.filter(party=None).delete()  # the other may take its place
    assert verify(now=timezone.now()).failures == []
    guards.drop(connection)


@pytest.mark.parametrize("kind", DAMAGE)
def test_verify_tells_every_damaged_column(record, kind):
    untold = []
    for turn in damages(kind):
        with forgotten():
            execute("PRAGMA ignore_check_constraints = ON")
            for field, value in turn:
                damage(field, value)
            execute("PRAGMA ignore_check_constraints = OFF")
            failures = verify(now=timezone.now()).failures
        untold += [str(field) for field, _value in turn if not is_told(field, failures)]

    assert not untold, untold
