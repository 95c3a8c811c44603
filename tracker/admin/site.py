"""The name, description and licence of the record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tracker import permissions
from tracker.admin.base import EditorAdmin
from tracker.models import Dataset


@admin.register(Dataset)
class DatasetAdmin(EditorAdmin):
    """One row, which administrators keep."""

    fields = ("title", "name", "description", "licence_name", "licence_url")
    list_display = ("title", "name")
    ordering = ("pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators, once."""
        return permissions.may_administer(request.user) and not Dataset.objects.exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return permissions.may_administer(request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The one row is number 1."""
        obj.pk = 1
        super().save_model(request, obj, form, change)
