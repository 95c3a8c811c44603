"""How the record is taken away and reused, and the site map for machines."""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tracker.exports import commitments, json_ld
from tracker.lib.clocks import Clocks
from tracker.models import Commitment, Party, Source, StatusChange
from tracker.selectors.site import site
from tracker.views.files import METADATA, METADATA_TYPE, SCHEMA, TABLES, XLSX_TYPE
from tracker.views.links import page
from tracker.views.pages import ask, show

# The forms of every table, each with its media type and what it is called.
_FORMS = {
    "csv": ("text/csv", gettext_lazy("CSV")),
    "xlsx": (XLSX_TYPE, gettext_lazy("XLSX")),
    "json": ("application/json", gettext_lazy("JSON")),
    "jsonl": ("application/jsonl", gettext_lazy("JSON Lines")),
    METADATA: (METADATA_TYPE, gettext_lazy("Metadata of the CSV")),
    SCHEMA: ("application/json", gettext_lazy("Schema of the CSV")),
}
# What is no table of records, each with its forms.
_OTHERS = (
    (gettext_lazy("Latest status changes"), {"statuses-atom": "Atom", "statuses-feed.json": "JSON Feed"}),
    (gettext_lazy("Calendar"), {"calendar-csv": "CSV", "calendar-ics": "iCalendar"}),
    (gettext_lazy("Pairs"), {"pairs-csv": "CSV"}),
    (gettext_lazy("Matrix"), {"matrix-csv": "CSV"}),
    (gettext_lazy("What changed in the last year"), {"compare-csv": "CSV"}),
    (gettext_lazy("Counts by status over time"), {"over-time-csv": "CSV"}),
)  # fmt: skip
_PAGES = (
    "overview", "commitments", "statuses", "parties", "pairs", "matrix", "calendar", "compare",
    "sources", "events", "figures", "data", "method", "corrections", "accessibility",
)  # fmt: skip


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The files, what their columns mean, and the licence."""
    asked = ask(request)
    whole = [
        (settings.SITE_URL + reverse(f"{name}-{form}"), media)
        for name in TABLES
        for form, (media, _label) in _FORMS.items()
    ]
    address = settings.SITE_URL + request.path
    context = {
        "tables": [
            (table, _addresses(name, asked.clocks)) for name, (table, _of) in TABLES.items()
        ],
        "others": [
            (label, [(form, page(name, asked.clocks)) for name, form in forms.items()])
            for label, forms in _OTHERS
        ],
        "json_ld": json_ld.dataset(site(asked.clocks), address, whole, list(commitments.COLUMNS)),
    }
    return show(request, "data.html", context, asked=asked, title=_("Data"))


def _addresses(table: str, clocks: Clocks) -> list[tuple[object, str]]:
    return [(label, page(f"{table}-{form}", clocks)) for form, (_media, label) in _FORMS.items()]


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
