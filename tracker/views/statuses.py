"""The list of status changes, and the page of one."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.choices import State
from tracker.filtersets.reading import Query
from tracker.models import Commitment, StatusChange
from tracker.selectors import then
from tracker.selectors.timelines import (
    changes_with_evidence,
    latest_turns,
    newest_first,
    with_evidence,
)
from tracker.views.commitments import filter_context, query_of
from tracker.views.pages import ask, page_of, show, show_not_there, show_withdrawn


@require_safe
def status_list(request: HttpRequest) -> HttpResponse:
    """The status changes of the commitments that the query asks for, the latest to happen first."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    changes = with_evidence(changes_of(query))
    page = page_of(request, changes, query.ignored)
    context = {
        "page": page,
        "turns": latest_turns(page.object_list, asked.clocks),
        **filter_context(query),
        "ignored": query.ignored,
    }
    n = page.paginator.count
    title = ngettext("{n} status change", "{n} status changes", n).format(n=n)
    return show(
        request, "statuses/list.html", context, asked=asked, title=title, values=query.filters
    )


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """One status change: from what to what, why, on which evidence."""
    asked = ask(request)
    change = changes_with_evidence(asked.clocks).filter(code=code).first()
    if change is None:
        return _not_public(request, code)
    others = then.changes_there(asked.clocks).filter(
        ~Q(pk=change.pk), commitment=change.commitment_id
    )
    others = newest_first(others.select_related("commitment"))
    turn, *other_turns = latest_turns([change, *others], asked.clocks)
    context = {"turn": turn, "others": other_turns}
    title = f"{change.code} {change.commitment.title}"
    return show(
        request, "statuses/detail.html", context, asked=asked, title=title, finding=turn.after_label
    )


def changes_of(query: Query) -> QuerySet[StatusChange]:
    """The status changes of the commitments that are asked for, the latest to happen first."""
    changes = newest_first(then.changes_there(query.filterset.clocks))
    if query.filters:
        return changes.filter(commitment__in=query.rows.order_by().values("pk"))
    return changes


def _not_public(request: HttpRequest, code: str) -> HttpResponse:
    """What was public with its commitment goes with it, and says why; anything else never was."""
    if later := with_evidence(StatusChange.public.all()).filter(code=code).first():
        return show_not_there(request, later, ask(request))
    published = {"status_changes__code": code, "status_changes__state": State.PUBLISHED}
    commitment = Commitment.public.withdrawn().filter(**published).first()
    if commitment is None:
        raise Http404
    return show_withdrawn(request, commitment)
