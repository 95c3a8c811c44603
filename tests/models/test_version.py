"""The number that every write raises, in the transaction of that write."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests import factories
from tracker import guards
from tracker.models import Commitment, DataVersion, Party

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in apps.get_app_config("tracker").get_models(include_auto_created=True)
    if model is not DataVersion
]
NEVER_CHANGED = {"tracker_capture", "tracker_edit"}


def version() -> int:
    return DataVersion.objects.get().number


def make(model):
    if model._meta.auto_created:
        owner = make(model._meta.auto_created)
        owner.topics.add(factories.TopicFactory())
        return model.objects.get()
    return getattr(factories, f"{model.__name__}Factory")()


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_version_is_watched_on_every_table():
    assert guards._tables(connection) == sorted(model._meta.db_table for model in MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_version_is_raised_by_an_insert(model):
    before = version()

    make(model)

    assert version() > before


@pytest.mark.parametrize(
    "model",
    [m for m in MODELS if m._meta.db_table not in NEVER_CHANGED],
    ids=lambda model: model._meta.db_table,
)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id WHERE id = %s", "DELETE FROM {} WHERE id = %s"]
)
def test_version_is_raised_by_raw_sql(model, statement):
    row = make(model)
    before = version()

    with transaction.atomic():
        execute(statement.format(model._meta.db_table), row.pk)
        after = version()
        transaction.set_rollback(True)

    assert after > before


@pytest.mark.parametrize(
    "write",
    [
        lambda party: party.save(),
        lambda party: Party.objects.filter(pk=party.pk).update(note="x"),
        lambda party: Party.objects.bulk_update([party], ["note"]),
        lambda party: Party.objects.bulk_create([factories.PartyFactory.build()]),
        lambda party: Party.objects.update_or_create(pk=party.pk, defaults={"note": "x"}),
        lambda party: party.delete(),
    ],
    ids=["save", "update", "bulk_update", "bulk_create", "update_or_create", "delete"],
)
def test_version_is_raised_by_the_mapper(write):
    party = factories.PartyFactory()
    before = version()

    write(party)

    assert version() > before


def test_version_is_not_raised_by_reading():
    factories.published_commitment()
    before = version()

    list(Commitment.public.select_related("category").prefetch_related("citations"))

    assert version() == before


def test_version_goes_back_with_its_transaction():
    before = version()

    with transaction.atomic():
        factories.PartyFactory()
        inside = version()
        transaction.set_rollback(True)

    assert inside > before
    assert version() == before
