"""The list of commitments, its CSV, and the page of one commitment."""

from datetime import date
from itertools import groupby
from operator import itemgetter

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker import choices
from tracker.exports.commitments import COLUMNS
from tracker.filtersets.commitments import FACETS, MARKS, CommitmentFilterSet
from tracker.filtersets.reading import Ignored, Query, read_query, without
from tracker.models import Commitment
from tracker.selectors import commitments as selector
from tracker.tables.commitments import CommitmentTable
from tracker.views.downloads import csv_file
from tracker.views.pages import show, show_withdrawn, today

_PAGE_SIZE = 20
_LAST_PAGE = 1000


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The commitments that the query asks for, in pages."""
    day = today()
    query = read_query(CommitmentFilterSet, request, _public(day), others=("page",))
    pages = Paginator(selector.for_list(query.rows), _PAGE_SIZE)
    number = _page_number(request.GET.get("page", ""), pages.num_pages, query.ignored)
    page = pages.page(number)
    context = {
        "query": query,
        "form": query.filterset.form,
        "facets": [query.filterset.form[name] for name in FACETS],
        "marks": [query.filterset.form[name] for name in MARKS],
        "chips": _chips(query),
        "page": page,
        "table": CommitmentTable(page.object_list),
        "total": Commitment.public.count(),
        "ignored": query.ignored,
        "querystring": query.values.urlencode(),
        "wider": _wider(request, query, day) if not pages.count else [],
    }
    return show(request, "commitments/list.html", context, day=day)


@require_safe
def commitment_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same rows as the list, all of them. A query that makes no sense is refused, not guessed."""
    day = today()
    query = read_query(CommitmentFilterSet, request, _public(day), others=("page",))
    wrong = [f"{i.label}: “{i.value}”. {i.reason}" for i in query.ignored]
    wrong += [_("There is no filter “{name}”.").format(name=name[:40]) for name in query.unknown]
    if wrong:
        return HttpResponse("\n".join(wrong), status=400, content_type="text/plain; charset=utf-8")
    name = "commitments-filtered" if query.values else "commitments"
    return csv_file(name, selector.for_list(query.rows), COLUMNS, day)


@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: the words, the facts, the timeline."""
    day = today()
    try:
        page = selector.page(code, today=day)
    except Commitment.DoesNotExist:
        return not_public(request, code)
    return show(request, "commitments/detail.html", {"page": page}, day=day)


def not_public(request: HttpRequest, code: str) -> HttpResponse:
    """What was withdrawn says why; anything else never was public."""
    withdrawn = Commitment.public.withdrawn().filter(code=code).first()
    if withdrawn is None:
        raise Http404
    return show_withdrawn(request, withdrawn)


def _public(day: date) -> QuerySet[Commitment]:
    return selector.with_marks(Commitment.public.order_by("code"), today=day)


def _page_number(text: str, last: int, ignored: list[Ignored]) -> int:
    if not text:
        return 1
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    if is_number and 1 <= int(text) <= min(last, _LAST_PAGE):
        return int(text)
    ignored.append(Ignored(_("Page"), text[:40], _("There is no such page; this is the first.")))
    return 1


def _chips(query: Query) -> list[dict[str, str]]:
    """Each value in use, with the address of the same list without it."""
    chips = []
    for name, field in query.filterset.form.fields.items():
        labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        for value in query.values.getlist(name):
            if name != "sort":
                rest = without(query.values, name, value)
                shown = labels.get(value, value)
                chips.append(
                    {"name": name, "label": str(field.label), "value": shown, "rest": rest}
                )
    return chips


def _wider(request: HttpRequest, query: Query, day: date) -> list[dict[str, object]]:
    """For an empty list: what comes back when one filter is taken away, with all its values.

    Within a filter values are alternatives, so that taking away one of several brings back nothing.
    """
    found = []
    for name, chips in groupby(_chips(query), key=itemgetter("name")):
        several = list(chips)
        rest = query.values.copy()
        del rest[name]
        rows = CommitmentFilterSet(rest, queryset=_public(day), request=request).qs
        value = ", ".join(chip["value"] for chip in several)
        wider = {"label": several[0]["label"], "value": value, "rest": rest.urlencode()}
        if count := rows.count():
            found.append({**wider, "count": count})
    return sorted(found, key=lambda wider: -int(str(wider["count"])))


def list_url(**filters: str) -> str:
    """The list with these filters."""
    values = QueryDict(mutable=True)
    values.update(filters)
    return reverse("commitments") + ("?" + values.urlencode() if filters else "")


def status_url(status: str, **filters: str) -> str:
    """The list with one status, or with what is not assessed."""
    return list_url(**filters, status=status or choices.NOT_ASSESSED)
