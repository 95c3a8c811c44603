"""The page that asks whether to delete a draft: what goes with it, and what stands in the way."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html

from tracker.admin.base import EditorAdmin, address
from tracker.services import deleting


class DeletedAdmin(EditorAdmin):
    """Pages of records whose drafts are deleted, unless another record names them."""

    delete_confirmation_template = "admin/tracker/delete.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes, and what stands in the way: asked for the page, and again before it is done."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        others = [_link(other) for obj in objs for other in deleting.naming(obj)]
        # Whose they are makes no difference to what has to be done about them.
        return (found, counts, set(), others) if others else (found, counts, lacking, protected)


def _link(record: Any) -> str:
    said = [record._meta.verbose_name, record.get_state_display()]
    return format_html(
        '<a href="{}">{}</a> ({})', address(record), record, ", ".join(map(str, said))
    )
