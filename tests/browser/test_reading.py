"""From a commitment to its words in the source, and back."""

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.views.record import cited, marked

FILLER = "\n\n".join(f"Paragraph about other things, number {n}." for n in range(80))
TEXT = (
    f"{FILLER}\n\nThey act as a gesture of goodwill.\n\n{FILLER}\n\nAgain as a gesture of goodwill."
)
IN_VIEW = """e => { const r = e.getBoundingClientRect();
  return r.top >= 0 && r.bottom <= innerHeight && r.height > 0 }"""


@pytest.fixture
def passages(live_server):
    capture = factories.CaptureFactory(
        text=TEXT, source__slug="long", source__is_full_text_public=True
    )
    both = [
        marked(capture, "as a gesture of goodwill", occurrence=n, code=f"P-{n}") for n in (1, 2)
    ]
    for number, passage in enumerate(both, start=1):
        cited(passage, code=f"C-{number}", summary="Long. " * 2000)
    return both


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("number", [1, 2])
def test_passage_link_brings_the_words_into_view_with_the_focus_in_them(
    page: Page, passages, number, width
):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"/passages/P-{number}/")

    focused = page.locator(":focus")

    assert page.url.endswith(f"/sources/long/?p=P-{number}#pP-{number}")
    assert page.evaluate("document.activeElement.id") == f"pP-{number}"
    assert focused.inner_text() == "as a gesture of goodwill"
    assert focused.evaluate(IN_VIEW)
    assert page.locator("mark.current").count() == 1


def test_back_returns_to_the_commitment_at_the_same_place(page: Page, passages):
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto("/commitments/C-1/")
    page.evaluate("window.scrollTo(0, 60)")

    page.locator("figure.hero").get_by_role("link", name="Read in the source").click()
    page.wait_for_url("**/sources/long/**")
    page.go_back()

    assert page.url.endswith("/commitments/C-1/")
    assert page.evaluate("scrollY") == 60


def test_note_in_the_margin_leads_to_its_passage(page: Page, passages):
    page.goto("/sources/long/")

    page.locator("ol.notes a").nth(2).click()
    page.wait_for_url("**/?p=P-2#pP-2")

    assert page.locator(":focus").inner_text() == "as a gesture of goodwill"
