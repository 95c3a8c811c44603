"""Parties with their names and former addresses."""

from django.contrib import admin

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
