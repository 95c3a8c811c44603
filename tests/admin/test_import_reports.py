"""After an import: its report, its records in the lists, removing its drafts, and what was not read."""

import csv
import io
import re

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, delete, text_of
from tests.admin.sheets import Importing, as_csv, counts_of, read
from tests.admin.test_import_lists import COLUMNS, PLEDGE
from tests.admin.test_imports import CHANGE, NEW, exported, rows_of
from tests.packages.folders import everything_stored
from tracker.cells import bundles
from tracker.models import Assignment, Commitment, Edit, Import, Passage, Revision, StatusChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


def pledges(number: int) -> list[dict[str, str]]:
    return [{**NEW, "code": f"C-{n}", "title": f"Pledge {n}"} for n in range(number)]


def removal(file: Importing, **typed) -> str:
    """Ask to remove the drafts of an import, and confirm what the page says."""
    url = file.url("import-remove")
    page = file.client.get(url)
    number = {"number": page.context["number"], **typed}
    return text_of(page) + text_of(file.client.post(url, number, follow=True))


def test_report_of_an_import_can_be_opened_again(at_editor):
    rows = [*pledges(2), {**NEW, "code": "C-BAD", "category": "sports"}]
    file = Importing(at_editor, rows)
    file.columns()
    written = file.write().words

    reopened = text_of(at_editor.client.get(file.url("import-report")))

    for words in (written, reopened):
        assert counts_of(words) == {"new": 2, "changed": 0, "unchanged": 0, "bad": 1}
        assert "There is no category “sports”" in words
        for commitment in Commitment.objects.all():
            assert f'href="{address(Commitment, "change", commitment.pk)}"' in words
        assert file.url("import-report-file") in words
    listed = text_of(at_editor.client.get(reverse("desk:imports")))
    assert file.url("import-report") in listed


def test_report_says_as_csv_what_became_of_each_row(at_editor):
    factories.CommitmentFactory(code="C-OLD", title="Before")
    rows = [{**NEW, "code": "C-1"}, {**NEW, "code": "C-OLD"}, {**NEW, "code": "C-2", "title": ""}]
    file = Importing(at_editor, rows)
    file.done()

    sent = read(at_editor.client.get(file.url("import-report-file"))).words

    assert [tuple(row)[:4] for row in csv.reader(io.StringIO(sent))] == [
        ("line", "becomes", "record", "column"),
        ("2", "new", "C-1", ""),
        ("3", "changed", "C-OLD", ""),
        ("4", "left_out", "", "title"),
    ]


def test_same_file_is_recognised(at_editor, editor):
    first = Importing(at_editor, [NEW])
    assert "This very file was imported" not in text_of(at_editor.client.get(first.url("import")))
    first.done()

    again = Importing(at_editor, [NEW])
    page = text_of(at_editor.client.get(again.url("import")))

    assert "This very file was imported on" in page
    assert "by alice" in page
    assert first.url("import-report") in page


def test_lists_are_narrowed_to_what_one_import_made(at_editor):
    Importing(at_editor, pledges(2)).done()
    second = Importing(at_editor, [{**NEW, "code": "C-LATER"}, *pledges(1)])
    second.done()
    url = address(Commitment, "changelist")

    def shown(chosen):
        page = at_editor.client.get(url, {"from_import": chosen})
        return {c.code for c in page.context["cl"].queryset}

    assert shown(second.file.pk) == {"C-LATER"}
    assert shown(Import.objects.order_by("pk").first().pk) == {"C-0", "C-1"}
    assert shown("nonsense") == set()
    assert f"?from_import={second.file.pk}" in text_of(at_editor.client.get(url))


def test_untouched_drafts_of_an_import_are_removed_together(at_editor, editor):
    file = Importing(at_editor, pledges(5))
    file.done()
    changed = Commitment.objects.get(code="C-0")
    at_editor.change(changed, title="Mended by hand")
    factories.StatusChangeFactory(commitment=Commitment.objects.get(code="C-1"))
    factories.AssignmentFactory(table="commitments", key="C-4")

    page = removal(file)

    assert "2 drafts of this import would be deleted" in page
    assert "2 drafts were removed." in page
    assert "2 drafts that this import made were deleted since." in page
    assert "Mended by hand" in page
    assert set(Commitment.objects.values_list("code", flat=True)) == {"C-0", "C-1", "C-4"}
    steps = Edit.objects.filter(key="C-3").order_by("pk")
    name = file.file.name
    assert [(step.action, step.made_by, step.note) for step in steps] == [
        ("entered", editor, f"Imported from “{name}”."),
        ("deleted", editor, f"Deleted with the other drafts that were imported from “{name}”."),
    ]
    assert steps[1].content == steps[0].content
    assert Assignment.objects.get().key == "C-4"


