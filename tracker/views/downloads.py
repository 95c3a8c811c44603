"""Files to take away: rows written as they are read, under a name with the day."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from tracker.exports import as_csv
from tracker.filtersets.reading import Asked, Query
from tracker.lib.clocks import Clocks

# An old spreadsheet program takes UTF-8 for another encoding unless this comes first (decision 12).
BYTE_ORDER_MARK = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8; header=present"
TOGETHER = 200


def refused(asked: Asked, query: Query) -> HttpResponse | None:
    """A file with rows that nobody asked for does harm: 400 for an address that makes no sense."""
    wrong = [f"{i.label}: “{i.value}”. {i.reason}" for i in (*asked.ignored, *query.ignored)]
    if not wrong:
        return None
    return HttpResponse("\n".join(wrong), status=400, content_type="text/plain; charset=utf-8")


def table_file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], clocks: Clocks
) -> StreamingHttpResponse:
    """The table beside a chart as CSV; every row ends with the days asked about."""
    days = list(clocks.fixed.values())
    lines = as_csv.lines([*head, *clocks.fixed], ([*row, *days] for row in rows))
    return attached(lines, CSV_TYPE, f"{name}-{clocks.as_of.isoformat()}.csv")


def attached(parts: Iterable[str], content_type: str, name: str) -> StreamingHttpResponse:
    """A file of this name, sent part by part."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(bundled(parts), content_type=content_type, headers=named)


def bundled(parts: Iterable[str]) -> Iterator[bytes]:
    """The first line at once, then as many together as it takes to be worth sending."""
    lines = iter(parts)
    yield next(lines, "").encode()
    while several := list(islice(lines, TOGETHER)):
        yield "".join(several).encode()
