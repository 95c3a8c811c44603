"""The editors’ desk in a real browser: worked by keyboard, and nothing typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.hands import Hands
from tracker.admin.base import review_address
from tracker.models import Commitment, Revision, StatusChange
from tracker.services import publishing
from tracker.services.edits import Action, keep

NOW = factories.RECORDED_AT


@pytest.fixture
def record(live_server):
    """A public commitment with a revision in review, and a draft status change."""
    editor = factories.EditorFactory(username="alice")
    change = factories.published_status_change(status="in_progress")
    commitment = change.commitment
    factories.ParticipationFactory(commitment=commitment)
    draft = factories.StatusChangeFactory(
        commitment=commitment, status="stalled", reason_code="other"
    )
    factories.CitationFactory(
        status_change=draft, reference=factories.ReferenceFactory(), position=1
    )
    new = factories.CitationFactory(role="primary", position=1).commitment
    keep(new, Action.ENTERED, by=editor, now=NOW)
    publishing.submit(new, by=editor, now=NOW)
    row = {"slug": commitment.category.slug, "name": "A kind", "definition": "What it is."}
    revision = factories.RevisionFactory(
        table="categories", key=row["slug"], before={"categories": [row]},
        after={"categories": [{**row, "name": "Another kind"}]}, recorded_by=editor,
    )  # fmt: skip
    publishing.submit(revision, by=editor, now=NOW)
    return {
        "public": commitment,
        "draft": draft,
        "new": new,
        "revision": revision,
        "change": change,
    }


def test_status_change_takes_at_most_twelve_key_stops(sit_down, record):
    factories.ReviewerFactory()  # to whom it is sent
    page = sit_down(factories.EditorFactory())
    words = factories.PassageFactory()
    known = f"commitment={record['public'].pk}&passage={words.pk}"
    page.goto(f"/admin/tracker/statuschange/add/?{known}")
    page.locator("input[name=status]").first.focus()
    stops = 1
    page.keyboard.press("Space")

    def go_to(name: str) -> None:
        nonlocal stops
        while page.evaluate("document.activeElement.name") != name:
            page.keyboard.press("Tab")
            stops += 1
            assert stops <= 12, f"on the way to {name}"

    go_to("reason")
    page.keyboard.type("The parties met.")
    go_to("date_earliest")
    page.keyboard.type("2024-05-01")
    go_to("_submit")
    page.keyboard.press("Enter")

    expect(page.locator(".success").first).to_be_visible()
    made = StatusChange.objects.latest("pk")
    assert (made.state, made.reason) == ("in_review", "The parties met.")
    assert made.citations.get().passage == words


def test_keys_of_the_review_move_the_focus_and_can_be_turned_off(sit_down, record):
    page = sit_down(factories.ReviewerFactory())
    page.goto(review_address(record["new"]))

    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "id_words"
    page.keyboard.type("a and j are letters here")
    page.locator("#keys").focus()
    page.keyboard.press("Space")
    page.keyboard.press("a")

    assert page.evaluate("document.activeElement.id") == "keys"
    assert Commitment.objects.get(pk=record["new"].pk).state == "in_review"
    assert Revision.objects.get().state == "in_review"


def test_leaving_with_unsaved_input_asks_first(sit_down, record):
    page = sit_down(factories.EditorFactory())
    page.goto(reverse("admin:tracker_commitment_change", args=[record["public"].pk]))
    page.fill("#id_title", "Typed and not saved")
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # the check
        page.press("#id_title", "Tab")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.click("#user-tools a >> nth=0")

    assert asked == ["beforeunload"]


def test_leaving_a_review_with_a_note_typed_asks_first(sit_down, record):
    page = sit_down(factories.ReviewerFactory())
    page.goto(review_address(record["new"]))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.fill("#id_words", "Name the day.")
    page.locator("[data-key=j]").click()

    assert asked == ["beforeunload"]


def test_focus_follows_a_part_that_is_added_and_removed(sit_down, record):
    hands = Hands(sit_down(factories.EditorFactory()))
    hands.visit(reverse("admin:tracker_commitment_add"))

    hands.go_to("button", "Add another deadline", most=40)
    hands.press("Enter")
    added = hands.here()
    hands.go_to("button", "Remove", most=2, key="Shift+Tab")
    hands.press("Enter")

    assert added.is_called("combobox", "Precision")
    assert hands.here().is_called("button", "Add another deadline")
