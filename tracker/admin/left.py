"""Forms that are left before they are saved, kept as they were sent until their author comes back.

One leaves a form for the workbench, or because one has to sign in anew. Each is kept as a session
of its own: two windows do not mix, no page has to read it, and it ends as sessions do. The address
carries its name, and nothing of what was typed. Coming back is sending the form once more to be
shown; when it is saved, it is no longer kept.
"""

import re
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

# The field of a form that was kept, which says under which name; and the button of coming back.
FIELD, BACK = "left", "_back"
_NAME = re.compile(r"[a-z0-9]{32}")
# One field after the other, with all its values.
Sent = list[tuple[str, list[str]]]


def typed(data: QueryDict) -> Sent:
    """What was typed, without what only belongs to the moment of sending."""
    return [(name, values) for name, values in data.lists() if is_typed(name)]


def is_typed(name: str) -> bool:
    """Whether the field is more than a button or a token."""
    return name != "csrfmiddlewaretoken" and not name.startswith("_")


def keep(request: HttpRequest, path: str, sent: Sent, name: str = "") -> str:
    """Keep what was typed for this person; the name under which it is kept, new or as before."""
    store = _store(request, name) or _sessions()()
    store[FIELD] = {"user": request.user.pk, "path": path, "sent": sent}
    if store.session_key:
        store.save()
    else:
        store.clear_expired()
        store.create()
    return str(store.session_key)


def leave(request: HttpRequest) -> str:
    """Keep the form that was sent; the name under which it is kept."""
    return keep(request, request.path, typed(request.POST), request.POST.get(FIELD, ""))


def way_back(request: HttpRequest) -> str:
    """The address of the form that was left for this page, to which a passage may be added."""
    name = request.GET.get("form", "")
    path, _sent = _kept(request, name)
    return f"{path}?{urlencode({'form': name})}" if path else ""


def come_back(request: HttpRequest) -> None:
    """Turn the request for a form that was left into that form, sent once more to be shown."""
    if request.method != "GET" or "form" not in request.GET:
        return
    name = request.GET["form"]
    path, sent = _kept(request, name)
    if path != request.path:
        messages.warning(request, _("What you typed here before you left this form is not kept any more: it was saved since then, or you left it more than {hours} hours ago.").format(hours=settings.SESSION_COOKIE_AGE // 3600))  # fmt: skip
        return
    data = QueryDict(mutable=True)
    for field, values in sent:
        data.setlist(field, values)
    data[FIELD], data[BACK] = name, "1"
    if "passage" in request.GET:
        data["_cite"] = request.GET["passage"]
    # What a request brought along is read once, when it is first asked for: not after this.
    _nothing = request.FILES
    request.method = "POST"
    request.POST = data  # type: ignore[assignment]


def forget(request: HttpRequest) -> None:
    """Keep the form no longer that was sent now and saved."""
    if store := _store(request, request.POST.get(FIELD, "")):
        store.delete()


def _kept(request: HttpRequest, name: str) -> tuple[str, Sent]:
    store = _store(request, name)
    return (store[FIELD]["path"], store[FIELD]["sent"]) if store else ("", [])


def _store(request: HttpRequest, name: str) -> Any:
    """Where the form is kept, if this person left one under the name."""
    store = _sessions()(name) if _NAME.fullmatch(name) else {}
    is_own = store.get(FIELD, {}).get("user") == (request.user.pk or 0)
    return store if is_own else None


def _sessions() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
