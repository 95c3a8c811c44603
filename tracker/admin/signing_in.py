"""A form that is sent after its author was signed out is not lost: it waits for them to sign in."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.admin import left
from tracker.admin.base import EditorAdmin, leads_on

# What people write in the forms of the desk that are about a step, and the words that they mark in
# the workbench: shown, so that it can be copied.
_NOTES = ("words", "note", "exact", "reason")
# Pages that show again what was typed in them, besides the forms of records.
_FORMS = ("desk:imports", "desk:import")
# How the reasons begin that are no matter of a page's age: another site sent the form.
_FOREIGN = tuple(reason.partition(" - ")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))

GetResponse = Callable[[HttpRequest], HttpResponse]


class SignedOutMiddleware:
    """Asks to sign in on the spot, with what was typed in the page, where Django would lead away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Only for what is sent; signing in leads to the page from which it was."""
        if request.method != "POST" or not _is_of_desk(request) or _is_about_signing_in(request):
            return None
        if admin.site.has_permission(request):
            return None
        typed, notes = _sent(request)
        return _login_page(request, typed, request.get_full_path(), notes)


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
    messages.warning(request, _("Nobody was signed in any more when this was sent, and it is not saved yet: here is what was typed. Saved now, it is yours."))  # fmt: skip
    return HttpResponseRedirect(f"{path}?{known.urlencode()}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What to do when a form was sent from a page that is too old; what was typed is in the page.

    What another site sent was typed by nobody here, and is dropped.
    """
    is_login = _is_login(request)
    path = leads_on(request, reverse("admin:index"), "next") if is_login else request.get_full_path()  # fmt: skip
    is_foreign = reason.startswith(_FOREIGN)
    typed, notes = ([], []) if is_foreign else _sent(request)
    is_asked_for = is_login or (_is_of_desk(request) and not is_foreign)
    if is_asked_for and not admin.site.has_permission(request):
        return _login_page(request, typed, path, notes)
    context = {
        **admin.site.each_context(request),
        "title": _("Not sent"),
        "path": path,
        "typed": typed,
        "notes": notes,
    }
    return render(request, "admin/tracker/csrf_failure.html", context, status=403)


def _is_of_desk(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.app_name in (
        "admin",
        "desk",
    )


def _is_login(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == "login"


def _is_about_signing_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in ("login", "logout")


def _sent(request: HttpRequest) -> tuple[left.Sent, list[str]]:
    """What comes back into its form, and the notes that can be copied; no password is among them."""
    match = request.resolver_match
    if match is None or not _is_of_desk(request):
        return [], []
    if _is_login(request):
        return _read(request.POST.get(left.FIELD, "")), []
    # Django's own pages, which ask for passwords, are made by no EditorAdmin.
    is_ours = isinstance(getattr(match.func, "model_admin", None), EditorAdmin)
    is_record = is_ours and (match.url_name or "").endswith(("_add", "_change"))
    if is_record or match.view_name in _FORMS:
        return left.typed(request.POST), []
    return [], [note for name in _NOTES if (note := request.POST.get(name, "").strip())]


def _login_page(request: HttpRequest, typed: left.Sent, leads_to: str, notes: list[str]) -> HttpResponse:  # fmt: skip
    """The page to sign in as it opens, with what was typed, and where it leads."""
    context = {
        left.FIELD: json.dumps(typed, ensure_ascii=False) if typed else "",
        "notes": notes,
        "next": leads_to,
        "app_path": reverse("admin:login"),
        "is_lost": True,
        "has_file": bool(request.FILES),
    }
    request.method = "GET"
    answer: Any = admin.site.login(request, context)
    answer.status_code = 403
    return cast("HttpResponse", answer.render())


def _read(text: str) -> left.Sent:
    try:
        sent = [(str(name), [str(value) for value in values]) for name, values in json.loads(text)]
        # JSON can hold lone surrogates, which no database and no page can.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError):
        return []
    return [(name, values) for name, values in sent if left.is_typed(name)]
