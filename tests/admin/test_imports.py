"""Importing spreadsheets of our own columns: what is new, changed, unchanged or wrong, and confirming."""

import csv
import io
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.admin.sheets import Importing, as_csv, counts_of, read
from tests.factories import changed
from tests.packages.folders import everything_stored
from tests.packages.record import AWKWARD, everything, saying
from tracker.cells import bundles
from tracker.models import Commitment, Edit, Import, ImportedRow, Passage, Revision, StatusChange

pytestmark = pytest.mark.django_db

NEW = {
    "code": "C-NEW",
    "title": "Meet twice",
    "summary": "They are to meet.",
    "category": "meetings",
    "modality": "will",
    "bindingness": "joint_state_statement",
}
CHANGE = {
    "code": "",
    "commitment": "C-1",
    "status": "in_progress",
    "happened": "2024-02-01",
    "reason": "They met.",
    "evidence": "R-1",
    "finding": "The page says that they met.",
}


@pytest.fixture
def category():
    return factories.CategoryFactory(slug="meetings", name="Meetings")


@pytest.fixture
def page():
    return factories.ReferenceFactory(code="R-1", url="https://page.example/1")


def exported(client, name: str) -> bytes:
    return client.get(reverse(name)).getvalue()


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    ("name", "table"), [("commitments-csv", "commitments"), ("statuses-csv", "status_changes")]
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_own_export_changes_nothing(at_editor, client, name, table, form):
    everything(saying(AWKWARD))
    data, rows = exported(client, name.replace("csv", form)), rows_of(exported(client, name))
    before = everything_stored()

    file = Importing(at_editor, data, table)
    file.columns()
    page = file.preview()

    assert counts_of(page.words) == {"new": 0, "changed": 0, "unchanged": len(rows), "bad": 0}
    assert len(rows) > 0
    after = everything_stored()
    for kept in ("tracker_import", "tracker_dataversion"):
        before.pop(kept), after.pop(kept)
    assert after == before


def test_new_rows_become_drafts_of_the_editor(at_editor, editor, category):
    party = factories.PartyFactory(slug="armenia", name="Republic of Armenia", short_name="Armenia")
    passage = factories.PassageFactory(code="P-1")
    topic = factories.TopicFactory(slug="peace", name="Peace")
    row = {**NEW, "parties": "Armenia (obligor)", "passage": "P-1", "topics": "peace",
           "date_made": "2023-12", "due": "2024", "due_words": "next year", "is_standing": "yes"}  # fmt: skip

    counts = Importing(at_editor, [row]).done()

    assert counts == {"new": 1, "changed": 0, "unchanged": 0, "bad": 0}
    made = Commitment.objects.get(code="C-NEW")
    assert (made.state, made.recorded_by, made.is_standing) == ("draft", editor, True)
    assert (made.date_precision, str(made.date_earliest)) == ("month", "2023-12-01")
    assert made.participations.get().party == party
    assert (made.citations.get().passage, made.citations.get().role) == (passage, "primary")
    assert (made.deadlines.get().date_words, list(made.topics.all())) == ("next year", [topic])
    step = Edit.objects.get(table="commitments", key="C-NEW")
    assert (step.action, step.made_by) == ("entered", editor)
    assert step.content == bundles.take(made)


def test_preview_writes_nothing(at_editor, category):
    factories.SourceFactory(slug="statement")
    factories.CaptureFactory(source__slug="speech", text="They will meet twice.")
    file = Importing(at_editor, [{**NEW, "quote": "will meet", "source": "speech"}])
    file.columns()
    before = everything_stored()

    page = file.preview()

    assert counts_of(page.words)["new"] == 1
    after = everything_stored()
    before.pop("tracker_dataversion"), after.pop("tracker_dataversion")
    assert after == before


def test_draft_is_changed_and_what_is_public_waits_as_a_revision(at_editor, editor, category):
    draft = factories.CommitmentFactory(code="C-DRAFT", title="Before", category=category)
    public = factories.published_commitment(code="C-PUBLIC", title="Before", category=category)
    rows = [{"code": code, "title": "After"} for code in ("C-DRAFT", "C-PUBLIC")]

    counts = Importing(at_editor, rows).done()

    draft.refresh_from_db(), public.refresh_from_db()
    assert counts == {"new": 0, "changed": 2, "unchanged": 0, "bad": 0}
    assert (draft.title, draft.recorded_by, public.title) == ("After", editor, "Before")
    revision = Revision.objects.get()
    assert (revision.key, revision.state, revision.reason) == (
        "C-PUBLIC",
        "draft",
        "As in their list.",
    )
    assert revision.after == changed(bundles.take(public), title="After")
    steps = list(Edit.objects.filter(key="C-DRAFT").order_by("pk").values_list("action", flat=True))
    assert steps == ["found", "changed"]


