"""The form of a status change in a real browser: what its scripts add, and that it works without."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests import factories
from tests.admin.desk import address
from tracker.models import StatusChange


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
