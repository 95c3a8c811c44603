"""The latest status changes of a query, for programs that ask again and again."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.exports import as_feed, status_changes
from tracker.exports.columns import Column, Context
from tracker.filtersets.reading import Query
from tracker.lib.addresses import with_query
from tracker.selectors import timelines
from tracker.selectors.site import site
from tracker.views.commitments import chips_of, query_of
from tracker.views.downloads import refused
from tracker.views.pages import ask
from tracker.views.statuses import changes_of

_MOST = 50
_COLUMNS = {column.name: column for column in status_changes.COLUMNS}
_READ = [
    _COLUMNS[name]
    for name in ("permalink", "commitment", "commitment_title", "status_label", "happened",
                 "reason", "recorded_at")
]  # fmt: skip
_READ.append(Column("words", "The words it rests on.", ("cites",), status_changes.quoted))
FORMS: dict[str, tuple[Callable[[as_feed.Feed], str], str]] = {
    "atom": (as_feed.atom, as_feed.ATOM_TYPE),
    "feed.json": (as_feed.json_feed, as_feed.JSON_TYPE),
}


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """What was recorded last comes first, whenever it happened: that is what is new to a reader."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    if wrong := refused(asked, query):
        return wrong
    write, content_type = FORMS[form]
    return HttpResponse(write(_feed(query, form)), content_type=content_type)


def _feed(query: Query, form: str) -> as_feed.Feed:
    clocks = query.filterset.clocks
    pairs = [(name, v) for name in query.filters for v in query.filters.getlist(name)]
    page, address = (
        settings.SITE_URL + with_query(with_query(reverse(name), pairs), clocks.asked)
        for name in ("statuses", f"statuses-{form}")
    )
    about = site(clocks)
    name = about.title or _("Commitment tracker")
    return as_feed.Feed(_title(query), name, page, address, _entries(query), about.licence_name)


def _title(query: Query) -> str:
    chips = chips_of(query, query.filterset.clocks)
    told = [f"{chip['label'].lower()} {chip['value']}".strip() for chip in chips]
    return ", ".join([_("Status changes"), *told])


def _entries(query: Query) -> list[as_feed.Entry]:
    latest = timelines.with_marks(changes_of(query)).order_by(F("recorded_at").desc(), "-pk")
    context = Context(settings.SITE_URL, query.filterset.clocks)
    return [_entry(*cells) for cells in status_changes.TABLE.rows(latest[:_MOST], _READ, context)]


def _entry(permalink: str, code: str, title: str, status: str, happened: str, reason: str, recorded_at: str, words: str) -> as_feed.Entry:  # fmt: skip
    return as_feed.Entry(
        f"{code} {title}: {status}",
        permalink,
        f"{happened}. {reason}\n\n{words}".strip(),
        datetime.fromisoformat(recorded_at),
    )
