"""Events, reported figures, and the method page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker import choices
from tracker.models import Event, Figure
from tracker.selectors import records as selector
from tracker.views.pages import show, today


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """All events."""
    return show(
        request,
        "events/list.html",
        {"events": selector.events(), "withdrawn": Event.public.withdrawn()},
        day=today(),
    )


@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    """All reported figures, each with its claimant and what others report."""
    return show(
        request,
        "figures/list.html",
        {"figures": selector.figures(), "withdrawn": Figure.public.withdrawn()},
        day=today(),
    )


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """What the words mean and how a status comes about."""
    context = {
        "statuses": choices.Status,
        "not_assessed": (choices.NOT_ASSESSED_LABEL, choices.NOT_ASSESSED_MEANING),
        "vocabularies": (
            (_("Reasons"), choices.ReasonCode),
            (_("Bindingness"), choices.Bindingness),
            (_("Wording"), choices.Modality),
            (_("Roles"), choices.Role),
            (_("What a citation says"), choices.Stance),
        ),
    }
    return show(request, "method.html", context, day=today())
