"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.charts.status_bar import StatusBar, status_bar
from tracker.selectors.overview import Row, overview
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
        "groupings": [
            ([_row(rows, "source", row) for row in found.by_source], _("By source"), _("Source")),
            ([_row(rows, "category", row) for row in found.by_category], _("By kind"), _("Kind")),
        ],
    }
    return show(request, "overview.html", context, asked=asked, title=_title(bar))


def _title(bar: StatusBar) -> str:
    """How many there are, and the three statuses that come first."""
    if not bar.total:
        return _("Nothing is recorded yet")
    counted = ngettext("{n} commitment", "{n} commitments", bar.total).format(n=bar.total)
    return ", ".join([counted, *(f"{s.count} {s.label.lower()}" for s in bar.present[:3])])


def _row(rows: Rows, name: str, row: Row) -> dict[str, str | StatusBar]:
    mine = rows.narrowed(name, row.slug)
    return {"label": row.label, "url": mine.url, "bar": status_bar(row.counts, mine.with_status)}
