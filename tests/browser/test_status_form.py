"""The form of a status change in a real browser: what its scripts add, and that it works without."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.admin.desk import address
from tracker.choices import REASONS, Status
from tracker.models import Capture, Passage, StatusChange
from tracker.services import sources

TEXT = "A statement.\n\nOne side releases 32 persons.\n\nThe other side shall release 2."
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def session(live_server) -> dict[str, str]:
    """The cookie of an editor who has signed in."""
    client = Client()
    client.force_login(factories.EditorFactory())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    return {**cookie, "url": live_server.url}


@pytest.fixture
def at_desk(page: Page, session) -> Page:
    page.context.add_cookies([session])
    return page


@pytest.fixture
def published(live_server) -> StatusChange:
    return factories.published_status_change(status="fulfilled")


def form_for(change: StatusChange) -> str:
    return f"{address(StatusChange, 'add')}?commitment={change.commitment_id}"


def test_warnings_are_told_as_soon_as_what_they_rest_on_is_typed(at_desk: Page, published):
    at_desk.goto(form_for(published))
    told = at_desk.locator("#warnings[role=status]")
    expect(told).to_be_empty()

    at_desk.fill("#id_date_earliest", published.date_latest.isoformat())
    at_desk.locator("input[name=status][value=fulfilled]").check()

    expect(told).to_have_text(f"The commitment has this status on that day already, by {published.code}.")  # fmt: skip
    at_desk.locator("input[name=status][value=not_kept]").check()
    expect(told).to_be_empty()
    assert StatusChange.objects.count() == 1


@pytest.fixture
def plain(browser: Browser, live_server, session) -> Iterator[Page]:
    """The desk in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([session])
    yield context.new_page()
    context.close()


@pytest.fixture
def capture(live_server) -> Capture:
    return factories.CaptureFactory(text=TEXT)


@pytest.fixture
def passage(capture) -> Passage:
    return sources.mark_passage(capture, exact="releases 32 persons")


def test_status_change_with_two_passages_is_recorded_without_script(
    plain: Page, published, capture, passage
):
    plain.goto(f"{form_for(published)}&source={capture.source_id}")
    plain.get_by_role("radio", name="Not kept").check()
    plain.get_by_label("Reason:").fill("The other side did not.")
    plain.get_by_label("Happened on").fill("2024-05-01")
    plain.get_by_role("button", name="Cite 1").click()
    plain.get_by_role("button", name="Mark another passage").click()
    plain.get_by_label("Words", exact=True).fill("shall release 2")
    plain.get_by_role("button", name="Mark as passage").click()
    plain.get_by_role("link", name="Cite it in the form you left").click()
    plain.get_by_role("button", name="Check").click()
    expect(plain.locator("#warnings")).to_contain_text("Nothing stands out.")
    plain.get_by_role("button", name="Save draft").click()

    made = StatusChange.objects.exclude(pk=published.pk).get()
    assert (made.status, made.reason) == ("not_kept", "The other side did not.")
    exact = [citation.passage.exact for citation in made.citations.order_by("position")]
    assert exact == ["releases 32 persons", "shall release 2"]


def test_text_follows_the_passage_that_is_chosen_by_keyboard(at_desk: Page, published, passage):
    at_desk.goto(form_for(published))
    expect(at_desk.locator("#beside mark")).to_have_count(0)

    at_desk.locator("#citations-0 .field-passage .select2-selection").press("Enter")
    at_desk.keyboard.type("releases 32")
    expect(at_desk.locator(".select2-results__option--highlighted")).to_contain_text(passage.code)
    at_desk.keyboard.press("Enter")
    at_desk.keyboard.press("Tab")

    expect(at_desk.locator("#beside mark.current")).to_have_text(passage.exact)


def test_whose_account_it_is_is_weighed_as_soon_as_it_is_chosen_from_the_list(at_desk: Page, published, passage):  # fmt: skip
    factories.PartyFactory(short_name="Zedland", name="Zedland")
    at_desk.goto(form_for(published))
    told = at_desk.locator("#warnings[role=status]")

    choose(at_desk, "passage", "releases 32")
    choose(at_desk, "account_of", "Zedland")

    expect(told).to_contain_text("Only one party’s word supports it.")


def choose(page: Page, field: str, words: str) -> None:
    """Choose the first that is found, and stay there."""
    page.locator(f"#citations-0 .field-{field} .select2-selection").first.press("Enter")
    page.keyboard.type(words)
    expect(page.locator(".select2-results__option--highlighted")).to_be_visible()
    page.keyboard.press("Enter")


def test_form_that_came_back_asks_before_it_is_left(at_desk: Page, published, capture):
    at_desk.goto(f"{form_for(published)}&source={capture.source_id}")
    at_desk.fill("#id_reason", "Typed and not saved")
    at_desk.get_by_role("button", name="Mark another passage").click()
    at_desk.get_by_role("link", name="Back to the form").click()
    expect(at_desk.locator("#id_reason")).to_have_value("Typed and not saved")
    asked = []
    at_desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    at_desk.locator("#id_reason").click()
    at_desk.locator("#user-tools a").first.click()

    assert asked == ["beforeunload"]


def test_reason_code_is_asked_for_only_by_a_status_that_has_some(at_desk: Page, published):
    at_desk.goto(form_for(published))
    code = at_desk.locator("#id_reason_code")
    expect(code).to_be_hidden()

    at_desk.locator("input[name=status][value=stalled]").check()
    expect(code).to_be_visible()
    offered = code.locator("option:not([disabled])").all_inner_texts()
    code.select_option("refused")
    at_desk.locator("input[name=status][value=not_started]").check()
    expect(code).to_have_value("refused")
    at_desk.locator("input[name=status][value=no_longer_applies]").check()
    expect(code).to_have_value("")
    at_desk.locator("input[name=status][value=fulfilled]").check()

    expect(code).to_be_hidden()
    assert offered[1:] == [str(reason.label) for reason in REASONS[Status.STALLED]]


def test_what_stands_beside_the_form_follows_the_commitment(at_desk: Page, published):
    commitment = factories.published_commitment(title="Hand over", quantity=12, quantity_unit="posts")  # fmt: skip
    at_desk.goto(form_for(published))

    at_desk.locator(".field-commitment .select2-selection").press("Enter")
    at_desk.keyboard.type(commitment.code)
    expect(at_desk.locator(".select2-results__option--highlighted")).to_contain_text("Hand over")
    at_desk.keyboard.press("Enter")
    at_desk.keyboard.press("Tab")

    expect(at_desk.locator("#about")).to_contain_text("Hand over")
    expect(at_desk.locator("#id_delivered_quantity_helptext")).to_have_text("of 12 posts")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_form_with_its_text_is_accessible_and_fits(
    at_desk: Page, published, passage, assert_accessible, scheme, width
):
    at_desk.emulate_media(color_scheme=scheme)
    at_desk.set_viewport_size({"width": width, "height": 900})
    at_desk.goto(f"{form_for(published)}&passage={passage.pk}")
    at_desk.get_by_role("button", name="Check").click()
    at_desk.wait_for_url("**#warnings")

    assert_accessible()
    assert at_desk.evaluate(SIDEWAYS) <= 0
