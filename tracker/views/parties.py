"""The list of parties, and the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.charts.status_bar import StatusBar, status_bar
from tracker.lib.addresses import with_query
from tracker.models import FormerSlug, Party
from tracker.selectors import parties as selector
from tracker.selectors.accounts import accounts
from tracker.views.links import Rows
from tracker.views.pages import ask, show


@require_safe
def party_list(request: HttpRequest) -> HttpResponse:
    """All parties, with their parts counted apart."""
    asked = ask(request)
    parties = selector.party_list(asked.clocks)
    n = len(parties)
    title = ngettext("{n} party", "{n} parties", n).format(n=n)
    context = {"parties": parties, "rows": Rows(asked.clocks)}
    return show(request, "parties/list.html", context, asked=asked, title=title)


@require_safe
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """One party: what it made, was told, proposed and received, each with its own bar."""
    asked = ask(request)
    try:
        page = selector.page(slug, asked.clocks)
    except Party.DoesNotExist as error:
        former = FormerSlug.public.filter(slug=slug, party__isnull=False).first()
        if former and former.party:
            present = with_query(former.party.get_absolute_url(), asked.clocks.asked)
            return redirect(present, permanent=True)
        raise Http404 from error
    rows = Rows(asked.clocks).narrowed("party", slug)
    parts = [(part, _bar(part, rows), _rows(part, rows).url) for part in page.parts]
    made = next((part.commitments for part in page.parts if part.kind.slug == "made"), [])
    context = {
        "page": page,
        "parts": parts,
        "accounts": accounts(page.party, made, asked.clocks) if made else [],
    }
    return show(request, "parties/detail.html", context, asked=asked, title=page.party.short_name)


def _rows(part: selector.Part, rows: Rows) -> Rows:
    return rows.narrowed("role", part.kind.slug)


def _bar(part: selector.Part, rows: Rows) -> StatusBar:
    return status_bar(part.counts, _rows(part, rows).with_status)
