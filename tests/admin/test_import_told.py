"""What the preview tells of rows that may double or undo something, before they are imported."""

import pytest

from tests import factories
from tests.admin.desk import address, delete
from tests.admin.sheets import Importing
from tests.admin.test_import_lists import COLUMNS, PLEDGE
from tests.admin.test_imports import CHANGE, NEW
from tracker.importers import reports
from tracker.models import Commitment, ImportMapping, Revision, StatusChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1", url="https://page.example/1")


def previewed(desk, rows, table="commitments") -> str:
    file = Importing(desk, rows, table)
    file.columns()
    return str(file.preview().words)


def test_new_row_with_the_title_or_the_words_of_a_record_names_it(at_editor):
    there = factories.published_commitment(code="C-1", title=NEW["title"])
    words = there.citations.get(role="primary").passage

    told = previewed(at_editor, [{**NEW, "passage": words.code}])

    assert "C-1 has this title already." in told
    assert "C-1 rests on the same words." in told
    assert "has this title already" not in previewed(at_editor, [{**NEW, "title": "Another"}])


def test_new_row_that_says_what_a_draft_says_for_the_same_day_names_it(at_editor):
    factories.published_commitment(code="C-1")
    Importing(at_editor, [CHANGE], "status_changes").done()
    code = StatusChange.objects.get().code

    told = previewed(at_editor, [{**CHANGE, "reason": "Again."}], "status_changes")
    other_day = previewed(at_editor, [{**CHANGE, "happened": "2024-02-02"}], "status_changes")

    sentence = f"{code} says the same for the same day and is not published yet."
    assert sentence in told
    assert sentence not in other_day


@pytest.mark.parametrize("batch", [1, 50])
def test_new_row_with_the_title_or_the_words_of_an_earlier_line_names_that(at_editor, monkeypatch, batch):  # fmt: skip
    monkeypatch.setattr("tracker.importers.run.BATCH", batch)
    factories.CaptureFactory(source__slug="speech", text="They will meet twice.")
    row = {**NEW, "code": "", "source": "speech"}
    rows = [{**row, "quote": "will meet"}, {**row, "title": "Other", "quote": "will meet"},
            {**row, "quote": "They will"}, {**row, "quote": "They will"}]  # fmt: skip
    file = Importing(at_editor, rows)
    file.columns()

    told = file.problems()
    file.write()

    assert told == [
        ("3", "quote", "Line 2 of this file rests on the same words."),
        ("4", "title", "Line 2 of this file has the same title."),
        ("5", "title", "Line 2 of this file has the same title."),
        ("5", "quote", "Line 4 of this file rests on the same words."),
    ]
    assert remarks(file) == told


@pytest.mark.parametrize("batch", [1, 50])
def test_new_row_that_says_what_an_earlier_line_says_for_the_same_day_names_that(at_editor, monkeypatch, batch):  # fmt: skip
    monkeypatch.setattr("tracker.importers.run.BATCH", batch)
    factories.published_commitment(code="C-1")
    rows = [CHANGE, {**CHANGE, "happened": "2024-02-02"}, {**CHANGE, "reason": "Again."}]
    file = Importing(at_editor, rows, "status_changes")
    file.columns()

    told = file.problems()
    file.write()

    assert told == [("4", "status", "Line 2 of this file says the same for the same day.")]
    assert remarks(file) == told


@pytest.mark.parametrize("wrong", [{"category": "sports"}, {"quantity": "5"}])
def test_line_that_is_left_out_is_doubled_by_none(at_editor, wrong):
    file = Importing(at_editor, [{**NEW, **wrong}, {**NEW, "code": "C-2"}])
    file.columns()

    assert [line for line, _column, _sentence in file.problems()] == ["2"]


