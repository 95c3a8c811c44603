"""Events, reported figures, and the method page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker import choices
from tracker.models import Event, Figure
from tracker.selectors import records as selector
from tracker.views.pages import ask, show


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """All events."""
    asked = ask(request)
    events = selector.events(asked.clocks)
    context = {"events": events, "withdrawn": selector.withdrawn(Event, asked.clocks)}
    title = ngettext("{n} event", "{n} events", len(events)).format(n=len(events))
    return show(request, "events/list.html", context, asked=asked, title=title)


@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    """All reported figures, each with its claimant and what others report."""
    asked = ask(request)
    figures = selector.figures(asked.clocks)
    context = {"figures": figures, "withdrawn": selector.withdrawn(Figure, asked.clocks)}
    n = len(figures)
    title = ngettext("{n} reported figure", "{n} reported figures", n).format(n=n)
    return show(request, "figures/list.html", context, asked=asked, title=title)


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
    return show(request, "method.html", context, asked=ask(request), title=_("Method"))
