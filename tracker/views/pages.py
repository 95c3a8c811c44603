"""Drawing a page: what every page gets besides its own content."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tracker.models import WithdrawableModel
from tracker.selectors.site import site


def today() -> date:
    """The day, in UTC; the only clock that pages read."""
    return timezone.now().date()


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, day: date, status: int = 200
) -> HttpResponse:
    """The page, with the frame's facts and its permanent address."""
    about = {"site": site(today=day), "permalink": settings.SITE_URL + request.path}
    return render(request, template, {**about, **context}, status=status)


def show_withdrawn(request: HttpRequest, record: WithdrawableModel) -> HttpResponse:
    """410 with the public reason: the address was public once and says why it is not."""
    return show(request, "withdrawn.html", {"record": record}, day=today(), status=410)
