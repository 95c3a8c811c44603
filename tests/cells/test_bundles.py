"""A record as text: taken, put back, put onto another, compared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.packages.folders import everything_stored, forgotten
from tests.packages.record import AWKWARD, everything, saying
from tracker import guards
from tracker.cells import bundles
from tracker.cells import shown as shown_rows
from tracker.cells.bundles import BundleRefused
from tracker.cells.tables import TABLES
from tracker.models import Citation, Commitment, Milestone, Party, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment():
    """A draft with parts of every kind, parts of parts among them."""
    commitment = factories.CommitmentFactory(code="C-MINE", title="Before")
    factories.CitationFactory(commitment=commitment, role="primary", position=1)
    factories.ParticipationFactory(commitment=commitment, role="obligor")
    factories.DeadlineFactory(commitment=commitment)
    milestone = factories.MilestoneFactory(commitment=commitment)
    factories.CitationFactory(milestone=milestone, position=1)
    condition = factories.ConditionFactory(commitment=commitment)
    factories.CitationFactory(condition=condition, position=1)
    factories.RelationFactory(from_commitment=commitment)
    commitment.topics.add(factories.TopicFactory(slug="peace"))
    return commitment


def test_take_holds_every_part_and_not_the_publication(commitment):
    bundle = bundles.take(commitment)

    sizes = {name: len(rows) for name, rows in bundle.items()}
    assert sizes == {
        "commitments": 1,
        "participations": 1,
        "deadlines": 1,
        "milestones": 1,
        "conditions": 1,
        "relations": 1,
        "citations": 3,
    }
    assert bundle["commitments"][0]["title"] == "Before"
    assert not {"state", "recorded_at", "recorded_by"} & bundle["commitments"][0].keys()


def test_what_is_shown_leaves_archived_texts_where_they_are(commitment):
    with CaptureQueriesContext(connection) as asked:
        shown = shown_rows.take(commitment)

    assert shown["captures"]
    assert [query["sql"] for query in asked if '"tracker_capture"."text"' in query["sql"]] == []


def test_what_several_show_holds_the_names_of_their_parties_in_as_few_queries_as_one():
    made = [factories.ParticipationFactory().commitment for _ in range(4)]
    for number, party in enumerate(Party.objects.all()):
        factories.PartyNameFactory(party=party, name=f"Name {number}")
        factories.FormerSlugFactory(party=party, slug=f"once-{number}")
    several = bundles.take_several(made)

    with CaptureQueriesContext(connection) as of_one:
        shown_rows.with_shared(several[:1])
    with CaptureQueriesContext(connection) as of_all:
        shown = shown_rows.with_shared(several)

    assert len(of_all) == len(of_one)
    assert [[row["name"] for row in each["party_names"]] for each in shown] == [[f"Name {n}"] for n in range(4)]  # fmt: skip
    assert [[row["slug"] for row in each["former_slugs"]] for each in shown] == [[f"once-{n}"] for n in range(4)]  # fmt: skip


def test_take_several_holds_what_take_holds():
    everything(saying(AWKWARD))
    for model in bundles.WHOLE:
        records = list(model.objects.order_by("pk"))

        assert bundles.take_several(records) == [bundles.take(record) for record in records]
        together = shown_rows.with_shared(bundles.take_several(records))
        assert together == [shown_rows.take(record) for record in records]


def test_cells_of_a_readable_row_ask_the_database_nothing_more():
    everything(saying(AWKWARD))
    for table in TABLES:
        rows = list(table.readable())

        with CaptureQueriesContext(connection) as asked:
            cells = [table.cells(row) for row in rows]

        assert cells, table.name
        assert (table.name, len(asked)) == (table.name, 0)


def test_put_changes_nothing_when_nothing_differs():
    everything(saying(AWKWARD))
    guards.drop(connection)  # what is immutable is put back here as well
    before = everything_stored()
    for model in set(bundles.WHOLE) - {Revision}:
        for record in model.objects.all():
            bundles.put(record, bundles.take(record))

    assert {**everything_stored(), "tracker_dataversion": None} == {
        **before,
        "tracker_dataversion": None,
    }


def test_put_brings_back_what_was_changed_added_and_removed(commitment):
    before = bundles.take(commitment)
    commitment.title = "After"
    commitment.save()
    commitment.topics.clear()
    commitment.milestones.all().delete()
    commitment.participations.all().delete()
    factories.ParticipationFactory(commitment=commitment, role="witness")
    Citation.objects.filter(commitment=commitment).update(role="context")

    bundles.put(commitment, before)

    assert bundles.take(commitment) == before
    assert Commitment.objects.get(code="C-MINE").title == "Before"
    assert Milestone.objects.get().citations.count() == 1


def test_put_only_supposed_gives_new_rows_the_same_keys_each_time(commitment):
    wanted = bundles.take(commitment)
    commitment.participations.all().delete()

    keys = []
    for _ in range(2):
        with forgotten():
            bundles.put(commitment, wanted, is_only_supposed=True)
            keys.append(list(commitment.participations.values_list("pk", flat=True)))

    assert keys[0] == keys[1]
    assert [key < -1 for key in keys[0]] == [True]


def test_put_refuses_what_rests_on_something_gone(commitment):
    wanted = bundles.take(commitment)
    wanted["participations"][0]["party"] = "nobody"

    with pytest.raises(BundleRefused, match="no “nobody” in parties"):
        bundles.put(commitment, wanted)


def test_put_refuses_what_breaks_a_rule_of_the_record(commitment):
    wanted = bundles.take(commitment)
    wanted["commitments"][0]["quantity"] = "5"

    with pytest.raises(BundleRefused, match="commitment_quantity_has_unit"):
        bundles.put(commitment, wanted)


def test_differences_name_each_cell_with_its_row(commitment):
    before = bundles.take(commitment)
    commitment.title = "=After"
    commitment.save()
    commitment.participations.update(role="witness")

    found = bundles.differences(before, bundles.take(commitment))

    assert [(d.table, d.column, d.before, d.after) for d in found if d.column in ("title", "role")] == [
        ("commitments", "title", "Before", "=After"),
        ("participations", "role", "obligor", ""),
        ("participations", "role", "", "witness"),
    ]  # fmt: skip


def test_differences_of_the_same_are_none(commitment):
    bundle = bundles.take(commitment)

    assert bundles.differences(bundle, bundle) == []


@pytest.mark.parametrize(
    ("table", "make"),
    [
        ("parties", factories.PartyFactory),
        ("sources", factories.SourceFactory),
        ("commitments", factories.CommitmentFactory),
        ("references", factories.ReferenceFactory),
        ("milestones", factories.MilestoneFactory),
        ("conditions", factories.ConditionFactory),
        ("status_changes", factories.StatusChangeFactory),
    ],
)
def test_find_gives_the_record_that_a_key_names(table, make):
    make()
    record = make()

    assert bundles.find(table, bundles.key_of(record)) == record


@pytest.mark.parametrize(
    ("table", "key"), [("parties", "x"), ("milestones", "C-1/signed/"), ("conditions", "C-1/x")]
)
def test_find_refuses_what_is_not_there(table, key):
    with pytest.raises(LookupError):
        bundles.find(table, key)
