"""Files to take away: rows written as they are read, under a name with the day."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse

from tracker.exports import as_csv, as_json
from tracker.exports.columns import Column, Context
from tracker.filtersets.reading import Asked, Query
from tracker.lib.clocks import Clocks

CHUNK = 500


def refused(asked: Asked, query: Query) -> HttpResponse | None:
    """A file with rows that nobody asked for does harm: 400 for an address that makes no sense."""
    wrong = [f"{i.label}: “{i.value}”. {i.reason}" for i in (*asked.ignored, *query.ignored)]
    if not wrong:
        return None
    return HttpResponse("\n".join(wrong), status=400, content_type="text/plain; charset=utf-8")


def csv_file(
    name: str, rows: QuerySet, columns: Sequence[Column], clocks: Clocks
) -> StreamingHttpResponse:
    """All rows as CSV, one line at a time."""
    lines = as_csv.lines(rows.iterator(chunk_size=CHUNK), columns, _context(clocks))
    return _csv(name, lines, clocks)


def table_file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], clocks: Clocks
) -> StreamingHttpResponse:
    """The table beside a chart as CSV; every row ends with the days asked about."""
    days = list(clocks.fixed.values())
    lines = as_csv.table([*head, *clocks.fixed], ([*row, *days] for row in rows))
    return _csv(name, lines, clocks)


def json_file(
    rows: QuerySet, columns: Sequence[Column], clocks: Clocks, *, address: str
) -> StreamingHttpResponse:
    """All rows as one JSON document, one row at a time."""
    about = {"asked": settings.SITE_URL + address, **clocks.fixed}
    items = as_json.pieces(rows.iterator(chunk_size=CHUNK), columns, _context(clocks), about)
    return StreamingHttpResponse(items, content_type="application/json")


def _csv(name: str, lines: Iterable[str], clocks: Clocks) -> StreamingHttpResponse:
    day = clocks.as_of.isoformat()
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'},
    )


def _context(clocks: Clocks) -> Context:
    return Context(settings.SITE_URL, **clocks.fixed)
