"""Importing a spreadsheet in a real browser, from the file to what was written, without scripts too."""

from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.admin.sheets import as_csv
from tracker.models import Commitment

ROWS = [
    {
        "No.": "1.10",
        "Pledge": "Meet",
        "About": "They meet.",
        "Kind": "Meetings",
        "Verb": "undertakes to",
    },
    {"No.": "1.1", "Pledge": "", "About": "No title.", "Kind": "Sports", "Verb": "will, perhaps"},
]
CHOSEN = {
    "code": "No.",
    "title": "Pledge",
    "summary": "About",
    "category": "Kind",
    "modality": "Verb",
}


def test_spreadsheet_is_read_previewed_and_imported(sit_down, looked_at):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    page = sit_down(factories.EditorFactory())
    page.goto("/admin/")
    page.get_by_role("link", name="Import a spreadsheet").click()
    looked_at()
    page.get_by_label("Commitments").check()
    file = {"name": "pledges.csv", "mimeType": "text/csv", "buffer": as_csv(ROWS)}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    page.get_by_label("Name of the list").fill("Pledge list")
    for ours, theirs in CHOSEN.items():
        page.locator(f"#id_column-{ours}").select_option(theirs)
    page.locator("#id_fixed-bindingness").select_option("joint_state_statement")
    looked_at()
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("undertakes to:").select_option("is_committed")
    looked_at()
    page.get_by_role("button", name="Preview").click()

    expect(page.locator(".counts li").first).to_have_text("1 new drafts")
    expect(page.get_by_role("region", name="Left out")).to_contain_text(
        "There is no category “Sports”"
    )
    expect(page.get_by_text("2 of 2 rows")).to_be_visible()
    looked_at()
    page.get_by_role("button", name="Import these, and leave out what is wrong").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    looked_at()
    page.get_by_role("link", name="This report, to be opened again").click()
    looked_at()
    page.get_by_role("link", name="The 1 record that this import made").click()
    expect(page.locator("#result_list")).to_contain_text("Meet")
    assert Commitment.objects.get().modality == "is_committed"


def test_file_is_not_sent_and_lost_before_it_is_said_what_its_rows_are(sit_down):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    page = sit_down(factories.EditorFactory())
    page.goto("/admin/import/")
    file = {"name": "pledges.csv", "mimeType": "text/csv", "buffer": as_csv(ROWS)}
    page.get_by_label("File").set_input_files(file)

    page.get_by_role("button", name="Upload").click()

    assert page.get_by_label("Commitments").evaluate("radio => radio.validity.valueMissing")
    assert page.get_by_label("File").evaluate("input => input.files.length") == 1
    page.get_by_label("Commitments").check()
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_label("Name of the list")).to_be_visible()


def test_how_far_the_reading_is_shows_while_it_goes_on(sit_down, monkeypatch):
    monkeypatch.setattr("tracker.importers.run.BATCH", 1)
    editor = factories.EditorFactory()
    page = sit_down(editor)
    page.goto("/admin/import/")
    page.get_by_label("Commitments").check()
    rows = as_csv([{"code": f"C-{n}", "title": f"Pledge {n}"} for n in range(300)])
    file = {"name": "many.csv", "mimeType": "text/csv", "buffer": rows}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    page.get_by_role("button", name="Preview").click(no_wait_after=True)

    shown = page.wait_for_function(
        """() => !document.querySelector(".counts")
            && /\\d+ of 300 rows/.exec(document.querySelector(".progress")?.innerText)?.[0]"""
    )
    assert 0 < int(shown.json_value().split()[0]) < 300
    expect(page.locator(".counts")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Keep this page open")).to_be_hidden()
    assert page.locator(".progress span:visible").all_inner_texts() == ["300 of 300 rows"]


def test_page_of_an_import_that_was_refused_is_not_to_be_kept_open(sit_down, looked_at):
    draft = factories.CommitmentFactory(code="C-1", title="Before")
    page = sit_down(factories.EditorFactory())
    page.goto(reverse("desk:imports"))
    page.get_by_label("Commitments").check()
    rows = as_csv([{"code": "C-1", "title": "After"}])
    file = {"name": "one.csv", "mimeType": "text/csv", "buffer": rows}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Import these").wait_for()
    Commitment.objects.filter(pk=draft.pk).update(title="Meanwhile")

    page.get_by_role("button", name="Import these").click()

    expect(page.get_by_role("alert")).to_contain_text("nothing was imported")
    expect(page.get_by_text("Keep this page open")).to_be_hidden()
    looked_at()
    page.get_by_role("link", name="Look at the preview again").click()
    expect(page.get_by_text("Before, this ended early: The record")).to_be_visible()
    page.get_by_role("button", name="Import these").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
