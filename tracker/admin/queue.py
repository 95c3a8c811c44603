"""The desk beyond single records: its home, the review queue, one review, the work lists."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.admin.base import Link, add_address, address
from tracker.admin.review import moves_offered
from tracker.cells import bundles
from tracker.choices import State
from tracker.desk import queue, worklists
from tracker.models import Commitment, Reference, Source, StatusChange

_MOST = 200


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
            "count": len(each.rows(user, today)),
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


def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, the oldest first; what one wrote oneself is left out."""
    _require_editor(request)
    user: Any = request.user
    everything = queue.waiting(user)
    others = [item for item in everything if not item.is_mine]
    kind, author = request.GET.get("kind", ""), request.GET.get("author", "")
    shown = [item for item in others if _fits(item, kind, author)]
    context = {
        "title": _("To review: {number}").format(number=len(shown)),
        "rows": [(item, review_address(item.record)) for item in shown],
        "mine": len(everything) - len(others),
        "kinds": sorted(Counter(item.kind for item in others).items()),
        "authors": sorted(Counter(str(item.submitted_by or "") for item in others).items()),
        "kind": kind,
        "author": author,
        "now": timezone.now(),
    }
    return _page(request, "queue", context)


def _fits(item: queue.Waiting, kind: str, author: str) -> bool:
    return kind in ("", item.kind) and author in ("", str(item.submitted_by or ""))


def review(request: HttpRequest, table: str, key: str) -> HttpResponse:
    """One record in review: what it changes, on which words, and the two answers to it."""
    _require_editor(request)
    user: Any = request.user
    record = _in_review(table, key)
    others = [item.record for item in queue.waiting(user) if not item.is_mine]
    after = others[others.index(record) + 1 :] if record in others else others
    context = {
        "title": _("Review: {record}").format(record=record),
        "review": queue.review(record),
        "record_address": address(record),
        "moves": moves_offered(record, user),
        "next": review_address(after[0]) if after else "",
        "queue": reverse("desk:queue"),
    }
    return _page(request, "review", context)


def _in_review(table: str, key: str) -> Any:
    model = next((m for m in queue.KINDS if bundles.table_of(m).name == table), None)
    record = model.objects.filter(code=key).first() if model else None
    if record is None or record.state != State.IN_REVIEW:
        raise Http404
    return record


def review_address(record: Any) -> str:
    """The page on which the record is reviewed."""
    return reverse("desk:review", args=[bundles.table_of(record).name, record.code])


def work(request: HttpRequest, name: str) -> HttpResponse:
    """One work list."""
    _require_editor(request)
    found = worklists.named(name)
    if found is None:
        raise Http404
    user: Any = request.user
    rows = found.rows(user, timezone.now().date())
    context = {
        "title": f"{found.label}: {len(rows)}",
        "meaning": found.meaning,
        "rows": [(row, address(row)) for row in rows[:_MOST]],
        "left_out": max(0, len(rows) - _MOST),
        "now": timezone.now(),
    }
    return _page(request, "worklist", context)


def _require_editor(request: HttpRequest) -> None:
    if not permissions.may_edit(request.user):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    shared = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/tracker/{template}.html", {**shared, **context})
