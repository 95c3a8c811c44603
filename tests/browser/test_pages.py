"""Every kind of page as a visitor sees it: accessible, on a phone, in the dark, in print."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from tests import factories
from tests.views.sample import SAMPLE
from tracker.cells import bundles
from tracker.models import Commitment
from tracker.packages.load import load_package

KINDS = [
    "/",
    "/commitments/",
    "/commitments/?status=stalled&status=not_kept&q=the&sort=title",
    "/commitments/?status=zzz&page=99",
    "/commitments/?q=nothing-like-it&status=stalled",
    "/commitments/C-JOINT-03/",
    "/commitments/C-JOINT-05/",
    "/statuses/",
    "/statuses/S-JOINT-05-1/",
    "/sources/",
    "/sources/azerbaijan-in-international-arena/",
    "/sources/cica-azerbaijan-relations/?p=P-CICA-13#pP-CICA-13",
    "/parties/",
    "/parties/armenia/",
    "/events/",
    "/figures/",
    "/method/",
    "/no/such/page/",
    "/commitments/C-POL-01/",
    "/commitments/C-JOINT-03/revisions/",
    "/commitments/C-JOINT-01/revisions/",
    "/corrections/",
    "/?as_of=2023-12-12",
    "/?known_at=2020-01-01",
    "/commitments/?as_of=2023-12-12&party=armenia",
    "/commitments/C-JOINT-05/?as_of=2023-12-06",
    "/statuses/?party=armenia",
    "/pairs/",
    "/calendar/",
    "/compare/?from=2023-12-01&to=2024-12-01",
    "/matrix/",
    "/matrix/?rows=category&party=armenia",
    "/data/",
    "/accessibility/",
]

SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
WHITE = """() => [document.documentElement, ...document.querySelectorAll('body, body *')]
  .filter(e => getComputedStyle(e).backgroundColor === 'rgb(255, 255, 255)')
  .map(e => e.outerHTML.slice(0, 80))"""
DARKEST = """() => getComputedStyle(document.documentElement).backgroundColor"""


@pytest.fixture
def sample(live_server) -> None:
    """The sample data: one commitment withdrawn and one revised, one change corrected."""
    load_package(SAMPLE, now=timezone.now())
    commitment = Commitment.objects.get(code="C-POL-01")
    factories.withdraw(commitment, reason="Entered twice.")
    wrong = Commitment.objects.get(code="C-JOINT-05").status_changes.get()
    factories.published_status_change(
        commitment=wrong.commitment, status="partly_fulfilled", corrects=wrong,
        recorded_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    revised = Commitment.objects.get(code="C-JOINT-03")
    before = factories.changed(bundles.take(revised), title="As it was approved at first")
    factories.published_revision(revised, before=before, is_correction=True)


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible_and_fit(page: Page, sample, assert_accessible, width):
    page.set_viewport_size({"width": width, "height": 800})

    for url in KINDS:
        page.emulate_media(color_scheme="dark")
        page.goto(url)
        assert_accessible()
        page.emulate_media(color_scheme="light")
        found = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate(SIDEWAYS) <= 0, f"{url} scrolls sideways"


def test_pages_in_the_dark_have_no_white_ground(page: Page, sample):
    page.emulate_media(color_scheme="dark")

    for url in KINDS:
        page.goto(url)
        assert page.evaluate(WHITE) == [], url
        assert page.evaluate(DARKEST) == "rgb(17, 24, 32)", url


def test_pages_in_print_have_no_navigation_and_say_where_and_when(page: Page, sample):
    page.emulate_media(media="print", color_scheme="light")

    for url in ("/", "/commitments/", "/commitments/C-JOINT-03/", "/statuses/S-JOINT-05-1/"):
        page.goto(url)
        for gone in ("header nav", "form[role=search]", "form#filters", ".pager", ".skip"):
            assert page.locator(f"{gone} >> visible=true").count() == 0, (url, gone)
        assert page.locator("h1").is_visible()
        assert "Permanent address:" in page.locator("main").inner_text()


def test_first_tab_shows_the_skip_link_which_leads_to_the_content(page: Page, sample):
    page.goto("/")

    page.keyboard.press("Tab")
    link = page.locator(":focus")
    shown, clip = link.inner_text(), link.evaluate("e => getComputedStyle(e).clipPath")
    page.keyboard.press("Enter")

    assert (shown, clip) == ("Skip to main content", "none")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tables_on_a_phone_stay_tables_and_name_their_columns(page: Page, sample):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/commitments/")

    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [n["role"]["value"] for n in tree if not n["ignored"] and "role" in n]
    shown = page.locator(".cards tbody td").first.evaluate(
        "e => getComputedStyle(e, '::before').content"
    )

    assert roles.count("table") == 1
    assert roles.count("columnheader") == 4
    assert roles.count("row") == 21
    assert roles.count("rowheader") == 20
    assert len([r for r in roles if r in ("cell", "gridcell")]) == 60
    assert shown == '"In the words of the source"'


def test_every_focused_element_is_marked_and_in_view(page: Page, sample):
    page.goto("/commitments/C-JOINT-03/")

    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect();
            return [e.outerHTML.slice(0, 80), getComputedStyle(e).outlineStyle,
            r.bottom > 0 && r.top < innerHeight] }"""
        )
        assert found[1:] == ["solid", True], found[0]
