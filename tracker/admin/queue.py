"""The desk beyond single records: its home, the review queue, the work lists."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker import permissions
from tracker.admin.base import Link, add_address, address, desk_page, require_editor, review_address
from tracker.desk import facets, queue, worklists
from tracker.models import Commitment, Reference, Source, StatusChange

_MOST = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The admin’s own home, with what is to be done above it."""
    return admin.site.index(request, {"work": _work(request), "entries": _entries(request)})


def _work(request: HttpRequest) -> list[dict[str, Any]]:
    """Every list with its count; the queue first."""
    if not permissions.may_edit(request.user):
        return []
    user: Any = request.user
    today = timezone.now().date()
    queued = [item for item in queue.waiting(user) if not item.is_mine]
    first = {"label": _("To review"), "url": reverse("desk:queue"), "count": len(queued)}
    return [first] + [
        {
            "label": each.label,
            "url": reverse("desk:work", args=[each.name]),
            "count": each.count(user, today),
        }
        for each in worklists.LISTS
    ]


def _entries(request: HttpRequest) -> list[Link]:
    """Where a day’s work begins, so that nobody goes through the names of all models for it."""
    if not permissions.may_edit(request.user):
        return []
    return [
        (_("New source with its text"), add_address(Source)),
        (_("New reference"), add_address(Reference)),
        (_("New commitment"), add_address(Commitment)),
        (_("Record a status change"), add_address(StatusChange)),
        (_("Import a spreadsheet"), reverse("desk:imports")),
    ]


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, the oldest first; what one wrote oneself is left out."""
    user = require_editor(request)
    everything = queue.waiting(user)
    rows = facets.rows_of(item for item in everything if not item.is_mine)
    chosen = {f.name: request.GET[f.name] for f in facets.FACETS if f.name in request.GET}
    shown, looked_for = facets.page(rows, chosen)
    beyond = looked_for if looked_for > facets.MOST else 0
    now = timezone.now()
    context = {
        "title": _heading(shown, beyond or len(shown), now),
        "most": facets.MOST,
        "beyond": beyond,
        "rows": [(row, review_address(row.item.record)) for row in shown],
        "mine": len(everything) - len(rows),
        "facets": [_facet(facet, rows, chosen) for facet in facets.FACETS] if rows else [],
        "chosen": chosen,
        "now": now,
    }
    return desk_page(request, "queue", context)


def _heading(rows: list[facets.Row], number: int, now: datetime) -> str:
    since = [row.item.submitted_at for row in rows if row.item.submitted_at]
    if not since:
        return _("To review: {number}").format(number=number)
    age = timesince(min(since), now, depth=1)
    return _("To review: {number} (oldest {age})").format(number=number, age=age)


def _facet(facet: facets.Facet, rows: list[facets.Row], chosen: dict[str, str]) -> dict[str, Any]:
    others = {name: value for name, value in chosen.items() if name != facet.name}
    return {
        "label": facet.label,
        "all": f"?{urlencode(others)}",
        "is_all": facet.name not in chosen,
        "options": [
            (option, f"?{urlencode({**others, facet.name: option.value})}")
            for option in facets.options(facet, rows, chosen)
        ],
    }


@require_safe
def work(request: HttpRequest, name: str) -> HttpResponse:
    """One work list."""
    user = require_editor(request)
    found = worklists.named(name)
    if found is None:
        raise Http404
    now = timezone.now()
    count = found.count(user, now.date())
    context = {
        "title": f"{found.label}: {count}",
        "meaning": found.meaning,
        "rows": [(row, address(row)) for row in found.first(user, now.date(), _MOST)],
        "left_out": max(0, count - _MOST),
        "now": now,
    }
    return desk_page(request, "worklist", context)


def nowhere(request: HttpRequest, **_: str) -> HttpResponse:
    """What Django’s admin offers and this desk does not."""
    raise Http404
