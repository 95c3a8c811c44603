"""The list of sources, the reader of one, and the address of a passage."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tracker.lib import codes
from tracker.models import FormerSlug, Passage, Source
from tracker.selectors.reader import read_source
from tracker.views.pages import show, today


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """All sources with the number of passages and commitments that rest on each."""
    commitments = Count(
        "captures__passages__citations__commitment",
        filter=Q(captures__passages__citations__commitment__state="published"),
        distinct=True,
    )
    sources = Source.public.annotate(commitments=commitments).order_by("short_title", "pk")
    return show(request, "sources/list.html", {"sources": sources}, day=today())


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The text with its passages marked; `?p=` names the passage to show."""
    code = _code(request.GET.get("p", ""))
    try:
        reader = read_source(slug, passage_code=code)
    except Source.DoesNotExist as error:
        former = FormerSlug.public.filter(slug=slug, source__isnull=False).first()
        if former and former.source:
            present = former.source.get_absolute_url() + (f"?p={code}" if code else "")
            return redirect(present, permanent=True)
        raise Http404 from error
    return show(request, "sources/detail.html", {"reader": reader}, day=today())


@require_safe
def passage(_request: HttpRequest, code: str) -> HttpResponse:
    """The permanent address of the words leads into the reader, at the words."""
    found = Passage.public.select_related("capture__source").filter(code=code).first()
    if found is None:
        raise Http404
    return HttpResponseRedirect(found.get_reader_url())


def _code(text: str) -> str:
    return text if codes.PATTERN.fullmatch(text) else ""
