"""What the record keeps for ever: every way to change or delete it is refused by the database."""

# ruff: noqa: S608 (the names in these statements are our own)

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.models.database import execute, insert, only_on_postgresql, only_on_sqlite, raw_row, rows
from tracker import guards
from tracker.models import Capture, Citation, Commitment, Passage, StatusChange

pytestmark = pytest.mark.django_db


class Kept:
    """A kind of row that is kept: how to make one, what to change, what it belongs to."""

    def __init__(self, name, make, column, *, parent, disguise):
        self.name, self.make, self.column = name, make, column
        self.parent = parent
        # Values with which a row that takes its place would pass the guards against insertion.
        self.disguise = disguise


def citation_of_published() -> Citation:
    return factories.published_status_change().citations.get()


KEPT = [
    Kept(
        "status change",
        factories.published_status_change,
        "reason",
        parent="commitment",
        disguise=lambda row: {"state": "draft", "recorded_at": None},
    ),
    Kept("capture", factories.CaptureFactory, "text", parent="source", disguise=lambda row: {}),
    Kept(
        "citation",
        citation_of_published,
        "finding",
        parent="status_change",
        disguise=lambda row: {
            "status_change_id": None,
            "commitment_id": factories.CommitmentFactory().pk,
        },
    ),
]


def save(row, kept):
    setattr(row, kept.column, "Something else.")
    row.save()


def save_one_field(row, kept):
    setattr(row, kept.column, "Something else.")
    row.save(update_fields=[kept.column])


def save_unchanged(row, kept):
    row.save()


def delete(row, kept):
    row.delete()


def queryset_update(row, kept):
    type(row).objects.filter(pk=row.pk).update(**{kept.column: "Something else."})


def update_or_create(row, kept):
    type(row).objects.update_or_create(pk=row.pk, defaults={kept.column: "Something else."})


def queryset_delete(row, kept):
    type(row).objects.filter(pk=row.pk).delete()


def raw_delete_of_a_queryset(row, kept):
    type(row).objects.filter(pk=row.pk)._raw_delete(using="default")


def bulk_update(row, kept):
    setattr(row, kept.column, "Something else.")
    type(row).objects.bulk_update([row], [kept.column])


def bulk_create_with_update(row, kept):
    for name, value in kept.disguise(row).items():
        setattr(row, name, value)
    setattr(row, kept.column, "Something else.")
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=[kept.column]
    )


def raw_update(row, kept):
    execute(f"UPDATE {row._meta.db_table} SET {kept.column} = 'x' WHERE id = %s", row.pk)


def raw_update_of_the_key(row, kept):
    execute(f"UPDATE {row._meta.db_table} SET id = id + 1000 WHERE id = %s", row.pk)


def raw_delete(row, kept):
    execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)


def upsert(row, kept):
    values = raw_row(row) | kept.disguise(row) | {kept.column: "Something else."}
    insert("INSERT", row, values, f"ON CONFLICT (id) DO UPDATE SET {kept.column} = 'x'")


def insert_or_replace(row, kept):
    insert("INSERT OR REPLACE", row, raw_row(row) | kept.disguise(row) | {kept.column: "x"})


def replace(row, kept):
    insert("REPLACE", row, raw_row(row) | kept.disguise(row) | {kept.column: "x"})


def move_another_row_onto_it(row, kept):
    values = raw_row(row) | kept.disguise(row) | {"id": row.pk + 1000}
    if "code" in values:
        values["code"] = "ANOTHER"
    insert("INSERT", row, values)
    execute(
        f"UPDATE OR REPLACE {row._meta.db_table} SET id = %s WHERE id = %s", row.pk, row.pk + 1000
    )


def truncate(row, kept):
    connection.check_constraints()  # nothing may be pending, or that would be what refuses
    execute(f"TRUNCATE {row._meta.db_table} CASCADE")


def truncate_its_parent(row, kept):
    connection.check_constraints()
    parent = row._meta.get_field(kept.parent).related_model
    execute(f"TRUNCATE {parent._meta.db_table} CASCADE")


def delete_its_parent(row, kept):
    getattr(row, kept.parent).delete()


def raw_delete_of_its_parent(row, kept):
    parent = getattr(row, kept.parent)
    execute(f"DELETE FROM {parent._meta.db_table} WHERE id = %s", parent.pk)
    connection.check_constraints()


WAYS = [
    save,
    save_one_field,
    save_unchanged,
    delete,
    queryset_update,
    update_or_create,
    queryset_delete,
    raw_delete_of_a_queryset,
    bulk_update,
    bulk_create_with_update,
    raw_update,
    raw_update_of_the_key,
    raw_delete,
    upsert,
    delete_its_parent,
    raw_delete_of_its_parent,
    *(pytest.param(w, marks=only_on_sqlite)
      for w in (insert_or_replace, replace, move_another_row_onto_it)),
    *(pytest.param(w, marks=only_on_postgresql) for w in (truncate, truncate_its_parent)),
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_guards_keep_the_row_against(way, kept):
    row = kept.make()
    before = rows(type(row))

    with pytest.raises(IntegrityError), transaction.atomic():
        way(row, kept)

    assert rows(type(row)) == before


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_guards_are_what_refuses(kept):
    row = kept.make()
    guards.drop(connection)

    raw_update(row, kept)

    row.refresh_from_db()
    assert getattr(row, kept.column) == "x"


def test_guards_refuse_another_citation_of_a_published_change():
    change = factories.published_status_change()

    with pytest.raises(IntegrityError, match="never added to"), transaction.atomic():
        factories.CitationFactory(status_change=change)

    assert change.citations.count() == 1


def test_guards_refuse_a_citation_moved_to_a_published_change():
    change = factories.published_status_change()
    citation = factories.CitationFactory()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Citation.objects.filter(pk=citation.pk).update(commitment=None, status_change=change)

    assert change.citations.count() == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "P-OTHER"),
        ("start", 1),
        ("end", 8),
        ("exact", "The party"),
        ("prefix", "x"),
        ("suffix", "x"),
        ("occurrence", 2),
    ],
)
def test_guards_refuse_other_words_of_a_passage(column, value):
    passage = factories.PassageFactory(end=9)

    with pytest.raises(IntegrityError, match="words of a passage"), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(**{column: value})

    assert getattr(Passage.objects.get(), column) == getattr(passage, column)


