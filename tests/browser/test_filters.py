"""The filters as a form, without a line of script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.views.record import cited

STATUSES = ["stalled", "fulfilled", "fulfilled", ""]


@pytest.fixture
def record(live_server) -> None:
    passage = factories.PassageFactory()
    kinds = [factories.CategoryFactory(slug=s, name=s.title()) for s in ("talks", "trade")]
    for number, status in enumerate(STATUSES):
        commitment = cited(passage, code=f"C-{number}", category=kinds[number % 2])
        if status:
            reason = "other" if status == "stalled" else ""
            factories.published_status_change(
                commitment=commitment, status=status, reason_code=reason
            )


@pytest.fixture
def plain(browser: Browser, live_server, record) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def state(page: Page) -> tuple[str, list[str], list[str]]:
    return (
        page.locator("h1").inner_text(),
        page.locator(".cards tbody th .code").all_inner_texts(),
        [chip.split("\n")[0] for chip in page.locator(".chips a").all_inner_texts()],
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_filters_work_as_a_form_and_back_restores_them(plain: Page, width):
    plain.set_viewport_size({"width": width, "height": 800})
    plain.goto("/commitments/")
    first = state(plain)
    if width < 960:
        plain.locator(".filters > summary").click()
    plain.get_by_label("Fulfilled 2", exact=True).check()
    plain.get_by_text("Kind of commitment", exact=True).first.click()
    plain.get_by_label("Trade 2").check()
    unchanged = plain.url, state(plain)

    plain.get_by_role("button", name="Apply").first.click()
    plain.wait_for_url("**status=fulfilled**")

    assert unchanged[0].endswith("/commitments/")
    assert unchanged[1] == first == ("4 commitments", ["C-0", "C-1", "C-2", "C-3"], [])
    heading, rows, chips = state(plain)
    assert heading == "1 of 4 commitments, status Fulfilled, kind of commitment Trade"
    assert rows == ["C-1"]
    assert len(chips) == 3
    assert "category=trade" in plain.url
    plain.reload()
    assert state(plain) == (heading, rows, chips)
    plain.go_back()
    assert state(plain) == first


def test_chip_takes_away_its_value_alone(plain: Page):
    plain.goto("/commitments/?status=fulfilled&category=trade")

    plain.locator(".chips a").filter(has_text="Trade").click()
    plain.wait_for_url("**/commitments/?status=fulfilled")

    assert state(plain)[1] == ["C-1", "C-2"]


def test_search_in_the_head_of_the_page_finds(plain: Page):
    plain.goto("/method/")

    plain.get_by_role("searchbox", name="Search words").fill("c-2")
    plain.get_by_role("search").get_by_role("button").click()
    plain.wait_for_url("**/commitments/?q=c-2")

    assert state(plain)[1] == ["C-2"]


def test_filters_with_script_say_the_count_once_and_lead_to_it(page: Page, record):
    page.goto("/commitments/")
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => window.said.push(
        document.getElementById('said').textContent)).observe(
        document.getElementById('said'), {childList: true}) }"""
    )
    entries = page.evaluate("history.length")
    page.get_by_label("Fulfilled 2", exact=True).check()
    unchanged = page.url, state(page)

    page.get_by_role("button", name="Apply").first.click()
    page.wait_for_url("**status=fulfilled**")
    expect(page.locator("h1")).to_be_focused()

    assert unchanged[0].endswith("/commitments/")
    assert len(unchanged[1][1]) == 4
    assert state(page)[:2] == ("2 of 4 commitments, status Fulfilled", ["C-1", "C-2"])
    assert page.evaluate("window.said") == ["2 of 4 commitments, status Fulfilled"]
    assert page.evaluate("history.length") == entries + 1
    assert page.title().startswith("2 of 4 commitments")
    page.go_back()
    expect(page.locator(".cards tbody tr")).to_have_count(4)
    assert not page.get_by_label("Fulfilled 2", exact=True).is_checked()
