"""The page that asks whether to delete a draft: what goes with it, and what stands in the way."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker.admin.base import EditorAdmin, address, desk_page
from tracker.forms import versions
from tracker.services import deleting, edits


class DeletedAdmin(EditorAdmin):
    """Pages of records whose drafts are deleted, unless another record names them."""

    delete_confirmation_template = "admin/tracker/delete.html"

    def whole(self, obj: Any) -> Any:
        """The record that this one belongs to, whose history and revisions it shares."""
        return obj

    def deletion_page(self, request: HttpRequest, object_id: str, **seen: Any) -> HttpResponse:
        """The question, or what became of it; asked again of what reads otherwise than it did."""
        obj = self.get_object(request, unquote(object_id))
        whole = self.whole(obj) if obj is not None else None
        if whole is not None and not self.has_delete_permission(request, obj):
            if changed := _changed(request, whole):
                return self._no_more(request, obj, changed)
        elif whole is not None:
            seen = {"version": edits.shown(whole), "changed": _changed(request, whole)}
            if request.POST.get("version") != seen["version"]:
                request.POST = QueryDict()  # nobody agreed to that
        return super().deletion_page(request, object_id, **seen)

    def _no_more(self, request: HttpRequest, obj: Any, changed: str) -> HttpResponse:
        """403 with who changed what this person could delete when the page was asked for."""
        why = _("Nothing was deleted: a draft is deleted by the person who wrote it last.")
        context = {"title": _("Not deleted"), "opts": self.opts, "record": obj}
        return desk_page(request, "not_saved", {**context, "changed": f"{changed} {why}"}, 403)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes, and what stands in the way: asked for the page, and again before it is done."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        others = [_link(other) for obj in objs for other in deleting.naming(obj)]
        # Whose they are makes no difference to what has to be done about them.
        return (found, counts, set(), others) if others else (found, counts, lacking, protected)


def _changed(request: HttpRequest, record: Model) -> str:
    """Who changed the record since the page was asked for; empty where nobody did."""
    agreed = request.POST.get("version")
    if not agreed or agreed == edits.shown(record):
        return ""
    return versions.last_change(record).sentence


def _link(record: Any) -> str:
    said = [record._meta.verbose_name, record.get_state_display()]
    return format_html(
        '<a href="{}">{}</a> ({})', address(record), record, ", ".join(map(str, said))
    )
