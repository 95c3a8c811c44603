"""What else a reader's eyes, hands and settings meet: targets, colours, right to left, print, Back."""

import json
import math
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.colours import distance, seen_by
from tests.browser.conftest import SIDEWAYS
from tests.browser.test_pages import KINDS, sample  # noqa: F401
from tracker import choices

pytestmark = pytest.mark.usefixtures("sample")

SEVERAL = ("/", "/commitments/", "/commitments/C-JOINT-03/", "/parties/armenia/", "/matrix/")
FILLS = """(statuses) => { const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'bar'); document.querySelector('main').append(svg);
  return statuses.map(status => { const rect = document.createElementNS(svg.namespaceURI, 'rect');
    rect.setAttribute('class', status); svg.append(rect); return getComputedStyle(rect).fill }) }"""


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough_or_far_enough_apart(page: Page, width):
    page.set_viewport_size({"width": width, "height": 900})

    for url in KINDS:
        page.goto(url)
        found = Axe().run(page, options={"preload": False, "runOnly": ["target-size"]})
        assert found.violations_count == 0, (url, found.generate_report())


def test_distance_is_that_of_the_published_pairs():
    # Sharma, Wu, Dalal (2005), table 1, pairs 1, 7 and 25.
    pairs = {
        ((50, 2.6772, -79.7751), (50, 0, -82.7485)): 2.0425,
        ((50, 0, 0), (50, -1, 2)): 2.3669,
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)): 1.2644,
    }

    assert {pair: round(distance(*pair), 4) for pair in pairs} == pairs


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", ["normal", "deuteranopia", "protanopia"])
def test_status_fills_differ_for_every_sight(page: Page, scheme, sight):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")

    written = page.evaluate(FILLS, choices.Status.values)
    fills = [tuple(int(n) for n in re.findall(r"\d+", colour)[:3]) for colour in written]
    seen = [seen_by(sight, fill) for fill in fills]

    pairs = [(a, b) for n, a in enumerate(seen) for b in seen[n + 1 :]]
    assert len(set(fills)) == 8
    assert min(distance(a, b) for a, b in pairs) >= 15


def test_bars_have_four_patterns_in_print_and_in_forced_colours(page: Page):
    for media in ({"media": "print"}, {"media": "screen", "forced_colors": "active"}):
        page.emulate_media(**media)
        page.goto("/")
        shown = page.locator("rect.hatch >> visible=true")
        patterns = {shown.nth(n).get_attribute("fill") for n in range(shown.count())}
        assert patterns == {
            f"url(#hatch-{name})"
            for name in ("stalled", "not_kept", "no_longer_applies", "not_assessable")
        }


def test_pages_follow_the_settings_of_the_reader(page: Page):
    page.goto("/commitments/")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    moving = "getComputedStyle(document.querySelector('a')).transitionDuration"
    page.emulate_media(reduced_motion="reduce")
    still = page.evaluate(moving)
    page.emulate_media(reduced_motion="no-preference")

    assert light != dark
    assert set(re.findall(r"[\d.]+", still)) == {"0"}
    assert page.evaluate(moving) != still


def test_pages_run_from_right_to_left_without_overflow(page: Page):
    page.set_viewport_size({"width": 320, "height": 800})

    for url in KINDS:
        page.goto(url)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate(SIDEWAYS) <= 0, url
    page.goto("/statuses/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    flipped = page.locator("svg.arrow").first.evaluate("e => getComputedStyle(e).transform")
    assert flipped == "matrix(-1, 0, 0, 1, 0, 0)"


def test_tab_goes_down_the_page_as_it_is_seen(page: Page):
    page.set_viewport_size({"width": 1280, "height": 900})

    for url in SEVERAL:
        page.goto(url)
        # What is seen in a margin column stands before what is beside it.
        places = page.evaluate(
            """() => [...document.querySelectorAll('main > *')].map(e => e.getBoundingClientRect().top)"""
        )
        assert places == sorted(places), url
        assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def test_print_repeats_heads_keeps_rows_whole_and_writes_addresses_out(page: Page):
    page.emulate_media(media="print")
    page.goto("/commitments/C-JOINT-03/")

    head = page.locator("thead").first.evaluate("e => getComputedStyle(e).display")
    row = page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).breakInside")
    link = page.locator("main .cites a").first
    after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert (head, row) == ("table-header-group", "avoid")
    assert link.get_attribute("href") in after
    first = page.locator("main > .print-only").first.inner_text()
    assert "/commitments/C-JOINT-03/?as_of=" in first
    assert "As of" in first


def test_back_from_a_passage_returns_to_the_same_place(page: Page):
    page.goto("/commitments/C-JOINT-03/")
    link = page.locator("ol.timeline figcaption a").last
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 200

    link.click()
    page.wait_for_url("**/sources/**")
    expect(page.locator("mark.current").first).to_be_in_viewport()
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.go_back()

    page.wait_for_url("**/commitments/C-JOINT-03/")
    assert math.isclose(page.evaluate("scrollY"), place, abs_tol=2)


def test_citation_is_text_of_the_page_without_any_script(page: Page):
    page.goto("/commitments/C-JOINT-05/")

    text = page.locator(".citeme").inner_text()
    assert re.search(r"C-JOINT-05 Release 32 .*as of .*\?as_of=.*\(accessed ", text)
    assert page.get_by_role("link", name="BibTeX").count() == 1
    assert json.loads(page.locator("script[type='application/ld+json']").inner_text())["@type"]


def test_wide_tables_scroll_inside_a_frame_that_has_a_name_and_the_keyboard(page: Page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/matrix/")

    frame = page.locator("[role=region][tabindex='0']").first
    assert frame.evaluate("e => e.scrollWidth > e.clientWidth")
    assert page.evaluate(SIDEWAYS) <= 0
    assert frame.get_attribute("aria-labelledby")
