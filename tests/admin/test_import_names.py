"""Identifiers of rows that read the same are the same, whatever unseen signs they are made of."""

import pytest

from tests import factories
from tests.admin.sheets import Importing
from tests.admin.test_import_lists import COLUMNS, PLEDGE, PROGRESS, REPORT
from tests.admin.test_imports import CHANGE, NEW
from tracker.models import Commitment, ImportedRow, StatusChange

pytestmark = pytest.mark.django_db

COMPOSED, DECOMPOSED = "\u00e91.10", "e\u03011.10"
NAMES = [
    ("111.10", "111.10\u00a0"),
    ("111.10", "\u200b111.10"),
    ("111.10", "111\u2060.10\ufeff"),
    ("111.10 ", "\t111.10"),
    ("N 10", "N\u00a010"),
    ("N 10", "N \u202f 10"),
    (COMPOSED, DECOMPOSED),
]
BOTH_WAYS = [*NAMES, *((other, one) for one, other in NAMES)]


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


@pytest.mark.parametrize(("first", "later"), BOTH_WAYS)
def test_row_whose_name_reads_as_before_is_the_same_record(at_editor, first, later):
    Importing(at_editor, [{**PLEDGE, "No.": first}]).done(**COLUMNS)
    kept = ImportedRow.objects.get().original_id

    counts = Importing(at_editor, [{**PLEDGE, "No.": later, "Pledge": "Met"}]).done(**COLUMNS)

    assert counts == {"new": 0, "changed": 1, "unchanged": 0, "bad": 0}
    assert Commitment.objects.get().title == "Met"
    assert ImportedRow.objects.get().original_id == kept == first.strip()


@pytest.mark.parametrize(("first", "later"), NAMES)
def test_two_rows_of_one_file_whose_names_read_the_same_are_refused(at_editor, first, later):
    file = Importing(at_editor, [{**PLEDGE, "No.": name} for name in (first, later)])
    file.columns(**COLUMNS)

    assert file.problems() == [("3", "No.", "Line 2 has the same code.")]


@pytest.mark.parametrize(("first", "later"), NAMES)
def test_status_change_names_its_commitment_by_a_name_that_reads_the_same(at_editor, first, later):
    Importing(at_editor, [{**PLEDGE, "No.": first}]).done(**COLUMNS)
    row = {**PROGRESS, "No.": later, "How far": "in_progress"}

    assert Importing(at_editor, [row], "status_changes").done(**REPORT)["new"] == 1

    assert StatusChange.objects.get().commitment == Commitment.objects.get()


@pytest.mark.parametrize(("first", "later"), [("111.10", "111.1"), ("N 10", "N10"), ("x\u00b2", "x2"), ("a", "A")])  # fmt: skip
def test_rows_whose_names_read_otherwise_are_two_records(at_editor, first, later):
    Importing(at_editor, [{**PLEDGE, "No.": first}]).done(**COLUMNS)
    rows = [{**PLEDGE, "No.": name, "Pledge": "Met"} for name in (first, later)]

    counts = Importing(at_editor, rows).done(**COLUMNS)

    assert counts == {"new": 1, "changed": 1, "unchanged": 0, "bad": 0}


def test_names_that_were_kept_apart_before_stay_so(at_editor):
    """Two rows of the past that read the same: each is found by what it is called word for word."""
    Importing(at_editor, [{**PLEDGE, "No.": "1"}, {**PLEDGE, "No.": "2"}]).done(**COLUMNS)
    ImportedRow.objects.filter(original_id="2").update(original_id="1\u200b")
    of = {row.original_id: row.key for row in ImportedRow.objects.all()}

    for name in of:
        Importing(at_editor, [{**PLEDGE, "No.": name, "Pledge": repr(name)}]).done(**COLUMNS)

    assert {name: Commitment.objects.get(code=of[name]).title for name in of} == {name: repr(name) for name in of}  # fmt: skip


@pytest.mark.parametrize("code", ["C-NEW\u00a0", "\ufeffC-NEW", "C-\u200bNEW"])
def test_code_of_ours_is_understood_with_signs_that_are_not_seen(at_editor, code):
    Importing(at_editor, [NEW]).done()

    Importing(at_editor, [{**NEW, "code": code, "title": "Met"}]).done()

    made = Commitment.objects.get()
    assert (made.code, made.title) == ("C-NEW", "Met")
    change = {**CHANGE, "commitment": code}
    factories.publish(factories.CitationFactory(commitment=made, role="primary").commitment)
    assert Importing(at_editor, [change], "status_changes").done()["new"] == 1