def test_revisions_need_a_public_reason(at_editor, category):
    factories.published_commitment(code="C-1", title="Before")
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    file.columns()

    answer = file.write(reason=" ")

    assert answer.status_code == 302
    assert not Revision.objects.exists()
    assert "Say why the records are revised" in file.preview().words


def test_same_file_twice_changes_nothing(at_editor, category, page):
    factories.published_commitment(code="C-1")
    for table, rows in (("commitments", [NEW, {**NEW, "code": ""}]), ("status_changes", [CHANGE])):
        assert Importing(at_editor, rows, table).done()["new"] == len(rows)
        again = Importing(at_editor, rows, table)
        again.columns()

        page_ = again.preview()

        assert counts_of(page_.words) == {"new": 0, "changed": 0, "unchanged": len(rows), "bad": 0}
        assert "There is nothing to import" in page_.words


def test_what_an_editor_changed_since_the_import_stays(at_editor, category):
    Importing(at_editor, [NEW]).done()
    Commitment.objects.update(title="Mended by hand")

    again = Importing(at_editor, [NEW])
    again.columns()
    assert counts_of(again.preview().words)["unchanged"] == 1

    Importing(at_editor, [{**NEW, "summary": "Another summary."}]).done()
    made = Commitment.objects.get(code="C-NEW")
    assert (made.title, made.summary) == ("Mended by hand", "Another summary.")


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"title": ""}, "title", "A new record needs this"),
        ({"title": "x" * 201}, "title", "at most 200 characters"),
        ({"category": "sports"}, "category", "There is no category “sports”"),
        ({"modality": "perhaps"}, "modality", "“perhaps” is none of"),
        ({"is_standing": "maybe"}, "is_standing", "“maybe” is none of"),
        ({"date_made": "31.02.2024"}, "date_made", "is no date written as 2023-12-07"),
        ({"date_made": "2024-02-31"}, "date_made", "no day of the calendar"),
        ({"quantity": "twelve"}, "quantity", "“twelve” is no number"),
        ({"quantity": "12"}, "quantity, quantity_unit", "Say in “unit” what the quantity counts."),
        ({"parties": "Armenia"}, "parties", "“Armenia” names no role"),
        ({"parties": "Atlantis (obligor)"}, "parties", "There is no party “Atlantis”"),
        ({"parties": "Armenia (friend)"}, "parties", "“friend” is no role"),
        ({"parties": "Twin (obligor)"}, "parties", "write the slug, twin-1, twin-2"),
        ({"topics": "unheard"}, "topics", "There is no topic “unheard”"),
        ({"passage": "P-NONE"}, "passage", "There is no passage “P-NONE”"),
        ({"quote": "no such words", "source": "speech"}, "quote", "do not stand in the archived text"),
        ({"quote": "meet", "source": "speech"}, "quote", "stand 2 times"),
        ({"quote": "They"}, "source", "Name the source"),
        ({"quote": "They", "source": "nowhere"}, "source", "There is no source “nowhere”"),
        ({"code": "C 1/x"}, "code", "Use letters, digits and hyphens"),
    ],
)  # fmt: skip
def test_bad_row_is_named_with_line_column_and_reason(at_editor, category, cells, column, words):
    factories.PartyFactory(slug="armenia", short_name="Armenia")
    factories.PartyFactory(slug="twin-1", short_name="Twin")
    factories.PartyFactory(slug="twin-2", short_name="Twin")
    factories.CaptureFactory(source__slug="speech", text="They meet and meet.")
    empty = dict.fromkeys(["is_standing", "date_made", "quantity", "parties", "topics", "passage",
                           "quote", "source"], "")  # fmt: skip
    file = Importing(at_editor, [{**NEW, **empty}, {**NEW, **empty, "code": "C-BAD", **cells}])
    file.columns()

    [(line, named, sentence)] = file.problems()

    assert (line, named) == ("3", column)
    assert words in sentence
    assert counts_of(file.write().words) == {"new": 1, "changed": 0, "unchanged": 0, "bad": 1}
    assert list(Commitment.objects.values_list("code", flat=True)) == ["C-NEW"]


