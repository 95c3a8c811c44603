"""The calendar as a file that calendars of others take: whole days, the same keys for ever, no false precision."""

from datetime import date

import icalendar
import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.views.html import read
from tests.views.record import NOON, cited
from tests.views.test_calendar import due, record  # noqa: F401

pytestmark = pytest.mark.django_db


def events(query: str = "") -> dict[str, icalendar.Event]:
    with time_machine.travel(NOON, tick=False):
        answer = Client().get(f"/calendar.ics{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(answer.getvalue())
    assert not calendar.errors
    assert not [event for event in calendar.walk("VEVENT") if event.errors]
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def days(event: icalendar.Event) -> tuple[date, date]:
    return event.decoded("DTSTART"), event.decoded("DTEND")


@pytest.mark.usefixtures("record")
def test_calendar_file_has_what_has_a_day(settings):
    settings.SITE_URL = "https://record.example"
    found = events()

    assert set(found) == {f"C-{n}-due-{p}@record.example" for n, p in ((1, 1), (2, 1), (3, 1), (4, 2), (6, 1))}  # fmt: skip
    late, year = found["C-1-due-1@record.example"], found["C-6-due-1@record.example"]
    assert days(late) == (date(2024, 5, 31), date(2024, 6, 1))
    assert days(year) == (date(2025, 1, 1), date(2026, 1, 1))
    assert str(late["SUMMARY"]) == "Due: Number 1"
    assert str(late["DESCRIPTION"]) == "C-1. Status: Not assessed."
    assert str(late["URL"]) == "https://record.example/commitments/C-1/"


@pytest.mark.usefixtures("record")
def test_calendar_file_takes_the_filters_and_the_days_of_the_page():
    assert {uid.partition("@")[0] for uid in events("?status=fulfilled")} == {"C-2-due-1"}
    assert "C-4-due-1" in {uid.partition("@")[0] for uid in events("?as_of=2024-01-15")}


def test_calendar_file_says_which_end_of_a_date_is_open(db):
    passage = factories.PassageFactory()
    until = {"date_precision": "before", "date_earliest": None}
    due(
        cited(passage, code="C-1", title="Leave"), date(2024, 8, 1), date_words="by August", **until
    )

    (event,) = events().values()

    assert str(event["SUMMARY"]) == "Due not later than this day: Leave"
    assert str(event["DESCRIPTION"]) == "C-1. “by August”. Status: Not assessed."
    assert days(event) == (date(2024, 8, 1), date(2024, 8, 2))


def test_calendar_file_has_the_steps_of_treaties(db):
    treaty = cited(factories.PassageFactory(), code="C-1", title="A treaty")
    party = factories.PartyFactory(slug="north", short_name="North")
    for step, month, by in (("initialled", 3, None), ("ratified", 4, party), ("signed", 9, None)):
        factories.MilestoneFactory(
            commitment=treaty, step=step, party=by, date_precision="month",
            date_earliest=date(2024, month, 1), date_latest=date(2024, month, 30),
        )  # fmt: skip

    found = {uid.partition("@")[0]: event for uid, event in events("?as_of=2024-05-30").items()}

    assert {uid: str(event["SUMMARY"]) for uid, event in found.items()} == {
        "C-1-initialled": "Initialled: A treaty",
        "C-1-ratified-north": "Ratified (North): A treaty",
    }
    assert days(found["C-1-initialled"]) == (date(2024, 3, 1), date(2024, 3, 31))


@pytest.mark.usefixtures("record")
def test_calendar_file_refuses_what_makes_no_sense_and_the_page_leads_to_it():
    assert Client().get("/calendar.ics?party=zzz").status_code == 400
    with time_machine.travel(NOON, tick=False):
        page = read(Client().get("/calendar/?status=fulfilled"))
    assert "/calendar.ics?status=fulfilled" in page.links


def test_calendar_file_of_an_empty_record_is_a_calendar(db):
    assert events() == {}
