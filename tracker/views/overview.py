"""The start page."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.charts.status_bar import StatusBar, status_bar
from tracker.selectors.overview import Row, overview
from tracker.views.commitments import list_url, status_url
from tracker.views.pages import show, today


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How things stand and what changed."""
    day = today()
    found = overview(today=day)
    context = {
        "overview": found,
        "bar": status_bar(found.counts, status_url),
        "groupings": [
            ([_row("source", row) for row in found.by_source], _("By source"), _("Source")),
            ([_row("category", row) for row in found.by_category], _("By kind"), _("Kind")),
        ],
    }
    return show(request, "overview.html", context, day=day)


def _row(name: str, row: Row) -> dict[str, str | StatusBar]:
    bar = status_bar(row.counts, partial(status_url, **{name: row.slug}))
    return {"label": row.label, "url": list_url(**{name: row.slug}), "bar": bar}
