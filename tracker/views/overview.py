"""The start page."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker import choices
from tracker.charts.over_time import OverTime, over_time
from tracker.charts.status_bar import StatusBar, status_bar
from tracker.lib.clocks import Clocks
from tracker.selectors.overview import Overview, Row, overview
from tracker.selectors.series import Step, steps
from tracker.views.commitments import query_of
from tracker.views.downloads import refused, table_file
from tracker.views.links import Rows
from tracker.views.pages import ask, show


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How things stand and what changed."""
    asked = ask(request)
    found, rows = overview(asked.clocks), Rows(asked.clocks)
    bar = status_bar(found.counts, rows.with_status)
    context = {
        "overview": found,
        "bar": bar,
        "over_time": _over_time(found.steps, asked.clocks),
        "questions": _questions(found, rows),
        "groupings": _groupings(found, rows),
    }
    finding = bar.finding if bar.total else ""
    return show(request, "overview.html", context, asked=asked, title=_title(bar), finding=finding)


@require_safe
def over_time_csv(request: HttpRequest) -> HttpResponseBase:
    """The counts after every change, of the commitments that the query asks for."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    if wrong := refused(asked, query):
        return wrong
    found = steps(query.rows, asked.clocks)
    rows = ([step.day, *(step.counts[s] for s in choices.Status)] for step in found)
    return table_file("over-time", ["day", *choices.Status.values], rows, asked.clocks)


def _title(bar: StatusBar) -> str:
    """How many there are, and the three statuses that come first."""
    if not bar.total:
        return _("Nothing is recorded yet")
    counted = ngettext("{n} commitment", "{n} commitments", bar.total).format(n=bar.total)
    return ", ".join([counted, *(f"{s.count} {s.label.lower()}" for s in bar.present[:3])])


def _groupings(found: Overview, rows: Rows) -> list[tuple[list[dict[str, Any]], str, str, str]]:
    """The rows of each table, the filter that they are links by, the heading, the head of the column."""
    tables = (
        ("party", found.by_party, _("By party"), _("Party")),
        ("source", found.by_source, _("By source"), _("Source")),
        ("category", found.by_category, _("By kind"), _("Kind")),
    )
    return [
        ([_row(rows, name, row) for row in counted], name, heading, column)
        for name, counted, heading, column in tables
    ]


def _row(rows: Rows, name: str, row: Row) -> dict[str, Any]:
    mine = rows.narrowed(name, row.slug)
    return {"label": row.label, "url": mine.url, "bar": status_bar(row.counts, mine.with_status)}


def _over_time(found: list[Step], clocks: Clocks) -> OverTime | None:
    points = [(step.day, step.counts) for step in found]

    def url_for(day: date, status: str) -> str:
        then = Clocks.at(clocks.today, as_of=day, known_at=clocks.known_at)
        return Rows(then).with_status(status)

    return over_time(points, clocks.as_of, url_for)


def _questions(found: Overview, rows: Rows) -> list[tuple[str, int, str]]:
    """Lists that answer what readers ask first: the words, how many, and where they are."""
    return [
        (_("are disputed"), found.disputed, rows.narrowed("disputed", "1").url),
        (_("rest on one party’s word only"), found.one_sided, rows.narrowed("one_sided", "1").url),
        (_("are overdue"), found.due.late_number, rows.narrowed("overdue", "1").url),
    ]
