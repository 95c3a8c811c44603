"""How the record is taken away and reused, and the site map for machines."""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tracker.exports import commitments, json_ld, status_changes
from tracker.exports.columns import Column
from tracker.models import Commitment, Party, Source, StatusChange
from tracker.selectors.site import site
from tracker.views.links import page
from tracker.views.pages import ask, show

_CSV, _JSON = "text/csv", "application/json"
_FILES = {
    "commitments-csv": (_CSV, gettext_lazy("Commitments")),
    "commitments-json": (_JSON, gettext_lazy("Commitments")),
    "statuses-csv": (_CSV, gettext_lazy("Status changes")),
    "pairs-csv": (_CSV, gettext_lazy("Pairs")),
    "matrix-csv": (_CSV, gettext_lazy("Matrix")),
    "calendar-csv": (_CSV, gettext_lazy("Calendar")),
    "compare-csv": (_CSV, gettext_lazy("What changed in the last year")),
    "over-time-csv": (_CSV, gettext_lazy("Counts by status over time")),
}
_DICTIONARIES: tuple[tuple[str, object, tuple[Column, ...]], ...] = (
    ("commitments", gettext_lazy("Columns of commitments"), commitments.COLUMNS),
    ("status-changes", gettext_lazy("Columns of status changes"), status_changes.COLUMNS),
)
_PAGES = (
    "overview", "commitments", "statuses", "parties", "pairs", "matrix", "calendar", "compare",
    "sources", "events", "figures", "data", "method", "corrections", "accessibility",
)  # fmt: skip


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The files, what their columns mean, and the licence."""
    asked = ask(request)
    files = [(label, media, page(name, asked.clocks)) for name, (media, label) in _FILES.items()]
    whole = [(settings.SITE_URL + reverse(name), media) for name, (media, _l) in _FILES.items()]
    address = settings.SITE_URL + request.path
    context = {
        "files": files,
        "dictionaries": _DICTIONARIES,
        "json_ld": json_ld.dataset(site(asked.clocks), address, whole, list(commitments.COLUMNS)),
    }
    return show(request, "data.html", context, asked=asked, title=_("Data"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can read the record, and what is known not to work."""
    return show(request, "accessibility.html", {}, asked=ask(request), title=_("Accessibility"))


@require_safe
def sitemap(_request: HttpRequest) -> StreamingHttpResponse:
    """Every public page, for search engines: https://www.sitemaps.org/protocol.html."""
    return StreamingHttpResponse(_urls(), content_type="application/xml; charset=utf-8")


def _urls() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    # Codes and slugs hold no sign that XML would read otherwise.
    for path in chain(map(reverse, _PAGES), _records()):
        yield f"<url><loc>{settings.SITE_URL}{path}</loc></url>\n"
    yield "</urlset>\n"


def _records() -> Iterator[str]:
    for model, key in (
        (Commitment, "code"),
        (StatusChange, "code"),
        (Party, "slug"),
        (Source, "slug"),
    ):
        for record in model.public.order_by(key).only("pk", key).iterator(chunk_size=2000):
            yield record.get_absolute_url()
