"""The source workbench in a real browser: words selected by mouse and keyboard, and without script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.admin.desk import address
from tracker.models import Capture, Passage

TEXT = (
    "Joint statement 𝒜😀 of two sides\n\n"
    "😀 The first side <b>releases</b> 32 👩‍👩‍👧 persons & more.\n \n"
    "The second side shall release 2 persons.\n\nBoth release and release."
)
WIDTHS = [400, 1280]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Selects between two places of the text, as a person would: by a range of the page.
SELECT = """([from, to]) => {
  const place = (all, at) => {
    for (const p of document.querySelectorAll("#text .words")) {
      const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
      let done = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const found = node.data.indexOf(all);
        if (found >= 0) return [node, found + (at ? all.length : 0)];
        done += node.data.length;
      }
    }
  };
  const range = document.createRange();
  range.setStart(...place(from, 0));
  range.setEnd(...place(to, 1));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def capture(live_server) -> Capture:
    made = factories.CaptureFactory(text=TEXT)
    start = TEXT.index("two sides")
    factories.PassageFactory(capture=made, start=start, end=start + 9, code="P-OLD")
    return made


@pytest.fixture
def session(capture) -> dict[str, str]:
    """The cookie of an editor who has signed in."""
    client = Client()
    client.force_login(factories.EditorFactory())
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}


@pytest.fixture
def bench(page: Page, live_server, session, capture) -> Page:
    page.context.add_cookies([{**session, "url": live_server.url}])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address(Capture, "workbench", capture.pk))
    return page


