"""Commitments given in return for each other."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.exports.marks import marks_of
from tracker.selectors.pairs import Pair, Side
from tracker.selectors.pairs import pairs as all_pairs
from tracker.views.commitments import chips_of, query_of
from tracker.views.downloads import refused, table_file
from tracker.views.pages import ask, page_of, show

_HEAD = (
    "code", "title", "parties", "status", "marks", "quantity", "delivered_quantity",
    "return_code", "return_title", "return_parties", "return_status", "return_marks",
    "return_quantity", "return_delivered_quantity", "note",
)  # fmt: skip


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Each pair with both sides as they stood then."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    found = all_pairs(query.rows, asked.clocks)
    page = page_of(request, found, query.ignored)
    n = len(found)
    title = ngettext(
        "{n} pair given in return", "{n} pairs given in return for each other", n
    ).format(n=n)
    context = {
        "chips": chips_of(query, asked.clocks),
        "pairs": page.object_list,
        "page": page,
        "number": n,
        "ignored": query.ignored,
    }
    return show(
        request, "pairs.html", context,
        asked=asked, title=title, finding=_finding(found), values=query.filters,
    )  # fmt: skip


@require_safe
def pairs_csv(request: HttpRequest) -> HttpResponseBase:
    """The same table as a file."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    if wrong := refused(asked, query):
        return wrong
    found = all_pairs(query.rows, asked.clocks)
    rows = ([*_cells(p.first), *_cells(p.second), p.note] for p in found)
    return table_file("pairs", _HEAD, rows, asked.clocks)


def _finding(found: list[Pair]) -> str:
    """How many have both sides, one or neither done."""
    done = [pair.done for pair in found]
    return _("Both sides fulfilled: {both}; one side: {one}; neither: {none}.").format(
        both=done.count(2), one=done.count(1), none=done.count(0)
    )


def _cells(side: Side | None) -> list[object]:
    if side is None:
        return [""] * 7
    c, change = side.commitment, side.commitment.change_of_status
    delivered = change.delivered_quantity if change else None
    numbers = [f"{n.normalize():f}" if n is not None else "" for n in (c.quantity, delivered)]
    return [c.code, c.title, "; ".join(side.parties), c.status_then, marks_of(c), *numbers]  # type: ignore[attr-defined]