@pytest.mark.parametrize("batch", [1, 50])
def test_what_a_line_changes_is_compared_as_it_reads_then(at_editor, monkeypatch, batch):
    monkeypatch.setattr("tracker.importers.run.BATCH", batch)
    Importing(at_editor, [{**NEW, "code": "C-1", "title": "Before"}]).done()
    titles = {"C-1": "After", "C-2": "Before", "C-3": "After"}
    file = Importing(at_editor, [{**NEW, "code": c, "title": titles[c]} for c in titles])
    file.columns()

    told = file.problems()
    file.write()

    assert told == [("4", "title", "Line 2 of this file has the same title.")]
    assert remarks(file) == told


def test_code_of_a_line_that_is_left_out_is_free(at_editor):
    file = Importing(at_editor, [{**NEW, "code": "c-9", "category": "sports"}, {**NEW, "code": "C-9"}])  # fmt: skip
    file.columns()

    assert [line for line, _column, _sentence in file.problems()] == ["2"]


def test_title_that_a_spreadsheet_would_run_is_compared_too(at_editor):
    factories.published_commitment(code="C-1", title="-5% of emissions")

    assert "C-1 has this title already." in previewed(at_editor, [{**NEW, "title": "'-5% of emissions"}])  # fmt: skip


def remarks(file: Importing) -> list[tuple[str, str, str]]:
    """What the report keeps to be known, as the preview told it."""
    file.file.refresh_from_db()
    said = [line for line in reports.read(file.file) if line.sentence]
    return [(str(line.line), line.column, line.sentence) for line in said]


def test_row_that_would_change_a_record_says_who_changed_that_last(at_editor, at_reviewer):
    at_reviewer.new(Commitment, **draft())
    code = Commitment.objects.get().code

    told = previewed(at_editor, [{"code": code, "title": "As it was called before"}])

    assert "Last changed here by bob, on " in told


def draft() -> dict[str, object]:
    category = Commitment._meta.get_field("category").related_model.objects.get().pk
    return {"title": "Meet", "summary": "They meet.", "category": category, "modality": "will", "bindingness": "joint_state_statement"}  # fmt: skip


def test_row_whose_revision_was_discarded_is_not_said_to_be_in_the_record(at_editor):
    public = factories.published_commitment(code="C-1", title="Before")
    row = {"code": "C-1", "title": "After"}
    Importing(at_editor, [row]).done()
    delete(at_editor.client, address(Revision, "delete", Revision.objects.get().pk))

    told = previewed(at_editor, [row])

    assert not Revision.objects.exists()
    assert "says what it said when it was imported last" in told
    assert public.title == "Before"


@pytest.mark.parametrize("name", ["ministry list", "  Ministry   List "])
def test_name_of_a_list_in_other_letters_or_spaces_is_the_same_list(at_editor, name):
    Importing(at_editor, [PLEDGE]).done(**{**COLUMNS, "origin": "Ministry list"})

    again = Importing(at_editor, [PLEDGE])
    again.columns(**{**COLUMNS, "origin": name})

    assert ImportMapping.objects.get().name == "Ministry list"
    assert "0 new" in again.preview().words or "unchanged" in again.preview().words
    again.file.refresh_from_db()
    assert again.file.origin == "Ministry list"


def test_import_that_revises_needs_its_public_reason_whatever_the_form_says(at_editor):
    factories.published_commitment(code="C-1", title="Before")
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    file.columns()

    answer = file.write(reason="", is_revising="")

    assert "Say why the records are revised" in answer.words
    assert not Revision.objects.exists()


def test_correction_of_a_row_of_the_same_file_is_left_for_the_next_import(at_editor):
    factories.published_commitment(code="C-1")
    rows = [{**CHANGE, "code": "S-NEW", "corrects": ""}, {**CHANGE, "happened": "2024-03-01", "corrects": "S-NEW"}]  # fmt: skip
    file = Importing(at_editor, rows, "status_changes")
    file.columns()

    assert file.problems() == [("3", "corrects", "This is a row of the same file: import that first, then this.")]  # fmt: skip
