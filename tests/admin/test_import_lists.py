"""Importing the spreadsheets of others: their columns, words, dates, identifiers and encodings."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import text_of
from tests.admin.sheets import Importing, as_csv, counts_of
from tracker.models import Commitment, Import, ImportedRow, ImportMapping, StatusChange

pytestmark = pytest.mark.django_db

COLUMNS = {
    "origin": "Pledge list",
    "column__code": "No.",
    "column__title": "Pledge",
    "column__summary": "About",
    "column__category": "Kind",
    "column__modality": "Verb",
    "fixed__bindingness": "joint_state_statement",
}
PLEDGE = {
    "No.": "111.10",
    "Pledge": "Meet",
    "About": "They meet.",
    "Kind": "Meetings",
    "Verb": "will",
}
REPORT = {
    "origin": "Progress report",
    "column__commitment": "No.",
    "column__status": "How far",
    "column__happened": "When",
    "column__reason": "Why",
    "fixed__evidence": "R-1",
    "fixed__finding": "The report says so.",
    "format__happened": "day_first",
}
PROGRESS = {"No.": "111.10", "How far": "Mostly done", "When": "1.2.2024", "Why": "They met."}


@pytest.fixture(autouse=True)
def record(db):
    """What the rows of both lists rest on."""
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_list_is_read_by_its_own_columns_and_identifiers_as_written(at_editor):
    rows = [PLEDGE, {**PLEDGE, "No.": "111.1", "Pledge": "Meet again"}]

    assert Importing(at_editor, rows).done(**COLUMNS)["new"] == 2

    named = {row.original_id: row.key for row in ImportedRow.objects.all()}
    titles = {c.code: c.title for c in Commitment.objects.all()}
    assert {number: titles[key] for number, key in named.items()} == {
        "111.10": "Meet", "111.1": "Meet again",
    }  # fmt: skip
    assert not {"111.10", "111.1"} & titles.keys()
    assert ImportedRow.objects.get(original_id="111.10").original == PLEDGE


def test_mapping_is_kept_and_used_for_the_next_file(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    kept = ImportMapping.objects.get(name="Pledge list")

    again = Importing(at_editor, [{**PLEDGE, "Pledge": "Meet often"}], mapping=kept.pk)

    assert counts_of(again.preview().words) == {"new": 0, "changed": 1, "unchanged": 0, "bad": 0}
    again.write()
    assert Commitment.objects.get().title == "Meet often"


def test_list_that_is_kept_already_is_replaced_only_where_that_is_ticked(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    kept = ImportMapping.objects.get().rules
    file = Importing(at_editor, [{**PLEDGE, "Long": "They will meet."}])
    other = {**COLUMNS, "column__summary": "Long"}

    asked = text_of(file.columns(**other))

    assert "The list “Pledge list” is kept already" in asked
    assert 'name="replaces"' in asked
    assert ImportMapping.objects.get().rules == kept
    assert file.columns(**other, replaces="on").status_code == 302
    assert ImportMapping.objects.get().rules["columns"]["summary"] == "Long"


def test_list_is_changed_where_it_was_chosen_unless_somebody_else_changed_it(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    chosen = ImportMapping.objects.get().pk
    one, other = (
        Importing(at_editor, [{**PLEDGE, "Long": "They meet."}], mapping=chosen) for _ in range(2)
    )

    page = text_of(at_editor.client.get(one.url("import")))
    assert "what you change here holds for the next files of that list too" in page
    assert one.columns(column__summary="Long").status_code == 302
    assert "is kept already" in text_of(other.columns(nothing="n/a"))


def test_words_of_a_list_that_one_file_does_not_have_are_kept_for_the_next(at_editor):
    rows = [{**PLEDGE, "No.": str(n), "Verb": verb} for n, verb in enumerate(("pledges", "vows"))]
    words = {"word-modality-0": "will", "word-modality-1": "shall"}
    first = Importing(at_editor, rows)
    first.columns(**COLUMNS)
    first.columns(**COLUMNS, **words)
    kept = ImportMapping.objects.get()

    Importing(at_editor, rows[:1], mapping=kept.pk).columns()

    kept.refresh_from_db()
    assert kept.rules["words"]["modality"] == {"pledges": "will", "vows": "shall"}


def test_words_of_the_list_are_asked_for_and_kept(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    file = Importing(at_editor, [PROGRESS], "status_changes")

    answer = file.columns(**REPORT)

    assert answer["Location"] == file.url("import") + "#words"
    asking = text_of(at_editor.client.get(file.url("import")))
    assert "Say below which of our words each word of the file means" in asking
    assert "Mostly done" in asking
    assert file.done(**{"word-status-0": "partly_fulfilled"})["new"] == 1
    change = StatusChange.objects.get()
    assert (change.status, change.original_status) == ("partly_fulfilled", "Mostly done")
    assert (change.commitment, str(change.date_latest)) == (Commitment.objects.get(), "2024-02-01")


def test_record_shows_the_row_it_came_from(at_editor):
    Importing(at_editor, [{**PLEDGE, "Remark": "word <b>for</b> word"}]).done(**COLUMNS)

    shown = text_of(at_editor.page(Commitment.objects.get()))

    assert "From “list.csv”, line 2." in shown
    assert "Pledge list calls it “111.10”." in shown
    assert "word <b>for</b> word" in shown


def test_word_that_was_not_decided_leaves_its_rows_out(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    file = Importing(at_editor, [PROGRESS], "status_changes")
    file.columns(**REPORT)

    [(line, column, sentence)] = file.problems()

    assert (line, column) == ("2", "How far")
    assert "“Mostly done” is none of: Fulfilled, Partly fulfilled" in sentence


def test_identifiers_of_two_lists_are_not_confused(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)

    Importing(at_editor, [{**PLEDGE, "Pledge": "Another"}]).done(**{**COLUMNS, "origin": "Other"})

    assert set(Commitment.objects.values_list("title", flat=True)) == {"Meet", "Another"}
    ours = factories.CommitmentFactory(code="C-OURS", title="Ours")
    Importing(at_editor, [{**PLEDGE, "No.": "C-OURS"}]).done(**COLUMNS)
    ours.refresh_from_db()
    assert ours.title == "Ours"
    file = Importing(at_editor, [{**PROGRESS, "How far": "stalled"}], "status_changes")
    file.columns(**REPORT)
    [(_line, _column, sentence)] = file.problems()
    assert "“111.10” is in several lists that were imported" in sentence


@pytest.mark.parametrize("lacks", [{}, {"column__summary": ""}], ids=["new", "left out"])
def test_codes_of_ours_in_a_file_of_another_list_are_warned_of(at_editor, lacks):
    factories.CommitmentFactory(code="C-OURS", title="Ours")
    rows = [PLEDGE, {**PLEDGE, "No.": "C-OURS", "Pledge": "Theirs"}]
    file = Importing(at_editor, rows)
    file.columns(**{**COLUMNS, **lacks})

    page = file.preview().words

    assert "1 row is called as a record here is (C-OURS), but the file is read as the list “Pledge list”" in page  # fmt: skip
    told = [(line, why) for line, column, why in file.problems() if column == "No."]
    if not lacks:
        assert told == [("3", "C-OURS is a record here, which this row leaves alone: it becomes a new record of the list “Pledge list”.")]  # fmt: skip
        assert file.done(**COLUMNS)["new"] == 2
        assert Commitment.objects.get(code="C-OURS").title == "Ours"
        again = Importing(at_editor, rows)
        again.columns(**COLUMNS)
        assert "is called as a record here is" not in again.preview().words


def test_list_with_columns_of_its_own_needs_a_name(at_editor):
    file = Importing(at_editor, [PLEDGE])

    answer = file.columns(**{**COLUMNS, "origin": ""})

    assert answer.status_code == 200
    assert "give the list a name" in text_of(answer)
    assert 'value="Pledge"' in text_of(answer)


def test_workbook_keeps_identifiers_and_days_as_written(at_editor):
    import datetime

    header = ["No.", "Pledge", "About", "Kind", "Verb", "Made"]
    made = datetime.date(2023, 12, 7)
    data = workbook(header, ["111.10", "Meet", "They meet.", "Meetings", "will", made])

    Importing(at_editor, data).done(
        **COLUMNS, column__date_made="Made", format__date_made="day_first"
    )

    assert ImportedRow.objects.get().original_id == "111.10"
    assert str(Commitment.objects.get().date_earliest) == "2023-12-07"


def test_encoding_that_is_not_certain_is_asked_for(at_editor):
    data = as_csv([{**PLEDGE, "Pledge": "Встреча"}], "windows-1251")
    file = Importing(at_editor, data)
    page = text_of(at_editor.client.get(file.url("import")))
    assert "So the file would read" in page
    assert "Встреча" in page

    at_editor.client.post(file.url("import"), {"read": "Read it so", "encoding": "windows-1251"})
    file.done(**COLUMNS)

    assert Commitment.objects.get().title == "Встреча"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encoding_that_is_certain_is_not_asked_for(at_editor, encoding):
    Importing(at_editor, as_csv([{**PLEDGE, "Pledge": "Встреча"}], encoding)).done(**COLUMNS)

    assert Commitment.objects.get().title == "Встреча"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_line_ends_do_not_matter(at_editor, end):
    data = as_csv([PLEDGE]).replace(b"\r\n", end.encode())

    assert Importing(at_editor, data).done(**COLUMNS)["new"] == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty: there is nothing to import."),
        (b"title\n", "no rows below them"),
        (b"%PDF-1.7 x", "a PDF document"),
        (b"a,a\n1,2\n", "are both named"),
        (b"PK\x03\x04nonsense", "workbook"),
    ],
)
def test_file_that_cannot_be_read_says_why(at_editor, data, words):
    file = Importing(at_editor, data)

    answer = file.answer
    if answer.status_code == 302:
        answer = at_editor.client.get(file.url("import"))

    assert words in text_of(answer)


def test_upload_that_is_refused_says_that_the_file_is_to_be_chosen_again(at_editor):
    page = text_of(Importing(at_editor, [PLEDGE], "").answer)

    assert "choose the file again: a browser does not keep it" in page


def test_mapping_of_other_rows_is_refused(at_editor):
    kept = factories.ImportMappingFactory(name="Pledges", table="commitments")

    file = Importing(at_editor, [PROGRESS], "status_changes", mapping=kept.pk)

    assert "“Pledges” was a list of commitments." in text_of(file.answer)
    assert not Import.objects.exists()


@pytest.mark.parametrize("page", ["import", "import-preview", "import-problems"])
def test_import_is_for_editors(desk_of, stranger, page):
    file = factories.ImportFactory()

    assert desk_of(stranger).client.get(reverse(f"desk:{page}", args=[file.pk])).status_code == 403
    assert desk_of(stranger).client.get(reverse("desk:imports")).status_code == 403