def test_all_that_is_wrong_in_a_row_is_said_at_once(at_editor, category):
    row = {**NEW, "category": "sports", "modality": "perhaps", "passage": "P-NONE"}
    file = Importing(at_editor, [row])
    file.columns()

    assert {column for _line, column, _sentence in file.problems()} == {"category", "modality", "passage"}  # fmt: skip


def test_ragged_rows_and_repeated_codes_are_named_by_line(at_editor, category):
    data = as_csv([NEW]) + b"C-2,too,few\r\n" + as_csv([NEW]).splitlines()[1] + b"\r\n"
    file = Importing(at_editor, data)
    file.columns()

    assert file.problems() == [
        ("3", "", "This row has 3 cells where the header has 6."),
        ("4", "code", "Line 2 has the same code."),
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [("in_review", "is in review"), ("withdrawn", "was withdrawn"), ("revised", "waits already")],
)
def test_closed_record_is_left_alone(at_editor, state, words):
    public = factories.published_commitment(code="C-1", title="Before")
    if state == "in_review":
        public = factories.CommitmentFactory(code="C-1B", title="Before")
        factories.CitationFactory(commitment=public, role="primary")
        factories.set_state(public, "in_review")
    elif state == "withdrawn":
        factories.withdraw(public)
    else:
        bundle = bundles.take(public)
        factories.RevisionFactory(table="commitments", key="C-1", before=bundle, after=bundle)
    file = Importing(at_editor, [{"code": public.code, "title": "After"}])
    file.columns()

    [(_line, _column, sentence)] = file.problems()

    assert words in sentence


def test_status_changes_become_drafts_with_their_evidence(at_editor, editor, page):
    public = factories.published_commitment(code="C-1")
    party = factories.PartyFactory(slug="armenia")
    factories.PassageFactory(code="P-9")
    row = {**CHANGE, "evidence": "P-9; https://page.example/1", "stance": "supports; contradicts",
           "account_of": "armenia;", "finding": "\nThe page says the contrary."}  # fmt: skip

    assert Importing(at_editor, [row], "status_changes").done()["new"] == 1

    change = StatusChange.objects.get()
    assert (change.state, change.recorded_by, change.commitment) == ("draft", editor, public)
    first, second = change.citations.order_by("position")
    assert (first.passage.code, first.stance, first.account_of) == ("P-9", "supports", party)
    assert (second.reference, second.stance, second.account_of) == (page, "contradicts", None)
    public.refresh_from_db()
    assert public.status == ""


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"evidence": ""}, "Cite at least one passage or page"),
        ({"commitment": "C-NONE"}, "There is no commitment “C-NONE”"),
        ({"status": "done"}, "“done” is none of"),
        ({"status": ""}, "Only a correction can take a status back."),
        ({"status": "stalled"}, "This status asks for one of its own reason codes."),
        ({"happened": ""}, "Say by which day at the latest it had happened."),
        ({"happened": "2190-01-01"}, "It cannot have happened after today"),
        ({"evidence": "R-NONE"}, "There is no passage or page “R-NONE”"),
        ({"finding": ""}, "Say in your own words what the page reports."),
        ({"stance": "supports; contradicts"}, "There are 2 values for 1 pieces of evidence."),
        ({"account_of": "atlantis"}, "There is no party “atlantis”"),
        ({"corrects": "S-NONE"}, "There is no status change “S-NONE”"),
    ],
)
def test_status_change_that_could_never_be_published_is_refused(at_editor, page, cells, words):
    factories.published_commitment(code="C-1")
    good = {**CHANGE, "stance": "", "account_of": "", "corrects": ""}
    file = Importing(at_editor, [good, {**good, **cells}], "status_changes")
    file.columns()

    [(line, _column, sentence)] = file.problems()

    assert line == "3"
    assert words in sentence


def test_new_status_change_of_a_withdrawn_commitment_is_refused(at_editor, page):
    factories.withdraw(factories.published_commitment(code="C-1"))
    file = Importing(at_editor, [CHANGE], "status_changes")
    file.columns()

    [(_line, column, sentence)] = file.problems()

    assert column == "commitment"
    assert "is withdrawn: nothing new is recorded" in sentence


def test_published_status_change_is_never_changed(at_editor):
    change = factories.published_status_change(code="S-1", reason="They met.")
    file = Importing(at_editor, [{"code": "S-1", "reason": "They did not."}], "status_changes")
    file.columns()

    [(_line, _column, sentence)] = file.problems()

    assert "S-1 is published, and never changed" in sentence
    change.refresh_from_db()
    assert change.reason == "They met."


