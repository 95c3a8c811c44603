"""What every answer carries, and what a reader sees while the database is away."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, set_response_etag

from tracker.lib.headers import policy
from tracker.selectors.kept import key_of

GetResponse = Callable[[HttpRequest], HttpResponse]

_LARGEST_KEPT = 200_000


class SecurityHeadersMiddleware:
    """Content security policy and its companions on every answer, errors included.

    Reads SECURE_CSP, the name Django 6 uses, so that it can be deleted on upgrade.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = policy(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that are not there yet."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "interest-cohort=()")
        if request.path.startswith("/admin/"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class NulMiddleware:
    """400 for a NUL in a cookie or, in the admin, in the address: PostgreSQL knows no such text.

    The forms of the public pages take it out of what they read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless it holds one."""
        sent = [*request.COOKIES.values()]
        if request.path.startswith("/admin/"):
            sent += [text for key, values in request.GET.lists() for text in (key, *values)]
        if any("\x00" in text for text in sent):
            raise BadRequest
        return self.get_response(request)


class DatabaseUnavailableMiddleware:
    """503 with Retry-After instead of 500 while the database cannot be reached or is locked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a database that is away; leave every other error alone."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})


class KeptPagesMiddleware:
    """A public page is drawn once for each state of the record, day and address.

    Such a page is the same for everybody: it knows neither cookies nor who is signed in. Whoever has
    it asks each time whether it still holds (`ConditionalGetMiddleware`), so a correction is seen at once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page as it was kept, or pass the request on and keep the answer."""
        if request.method not in ("GET", "HEAD") or request.path.startswith("/admin/"):
            return self.get_response(request)
        key = _key(request)
        found: HttpResponse | None = cache.get(key) if key else None
        if found is not None:
            return found
        response = self.get_response(request)
        patch_cache_control(response, public=True, no_cache=True)
        if response.status_code == HTTPStatus.OK and not response.streaming:
            set_response_etag(response)
            if key and len(response.content) <= _LARGEST_KEPT:
                cache.set(key, response)
        return response


def _key(request: HttpRequest) -> str | None:
    """None also while the database is away: the page itself says so."""
    try:
        # As it was sent: raw bytes of a query are read otherwise than what they look like escaped.
        address = (request.path, request.META.get("QUERY_STRING", ""))
        return key_of(timezone.now().date(), *address)
    except (DatabaseError, InterfaceError):
        return None
