"""Adding rows to our own exports: their columns are understood as they are, also for new records."""

import re

import pytest
from django.conf import settings

from tests import factories
from tests.admin.sheets import Importing
from tests.admin.test_imports import CHANGE, NEW, exported, rows_of
from tracker.models import Commitment, Reference, StatusChange

pytestmark = pytest.mark.django_db

COMMITMENTS, STATUSES = "commitments-csv", "statuses-csv"


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


@pytest.fixture
def speech():
    capture = factories.CaptureFactory(
        source__slug="speech", source__title="=Speech; of 2023", text="They will meet."
    )
    return capture.source


def with_a_row(client, name: str, **cells: str) -> list[dict[str, str]]:
    """Our own export with a row below, empty but for these cells."""
    rows = rows_of(exported(client, name))
    return [*rows, {**dict.fromkeys(rows[0], ""), **cells}]


def test_words_of_a_new_row_are_found_by_the_title_of_their_source(at_editor, client, speech):
    factories.published_commitment(code="C-1")
    words = {"quote": "will meet", "source_title": "'=Speech; of 2023"}

    file = Importing(at_editor, with_a_row(client, COMMITMENTS, **NEW, **words))

    assert file.done() == {"new": 1, "changed": 0, "unchanged": 1, "bad": 0}
    [citation] = Commitment.objects.get(code="C-NEW").citations.all()
    assert (citation.passage.exact, citation.passage.capture.source) == ("will meet", speech)
    assert file.file.origin == ""


def test_preview_shows_what_a_new_row_would_write_and_where_its_words_stand(at_editor, speech):
    factories.PartyFactory(slug="armenia", name="Armenia", short_name="Armenia")
    row = {**NEW, "code": "", "parties": "armenia (obligor)", "quote": "will meet", "source": "speech"}  # fmt: skip
    file = Importing(at_editor, [row, {**row, "code": "C-2", "title": "Meet thrice"}])
    file.columns()

    page = file.preview().words
    first, second = re.findall(r"<details>(.*?)</details>", page, re.DOTALL)

    for words in ("Line 2: Meet twice", "They are to meet.", "Meetings", "Armenia", "Obligor"):
        assert words in first
    assert "“will meet”, in: =Speech; of 2023" in first
    assert "<dt>Code</dt>" not in first
    assert "C-2" in second


def test_preview_of_a_new_status_change_shows_the_words_of_a_passage_that_is_there(at_editor, speech):  # fmt: skip
    factories.published_commitment(code="C-1", title="A pledge")
    factories.PassageFactory(code="P-1", capture=speech.captures.get(), start=5, end=9)
    row = {**CHANGE, "evidence": "P-1", "finding": ""}
    file = Importing(at_editor, [row], "status_changes")
    file.columns()

    page = file.preview().words

    [shown] = re.findall(r"<details>(.*?)</details>", page, re.DOTALL)
    for words in ("A pledge", "In progress", "February 2024", "“will”, in: =Speech; of 2023"):
        assert words in shown


def test_title_that_several_sources_have_is_refused_with_their_slugs(at_editor, client, speech):
    factories.published_commitment(code="C-1")
    factories.SourceFactory(slug="other", title=speech.title)
    words = {"quote": "will meet", "source_title": speech.title}
    file = Importing(at_editor, with_a_row(client, COMMITMENTS, **NEW, **words))
    file.columns()

    [(line, column, sentence)] = file.problems()

    assert (line, column) == ("3", "source_title")
    assert sentence == "“=Speech; of 2023” may be several: write the slug, other, speech."


def test_slug_of_a_source_is_understood_beside_the_titles_of_our_export(at_editor, client, speech):
    factories.published_commitment(code="C-1")
    words = {"quote": "will meet", "source_title": "speech"}

    counts = Importing(at_editor, with_a_row(client, COMMITMENTS, **NEW, **words)).done()

    assert counts["new"] == 1


def test_title_of_the_source_of_a_public_record_is_not_changed_and_said_so(at_editor, client, speech):  # fmt: skip
    factories.published_commitment(code="C-1")
    [row] = rows_of(exported(client, COMMITMENTS))
    file = Importing(at_editor, [{**row, "source_title": "Another"}])
    file.columns()

    [(line, column, sentence)] = file.problems()

    assert (line, column) == ("2", "source_title")
    assert "“Another” differs from the record" in sentence


