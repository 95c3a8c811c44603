"""Categories and topics."""

from django.contrib import admin

from tracker.admin.base import SharedAdmin
from tracker.models import Category, Topic


@admin.register(Category)
class CategoryAdmin(SharedAdmin):
    """The kinds of commitments of this dataset."""

    fields = ("name", "slug", "definition")
    permanent = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    list_display = ("name", "slug", "definition")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")


@admin.register(Topic)
class TopicAdmin(SharedAdmin):
    """What records are about."""

    fields = ("name", "slug")
    permanent = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")
