"""What is due when."""

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.exports import as_calendar
from tracker.filtersets.commitments import NO_DEADLINE
from tracker.lib import dates
from tracker.models import Commitment, Milestone
from tracker.selectors import calendar as selector
from tracker.selectors.site import site
from tracker.views.commitments import chips_of, query_of, rows_of
from tracker.views.downloads import refused, table_file
from tracker.views.links import Rows
from tracker.views.pages import ask, show

# Of one section; whoever wants more narrows the list, or takes the file.
_MOST = 50
_HEAD = (
    "code", "title", "status", "due", "due_precision", "due_words", "is_overdue", "re_dated", "permalink",
)  # fmt: skip


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Late first, then month by month, then what has no day."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    found = selector.calendar(query.rows, asked.clocks)
    context = {
        "chips": chips_of(query, asked.clocks),
        "calendar": found,
        "most": f":{_MOST}",
        "most_number": _MOST,
        "without": rows_of(query).narrowed("due", NO_DEADLINE).url,
        # Narrowed by a due date, the list of a year would be another one.
        "years": []
        if {"due_from", "due_to"} & set(query.values)
        else _years(found, rows_of(query)),
        "soon_until": asked.clocks.as_of + selector.SOON,
        "ignored": query.ignored,
    }
    return show(
        request, "calendar.html", context, asked=asked, title=_title(found), values=query.filters
    )


@require_safe
def calendar_csv(request: HttpRequest) -> HttpResponseBase:
    """Every deadline in force, with a day or without."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    if wrong := refused(asked, query):
        return wrong
    found = selector.calendar(query.rows, asked.clocks)
    rows = (_cells(due, due in found.overdue) for due in found.every)
    return table_file("calendar", _HEAD, rows, asked.clocks)


@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponse:
    """What is due on a day, and the steps of treaties, for the calendars of others."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    if wrong := refused(asked, query):
        return wrong
    due = [_due_entry(d) for d in selector.calendar(query.rows, asked.clocks).dated]
    steps = [
        _step_entry(m) for m in selector.steps_taken(query.rows, asked.clocks) if m.date.is_dated
    ]
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    title = site(asked.clocks).title or _("Commitment tracker")
    return HttpResponse(
        as_calendar.calendar(title, host, [*due, *steps]), content_type=as_calendar.TYPE
    )


def _due_entry(due: selector.Due) -> as_calendar.Entry:
    commitment, deadline = due.commitment, due.deadline
    said = _("Due: {title}")
    if deadline.date_earliest is None:
        said = _("Due not later than this day: {title}")
    elif deadline.date_latest is None:
        said = _("Due not before this day: {title}")
    words = f"“{deadline.date_words}”. " if deadline.date_words else ""
    text = words + _("Status: {status}.").format(status=commitment.status_then_label)
    key = f"{commitment.code}-due-{deadline.position}"
    return _entry(key, commitment, deadline.date, said.format(title=commitment.title), text)


def _step_entry(step: Milestone) -> as_calendar.Entry:
    by = f"{step.get_step_display()} ({step.party.short_name})" if step.party else step.get_step_display()  # fmt: skip
    key = f"{step.commitment.code}-{step.step}" + (f"-{step.party.slug}" if step.party else "")
    return _entry(key, step.commitment, step.date, f"{by}: {step.commitment.title}", step.note)


def _entry(key: str, commitment: Commitment, when: dates.FuzzyDate, title: str, text: str) -> as_calendar.Entry:  # fmt: skip
    """On the days that the date can be; of one with an open end on the day that is known."""
    first, last = when.earliest or when.latest, when.latest or when.earliest
    assert first
    assert last
    assert commitment.recorded_at
    address = settings.SITE_URL + commitment.get_absolute_url()
    said = f"{commitment.code}. {text}".strip()
    return as_calendar.Entry(key, first, last, title, said, address, commitment.recorded_at)


def _title(found: selector.Calendar) -> str:
    late = len(found.overdue)
    soon = len(found.soon)
    return ", ".join([
        ngettext("{n} overdue", "{n} overdue", late).format(n=late),
        ngettext("{n} due in the next 90 days", "{n} due in the next 90 days", soon).format(n=soon),
        _("{n} without a day").format(n=len(found.worded)),
    ])  # fmt: skip


def _years(found: selector.Calendar, rows: Rows) -> list[dict[str, object]]:
    """A row for each year in which something is due; the links count what may fall into the year."""
    return [_year(year, number, rows) for year, number in sorted(found.years.items())]


def _year(year: int, number: int, rows: Rows) -> dict[str, object]:
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    of_year = rows.narrowed("due_from", first).narrowed("due_to", last)
    return {"year": year, "number": number, "url": of_year.url}


def _cells(due: selector.Due, is_overdue: bool) -> list[object]:
    commitment, deadline = due.commitment, due.deadline
    return [
        commitment.code,
        commitment.title,
        commitment.status_then,  # type: ignore[attr-defined]
        dates.to_text(deadline.date),
        deadline.date_precision,
        deadline.date_words,
        str(is_overdue).lower(),
        len(due.former),
        settings.SITE_URL + commitment.get_absolute_url(),
    ]