def test_row_does_not_take_the_code_of_a_deleted_draft_that_it_did_not_make(at_editor, editor):
    draft = factories.CommitmentFactory(code="C-0", recorded_by=editor)
    delete(at_editor.client, address(Commitment, "delete", draft.pk))
    file = Importing(at_editor, pledges(2))

    file.done()

    assert "C-0 was deleted here on" in file.page.words
    assert "its history is kept: give this row another code." in file.page.words
    assert [draft.code for draft in Commitment.objects.all()] == ["C-1"]


def test_drafts_that_a_waiting_revision_names_stay(at_editor):
    file = Importing(at_editor, pledges(2))
    file.done()
    public = factories.published_commitment(code="C-P")
    relation = {"from_commitment": "C-P", "from_event": "", "from_figure": "", "kind": "reciprocal", "to_commitment": "C-1", "to_event": "", "to_figure": "", "note": ""}  # fmt: skip
    before = bundles.take(public)
    factories.RevisionFactory(code="V-1", table="commitments", key="C-P", before=before, after={**before, "relations": [relation]})  # fmt: skip

    removal(file)
    draft = Commitment.objects.exclude(code="C-P").get()
    page = delete(at_editor.client, address(Commitment, "delete", draft.pk))

    assert (draft.code, Commitment.objects.count()) == ("C-1", 2)
    assert "Other records name “C-1" in text_of(page)
    assert address(Revision, "change", Revision.objects.get().pk) in page.text


def test_submitted_drafts_stay(at_editor):
    factories.PassageFactory(code="P-1")
    file = Importing(at_editor, [{**row, "passage": "P-1"} for row in pledges(3)])
    file.done()
    at_editor.move(Commitment.objects.get(code="C-0"), "submit")
    at_editor.move(Commitment.objects.get(code="C-1"), "submit")
    at_editor.move(Commitment.objects.get(code="C-1"), "take_back")

    removal(file)

    assert set(Commitment.objects.values_list("code", flat=True)) == {"C-0", "C-1"}


def test_drafts_are_removed_as_many_as_were_shown_or_none(at_editor):
    file = Importing(at_editor, pledges(2))
    file.done()

    page = removal(file, number=1)

    assert "They are 2 drafts now: look again. Nothing was removed." in page
    assert Commitment.objects.count() == 2


def test_drafts_of_an_import_are_removed_by_who_imported_or_an_administrator(
    at_editor, desk_of, administrator
):
    file = Importing(at_editor, pledges(1))
    file.done()
    url = file.url("import-remove")

    page = desk_of(factories.EditorFactory()).client.post(url, {"number": 1}, follow=True)
    assert "Only the person who imported these" in text_of(page)
    assert Commitment.objects.count() == 1

    desk_of(administrator).client.post(url, {"number": 1})
    assert not Commitment.objects.exists()


def test_drafts_of_status_changes_are_removed_too(at_editor):
    factories.published_commitment(code="C-1")
    file = Importing(at_editor, [CHANGE], "status_changes")
    file.done()

    assert "1 draft was removed." in removal(file)
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("typed", [{}, COLUMNS], ids=["own columns", "another list"])
def test_what_was_deleted_here_comes_back_only_when_asked(at_editor, typed):
    rows = [PLEDGE] if typed else [NEW]
    file = Importing(at_editor, rows)
    file.done(**typed)
    code = Commitment.objects.get().code
    removal(file)

    again = Importing(at_editor, rows)
    again.columns(**typed)
    page = again.preview().words

    assert counts_of(page)["new"] == 0
    assert f"{code} was deleted here on" in page
    assert "by alice" in page
    at_editor.client.post(again.url("import"), {"_bring_back": "1"})
    assert counts_of(again.write().words)["new"] == 1
    assert Commitment.objects.get().code == code
    assert list(Edit.objects.order_by("pk").values_list("action", flat=True)) == ["entered", "deleted", "entered"]  # fmt: skip
    assert "1 draft of this import would be deleted" in text_of(at_editor.client.get(again.url("import-remove")))  # fmt: skip


def test_public_reason_is_asked_for_and_not_filled_in(at_editor):
    factories.published_commitment(code="C-1", title="Before")
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    file.columns()

    page = file.preview().words

    area = page[page.index("<textarea") : page.index("</textarea>")]
    assert "required" in area
    assert area.rstrip().endswith(">")
    assert "shown to everybody" in page


def test_columns_of_our_export_that_differ_and_are_not_read_are_named(at_editor, client):
    change = factories.published_status_change(
        commitment__code="C-1", status="stalled", reason_code="refused"
    )
    change.refresh_from_db()
    [row] = rows_of(exported(client, "commitments-csv"))
    file = Importing(at_editor, [{**row, "status": "fulfilled", "title": "Another title"}])
    file.columns()

    page = file.preview().words

    assert counts_of(page) == {"new": 0, "changed": 1, "unchanged": 0, "bad": 0}
    assert file.problems() == [
        ("2", "status", "“fulfilled” differs from the record (“stalled”), but is not read here: record a status change, or import one.")
    ]  # fmt: skip


