"""What was revised: the public history of one commitment’s record, and the register of corrections."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tracker.models import Commitment
from tracker.selectors import corrections as register
from tracker.selectors import revisions as selector
from tracker.views.commitments import not_public
from tracker.views.pages import show, today

_PAGE_SIZE = 20


@require_safe
def commitment_revisions(request: HttpRequest, code: str) -> HttpResponse:
    """When the record became public, and each approved revision of it."""
    commitment = Commitment.public.filter(code=code).first()
    if commitment is None:
        return not_public(request, code)
    page = _page(request, selector.of_commitment(commitment))
    context = {
        "commitment": commitment,
        "page": page,
        "revisions": selector.in_words(page),
    }
    return show(request, "commitments/revisions.html", context, day=today())


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The register, newest first, by month."""
    page = _page(request, register.lines())
    context = {"page": page, "corrections": register.shown(page)}
    return show(request, "corrections.html", context, day=today())


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, _PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
