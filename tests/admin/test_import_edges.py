"""Importing spreadsheets where it would be easy to take one thing for another."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.admin.desk import text_of
from tests.admin.sheets import Importing, counts_of, read
from tests.admin.test_import_lists import COLUMNS, PLEDGE, PROGRESS, REPORT
from tests.admin.test_imports import CHANGE, NEW
from tracker.importers import run, uploads
from tracker.models import (
    Category,
    Commitment,
    Edit,
    Import,
    ImportedRow,
    ImportMapping,
    Passage,
    StatusChange,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


def test_one_part_that_changed_leaves_the_others_as_editors_made_them(at_editor):
    for slug in ("armenia", "azerbaijan"):
        factories.PartyFactory(slug=slug, short_name=slug.title())
    factories.CaptureFactory(source__slug="speech", text="They will meet.")
    row = {**NEW, "parties": "Armenia (obligor)", "quote": "", "source": ""}
    Importing(at_editor, [row]).done()
    made = Commitment.objects.get()
    factories.ParticipationFactory(commitment=made, party__slug="other", role="counterparty")

    Importing(at_editor, [{**row, "quote": "will meet", "source": "speech"}]).done()

    assert made.citations.count() == 1
    assert set(made.participations.values_list("party__slug", flat=True)) == {"armenia", "other"}


def test_words_that_only_a_refused_row_quotes_are_no_passage(at_editor):
    factories.published_commitment(code="C-1")
    factories.CaptureFactory(source__slug="speech", text="They met. They left.")
    quoting = {**CHANGE, "evidence": "", "finding": "", "source": "speech"}
    rows = [{**quoting, "quote": "They met."},
            {**quoting, "quote": "They left.", "happened": "2190-01-01"}]  # fmt: skip

    Importing(at_editor, rows, "status_changes").done()

    words = set(
        Passage.objects.filter(capture__source__slug="speech").values_list("exact", flat=True)
    )
    assert words == {"They met."}
    assert Edit.objects.filter(table="passages").count() == 1


def test_rows_without_identifiers_of_two_sheets_are_two_records(at_editor):
    book = openpyxl.Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet("More")), start=1):
        sheet.append(list(NEW))
        sheet.append([{**NEW, "code": "", "title": f"Sheet {number}"}[name] for name in NEW])
    file = io.BytesIO()
    book.save(file)
    Importing(at_editor, file.getvalue()).done()

    second = Importing(at_editor, file.getvalue())
    at_editor.client.post(second.url("import"), {"read": "Read it so", "sheet": "More"})
    second.done()

    assert set(Commitment.objects.values_list("title", flat=True)) == {"Sheet 1", "Sheet 2"}


def test_identifier_longer_than_what_is_kept_is_refused(at_editor):
    file = Importing(at_editor, [{**PLEDGE, "No.": "x" * 101}])
    file.columns(**COLUMNS)

    assert file.problems() == [("2", "No.", "This is longer than 100 characters: shorten it.")]


def test_word_of_the_list_is_kept_also_where_it_is_nearly_ours(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)

    Importing(at_editor, [{**PROGRESS, "How far": "In Progress"}], "status_changes").done(**REPORT)

    change = StatusChange.objects.get()
    assert (change.status, change.original_status) == ("in_progress", "In Progress")


def test_column_that_the_list_no_longer_has_is_asked_for_and_erases_nothing(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    kept = ImportMapping.objects.get()
    shorter = {name: cell for name, cell in PLEDGE.items() if name != "About"}

    again = Importing(at_editor, [shorter], mapping=kept.pk)

    assert "The file has no column About" in again.preview().words
    assert "The file has no column About" in text_of(at_editor.client.get(again.url("import")))
    assert Commitment.objects.get().summary == "They meet."


def test_name_of_a_list_of_other_rows_is_refused(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    file = Importing(at_editor, [PROGRESS], "status_changes")

    answer = file.columns(**{**REPORT, "origin": "Pledge list"})

    assert "A list of commitments has this name" in text_of(answer)
    assert ImportMapping.objects.get().table == "commitments"


def test_name_of_a_commitment_in_another_list_that_is_our_code_too_is_ambiguous(at_editor):
    factories.CommitmentFactory(code="C-7")
    Importing(at_editor, [{**PLEDGE, "No.": "C-7"}]).done(**COLUMNS)
    file = Importing(
        at_editor, [{**PROGRESS, "No.": "C-7", "How far": "stalled"}], "status_changes"
    )
    file.columns(**REPORT)

    assert "“C-7” is in several lists" in " ".join(
        sentence for *_where, sentence in file.problems()
    )


@pytest.mark.parametrize("page", ["import", "import-preview", "import-problems"])
def test_file_that_is_gone_says_so(at_editor, page):
    file = Importing(at_editor, [NEW])
    file.file.file.storage.delete(file.file.file.name)

    assert "upload it again" in read(at_editor.client.get(file.url(page))).words


def test_upload_is_read_and_imported_by_the_person_who_uploaded_it_and_nobody_else(
    at_editor, at_reviewer
):
    file = Importing(at_editor, [NEW])
    file.columns()

    listed = text_of(at_reviewer.client.get(reverse("desk:imports")))
    answers = [
        at_reviewer.client.get(file.url("import")),
        at_reviewer.client.post(file.url("import-write")),
    ]

    assert file.file.name in listed
    assert file.url("import") not in listed
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "upload it yourself to import it" in text_of(answers[0])
    assert not Commitment.objects.exists()


def test_confirmation_meanwhile_is_not_undone_by_reading_the_file_otherwise(at_editor):
    file = Importing(at_editor, [NEW])
    file.done()

    at_editor.client.post(file.url("import"), {"read": "Read it so", "encoding": "utf-8"})

    assert Import.objects.get().confirmed_at


def test_row_that_shares_long_texts_is_refused_by_its_line(at_editor):
    names = [*NEW, *(f"column {n}" for n in range(60))]
    book = openpyxl.Workbook()
    book.active.append(names)
    book.active.append([NEW.get(name, "x" * 30_000) for name in names])
    file = io.BytesIO()
    book.save(file)
    importing = Importing(at_editor, file.getvalue())
    importing.columns()

    [(line, _column, sentence)] = importing.problems()

    assert (line, sentence) == ("2", "This row holds more than 500,000 characters: shorten it.")


def test_blanks_in_a_cell_of_parties_take_no_time(at_editor):
    file = Importing(at_editor, [{**NEW, "parties": " " * 50_000 + "Armenia"}])
    file.columns()

    assert counts_of(file.preview().words)["bad"] == 1


@pytest.mark.parametrize("is_public", [False, True])
def test_many_changed_rows_ask_the_database_as_often_as_few(
    at_editor, django_assert_max_num_queries, is_public
):
    make = factories.published_commitment if is_public else factories.CommitmentFactory
    kind = Category.objects.get()
    for number in range(40):
        make(code=f"C-{number}", title="Before", category=kind)
    rows = [{"code": f"C-{number}", "title": "After"} for number in range(40)]
    few, many = Importing(at_editor, rows[:5]), Importing(at_editor, rows)
    few.columns(), many.columns()

    with CaptureQueriesContext(connection) as asked:
        few.preview()
    with django_assert_max_num_queries(len(asked)):
        page = many.preview()

    assert counts_of(page.words)["changed"] == 40
    many.write()
    assert Edit.objects.filter(action="entered" if is_public else "changed").count() == 40


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"commitment": "C-2"}, "It corrects a status change of another commitment."),
        ({"corrects": "S-DRAFT"}, "It corrects a status change that is not published."),
    ],
)
def test_correction_of_what_cannot_be_corrected_is_refused(at_editor, cells, words):
    factories.published_status_change(code="S-1", status="in_progress")
    factories.published_commitment(code="C-2")
    target = StatusChange.objects.get()
    factories.StatusChangeFactory(code="S-DRAFT", commitment=target.commitment)
    row = {**CHANGE, "commitment": target.commitment.code, "status": "fulfilled",
           "happened": "2024-03-01", "corrects": "S-1"}  # fmt: skip
    file = Importing(at_editor, [row, {**row, **cells}], "status_changes")
    file.columns()

    assert file.problems() == [("3", "corrects", words)]


def test_a_record_that_two_lists_call_otherwise_is_written_by_our_code(at_editor):
    for code in ("C-AAA", "C-BBB"):
        factories.published_commitment(code=code)
    Importing(at_editor, [{**PLEDGE, "No.": "p1"}]).done(**COLUMNS)
    ours = ImportedRow.objects.get(original_id="p1").key
    Importing(at_editor, [{**PLEDGE, "No.": ours}]).done(**{**COLUMNS, "origin": "Other"})
    rows = [{**PROGRESS, "No.": name, "How far": "in_progress"} for name in ("p1", "C-BBB")]

    Importing(at_editor, rows, "status_changes").done(**REPORT)

    made = set(StatusChange.objects.filter(state="draft").values_list("commitment__code", flat=True))  # fmt: skip
    assert made == {ours, "C-BBB"}


def test_a_file_that_is_discarded_while_it_is_imported_is_refused(at_editor, editor):
    file = Importing(at_editor, [{**NEW, "title": ""}])
    file.columns()
    now = timezone.now()
    trial = run.Trial(Import.objects.get(), by=editor, now=now)
    list(trial.batches())
    writing = run.Writing(Import.objects.get(), by=editor, now=now, reason="", digest=trial.outcome.digest).batches()  # fmt: skip
    next(writing)

    folder = Path(Import.objects.get().file.path).parent
    before = set(folder.iterdir())
    uploads.discard(Import.objects.get())
    with pytest.raises(run.ImportRefused, match="discarded"):
        list(writing)
    assert set(folder.iterdir()) == before  # no report of what was not imported


def test_a_negative_quantity_of_our_own_export_is_read_as_it_was_written(at_editor, client):
    factories.published_commitment(code="C-1", quantity="-5", quantity_unit="t")

    file = Importing(at_editor, client.get(reverse("commitments-csv")).getvalue())
    file.columns()

    assert file.problems() == []
    assert counts_of(file.preview().words)["unchanged"] == 1
