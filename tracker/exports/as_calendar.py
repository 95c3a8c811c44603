"""Days in, a calendar file out: iCalendar, RFC 5545."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar

TYPE = "text/calendar; charset=utf-8"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """What stands on one day or on all days from the first to the last, both of them included.

    `key` is the same for the same thing for ever; `stamped` is when it was recorded, in UTC.
    """

    key: str
    first: date
    last: date
    title: str
    text: str
    address: str
    stamped: datetime


def calendar(title: str, host: str, entries: Iterable[Entry]) -> bytes:
    """The file; nobody is busy because of what stands in it."""
    found = icalendar.Calendar()
    found.add("prodid", f"-//{host}//Commitment tracker//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", title)
    for entry in entries:
        found.add_component(_event(host, entry))
    return bytes(found.to_ical())


def _event(host: str, entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", entry.stamped)
    event.add("dtstart", entry.first)
    # The end of whole days is the day after them (3.6.1).
    event.add("dtend", entry.last + _DAY)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    return event
