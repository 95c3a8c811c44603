"""Small pages that other sites may show in a frame, and how they find out about them (oEmbed)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.charts.status_bar import status_bar
from tracker.lib.addresses import with_query
from tracker.lib.headers import policy
from tracker.models import Commitment
from tracker.selectors import commitments as selector
from tracker.selectors.site import site
from tracker.views.commitments import chips_of, query_of, rows_of
from tracker.views.links import Embed, embed
from tracker.views.pages import ask, show

_WIDTH = 600

View = Callable[..., HttpResponse]


def framable(view: View) -> View:
    """Any site may show this page in a frame; nothing in it runs or is sent."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        still = {"script-src": ["'none'"], "connect-src": ["'none'"], "form-action": ["'none'"]}
        allowed = {**settings.SECURE_CSP, **still, "frame-ancestors": ["*"]}
        response.headers["Content-Security-Policy"] = policy(allowed)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.xframe_options_exempt = True
        return response

    return answer


@framable
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How the commitments of a query stand: the sentence, the bar, the numbers."""
    asked = ask(request)
    query = query_of(request, asked.clocks)
    bar = status_bar(selector.status_counts(query.rows), rows_of(query).with_status)
    chips = chips_of(query, asked.clocks)
    context = {"bar": bar, "chips": chips, "page_url": _whole(rows_of(query).url), "ignored": query.ignored}  # fmt: skip
    title = ", ".join(f"{chip['label']} {chip['value']}".strip() for chip in chips)
    return show(
        request, "embed/status.html", context,
        asked=asked, title=title or _("All commitments"), finding=bar.finding, values=query.values,
    )  # fmt: skip


@framable
@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: its words, its status, since when."""
    asked = ask(request)
    try:
        page = selector.page(code, asked.clocks)
    except Commitment.DoesNotExist:
        return _not_shown(request, code)
    found = page.commitment
    url = _whole(with_query(found.get_absolute_url(), asked.clocks.asked))
    context = {"page": page, "page_url": url}
    return show(request, "embed/commitment.html", context, asked=asked, title=found.title, finding=found.status_then_label)  # fmt: skip


def _not_shown(request: HttpRequest, code: str) -> HttpResponse:
    """In the frame, too, what was withdrawn says why, and what was not there then that it was not."""
    withdrawn = Commitment.public.withdrawn().filter(code=code).first()
    if not (withdrawn or Commitment.public.filter(code=code).exists()):
        raise Http404
    status, title = (410, _("Withdrawn")) if withdrawn else (404, _("Not there yet"))
    context = {"withdrawn": withdrawn, "page_url": _whole(reverse("commitment", args=[code]))}
    return show(request, "embed/not_shown.html", context, asked=ask(request), title=title, status=status)  # fmt: skip


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What a site is to put where somebody pasted an address of ours: https://oembed.com/."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("There is JSON alone."), status=501, content_type="text/plain; charset=utf-8")  # fmt: skip
    found = _embed_of(request.GET.get("url", ""))
    if found is None:
        words = _("No page of this record that can be shown elsewhere has this address.")
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8")
    width = min(_WIDTH, _most(request, "maxwidth"))
    height = min(found.height, _most(request, "maxheight"))
    about = site(ask(request).clocks)
    frame = render_to_string(
        "embed/frame.html",
        {"title": about.title, "address": found.address, "width": width, "height": height},
    )
    return JsonResponse({
        "version": "1.0", "type": "rich", "html": frame.strip(), "width": width, "height": height,
        "provider_name": about.title or _("Commitment tracker"), "provider_url": settings.SITE_URL,
    })  # fmt: skip


def _embed_of(url: str) -> Embed | None:
    """What is shown of one of our pages, given its whole address."""
    if not url.startswith(settings.SITE_URL + "/"):
        return None
    parts = urlsplit(url)
    try:
        return embed(resolve(parts.path), parse_qsl(parts.query))
    except Resolver404:
        return None


def _most(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 10_000


def _whole(path: str) -> str:
    return settings.SITE_URL + path
