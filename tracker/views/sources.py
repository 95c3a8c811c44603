"""The list of sources, the reader of one, and the address of a passage."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.lib import codes
from tracker.lib.addresses import with_query
from tracker.models import Assessment, Commitment, FormerSlug, Passage, Source
from tracker.selectors import revisions
from tracker.selectors import sources as sources_selector
from tracker.selectors.reader import read_source
from tracker.views.pages import ask, show, show_withdrawn


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """All sources with the number of passages and commitments that rest on each."""
    asked = ask(request)
    sources = sources_selector.source_list(asked.clocks)
    n = len(sources)
    title = ngettext("{n} source", "{n} sources", n).format(n=n)
    return show(request, "sources/list.html", {"sources": sources}, asked=asked, title=title)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The text with its passages marked; `?p=` names the passage to show."""
    code = _code(request.GET.get("p", ""))
    asked = ask(request)
    try:
        reader = read_source(slug, asked.clocks, passage_code=code)
    except Source.DoesNotExist:
        former = FormerSlug.public.filter(slug=slug, source__isnull=False).first()
        if former and former.source:
            present = former.source.get_absolute_url() + (f"?p={code}" if code else "")
            return redirect(with_query(present, asked.clocks.asked), permanent=True)
        return _withdrawn(request, capture__source__slug=slug)
    return show(
        request,
        "sources/detail.html",
        {"reader": reader},
        asked=asked,
        title=reader.source.title,
        finding=f"“{reader.focus.passage.exact}”" if reader.focus else "",
        values=QueryDict(f"p={code}" if reader.focus else ""),
    )


@require_safe
def passage(request: HttpRequest, code: str) -> HttpResponse:
    """The permanent address of the words leads into the reader, at the words.

    Where nothing rests on them any more, it leads to what did, and to its revisions where they have a page.
    """
    found = Passage.public.select_related("capture__source").filter(code=code).first()
    if found:
        asked = ask(request).clocks.asked
        return HttpResponseRedirect(with_query(found.get_reader_url(), asked))
    if address := _once(revisions.that_rested_on(code)):
        return redirect(with_query(address, ask(request).clocks.asked))
    return _withdrawn(request, code=code)


def _once(rested: object) -> str:
    """Where that is shown which rested on words once; empty where it has no page."""
    if isinstance(rested, Assessment):  # it is shown with what it assesses
        return rested.commitment.get_absolute_url()
    if isinstance(rested, Commitment):
        return reverse("commitment-revisions", args=[rested.code])
    return str(rested.get_absolute_url()) if hasattr(rested, "get_absolute_url") else ""


def _withdrawn(request: HttpRequest, **words: str) -> HttpResponse:
    """Words on which only a withdrawn commitment rests went with it, and their text; its reason is theirs."""
    cited = {f"citations__passage__{name}": value for name, value in words.items()}
    commitment = Commitment.public.withdrawn().filter(**cited).order_by("pk").first()
    if commitment is None:
        raise Http404
    return show_withdrawn(request, commitment)


def _code(text: str) -> str:
    return text if codes.PATTERN.fullmatch(text) else ""
