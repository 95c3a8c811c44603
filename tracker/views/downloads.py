"""Files to take away: rows written as they are read, under a name with the day."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from tracker.exports.as_csv import lines
from tracker.exports.columns import Column, Context

CHUNK = 500


def csv_file(
    name: str, rows: QuerySet, columns: Sequence[Column], day: date
) -> StreamingHttpResponse:
    """All rows as CSV, one line at a time."""
    content = lines(
        rows.iterator(chunk_size=CHUNK), columns, Context(settings.SITE_URL, day.isoformat())
    )
    return StreamingHttpResponse(
        content,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}-{day.isoformat()}.csv"'},
    )
