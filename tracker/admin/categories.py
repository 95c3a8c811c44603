"""Categories and topics."""

from django.contrib import admin

from tracker.admin.revising import RevisedAdmin
from tracker.models import Category, Topic


@admin.register(Category)
class CategoryAdmin(RevisedAdmin):
    """The kinds of commitments of this dataset."""

    fields = ("name", "slug", "definition")
    permanent = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    list_display = ("name", "slug", "definition")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")


@admin.register(Topic)
class TopicAdmin(RevisedAdmin):
    """What records are about."""

    fields = ("name", "slug")
    permanent = ("slug",)
    prepopulated_fields = {"slug": ("name",)}
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")
