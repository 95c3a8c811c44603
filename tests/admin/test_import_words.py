"""What an import makes of words and cells that are not quite what it wants, and what it says of them."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, text_of
from tests.admin.sheets import Importing, counts_of
from tests.admin.test_import_lists import COLUMNS, PLEDGE, PROGRESS, REPORT
from tests.admin.test_imports import CHANGE, NEW
from tracker.cells import bundles
from tracker.models import Commitment, ImportMapping, StatusChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1", url="https://page.example/1;part=2")
    factories.published_commitment(code="C-1")


def changes(at_editor, *rows: dict[str, str]) -> Importing:
    file = Importing(at_editor, [{**CHANGE, **row} for row in rows], "status_changes")
    file.columns()
    return file


def test_words_for_nothing_are_read_as_empty_cells(at_editor):
    rows = [{**PLEDGE, "Owed": "n/a", "Made": "–"}]
    columns = {
        **COLUMNS,
        "nothing": "n/a; –",
        "column__quantity": "Owed",
        "column__date_made": "Made",
    }

    assert Importing(at_editor, rows).done(**columns)["new"] == 1

    made = Commitment.objects.get(title="Meet")
    assert (made.quantity, made.date_precision) == (None, "unknown")
    assert ImportMapping.objects.get().rules["nothing"] == ["n/a", "–"]
    again = Importing(at_editor, rows, mapping=ImportMapping.objects.get().pk)
    assert 'value="n/a; –"' in text_of(at_editor.client.get(again.url("import")))
    assert counts_of(again.preview().words)["unchanged"] == 1


def test_word_of_a_closed_list_can_mean_nothing(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    file = Importing(
        at_editor, [{**PROGRESS, "How far": "stalled", "Sub": "n/a"}], "status_changes"
    )
    typed = {**REPORT, "column__reason_code": "Sub"}
    file.columns(**typed)

    file.columns(**{**typed, "word-reason_code-0": "-"})

    assert "“n/a” is none of" not in str(file.problems())
    assert 'value="-" selected' in text_of(at_editor.client.get(file.url("import")))


def test_columns_that_every_new_record_needs_are_named_once(at_editor):
    file = Importing(at_editor, [{"code": f"C-{n}", "title": "Meet"} for n in (7, 8)])
    file.columns()

    page = file.preview().words

    assert "No column is chosen for Summary, Category, Wording, Bindingness." in page
    assert file.problems() == [
        (line, "", "A new record needs Summary, Category, Wording, Bindingness: say on the page of the columns where that stands.")
        for line in ("2", "3")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["modality", "verb", "is_standing", "quantity_unit", "note"])  # fmt: skip
def test_column_is_called_as_the_form_of_the_record_calls_it(at_editor, name):
    form = at_editor.client.get(reverse("admin:tracker_commitment_add")).context["adminform"].form
    file = Importing(at_editor, [NEW])

    page = text_of(at_editor.client.get(file.url("import")))

    assert f'<th scope="row">{form[name].label}' in page


def test_cell_that_a_record_needs_is_not_emptied(at_editor):
    file = Importing(at_editor, [{"code": "C-1", "title": "", "category": ""}])
    file.columns()

    assert file.problems() == [
        ("2", name, "This cannot be emptied: the record needs it.")
        for name in ("title", "category")
    ]


def test_confidence_is_not_asked_of_a_new_status_change(at_editor):
    file = changes(at_editor, {})

    form = at_editor.client.get(file.url("import")).context["form"]

    assert "confidence" not in [c.name for c in form.columns if c.is_needed]
    assert file.done()["new"] == 1
    assert StatusChange.objects.get().confidence == "medium"


def test_words_that_stand_at_several_places_are_to_be_lengthened_or_marked(at_editor):
    factories.CaptureFactory(source__slug="speech", text="They meet and meet.")
    file = Importing(at_editor, [{**NEW, "quote": "meet", "source": "speech"}])
    file.columns()

    [(_line, column, sentence)] = file.problems()

    assert column == "quote"
    assert sentence == "These words stand 2 times in the text: quote more of them, or mark the place in the workbench and give the code of that passage."  # fmt: skip


def test_semicolon_in_an_address_belongs_to_it(at_editor):
    factories.PassageFactory(code="P-9")
    both = "https://page.example/1;part=2; P-9"

    assert changes(at_editor, {"evidence": both, "finding": "One.\n"}).done()["new"] == 1
    assert StatusChange.objects.get().citations.count() == 2


def test_evidence_that_is_named_twice_is_refused(at_editor):
    file = changes(at_editor, {"evidence": "R-1; https://page.example/1;part=2"})

    assert file.problems() == [("2", "evidence", "“R-1” is named twice: once is enough.")]


def test_formula_without_a_result_is_bad_only_where_it_is_read(at_editor):
    book = openpyxl.Workbook()
    book.active.append([*NEW, "Sum"])
    book.active.append([*NEW.values(), "=1+1"])
    book.active.append([*{**NEW, "code": "C-2", "title": "=1+1"}.values(), "2"])
    data = io.BytesIO()
    book.save(data)
    file = Importing(at_editor, data.getvalue())
    file.columns()

    [(line, _column, sentence)] = file.problems()

    assert (line, sentence[:42]) == ("3", "Cell B3 holds a formula whose result is no")
    assert counts_of(file.preview().words)["new"] == 1


def test_cell_that_is_too_long_is_bad_and_the_other_rows_are_read(at_editor):
    rows = [{**NEW, "note": "x" * 100_001}, {**NEW, "code": "C-2", "note": "short"}]
    file = Importing(at_editor, rows)

    assert file.done() == {"new": 1, "changed": 0, "unchanged": 0, "bad": 1}


def test_line_ends_of_a_record_from_elsewhere_are_no_change(at_editor):
    old = factories.CommitmentFactory(code="C-OLD", summary="One.\r\nTwo.")
    cells = bundles.take(old)["commitments"][0]
    file = Importing(
        at_editor, [{"code": "C-OLD", "title": old.title, "summary": cells["summary"]}]
    )
    file.columns()

    assert counts_of(file.preview().words)["unchanged"] == 1


def test_dates_are_read_as_chosen_also_beside_a_column_of_their_precision(at_editor):
    columns = {
        **COLUMNS, "column__date_made": "Made", "format__date_made": "day_first",
        "column__date_made_precision": "How precise",
    }  # fmt: skip
    rows = [{**PLEDGE, "Made": "7.12.2023", "How precise": "day"}]

    Importing(at_editor, rows).done(**columns)

    made = Commitment.objects.get(title="Meet")
    assert (str(made.date_earliest), made.date_precision) == ("2023-12-07", "day")


def test_long_rows_are_tried_a_few_at_a_time(at_editor, monkeypatch):
    monkeypatch.setattr("tracker.importers.run.MOST_CHARACTERS", 500)
    rows = [{**NEW, "code": f"C-{n}", "summary": "x" * 300} for n in range(5)]
    file = Importing(at_editor, rows)
    file.columns()

    assert "<span>2 of 5 rows</span>" in file.preview().words


def test_error_in_the_list_of_problems_is_told_in_it(at_editor, monkeypatch):
    def broken(*_args):
        raise RuntimeError("unforeseen")

    file = Importing(at_editor, [NEW])
    file.columns()
    monkeypatch.setattr("tracker.importers.writing.Writer.write", broken)

    [(_line, _column, sentence)] = file.problems()

    assert "Something went wrong that is not your doing" in sentence


def test_draft_is_not_called_public_in_its_preview(at_editor):
    draft = factories.CommitmentFactory(code="C-DRAFT")
    factories.CitationFactory(commitment=draft, role="primary")

    page = text_of(at_editor.client.get(address(Commitment, "preview", draft.pk)))

    assert "DRAFT" in page
    assert "Public since" not in page


def test_what_the_rules_for_status_changes_refuse_is_told_of_its_column(at_editor):
    rows = [{"evidence": "", "finding": ""}, {"happened": "2190-01-01"}]
    file = changes(at_editor, *rows)

    assert [column for _line, column, _why in file.problems()] == ["evidence", "happened"]


def test_what_the_database_refuses_is_told_of_all_columns_that_it_compares(at_editor):
    empty = {"reason_code": "", "corrects": ""}
    rows = [{**empty, "status": "stalled"}, {**empty, "status": ""}, {**empty, "finding": ""}]
    file = changes(at_editor, *rows)

    assert [(column, why) for _line, column, why in file.problems()] == [
        ("status, reason_code", "This status asks for one of its own reason codes."),
        ("status, corrects", "Only a correction can take a status back."),
        ("evidence, finding", "Say in your own words what the page reports."),
    ]


def test_what_the_database_refuses_is_told_by_the_columns_of_the_list(at_editor):
    file = Importing(at_editor, [{**PLEDGE, "Owed": "12"}])
    file.columns(**{**COLUMNS, "column__quantity": "Owed"})

    assert file.problems() == [
        ("2", "Owed, quantity_unit", "Say in “unit” what the quantity counts.")
    ]


def test_draft_that_the_database_refuses_to_change_is_told_of_its_columns(at_editor):
    factories.CommitmentFactory(code="C-DRAFT", quantity="5", quantity_unit="t")
    file = Importing(at_editor, [{"code": "C-DRAFT", "quantity_unit": ""}])
    file.columns()

    assert [column for _line, column, _why in file.problems()] == ["quantity, quantity_unit"]


@pytest.mark.parametrize("quote", ["said “yes”", 'said "yes"'])
def test_words_take_the_place_of_those_that_the_row_quoted_before(at_editor, quote):
    factories.CaptureFactory(source__slug="speech", text="He said “yes” twice. They met again.")
    row = {**CHANGE, "code": "S-1", "evidence": "", "finding": "", "source": "speech"}
    Importing(at_editor, [{**row, "quote": quote}], "status_changes").done()

    Importing(at_editor, [{**row, "quote": "They met again"}], "status_changes").done()

    [cited] = StatusChange.objects.get(code="S-1").citations.all()
    assert cited.passage.exact == "They met again"


def test_same_words_of_another_source_that_an_editor_cited_stay(at_editor):
    factories.CaptureFactory(source__slug="speech", text="They said “we met”, and more was said.")
    other = factories.CaptureFactory(text='They said "we met"')
    theirs = factories.PassageFactory(capture=other, start=0, end=18)
    row = {**CHANGE, "code": "S-1", "evidence": "", "finding": "", "source": "speech"}
    Importing(at_editor, [{**row, "quote": "They said “we met”"}], "status_changes").done()
    made = StatusChange.objects.get(code="S-1")
    factories.CitationFactory(status_change=made, passage=theirs, stance="contradicts", position=2)

    Importing(at_editor, [{**row, "quote": "more was said"}], "status_changes").done()

    assert {c.passage.exact for c in made.citations.all()} == {"more was said", theirs.exact}


@pytest.mark.parametrize(("quote", "is_told"), [('said "yes"', False), ("said no", True)])
def test_words_beside_a_passage_are_told_of_where_they_are_others(at_editor, quote, is_told):
    capture = factories.CaptureFactory(source__slug="speech", text="He said “yes” twice.")
    factories.PassageFactory(capture=capture, start=3, end=13, code="P-1")

    file = Importing(at_editor, [{**NEW, "passage": "P-1", "quote": quote, "source": "speech"}])
    file.columns()

    assert ("These are not the words of P-1" in file.preview().words) == is_told