def test_quoted_words_are_found_as_in_the_workbench_and_stay_so(at_editor, category):
    factories.CaptureFactory(source__slug="notes", text="They will “meet” – often.")
    row = {**NEW, "code": "C-1", "quote": 'will "meet" - often', "source": "notes"}
    Importing(at_editor, [row]).done()

    again = Importing(at_editor, [{**row, "quote": "will ”meet” - often"}])
    again.columns()

    assert Passage.objects.get().exact == "will “meet” – often"
    assert "rests on other words" not in again.preview().words


def test_quoted_words_become_a_passage_once(at_editor, editor, category):
    capture = factories.CaptureFactory(source__slug="speech", text="They will meet twice.")
    rows = [{**NEW, "code": f"C-{n}", "quote": "will meet", "source": "speech"} for n in (1, 2)]

    Importing(at_editor, rows).done()

    passage = Passage.objects.get()
    assert (passage.capture, passage.exact, passage.start) == (capture, "will meet", 5)
    assert passage.citations.count() == 2
    assert Edit.objects.get(table="passages").made_by == editor


def test_what_was_confirmed_is_written_or_nothing(at_editor, category):
    file = Importing(at_editor, [NEW])
    file.columns()
    file.preview()
    factories.CommitmentFactory(code="C-NEW")

    answer = read(at_editor.client.post(file.url("import-write"), {"digest": "0" * 64, "reason": "x"}))  # fmt: skip

    assert "have changed since this was shown: nothing was imported" in answer.words
    assert not ImportedRow.objects.exists()
    assert Import.objects.get().confirmed_at is None


def test_import_that_is_broken_off_leaves_nothing(at_editor, category, monkeypatch):
    monkeypatch.setattr("tracker.importers.run.BATCH", 1)
    file = Importing(at_editor, [{**NEW, "code": f"C-{n}"} for n in range(4)])
    file.columns()
    file.preview()
    digest = file.page.words.split('name="digest" value="')[1][:64]
    answer = at_editor.client.post(file.url("import-write"), {"digest": digest, "reason": "x"})
    pieces = answer.streaming_content
    assert [next(pieces) for _ in range(3)]
    assert Commitment.objects.exists()

    # As a server does when the browser goes away; what else it closes is the connection of the test.
    for close in answer._resource_closers:
        close()

    assert not Commitment.objects.exists()
    assert not Edit.objects.exists()


def test_imported_file_is_not_imported_again(at_editor, category):
    file = Importing(at_editor, [NEW])
    file.done()

    assert at_editor.client.get(file.url("import-problems")).status_code == 404
    assert at_editor.client.get(file.url("import-preview"))["Location"] == file.url("import-report")
    data = {"digest": "0" * 64, "reason": "x"}
    answer = at_editor.client.post(file.url("import-write"), data, follow=True)
    assert answer.redirect_chain[-1][0] == file.url("import-report")
    assert "This file was imported already; nothing was written now." in answer.text
    assert Commitment.objects.count() == 1
    listed = at_editor.client.get(reverse("desk:imports")).content.decode()
    assert "1 new, 0 changed, 0 unchanged, 0 left out" in listed


def test_discarded_file_is_gone(at_editor, category, django_capture_on_commit_callbacks):
    file = Importing(at_editor, [NEW])
    path = Path(file.file.file.path)
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        at_editor.client.post(file.url("import-discard"))

    assert not Import.objects.exists()
    assert not path.exists()


def test_many_rows_are_shown_with_how_far_the_reading_is(at_editor, category, monkeypatch):
    monkeypatch.setattr("tracker.importers.run.BATCH", 2)
    file = Importing(at_editor, [{**NEW, "code": f"C-{n}"} for n in range(5)])
    file.columns()

    answer = at_editor.client.get(file.url("import-preview"))
    pieces = [piece.decode() for piece in answer.streaming_content]

    assert [p.strip() for p in pieces[1:-1]] == [f"<span>{n} of 5 rows</span>" for n in (2, 4, 5)]


@given(data=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_uploaded_gets_an_answer(at_editor, data):
    file = Importing(at_editor, data)
    if file.answer.status_code == 200:
        return  # refused at once
    assert at_editor.client.get(file.url("import")).status_code == 200
    assert read(at_editor.client.get(file.url("import-preview"))).status_code == 200
    at_editor.client.post(file.url("import-discard"))
