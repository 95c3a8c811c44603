"""Forms that are left for the workbench, kept as they were sent until their author comes back.

They lie in the session, under a name that the address carries: what was typed is in no address, and
two windows do not mix. Coming back is sending the form once more to be shown, with a citation added.
"""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

KEY = "left_forms"
# As many as somebody has open at a time; the session is read with every page.
MOST = 5


def leave(request: HttpRequest) -> str:
    """Keep what was sent; the name under which it is kept."""
    name = secrets.token_urlsafe(8)
    data = request.POST.copy()
    for unwanted in ("csrfmiddlewaretoken", "_bench"):
        data.pop(unwanted, None)
    kept = list(request.session.get(KEY, {}).items())[-(MOST - 1) :]
    request.session[KEY] = {**dict(kept), name: [request.path, data.urlencode()]}
    return name


def way_back(request: HttpRequest) -> str:
    """The address of the form that was left for this page, to which a passage may be added."""
    name = request.GET.get("form", "")
    path, _sent = _kept(request, name)
    return f"{path}?{urlencode({'form': name})}" if path else ""


def come_back(request: HttpRequest) -> None:
    """Turn the request for a form that was left into that form, sent once more to be shown."""
    if request.method != "GET" or "form" not in request.GET:
        return
    path, sent = _kept(request, request.GET["form"])
    if path != request.path:
        messages.warning(request, _("What you typed in this form is not kept any more: you left several others after it, or signed in anew."))  # fmt: skip
        return
    data = QueryDict(sent, mutable=True)
    data["_cite"] = request.GET.get("passage", "")
    request.method = "POST"
    request.POST = data  # type: ignore[assignment]


def _kept(request: HttpRequest, name: str) -> Any:
    return request.session.get(KEY, {}).get(name, ("", ""))
