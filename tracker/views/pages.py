"""Drawing a page: what every page gets besides its own content."""

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.exports import citation
from tracker.filtersets.reading import CLOCKS, Asked, Ignored, read_clocks, unknown
from tracker.lib.addresses import with_query
from tracker.lib.clocks import Clocks
from tracker.models import WithdrawableModel
from tracker.selectors.site import Site, site
from tracker.views.links import embed

Pairs = list[tuple[str, str]]

PAGE_SIZE = 20
_LAST_PAGE = 1000


def today() -> date:
    """The day, in UTC; the only clock that pages read."""
    return timezone.now().date()


def ask(request: HttpRequest) -> Asked:
    """The days that the address asks about, each the present one where it does not."""
    return read_clocks(request.GET, today=today())


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    asked: Asked,
    title: str,
    finding: str = "",
    values: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page in its frame, or its citation, if `cite` asks for that.

    `title` is what the page is called wherever it is named, `finding` what it says in a line;
    `values` is what of its address, besides the clocks, makes it this page.
    """
    kept = _pairs(values or QueryDict())
    about = site(asked.clocks)
    permalink = settings.SITE_URL + with_query(request.path, kept)
    cited = _cited(about, asked.clocks, title=title, finding=finding, url=permalink)
    cite = request.GET.get("cite", "")
    form = citation.FORMS.get(cite)
    # What was not understood is not cited as if it had been asked.
    if form and status == HTTPStatus.OK and not asked.ignored:
        return HttpResponse(form.write(cited), content_type=form.content_type)
    left_out = [_no_form(cite)] if cite and not form else []
    if "chips" not in context:  # a page with filters has said so itself
        left_out += unknown(request.GET, (*CLOCKS, "cite", "page", *(values or ())))
    frame = {
        "site": about,
        "clocks": asked.clocks,
        "title": title,
        "finding": finding,
        "permalink": permalink,
        "cited": cited,
        "card": settings.SITE_URL + static("tracker/card.png"),
        **_addresses(request.path, kept, asked.clocks, is_citable=status == HTTPStatus.OK),
        "embed": embed(request.resolver_match, [*kept, *asked.clocks.asked.items()]),
        **context,
        "ignored": [*asked.ignored, *context.get("ignored", ()), *left_out],
    }
    return render(request, template, frame, status=status)


def _cited(about: Site, clocks: Clocks, *, title: str, finding: str, url: str) -> citation.Cited:
    return citation.Cited(
        title=title,
        finding=finding,
        site=about.title or _("Commitment tracker"),
        url=with_query(url, clocks.fixed),
        as_of=clocks.as_of,
        accessed=clocks.today,
    )


def _addresses(path: str, kept: Pairs, clocks: Clocks, *, is_citable: bool) -> dict[str, Any]:
    """Of this page: today, as it stands here for good, as files; and what its links have to say."""
    asked = [*kept, *clocks.asked.items()]
    return {
        "present": with_query(path, kept),
        "this_state": with_query(path, [*kept, *clocks.fixed.items()]),
        "cite_forms": _cite_forms(path, asked) if is_citable else [],
        "kept": kept,
        "querystring": urlencode(asked),
    }


def _no_form(cite: str) -> Ignored:
    return Ignored(_("Cite"), cite[:40], _("There is no such form of citation."))


def show_withdrawn(request: HttpRequest, record: WithdrawableModel) -> HttpResponse:
    """410 with the public reason: the address was public once and says why it is not."""
    context = {"record": record}
    return show(
        request, "withdrawn.html", context, asked=ask(request), title=_("Withdrawn"), status=410
    )


def show_not_there(request: HttpRequest, record: Any, asked: Asked) -> HttpResponse:
    """404 for a record that had not happened, or was not recorded, by the days asked about."""
    title = _("Not there yet")
    return show(request, "not_there.html", {"record": record}, asked=asked, title=title, status=404)


def page_of(
    request: HttpRequest, rows: Any, ignored: list[Ignored], size: int = PAGE_SIZE
) -> Page[Any]:
    """The page that is asked for; what is no page is the first, and said so."""
    pages = Paginator(rows, size)
    text = request.GET.get("page", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    if is_number and 1 <= int(text) <= min(pages.num_pages, _LAST_PAGE):
        return pages.page(int(text))
    if text:
        ignored.append(
            Ignored(_("Page"), text[:40], _("There is no such page; this is the first."))
        )
    return pages.page(1)


def _pairs(values: QueryDict) -> Pairs:
    return [(name, value) for name in values for value in values.getlist(name)]


def _cite_forms(path: str, asked: Pairs) -> Pairs:
    return [
        (form.label, with_query(path, [*asked, ("cite", name)]))
        for name, form in citation.FORMS.items()
    ]