def test_guards_refuse_another_capture_of_a_passage():
    passage = factories.PassageFactory()
    capture = factories.CaptureFactory(text=passage.capture.text)

    with pytest.raises(IntegrityError, match="words of a passage"), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(capture=capture)


def test_guards_let_a_passage_be_translated_and_checked():
    passage = factories.PassageFactory()
    now = datetime(2024, 5, 1, tzinfo=UTC)

    Passage.objects.filter(pk=passage.pk).update(
        translation="Die Parteien", translated_by="Us", locator="page 2", checked_at=now
    )

    assert Passage.objects.get().translated_by == "Us"


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_guards_let_an_unpublished_change_be_edited_and_deleted(state):
    change = factories.StatusChangeFactory(state=state)
    citation = factories.CitationFactory(status_change=change)

    change.reason = "Better words."
    change.save()
    citation.finding = "Better words."
    citation.save()
    change.refresh_from_db()
    change.delete()

    assert not StatusChange.objects.exists()
    assert not Citation.objects.exists()


def test_guards_refuse_to_publish_a_change_without_citation():
    change = factories.StatusChangeFactory()

    with pytest.raises(IntegrityError, match="without a citation"), transaction.atomic():
        factories.publish(change)

    assert StatusChange.objects.get().state == "draft"


def test_guards_refuse_a_change_inserted_as_published():
    with pytest.raises(IntegrityError, match="entered first"), transaction.atomic():
        factories.StatusChangeFactory(state="published", recorded_at=factories.RECORDED_AT)

    assert not StatusChange.objects.exists()


def test_guards_refuse_a_commitment_inserted_as_published():
    with pytest.raises(IntegrityError, match="entered first"), transaction.atomic():
        factories.CommitmentFactory(state="published", recorded_at=factories.RECORDED_AT)

    assert not Commitment.objects.exists()


def cited_by_context(commitment):
    factories.CitationFactory(commitment=commitment, role="context")


def cited_by_page(commitment):
    factories.CitationFactory(commitment=commitment, reference=factories.ReferenceFactory())


def quoted_elsewhere(commitment):
    factories.CitationFactory(role="primary")


@pytest.mark.parametrize("cite", [cited_by_context, cited_by_page, quoted_elsewhere])
def test_guards_refuse_to_publish_a_commitment_without_primary_passage(cite):
    commitment = factories.CommitmentFactory()
    cite(commitment)

    with pytest.raises(IntegrityError, match="primary passage"), transaction.atomic():
        factories.publish(commitment)

    commitment.refresh_from_db()
    assert commitment.state == "draft"


def test_guards_come_back_with_migrate():
    change = factories.published_status_change()
    guards.drop(connection)
    assert guards.missing(connection)

    call_command("migrate", verbosity=0)

    assert guards.missing(connection) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        change.delete()


def test_guards_installed_twice_are_there_once():
    guards.install(connection)
    guards.install(connection)

    assert guards.missing(connection) == []


def test_missing_names_the_guard_that_was_taken_away():
    target = "" if connection.vendor == "sqlite" else " ON tracker_capture"
    execute(f"DROP TRIGGER guard_capture_delete{target}")

    assert guards.missing(connection) == ["guard_capture_delete"]


def test_drop_takes_every_guard_away():
    capture = factories.CaptureFactory()

    guards.drop(connection)
    capture.delete()

    assert not Capture.objects.exists()


@pytest.mark.parametrize("state", ["published", "withdrawn"])
@pytest.mark.parametrize("record", ["commitment", "event", "figure", "assessment"])
def test_guards_refuse_to_delete_what_was_public(record, state):
    made = getattr(factories, f"published_{record}")()
    if state == "withdrawn":
        factories.withdraw(made)

    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        execute(f"DELETE FROM {made._meta.db_table} WHERE id = %s", made.pk)

    assert type(made).objects.filter(pk=made.pk).exists()


def test_guards_refuse_to_take_the_last_primary_passage_from_a_published_commitment():
    words = factories.published_commitment().citations.get()

    for change in ("DELETE FROM tracker_citation", "UPDATE tracker_citation SET role = 'context'"):
        with pytest.raises(IntegrityError, match="keeps its primary passage"), transaction.atomic():
            execute(f"{change} WHERE id = %s", words.pk)

    words.refresh_from_db()
    assert words.role == "primary"


def test_guards_let_one_of_two_primary_passages_go():
    commitment = factories.published_commitment()
    second = factories.CitationFactory(commitment=commitment, role="primary", position=2)

    second.delete()

    assert commitment.citations.count() == 1