@pytest.fixture
def plain(browser: Browser, live_server, session, capture) -> Iterator[Page]:
    """The workbench in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{**session, "url": live_server.url}])
    opened = context.new_page()
    opened.goto(address(Capture, "workbench", capture.pk))
    yield opened
    context.close()


def sent(page: Page) -> tuple[str, str, str]:
    return tuple(page.locator(f"#id_{name}").input_value() for name in ("exact", "start", "end"))


def assert_taken(page: Page, words: str, start: int) -> None:
    expect(page.locator("#id_exact")).to_have_value(words)
    assert sent(page) == (words, str(start), str(start + len(words)))


def mark(page: Page) -> Passage:
    page.get_by_role("button", name="Mark as passage").click()
    page.wait_for_url("**#marked")
    made = Passage.objects.exclude(code="P-OLD").get()
    assert TEXT[made.start : made.end] == made.exact
    return made


def test_page_holds_the_text_of_each_paragraph_and_nothing_else(bench: Page):
    shown = bench.locator("#text .words").evaluate_all("all => all.map(p => p.textContent)")

    assert shown == [line for line in TEXT.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("The first", "32", "The first side <b>releases</b> 32"),
        ("32 ", " persons &", "32 👩‍👩‍👧 persons &"),
        ("😀 The", "first", "😀 The first"),
        ("of ", "two sides", "of two sides"),
        ("more.", "The second", "more.\n \nThe second"),
        (" of ", "two sides", "of two sides"),
    ],
)
def test_selected_words_are_taken_in_code_points(bench: Page, first, last, words):
    bench.evaluate(SELECT, [first, last])

    assert_taken(bench, words, TEXT.index(words))
    assert mark(bench).exact == words


def test_words_selected_with_the_mouse_are_taken(bench: Page):
    paragraph = bench.locator("#text .words").nth(1)

    paragraph.get_by_text("releases").dblclick(position={"x": 40, "y": 12})

    words = bench.evaluate("getSelection().toString().trim()")
    assert words
    assert_taken(bench, words, TEXT.index(words))


@pytest.mark.parametrize(
    ("number", "words"),
    [(2, "The second side shall release 2 persons."), (3, "Both release and release.")],
)
def test_paragraph_that_is_clicked_three_times_is_taken(bench: Page, number, words):
    bench.evaluate(SELECT, ["The first", "32"])

    bench.locator("#text .words").nth(number).click(click_count=3)

    assert_taken(bench, words, TEXT.index(words))


def test_of_a_selection_that_reaches_beyond_the_text_what_is_in_it_is_taken(bench: Page):
    bench.evaluate(
        """() => getSelection().setBaseAndExtent(document.querySelector("h1"), 0,
        document.querySelector("#text .words").firstChild, 5)"""
    )

    assert_taken(bench, "Joint", 0)


def test_selection_is_widened_from_the_middle_of_a_character(bench: Page):
    bench.evaluate(
        """() => { const node = document.querySelectorAll("#text .words")[1].firstChild;
        getSelection().setBaseAndExtent(node, 1, node, 6); }"""
    )

    assert_taken(bench, "😀 The", TEXT.index("😀 The"))


def test_selection_is_extended_with_the_keyboard(bench: Page):
    bench.evaluate(SELECT, ["The second", "The second"])

    for _ in range(2):
        bench.keyboard.press("Shift+ArrowRight")

    assert_taken(bench, "The second s", TEXT.index("The second"))


def test_selection_outside_the_text_changes_nothing(bench: Page):
    bench.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    bench.wait_for_timeout(100)

    assert sent(bench) == ("", "", "")


def test_words_are_marked_with_the_keyboard_alone(bench: Page):
    bench.locator("#text .words").first.focus()
    bench.keyboard.press("ArrowDown")
    bench.keyboard.press("End")
    bench.keyboard.press("ArrowUp")
    bench.keyboard.press("Enter")
    taken = sent(bench)
    # The first and the last word are deleted.
    for _ in range(len("The ")):
        bench.keyboard.press("Delete")
    bench.keyboard.press("Control+End")
    for _ in range(len(" persons.")):
        bench.keyboard.press("Backspace")
    bench.keyboard.press("Tab")
    bench.keyboard.press("Tab")
    bench.keyboard.press("Enter")
    bench.wait_for_url("**#marked")

    assert taken[0] == "The second side shall release 2 persons."
    made = Passage.objects.exclude(code="P-OLD").get()
    assert made.exact == "second side shall release 2"
    assert bench.evaluate("document.activeElement.id") == "marked"


def test_tab_stops_once_in_the_text(bench: Page):
    assert bench.locator("#text .words[tabindex='0']").count() == 1


def test_typed_words_forget_the_selection_they_do_not_come_from(bench: Page):
    bench.evaluate(SELECT, ["The second", "shall"])
    bench.locator("#id_exact").fill("Both")

    assert sent(bench) == ("Both", "", "")
    assert mark(bench).exact == "Both"


def test_words_are_marked_without_script(plain: Page):
    plain.get_by_label("Words", exact=True).fill("release")
    plain.get_by_role("button", name="Find").click()
    plain.get_by_label("Paragraph 4").nth(1).check()

    made = mark(plain)

    assert (made.exact, made.start) == ("release", TEXT.rindex("release"))
    assert plain.get_by_role("link", name="New commitment from these words").is_visible()


def test_suggestion_is_put_into_the_form_without_script(plain: Page):
    plain.get_by_role("button", name="Put into the box: suggestion 2").click()
    plain.wait_for_url("**#mark")

    box = plain.get_by_label("Words", exact=True)
    assert box.input_value() == "The second side shall release 2 persons."
    assert mark(plain).exact == "The second side shall release 2 persons."


def test_passage_becomes_evidence_on_a_commitment_that_is_searched_for(bench: Page):
    commitment = factories.CommitmentFactory(title="Release some")
    bench.evaluate(SELECT, ["The second", "shall"])
    mark(bench)

    bench.get_by_role("link", name="Use as evidence").click()
    bench.get_by_role("searchbox", name="Find a commitment").fill("some")
    bench.keyboard.press("Enter")
    bench.get_by_role("link", name=commitment.code).click()

    expect(bench.locator("#id_commitment")).to_have_value(str(commitment.pk))
    expect(bench.locator("#id_citations-0-passage")).not_to_have_value("")


def open_states(page: Page, capture: Capture) -> Iterator[str]:
    """The pages in all they can show: empty, with places to choose from, after marking."""
    bench = address(Capture, "workbench", capture.pk)
    page.goto(bench)
    yield "empty"
    page.get_by_label("Words", exact=True).fill("release")
    page.get_by_role("button", name="Mark as passage").click()
    page.wait_for_selector(".places")
    yield "places"
    page.get_by_label("Paragraph 4").first.check()
    mark(page)
    yield "marked"
    page.get_by_role("link", name="Use as evidence").click()
    yield "evidence"


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_accessible_and_fit(bench: Page, capture, assert_accessible, width):
    bench.set_viewport_size({"width": width, "height": 900})

    for state in open_states(bench, capture):
        bench.emulate_media(color_scheme="dark")
        assert_accessible()
        bench.emulate_media(color_scheme="light")
        found = Axe().run(bench, options={"runOnly": ["color-contrast"]})
        assert found.violations_count == 0, (state, found.generate_report())
        assert bench.evaluate(SIDEWAYS) <= 0, state
