"""A form that is sent after its author was signed out is not lost: it waits for them to sign in."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.admin import left
from tracker.admin.base import leads_on

GetResponse = Callable[[HttpRequest], HttpResponse]


class SignedOutMiddleware:
    """Asks to sign in on the spot, with what was typed in the page, where Django would lead away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Only for a form of a record in which something was typed."""
        typed = left.typed(request.POST) if _is_form(request) else []
        if not typed or admin.site.has_permission(request):
            return None
        return _login_page(request, typed, request.get_full_path())


def login(request: HttpRequest) -> HttpResponse:
    """Sign in, and go on with the form that was sent before, if there was one."""
    sent = request.POST.get(left.FIELD, "")
    answer = admin.site.login(request, {left.FIELD: sent})
    typed = _read(sent)
    if not typed or not admin.site.has_permission(request) or answer.status_code != 302:
        return answer
    path, _mark, query = answer["Location"].partition("?")
    known = QueryDict(query, mutable=True)
    known["form"] = left.keep(request, path, typed)
    messages.warning(request, _("You had been signed out, and this is not saved yet: here is what you typed."))  # fmt: skip
    return HttpResponseRedirect(f"{path}?{known.urlencode()}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What to do when a form was sent from a page that is too old; what was typed is in the page."""
    is_login = request.resolver_match is not None and request.resolver_match.url_name == "login"
    path = request.get_full_path()
    typed = left.typed(request.POST) if _is_form(request) else []
    if is_login:
        path = leads_on(request, reverse("admin:index"), "next")
        typed = _read(request.POST.get(left.FIELD, ""))
    if (is_login or typed) and not admin.site.has_permission(request):
        return _login_page(request, typed, path)
    context = {
        **admin.site.each_context(request),
        "title": _("Not sent"),
        "path": path,
        "typed": typed,
    }
    return render(request, "admin/tracker/csrf_failure.html", context, status=403)


def _is_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_record = match is not None and (match.url_name or "").endswith(("_add", "_change"))
    return is_record and match.namespace == "admin" and request.method == "POST"  # type: ignore[union-attr]


def _login_page(request: HttpRequest, typed: left.Sent, leads_to: str) -> HttpResponse:
    """The page to sign in as it opens, with what was typed, and where it leads."""
    context = {
        left.FIELD: json.dumps(typed, ensure_ascii=False) if typed else "",
        "next": leads_to,
        "app_path": reverse("admin:login"),
        "is_lost": True,
    }
    request.method = "GET"
    answer: Any = admin.site.login(request, context)
    answer.status_code = 403
    return cast("HttpResponse", answer.render())


def _read(text: str) -> left.Sent:
    try:
        sent = json.loads(text)
        return [(str(name), [str(value) for value in values]) for name, values in sent]
    except (ValueError, TypeError, RecursionError):
        return []