def test_status_of_a_new_commitment_is_not_read_and_said_so(at_editor):
    other = {**NEW, "code": "C-2", "title": "Meet thrice", "status": ""}
    file = Importing(at_editor, [{**NEW, "status": "fulfilled"}, other])
    file.columns()

    [(line, column, words)] = file.problems()

    assert (line, column) == ("2", "status")
    assert "not read here: record a status change" in words
    assert file.done()["new"] == 2
    assert "not read here" in text_of(at_editor.client.get(file.url("import-report")))


def test_amount_delivered_of_a_new_commitment_is_not_read_and_said_so(at_editor):
    file = Importing(at_editor, [{**NEW, "delivered_quantity": "5"}])
    file.columns()

    [(_line, column, words)] = file.problems()

    assert column == "delivered_quantity"
    assert "not read here: record a status change" in words


def test_column_of_another_list_that_changed_and_is_not_read_is_named(at_editor):
    Importing(at_editor, [{**PLEDGE, "Remark": "Old"}]).done(**COLUMNS)

    file = Importing(at_editor, [{**PLEDGE, "Remark": "New"}])
    file.columns(**COLUMNS)

    [(line, column, words)] = file.problems()
    assert (line, column) == ("2", "Remark")
    assert "has changed since the last import, but is not read" in words


def test_quote_beside_a_passage_that_says_otherwise_is_named(at_editor):
    passage = factories.PassageFactory(code="P-1")
    rows = [{**NEW, "passage": "P-1", "quote": quote} for quote in (passage.exact, "Other words.")]
    for number, row in enumerate(rows):
        row["code"] = f"C-{number}"
    file = Importing(at_editor, rows)
    file.columns()

    told = [(line, column) for line, column, words in file.problems() if "not the words of P-1" in words]  # fmt: skip

    assert told == [("3", "quote")]
    assert file.done()["new"] == 2
    assert Passage.objects.count() == 1


@pytest.mark.parametrize("page", ["import-report", "import-report-file", "import-remove"])
def test_reports_are_for_editors_and_of_what_was_imported(desk_of, at_editor, stranger, page):
    file = Importing(at_editor, [NEW])
    assert at_editor.client.get(file.url(page)).status_code == 404
    file.done()

    assert desk_of(stranger).client.get(file.url(page)).status_code == 403


def test_uploads_that_nobody_imported_are_forgotten_in_time(at_editor, time_machine):
    time_machine.move_to("2026-01-01")
    Importing(at_editor, [NEW])
    imported = Importing(at_editor, [{**NEW, "code": "C-OTHER"}])
    imported.done()
    time_machine.move_to("2026-02-15")

    Importing(at_editor, [{**NEW, "code": "C-LATER"}])

    assert Import.objects.count() == 2
    assert Import.objects.filter(pk=imported.file.pk).exists()


def test_looking_at_the_report_changes_nothing(at_editor):
    file = Importing(at_editor, as_csv(pledges(2)))
    file.done()
    before = everything_stored()

    for page in ("import-report", "import-remove"):
        assert at_editor.client.get(file.url(page)).status_code == 200

    assert everything_stored() == before


def test_report_whose_file_is_lost_still_opens(at_editor):
    file = Importing(at_editor, pledges(1))
    file.done()
    file.file.refresh_from_db()
    file.file.report.storage.delete(file.file.report.name)

    page = text_of(at_editor.client.get(file.url("import-report")))

    assert counts_of(page)["new"] == 1
    assert file.url("import-report-file") not in page
    assert at_editor.client.get(file.url("import-report-file")).status_code == 404


def test_report_leads_to_the_revisions_that_are_not_sent_yet(at_editor):
    for code in ("C-1", "C-2"):
        factories.published_commitment(code=code, title="Before")
    theirs = factories.published_commitment(code="C-3")
    at_editor.change(theirs, title="Typed", revision_reason="Better words.")
    rows = [{"code": code, "title": "After"} for code in ("C-1", "C-2")]
    file = Importing(at_editor, rows)
    file.columns()

    report = file.write().words
    at_editor.move(Revision.objects.get(key="C-1"), "submit")
    later = text_of(at_editor.client.get(file.url("import-report")))

    assert "(2 of them public: they are kept as revisions, to be sent to review)" in report
    assert "Its 2 revisions that are not sent to review yet" in report
    assert "Its 1 revision that is not sent to review yet" in later
    [listed] = re.findall(r'href="([^"]*/revision/[?][^"]*)"', later)
    assert set(at_editor.client.get(listed).context["cl"].queryset) == set(
        Revision.objects.filter(key__in=["C-2", "C-3"])
    )
