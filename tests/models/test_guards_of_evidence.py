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


@pytest.fixture
def plain_client():
    """As any program that opens the file: REPLACE then removes rows without a DELETE trigger."""
    execute("PRAGMA recursive_triggers = OFF")
    yield
    execute("PRAGMA recursive_triggers = ON")


def cited_passage() -> Passage:
    return factories.CitationFactory().passage


def words_of_published():
    return factories.published_commitment().citations.get()


def withdrawn_event():
    return factories.withdraw(factories.published_event())


KEPT = [
    evidence,
    cited_passage,
    factories.CaptureFactory,
    factories.published_status_change,
    factories.published_commitment,
    factories.published_figure,
    factories.published_assessment,
    withdrawn_event,
]


def disguised(row) -> dict:
    """What makes a row pass the guards against inserting what is published."""
    if not hasattr(row, "state"):
        return {}
    values = {"state": "draft", "recorded_at": None}
    if row.state == "withdrawn":
        values |= {"withdrawn_at": None, "withdrawn_reason": ""}
    return values


def apart(row) -> dict:
    """What makes a copy differ where it must."""
    return disguised(row) | ({"start": 1, "end": 2} if isinstance(row, Passage) else {})


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


@pytest.mark.usefixtures("plain_client")
@only_on_sqlite
@pytest.mark.parametrize("key", ["id", "code"])
@pytest.mark.parametrize("make", KEPT)
def test_guards_refuse_to_replace(make, key):
    row = make()
    before = rows(type(row))
    other = disguised(row) | {"id": {"code": "ANOTHER"}, "code": {"id": row.pk + 1000}}[key]

    with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
        insert("INSERT OR REPLACE", row, raw_row(row) | other)

    assert rows(type(row)) == before


@pytest.mark.usefixtures("plain_client")
@only_on_sqlite
@pytest.mark.parametrize("key", ["id", "code"])
@pytest.mark.parametrize("make", KEPT)
def test_guards_refuse_to_move_another_row_onto(make, key):
    row = make()
    table = row._meta.db_table
    insert("INSERT", row, raw_row(row) | apart(row) | {"id": row.pk + 1000, "code": "ANOTHER"})
    before = rows(type(row))

    with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
        execute(
            f"UPDATE OR REPLACE {table} SET {key} = (SELECT {key} FROM {table} WHERE id = %s)"
            " WHERE id = %s",
            row.pk,
            row.pk + 1000,
        )

    assert rows(type(row)) == before


@pytest.mark.usefixtures("plain_client")
@only_on_sqlite
@pytest.mark.parametrize(
    "make", [lambda: factories.published_status_change().citations.get(), words_of_published]
)
def test_guards_refuse_to_replace_a_citation(make):
    row = make()
    before = rows(type(row))
    free = dict.fromkeys(("status_change_id", "commitment_id"))
    draft = {"commitment_id": factories.CommitmentFactory().pk, "position": 99}

    for values in (free | draft, {"id": row.pk + 1000}):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert("INSERT OR REPLACE", row, raw_row(row) | values)

    assert rows(type(row)) == before


@pytest.mark.usefixtures("plain_client")
@only_on_sqlite
def test_guards_refuse_to_replace_a_passage_at_its_place():
    passage = factories.CitationFactory().passage

    values = raw_row(passage) | {"id": passage.pk + 1000, "code": "ANOTHER"}

    with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
        insert("INSERT OR REPLACE", passage, values)

    assert Passage.objects.get() == passage


@pytest.mark.parametrize("column", ["id", "code"])
@pytest.mark.parametrize("record", ["commitment", "event", "figure", "assessment"])
def test_guards_refuse_another_code_of_what_was_public(record, column):
    made = getattr(factories, f"published_{record}")()
    value = {"id": made.pk + 1000, "code": "ANOTHER"}[column]

    with pytest.raises(IntegrityError, match="permanent"), transaction.atomic():
        execute(f"UPDATE {made._meta.db_table} SET {column} = %s WHERE id = %s", value, made.pk)


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


REMADE = "CREATE TRIGGER guard_capture_update {} EXECUTE FUNCTION guard_capture_update()"


@only_on_postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE tracker_capture DISABLE TRIGGER guard_capture_update",
        "ALTER TABLE tracker_capture ENABLE REPLICA TRIGGER guard_capture_update",
        REMADE.format("BEFORE UPDATE ON tracker_capture FOR EACH ROW WHEN (false)"),
        REMADE.format("BEFORE UPDATE OF method ON tracker_capture FOR EACH ROW"),
        REMADE.format("BEFORE INSERT ON tracker_capture FOR EACH ROW"),
        REMADE.format("BEFORE UPDATE ON tracker_topic FOR EACH ROW"),
        REMADE.format("BEFORE UPDATE ON tracker_capture FOR EACH STATEMENT"),
        "CREATE OR REPLACE FUNCTION guard_capture_update() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$",
        "ALTER FUNCTION guard_capture_update() RESET search_path",
    ],
)
def test_missing_names_a_guard_that_is_not_as_it_should_be(statement):
    if statement.startswith("CREATE TRIGGER"):
        execute("DROP TRIGGER guard_capture_update ON tracker_capture")
    execute(statement)

    assert guards.missing(connection) == ["guard_capture_update"]


@only_on_sqlite
def test_missing_names_a_guard_whose_condition_never_holds():
    execute("DROP TRIGGER guard_capture_delete")
    execute(
        "CREATE TRIGGER guard_capture_delete BEFORE DELETE ON tracker_capture WHEN 1 = 0"
        " BEGIN SELECT RAISE(ABORT, 'A capture is never deleted.'); END"
    )

    assert guards.missing(connection) == ["guard_capture_delete"]


@only_on_postgresql
def test_guards_are_not_deceived_by_a_temporary_table():
    citation = factories.published_status_change().citations.get()
    execute("CREATE TEMPORARY TABLE tracker_statuschange (id bigint, state text)")

    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        execute("DELETE FROM public.tracker_citation WHERE id = %s", citation.pk)
