"""The list of status changes, and the page of one."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.choices import State
from tracker.exports.status_changes import COLUMNS
from tracker.models import Commitment, StatusChange
from tracker.selectors.timelines import changes_with_evidence, latest_turns, newest_first
from tracker.views.downloads import csv_file
from tracker.views.pages import show, show_withdrawn, today

_PAGE_SIZE = 20


@require_safe
def status_list(request: HttpRequest) -> HttpResponse:
    """All status changes, the latest to happen first."""
    pages = Paginator(newest_first(changes_with_evidence()), _PAGE_SIZE)
    page = pages.get_page(request.GET.get("page", "1")[:6])
    context = {"page": page, "turns": latest_turns(page.object_list)}
    return show(request, "statuses/list.html", context, day=today())


@require_safe
def status_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same status changes as the list, all of them. A query that makes no sense is refused."""
    if wrong := [_("There is no filter “{name}”.").format(name=name[:40]) for name in request.GET]:
        return HttpResponse("\n".join(wrong), status=400, content_type="text/plain; charset=utf-8")
    return csv_file("status-changes", newest_first(changes_with_evidence()), COLUMNS, today())


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """One status change: from what to what, why, on which evidence."""
    change = changes_with_evidence().filter(code=code).first()
    if change is None:
        return _withdrawn(request, code)
    neighbours = StatusChange.public.filter(~Q(pk=change.pk), commitment=change.commitment_id)
    others = newest_first(neighbours.select_related("commitment"))
    turn, *other_turns = latest_turns([change, *others])
    context = {"turn": turn, "others": other_turns}
    return show(request, "statuses/detail.html", context, day=today())


def _withdrawn(request: HttpRequest, code: str) -> HttpResponse:
    """What was public with its commitment goes with it, and says why; anything else never was."""
    published = {"status_changes__code": code, "status_changes__state": State.PUBLISHED}
    commitment = Commitment.public.withdrawn().filter(**published).first()
    if commitment is None:
        raise Http404
    return show_withdrawn(request, commitment)
