"""Parties with their names and former addresses."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from tracker.admin.fields import best_first
from tracker.admin.inlines import FormerSlugPart, PartyNamePart
from tracker.admin.revising import RevisedAdmin
from tracker.models import Party


@admin.register(Party)
class PartyAdmin(RevisedAdmin):
    """States, organs, organisations, movements, persons and groups."""

    fields = ("name", "short_name", "slug", "type", "iso_code", "parent", "note")
    permanent = ("slug",)
    prepopulated_fields = {"slug": ("short_name",)}
    autocomplete_fields = ("parent",)
    inlines = (PartyNamePart, FormerSlugPart)
    list_display = ("short_name", "name", "type", "parent")
    list_select_related = ("parent",)
    list_filter = ("type",)
    search_fields = ("name", "short_name", "slug", "names__name")
    ordering = ("short_name", "pk")

    def look_for(self, request: HttpRequest, queryset: Any, words: str) -> Any:
        """Where one is chosen, the party of exactly this name stands first."""
        found, may_repeat = super().look_for(request, queryset, words)
        is_named = Q(name__iexact=words) | Q(short_name__iexact=words)
        starts = Q(short_name__istartswith=words)
        return best_first(request, found, self.ordering, is_named, starts), may_repeat
