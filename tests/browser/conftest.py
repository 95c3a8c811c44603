"""A real browser on a live server: the page, its foreign requests, its accessibility, its picture on failure."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent.parent / "test-results"
LOCAL = "127.0.0.1"

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [  # a browser that talks to nobody by itself
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
NO_BROWSER = "No browser found: install chromium, or name one in CHROMIUM=/path/to/chromium."

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test, and reaches this machine only."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.allow_hosts([LOCAL]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def find_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*BROWSERS, MAC_BROWSER]
    return next(filter(None, map(shutil.which, candidates)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        if os.environ.get("CI") == "true" or os.environ.get("BROWSER_REQUIRED") == "1":
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS  # root has no sandbox
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would refuse to query beside one.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory) -> None:
    """A database in a file: a page asks for several things at once, and each has its own connection.

    In memory all threads of the server would share one, and end one another's transactions.
    """
    default = connections["default"]
    if default.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture
def foreign_requests() -> list[str]:
    """Addresses on other hosts that the page asked for; all were refused."""
    return []


@pytest.fixture
def page(browser: Browser, live_server, foreign_requests: list[str], request) -> Iterator[Page]:
    """An empty page whose relative addresses are the live server's.

    When the test ends it must have asked no other host for anything, and have broken neither its
    own scripts nor the content security policy.
    """
    complaints: list[str] = []

    def only_here(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(live_server.url).netloc:
            route.continue_()
        else:
            foreign_requests.append(route.request.url)
            route.abort()

    def listen(message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    context = browser.new_context(base_url=live_server.url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    context.route("**/*", only_here)
    opened = context.new_page()
    opened.on("console", listen)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(exist_ok=True)
        name = re.sub(r"[^\w.-]+", "-", request.node.nodeid)
        opened.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    context.close()
    assert not foreign_requests, "The page asked another host:\n" + "\n".join(foreign_requests)
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def assert_accessible(page: Page) -> Callable[[], None]:
    """Call it when the page is as the visitor sees it: axe must find nothing to object to."""

    def check() -> None:
        page.wait_for_load_state()  # a click may have led to a page that is still coming
        # Preloading writes imported style sheets into the page, which the content policy forbids.
        results = Axe().run(page, options={"preload": False})
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def looked_at(page: Page, assert_accessible) -> Callable[[], None]:
    """Look at a page as people see it: light and dark, on a wide and on a narrow screen."""

    def look() -> None:
        page.emulate_media(color_scheme="dark")
        assert_accessible()
        page.emulate_media(color_scheme="light")  # all but the colours is as it was
        colours = Axe().run(page, options={"preload": False, "runOnly": ["color-contrast"]})
        assert colours.violations_count == 0, colours.generate_report()
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways"
        page.set_viewport_size(size)

    return look


@pytest.fixture
def sit_down(page: Page, live_server):
    """Sign somebody in, without typing a password."""

    def sign_in(user) -> Page:
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        return page

    return sign_in
