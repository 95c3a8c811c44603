"""What was revised: the public history of one commitment’s record, and the register of corrections."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.filtersets.reading import Ignored
from tracker.models import Commitment
from tracker.selectors import corrections as register
from tracker.selectors import revisions as selector
from tracker.views.commitments import not_public
from tracker.views.pages import ask, page_of, show


@require_safe
def commitment_revisions(request: HttpRequest, code: str) -> HttpResponse:
    """When the record became public, and each approved revision of it."""
    commitment = Commitment.public.filter(code=code).first()
    if commitment is None:
        return not_public(request, code)
    ignored: list[Ignored] = []
    asked = ask(request)
    page = page_of(request, selector.of_commitment(commitment, asked.clocks), ignored)
    context = {
        "commitment": commitment,
        "page": page,
        "revisions": selector.in_words(page),
        "ignored": ignored,
    }
    title = _("Revisions of {code} {title}").format(code=code, title=commitment.title)
    return show(request, "commitments/revisions.html", context, asked=asked, title=title)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The register, newest first, by month."""
    ignored: list[Ignored] = []
    asked = ask(request)
    page = page_of(request, register.lines(asked.clocks), ignored)
    context = {"page": page, "corrections": register.shown(page), "ignored": ignored}
    return show(request, "corrections.html", context, asked=asked, title=_("Corrections"))
