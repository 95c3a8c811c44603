"""Events and reported figures."""

from django.contrib import admin

from tracker.admin.inlines import (
    DATE_FIELDS,
    CitationPart,
    EventRelationPart,
    FigureRelationPart,
    ParticipationPart,
)
from tracker.admin.review import ReviewedAdmin
from tracker.models import Event, Figure

NOTES = ("topics", "note", "editor_notes")


class RecordAdmin(ReviewedAdmin):
    """What the pages of events and figures have in common."""

    autocomplete_fields = ("topics",)
    list_display = ("code", "title", "date_latest", "state", "recorded_by")
    list_select_related = ("recorded_by",)
    list_filter = ("state",)
    search_fields = ("code", "title", "summary")
    ordering = ("-pk",)


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """What a source reports as having happened."""

    fields = ("title", "summary", *DATE_FIELDS, *NOTES, "code")
    inlines = (ParticipationPart, CitationPart, EventRelationPart)


@admin.register(Figure)
class FigureAdmin(RecordAdmin):
    """Numbers that somebody reports."""

    fields = (
        "title",
        "summary",
        ("value", "number", "unit"),
        "hedge",
        *DATE_FIELDS,
        *NOTES,
        "code",
    )
    inlines = (ParticipationPart, CitationPart, FigureRelationPart)
