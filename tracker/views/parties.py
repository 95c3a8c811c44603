"""The list of parties, and the page of one."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tracker.charts.status_bar import status_bar
from tracker.models import FormerSlug, Party
from tracker.selectors import parties as selector
from tracker.views.commitments import status_url
from tracker.views.pages import show, today


@require_safe
def party_list(request: HttpRequest) -> HttpResponse:
    """All parties, with their parts counted apart."""
    context = {"parties": selector.party_list()}
    return show(request, "parties/list.html", context, day=today())


@require_safe
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """One party: what it made, was told, proposed and received, each with its own bar."""
    day = today()
    try:
        page = selector.page(slug)
    except Party.DoesNotExist as error:
        former = FormerSlug.public.filter(slug=slug, party__isnull=False).first()
        if former and former.party:
            return redirect(former.party, permanent=True)
        raise Http404 from error
    bars = [status_bar(part.counts, partial(status_url, party=slug)) for part in page.parts]
    context = {"page": page, "parts": list(zip(page.parts, bars, strict=True))}
    return show(request, "parties/detail.html", context, day=day)
