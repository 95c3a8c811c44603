"""Every step that was taken at the desk, those of records that are gone included."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from tracker.admin.base import EditorAdmin, address, desk_page
from tracker.admin.histories import history_page
from tracker.cells import bundles
from tracker.models import Edit


@admin.register(Edit)
class EditAdmin(EditorAdmin):
    """The steps, to be looked through; each leads to the history that it belongs to."""

    list_display = ("made_at", "made_by", "action", "table", "key", "note")
    list_select_related = ("made_by",)
    list_filter = ("action", "table", "made_by")
    search_fields = ("key", "note")
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never by hand: whatever is done leaves one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is history."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edit]:
        """Without how each record read, which may be long."""
        return super().get_queryset(request).defer("content")

    @method_decorator(require_safe)
    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """Nothing is sent here; a step is read in its history."""
        if object_id is None:
            raise PermissionDenied
        return self.history_view(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """The page of the history of the record; where that is gone, its history here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        edit = self.get_object(request, object_id)
        if edit is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        try:
            return HttpResponseRedirect(address(bundles.find(edit.table, edit.key), "history"))
        except LookupError:
            return self._history_of_gone(request, edit)

    def _history_of_gone(self, request: HttpRequest, edit: Edit) -> HttpResponse:
        steps = Edit.objects.filter(table=edit.table, key=edit.key)
        context = {
            "title": _t("History: {table} {key}").format(table=edit.table, key=edit.key),
            "opts": self.opts,
            "object": edit,
            "whole": edit,
            "page": history_page(steps, request.GET.get("page", "1")[:6]),
        }
        return desk_page(request, "history", context)
