"""Every page of the desk as people see it: accessible light and dark, and no wider than a phone."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.admin import world as worlds
from tests.admin.rights import TABLE, Row
from tests.admin.world import MADE, states_of
from tracker.admin.review import MOVES
from tracker.cells import bundles
from tracker.desk import queue, worklists
from tracker.models import Commitment


def group(row: Row) -> str:
    """The pages that are looked at in one test: those that are alike."""
    return (
        row.name.rpartition("_")[2] if row.model or row.name.startswith("admin:tracker") else "desk"
    )


SHOWN = sorted((row for row in TABLE if row.opens and row.is_page), key=group)
GROUPS = {name: list(rows) for name, rows in groupby(SHOWN, key=group)}


@pytest.fixture
def world(live_server) -> worlds.World:
    return worlds.make()


@pytest.fixture
def seen(page, world, live_server, looked_at):
    """Open an address as somebody, and look at what comes."""

    def look(address: str, person: str = "superuser", status: int = 200) -> None:
        cookie = {"name": "sessionid", "value": world.sessions[person], "url": live_server.url}
        page.context.add_cookies([cookie])
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        looked_at()

    return look


def who_opens(row: Row) -> str:
    return next(person for person in ("visitor", "superuser", "author") if person in row.opens)


def addresses(world, row: Row) -> Iterator[str]:
    """Of the page; where a record is changed, of the page in each of its states."""
    is_form = row.model in MADE and row.name.endswith("_change")
    for state in states_of(row.model) if is_form else ["draft"]:
        yield row.address(world, state)


@pytest.mark.parametrize("name", GROUPS)
def test_pages_are_accessible_and_fit(world, seen, name):
    for row in GROUPS[name]:
        for address in addresses(world, row):
            seen(address, who_opens(row))


def test_steps_and_reviews_are_accessible_and_fit(world, seen):
    start = {"submit": "draft", "take_back": "in_review", "withdraw": "published"}
    for step in MOVES:
        seen(world.page("move", Commitment, step, state=start[step]))
    for model in queue.KINDS:
        record = world.record(model, "in_review")
        seen(reverse("desk:review", args=[bundles.table_of(model).name, record.code]))


def test_work_lists_are_accessible_and_fit(world, seen):
    factories.published_status_change()
    for each in worklists.LISTS:
        seen(reverse("desk:work", args=[each.name]))


def test_what_is_refused_is_accessible_and_fits(world, seen, page, looked_at):
    seen(reverse("desk:queue"), "stranger", status=403)
    seen(reverse("admin:tracker_source_add"))
    page.locator("input[name=_save]").evaluate("button => { button.form.noValidate = true }")
    page.click("input[name=_save]")
    expect(page.locator(".errornote")).to_be_visible()
    looked_at()


def test_what_came_too_late_is_accessible_and_fits(world, seen, page, looked_at):
    seen(reverse("desk:home"))
    draft = world.record(Commitment)
    for meanwhile, told in (
        ({"title": "Changed by somebody else"}, "Nothing was saved and all you typed is below"),
        ({"state": "in_review"}, "This record cannot be changed now."),
    ):
        page.goto(world.page("change", Commitment))
        page.fill("#id_title", "Typed in the meantime")
        Commitment.objects.filter(pk=draft.pk).update(**meanwhile)
        page.click("input[name=_save]")
        expect(page.locator("main")).to_contain_text(told)
        looked_at()
