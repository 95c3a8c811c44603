"""The list of commitments, its files, and the page of one commitment."""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.charts import timeline
from tracker.charts.status_bar import status_bar
from tracker.exports import json_ld
from tracker.filtersets.commitments import DAYS, MARKS, CommitmentFilterSet
from tracker.filtersets.facets import facets
from tracker.filtersets.reading import Query, read_query, without
from tracker.lib.clocks import Clocks
from tracker.models import Commitment
from tracker.selectors import commitments as selector
from tracker.selectors import then
from tracker.views.links import Rows
from tracker.views.pages import ask, page_of, show, show_not_there, show_withdrawn

Chip = dict[str, str]


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The commitments that the query asks for, in pages."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    page = page_of(request, selector.for_list(query.rows, asked.clocks), query.ignored)
    chips = chips_of(query, asked.clocks)
    total = then.standing(Commitment.public.all(), asked.clocks).count()
    context = {
        **filter_context(query),
        "page": page,
        "bar": status_bar(selector.status_counts(query.rows), rows_of(query).with_status),
        "total": total,
        "ignored": query.ignored,
        "wider": _wider(query, asked.clocks) if not page.paginator.count else [],
    }
    title = _title(page.paginator.count, total, chips)
    return show(
        request, "commitments/list.html", context, asked=asked, title=title, values=query.values
    )


@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: the words, the facts, the timeline."""
    asked = ask(request)
    try:
        page = selector.page(code, asked.clocks)
    except Commitment.DoesNotExist:
        return not_public(request, code)
    title = f"{page.commitment.code} {page.commitment.title}"
    finding = page.commitment.status_then_label
    words = [citation.passage for citation in page.primary if citation.passage]
    context = {
        "page": page,
        "line": _line(page, asked.clocks),
        "json_ld": json_ld.quotations(page.commitment, words, settings.SITE_URL),
    }
    return show(
        request, "commitments/detail.html", context, asked=asked, title=title, finding=finding
    )


def _line(page: selector.CommitmentPage, clocks: Clocks) -> timeline.Line | None:
    """What of the story has a day: neither what was corrected nor what is about one party alone."""
    events: list[timeline.Event] = [(page.commitment.date, timeline.MADE, "")]
    for turn in page.turns:
        if not turn.is_corrected and turn.change.party is None:
            events.append((turn.change.date, timeline.CHANGE, turn.after or "not_assessed"))
    for number, deadline in enumerate(page.deadlines, start=1):
        kind = timeline.DUE if number == len(page.deadlines) else timeline.RE_DATED
        events.append((deadline.date, kind, ""))
    return timeline.timeline(events, clocks.as_of)


def not_public(request: HttpRequest, code: str) -> HttpResponse:
    """What was withdrawn says why, what was not there then when it was; anything else never was public."""
    if later := Commitment.public.filter(code=code).first():
        return show_not_there(request, later, ask(request))
    withdrawn = Commitment.public.withdrawn().filter(code=code).first()
    if withdrawn is None:
        raise Http404
    return show_withdrawn(request, withdrawn)


def query_of(request: HttpRequest, clocks: Clocks, *others: str) -> Query:
    """What the address asks for, of the commitments as they stood then."""
    others = ("page", "cite", *others)
    return read_query(CommitmentFilterSet, request.GET, clocks, others=others)


def filter_context(query: Query, leave_out: Collection[str] = ()) -> dict[str, object]:
    """What a page with the form of the filters shows of them."""
    return {
        "form": query.filterset.form,
        "is_searched": "q" not in leave_out,
        "facets": facets(query, leave_out),
        "are_days_in_use": any(name in query.values for name in DAYS),
        "days": [query.filterset.form[name] for name in DAYS if name not in leave_out],
        "chips": chips_of(query, query.filterset.clocks),
    }


def rows_of(query: Query) -> Rows:
    """The list of what the query asks for, to be narrowed further."""
    filters = query.filters
    pairs = ((name, value) for name in filters for value in filters.getlist(name))
    return Rows(query.filterset.clocks, tuple(pairs))


def querystring_of(query: Query, clocks: Clocks) -> str:
    """What an address has to say to ask the same."""
    values = query.values.copy()
    values.update(clocks.asked)
    return values.urlencode()


def _title(count: int, total: int, chips: list[Chip]) -> str:
    """The count, and what is counted: the first three filters."""
    if not chips:
        return ngettext("{n} commitment", "{n} commitments", total).format(n=total)
    counted = _("{n} of {total} commitments").format(n=count, total=total)
    return ", ".join([counted, *(f"{c['label'].lower()} {c['value']}".strip() for c in chips[:3])])


def chips_of(query: Query, clocks: Clocks, **others: str) -> list[Chip]:
    """Each value in use, with what an address has to say to ask the same without it."""
    chips = []
    asked = {**others, **clocks.asked}
    for name, field in query.filterset.form.fields.items():
        labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        for value in query.filters.getlist(name):
            values = query.values.copy()
            values.update(asked)
            chips.append({
                "name": name,
                "key": value,
                "label": str(field.label),
                "value": "" if name in MARKS else labels.get(value, value),
                "rest": without(values, name, value),
            })  # fmt: skip
    return chips


def _wider(query: Query, clocks: Clocks) -> list[dict[str, object]]:
    """For an empty list: what comes back when one filter is taken away, with all its values.

    Within a filter values are alternatives, so that taking away one of several brings back nothing.
    """
    found = []
    for name, chips in groupby(chips_of(query, clocks), key=itemgetter("name")):
        several = list(chips)
        rest = query.less(name)
        value = ", ".join(chip["value"] for chip in several)
        if count := rest.rows.count():
            querystring = querystring_of(rest, clocks)
            found.append({
                "label": several[0]["label"], "value": value, "rest": querystring, "count": count
            })  # fmt: skip
    return sorted(found, key=lambda wider: -int(str(wider["count"])))