@pytest.mark.parametrize(("made", "precision"), [("2024-02-01", "day"), ("2024-02", "month"), ("../2024-02-01", "before")])  # fmt: skip
def test_date_of_a_new_row_says_how_precise_it_is(at_editor, client, made, precision):
    factories.published_commitment(code="C-1")
    new = {**NEW, "date_made": made, "due": "2025"}

    counts = Importing(at_editor, with_a_row(client, COMMITMENTS, **new)).done()

    assert counts == {"new": 1, "changed": 0, "unchanged": 1, "bad": 0}
    commitment = Commitment.objects.get(code="C-NEW")
    assert commitment.date_precision == precision
    assert commitment.deadlines.get().date_precision == "year"


def test_new_row_of_the_export_of_status_changes_is_understood(at_editor, client, speech):
    there = factories.published_status_change(code="S-1")
    new = {
        "commitment": there.commitment.code, "status": "stalled", "reason_code": "refused", "happened": "2024-02",
        "reason": "They refused.", "evidence": "R-1", "finding": "The page says so.",
    }  # fmt: skip

    counts = Importing(at_editor, with_a_row(client, STATUSES, **new), "status_changes").done()

    assert counts == {"new": 1, "changed": 0, "unchanged": 1, "bad": 0}
    assert StatusChange.objects.get(state="draft").date_precision == "month"


def new_change(client, **cells: str) -> list[dict[str, str]]:
    """A status change that is public, and a row below that rests on two passages and a page."""
    pledge = factories.published_commitment(title="A pledge")
    there = factories.published_status_change(code="S-1", commitment=pledge)
    new = {
        "commitment": there.commitment.code, "status": "stalled", "reason_code": "refused",
        "happened": "2024-02", "reason": "They refused.", "evidence": "P-1; R-1; P-2", "finding": "\nThe page says so.\n",
    }  # fmt: skip
    return with_a_row(client, STATUSES, **new, **cells)


@pytest.mark.parametrize(
    ("column", "same", "other", "told"),
    [
        ("quotes", "They\r\nwill meet", "They\nwill meat", "“They\nwill meat” is not what this row comes to (“They\nwill meet”)"),
        ("quotes", "", "They", "“They” is not what this row comes to (“They\nwill meet”)"),
        ("quotes", " They\nwill meet ", f"They\nwill meet{'.' * 90}", f"“They\nwill meet{'.' * 46}” is not"),
        ("commitment_title", "A pledge", "Another", "“Another” is not what this row comes to (“A pledge”)"),
        ("evidence_urls", "{site}/passages/P-1/\n{page}\n{site}/passages/P-2/", "https://page.example/2", "is not what this row comes to"),
        ("status_label", "Stalled", "In progress", "“In progress” is not what this row comes to (“Stalled”)"),
    ],
)  # fmt: skip
def test_what_a_new_status_change_says_twice_is_compared_and_told(
    at_editor, client, speech, column, same, other, told
):
    capture = speech.captures.get()
    factories.PassageFactory(code="P-1", capture=capture, start=0, end=4)
    factories.PassageFactory(code="P-2", capture=capture, start=5, end=14)
    rows = new_change(client)
    fine, wrong = ({**rows[-1], "happened": f"2024-0{n}"} for n in (2, 3))
    page = Reference.objects.get(code="R-1").url
    fine[column], wrong[column] = same.format(site=settings.SITE_URL, page=page), other
    file = Importing(at_editor, [rows[0], fine, wrong], "status_changes")
    file.columns()

    [(_line, named, sentence)] = file.problems()

    assert named == column
    assert told in sentence
    assert "look whether it names the right commitment, status and evidence." in sentence
    assert file.done()["new"] == 2
    again = Importing(at_editor, [rows[0], fine, wrong], "status_changes")
    again.columns()
    assert again.problems() == []


def test_words_that_a_new_status_change_quotes_are_compared_with_those_found(at_editor, client, speech):  # fmt: skip
    row = new_change(client)[-1] | {"evidence": "", "finding": ""}
    rows = [{**row, "quote": "will meet", "source": "speech", "quotes": "will meat"}]
    file = Importing(at_editor, rows, "status_changes")
    file.columns()

    [(_line, column, _sentence)] = file.problems()

    assert column == "quotes"


def test_addresses_of_an_export_of_another_day_and_place_are_passed_over(at_editor, client):
    [row, *_others] = new_change(client)
    file = Importing(at_editor, [{**row, "evidence_urls": "https://elsewhere.example/passages/P-1/"}], "status_changes")  # fmt: skip
    file.columns()

    assert file.problems() == []


def test_address_of_an_upload_leads_to_its_report_when_it_was_imported(at_editor, speech):
    file = Importing(at_editor, [NEW])
    file.done()

    answer = at_editor.client.get(file.url("import"))

    assert answer["Location"] == file.url("import-report")
