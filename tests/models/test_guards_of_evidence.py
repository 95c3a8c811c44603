"""What stands under published history is neither swapped for something else nor hidden again."""

# ruff: noqa: S608 (the names in these statements are our own)

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.models.database import execute, insert, only_on_postgresql, only_on_sqlite, raw_row, rows
from tracker import guards
from tracker.models import Passage, Reference

pytestmark = pytest.mark.django_db


def evidence() -> Reference:
    return factories.published_status_change().citations.get().reference


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "R-OTHER"),
        ("title", "Another page"),
        ("url", "https://other.example/"),
        ("publisher", "Somebody else"),
        ("reliability", "official"),
        ("date_latest", "2024-01-01"),
    ],
)
def test_guards_refuse_another_page_under_a_published_change(column, value):
    page = evidence()

    with pytest.raises(IntegrityError, match="page that a published"), transaction.atomic():
        execute(f"UPDATE tracker_reference SET {column} = %s WHERE id = %s", value, page.pk)

    assert raw_row(page)[column] == getattr(page, column)


def test_guards_refuse_to_delete_a_page_under_a_published_change():
    page = evidence()

    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        execute("DELETE FROM tracker_reference WHERE id = %s", page.pk)

    assert Reference.objects.filter(pk=page.pk).exists()


def test_guards_refuse_an_upsert_onto_a_page():
    page = evidence()

    with pytest.raises(IntegrityError), transaction.atomic():
        insert("INSERT", page, raw_row(page), "ON CONFLICT (id) DO UPDATE SET title = 'x'")

    page.refresh_from_db()
    assert page.title == "A page"


def test_guards_let_a_page_that_nothing_public_cites_be_changed_and_deleted():
    page = factories.CitationFactory(reference=factories.ReferenceFactory()).reference

    execute("UPDATE tracker_reference SET title = 'Another' WHERE id = %s", page.pk)
    page.citations.all().delete()
    page.delete()

    assert not Reference.objects.exists()


@only_on_sqlite
@pytest.mark.parametrize("key", ["id", "code"])
@pytest.mark.parametrize("make", [evidence, factories.PassageFactory, factories.CaptureFactory])
def test_guards_refuse_to_replace(make, key):
    row = make()
    before = rows(type(row))
    other = {"id": {"code": "ANOTHER"}, "code": {"id": row.pk + 1000}}[key]

    with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
        insert("INSERT OR REPLACE", row, raw_row(row) | other)

    assert rows(type(row)) == before


@pytest.mark.parametrize(
    ("was", "state"),
    [
        ("published", "draft"),
        ("published", "in_review"),
        ("withdrawn", "draft"),
        ("withdrawn", "in_review"),
        ("withdrawn", "published"),
    ],
)
@pytest.mark.parametrize("record", ["commitment", "event", "figure", "assessment"])
def test_guards_refuse_to_hide_what_was_public(record, was, state):
    made = getattr(factories, f"published_{record}")()
    if was == "withdrawn":
        factories.withdraw(made)

    with pytest.raises(IntegrityError, match="never made a draft again"), transaction.atomic():
        execute(f"UPDATE {made._meta.db_table} SET state = %s WHERE id = %s", state, made.pk)

    made.refresh_from_db()
    assert made.state == was


def test_guards_refuse_to_delete_a_passage_that_is_cited():
    passage = factories.CitationFactory().passage

    with pytest.raises(IntegrityError, match="cited"), transaction.atomic():
        execute("DELETE FROM tracker_passage WHERE id = %s", passage.pk)

    assert Passage.objects.filter(pk=passage.pk).exists()


@only_on_postgresql
def test_missing_names_a_guard_that_is_switched_off():
    execute("ALTER TABLE tracker_capture DISABLE TRIGGER guard_capture_delete")

    assert guards.missing(connection) == ["guard_capture_delete"]


@only_on_postgresql
def test_missing_names_a_guard_whose_function_does_nothing():
    execute(
        "CREATE OR REPLACE FUNCTION guard_capture_delete() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN OLD; END $$"
    )

    assert guards.missing(connection) == ["guard_capture_delete"]


@only_on_sqlite
def test_missing_names_a_guard_whose_condition_never_holds():
    execute("DROP TRIGGER guard_capture_delete")
    execute(
        "CREATE TRIGGER guard_capture_delete BEFORE DELETE ON tracker_capture WHEN 1 = 0"
        " BEGIN SELECT RAISE(ABORT, 'A capture is never deleted.'); END"
    )

    assert guards.missing(connection) == ["guard_capture_delete"]
