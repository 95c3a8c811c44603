"""From a document to its public history, by an editor and a reviewer who use no mouse."""

from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session

from tests import factories
from tests.browser.hands import Hands
from tracker.models import Commitment

PASSWORD = "not a mouse in the house"
STATEMENT = (
    "Joint statement of two sides.\n\n"
    "The first side shall release 32 persons as a gesture of goodwill.\n\n"
    "Both sides welcome the talks."
)
PROMISE = "The first side shall release 32 persons as a gesture of goodwill."
REPORT = "Report of the mission.\n\nOn 13 December all 32 persons crossed the bridge."
EVIDENCE = "all 32 persons crossed the bridge."


@pytest.fixture
def hands(page, live_server) -> Hands:
    """At the keyboard of a desk where alice enters, bob approves, and little is known yet."""
    for person in (
        factories.EditorFactory(username="alice"),
        factories.ReviewerFactory(username="bob"),
    ):
        person.set_password(PASSWORD)
        person.save()
    factories.CategoryFactory(name="Release of persons")
    factories.CategoryFactory(name="Transport")
    factories.PartyFactory(name="The mission", short_name="Mission")
    factories.PartyFactory(name="The first side", short_name="First side")
    return Hands(page)


def test_two_people_bring_a_commitment_and_its_status_to_the_public(hands):
    with signed_in(hands, "alice"):
        archive(hands, "Joint statement", STATEMENT)
        mark(hands, first="Joint statement of two sides.", cut="")
        enter_commitment(hands)
    promised = Commitment.objects.get()
    assert promised.state == "in_review"

    with signed_in(hands, "bob"):
        approve(hands, str(promised), shows=PROMISE)

    open_in_public(hands, promised.title)
    assert PROMISE in words_of(hands)
    assert "Not assessed" in words_of(hands)
    hands.follow("link", "Read in the source")
    assert PROMISE in hands.here().name

    with signed_in(hands, "alice"):
        archive(hands, "Report", REPORT)
        mark(hands, first="Report of the mission.", cut="On 13 December ")
        record_change(hands, promised)
    change = promised.status_changes.get()
    assert change.state == "in_review"

    with signed_in(hands, "bob"):
        approve(hands, str(change), shows=EVIDENCE)

    open_in_public(hands, promised.title)
    assert "Fulfilled since 13 December 2023" in words_of(hands)
    turn = words_of(hands, "ol.timeline .change")
    for words in ("13 December 2023", "All have crossed.", EVIDENCE, "Mission"):
        assert words in turn


@contextmanager
def signed_in(hands, name):
    """At the desk; afterwards signed out, so that not even Back opens it again."""
    hands.visit("/admin/")
    hands.type(name)
    hands.fill("Password", PASSWORD)
    hands.follow("button", "Log in")
    assert name in hands.page.locator("#user-tools").inner_text().lower()
    session = session_of(hands)

    yield

    hands.visit("/admin/")
    hands.follow("button", "Log out")
    hands.page.go_back()
    assert "/login/" in hands.page.url
    assert session not in ("", session_of(hands))
    assert not Session.objects.filter(pk=session).exists()


def session_of(hands):
    cookies = {cookie["name"]: cookie["value"] for cookie in hands.page.context.cookies()}
    return cookies.get("sessionid", "")


def archive(hands, title, text):
    start_at_home(hands)
    hands.follow("link", "New source with its text")
    hands.type(title)
    hands.fill("Short title", title)
    hands.pick("Kind", "Adopted statement")
    hands.fill("Language", "en")
    hands.go_to("textbox", "Text")
    hands.paste(text)
    hands.fill("How the text was taken", "copied from the page in a browser")
    hands.follow("button", "Save")


def mark(hands, first, *, cut):
    """Take the second paragraph into the box, delete what is too much, mark the rest."""
    hands.skip()
    hands.go_to("link", "Go to the text")
    hands.press("Enter", "Tab")
    assert hands.here().is_called("paragraph", first)
    hands.press("ArrowDown", "Enter")
    assert hands.here().is_called("textbox", "Words")
    hands.press(*["Delete"] * len(cut))
    hands.follow("button", "Mark as passage")
    assert hands.here().role == "region"


def enter_commitment(hands):
    hands.follow("link", "New commitment from these words")
    hands.fill("Title", "Release of 32 persons")
    hands.fill("Summary", "The first side releases 32 persons.")
    hands.choose("Category", "", "Release of persons")
    hands.pick("Wording", "Shall")
    hands.pick("Bindingness", "Joint state statement")
    hands.go_to("button", "Add another participation")
    hands.press("Enter")
    hands.choose("Party", "side", "First side", most=0)
    hands.pick("Role", "Obligor")
    hands.follow("button", "Save and send to review")


def approve(hands, record, *, shows):
    start_at_home(hands)
    hands.follow("link", "1 To review")
    hands.skip()
    hands.follow("link", record)
    assert shows in words_of(hands)
    hands.skip()
    hands.follow("button", "Approve and publish")
    assert "Nothing waits for you." in words_of(hands)


def record_change(hands, commitment):
    hands.follow("link", "Use as evidence")
    hands.skip()
    hands.go_to("searchbox", "Find a commitment by code, title or summary")
    hands.type("release")
    hands.send()
    hands.follow("link", f"{commitment.code}: {commitment.title}")
    hands.go_to("radio", "Fulfilled")
    hands.press("ArrowDown", "ArrowUp")
    hands.fill("Reason", "All have crossed.")
    hands.fill("Happened on", "2023-12-13")
    hands.go_to("DisclosureTriangle", "Citations")
    hands.press("Enter")
    hands.choose("Account of a party", "miss", "Mission")
    hands.follow("button", "Save and send to review")


def open_in_public(hands, title):
    hands.visit("/")
    hands.follow("link", "Commitments")
    hands.skip()
    hands.follow("link", "Skip the filters")
    hands.follow("link", title)
    hands.skip()


def start_at_home(hands):
    hands.visit("/admin/")
    hands.skip()


def words_of(hands, part="main"):
    return " ".join(hands.page.locator(part).inner_text().split())
