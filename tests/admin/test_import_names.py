"""Identifiers of rows that read the same are the same, whatever unseen signs they are made of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.admin.sheets import Importing
from tests.admin.test_import_lists import COLUMNS, PLEDGE, PROGRESS, REPORT
from tests.admin.test_imports import CHANGE, NEW, exported
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


def problems_of(
    desk, rows: list[dict[str, str]], table="commitments"
) -> list[tuple[str, str, str]]:
    file = Importing(desk, rows, table)
    file.columns()
    return file.problems()


def test_code_of_a_commitment_in_other_letters_is_refused_with_the_one_that_is_meant(at_editor):
    factories.CommitmentFactory(code="C-pol-06")
    rows = [NEW, {**NEW, "code": "c-POL-06"}]

    assert problems_of(at_editor, rows) == [
        ("3", "code", "There is no “c-POL-06”, but C-pol-06: if that is meant, write it in just these letters; if not, give this row another code.")
    ]  # fmt: skip
    assert problems_of(at_editor, [{"code": "c-pol-06", "title": "After"}])[0][2].startswith("There is no “c-pol-06”, but C-pol-06")  # fmt: skip


def test_code_of_a_status_change_in_other_letters_is_refused_with_the_one_that_is_meant(at_editor):
    factories.published_commitment(code="C-1")
    Importing(at_editor, [{**CHANGE, "code": "S-1"}], "status_changes").done()
    row = {**CHANGE, "happened": "2024-03-01"}

    [(line, column, sentence)] = problems_of(at_editor, [{**row, "code": "s-1"}], "status_changes")

    assert (line, column) == ("2", "code")
    assert sentence.startswith("There is no “s-1”, but S-1")
    [(_line, column, sentence)] = problems_of(at_editor, [{**row, "corrects": "s-1"}], "status_changes")  # fmt: skip
    assert column == "corrects"
    assert sentence == "There is no status change “s-1”, but S-1: if that is meant, write it in just these letters."  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("commitments", {**NEW, "passage": "p-abc"}, "There is no passage “p-abc”, but P-ABC:"),
        ("status_changes", {**CHANGE, "evidence": "p-abc"}, "There is no passage or page “p-abc”, but P-ABC:"),
        ("status_changes", {**CHANGE, "evidence": "r-abc"}, "There is no passage or page “r-abc”, but R-ABC:"),
    ],
)  # fmt: skip
def test_passage_and_page_in_another_case_are_named(at_editor, table, row, says):
    factories.published_commitment(code="C-1")
    factories.PassageFactory(code="P-ABC")
    factories.ReferenceFactory(code="R-ABC")

    found = problems_of(at_editor, [row], table)

    assert any(sentence.startswith(says) for _line, _column, sentence in found)


@pytest.mark.parametrize("code", ["c-1", "\u200bc-1 "])
def test_commitment_named_in_other_letters_is_refused_with_the_one_that_is_meant(at_editor, code):
    factories.published_commitment(code="C-1")

    assert problems_of(at_editor, [{**CHANGE, "commitment": code}], "status_changes") == [
        ("2", "commitment", "There is no commitment “c-1”, but C-1: if that is meant, write it in just these letters.")
    ]  # fmt: skip


def test_new_codes_of_one_file_that_differ_in_case_alone_are_refused(at_editor, monkeypatch):
    monkeypatch.setattr("tracker.importers.run.FIRST_BATCH", 1)
    file = Importing(at_editor, [{**NEW, "code": code} for code in ("C-NEW", "c-new", "C-New")])
    file.columns()

    sentence = "Line 2 has the same code in upper or lower case: give this row another one."
    assert file.problems() == [(line, "code", sentence) for line in ("3", "4")]
    assert file.done() == {"new": 1, "changed": 0, "unchanged": 0, "bad": 2}


def test_records_whose_codes_differ_in_case_alone_keep_their_own(at_editor, client):
    for code in ("C-1", "c-1"):
        factories.published_commitment(code=code)

    own = Importing(at_editor, exported(client, "commitments-csv"))

    own.columns()
    assert own.problems() == []
    assert Importing(at_editor, [{"code": "c-1", "title": "After"}]).done()["changed"] == 1


def test_codes_in_other_letters_are_looked_for_together(at_editor):
    """Each query reads every code there is."""
    factories.published_commitment(code="C-1")
    rows = [{**CHANGE, "code": f"s-{n}", "commitment": f"c-{n}"} for n in range(20)]
    file = Importing(at_editor, rows, "status_changes")
    file.columns()

    with CaptureQueriesContext(connection) as queries:
        assert len(file.problems()) == 20

    assert len([q for q in queries if "UPPER" in q["sql"]]) == 2
