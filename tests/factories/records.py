"""Events and reported figures, which are drafts unless told otherwise."""

import factory
from factory.django import DjangoModelFactory

from tracker.models import Event, Figure


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    code = factory.Sequence(lambda n: f"X-S{n}")
    title = factory.Sequence(lambda n: f"Event {n}")
    summary = "The parties met."


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    code = factory.Sequence(lambda n: f"F-S{n}")
    title = factory.Sequence(lambda n: f"Figure {n}")
    summary = "How many were counted."
    value = "32"
    unit = "persons"
