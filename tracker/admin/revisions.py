"""Revisions of what is public: what each changes, and its way through the review."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.admin.base import Link, address
from tracker.admin.review import ReviewedAdmin
from tracker.choices import State
from tracker.models import Revision
from tracker.services import revisions


@admin.register(Revision)
class RevisionAdmin(ReviewedAdmin):
    """Written on the page of the record itself; read, reviewed and discarded here."""

    fields = ("code", "record", "reason", "is_correction", "changes")
    readonly_fields = ("record", "changes")
    permanent = ()
    moves = ("submit", "take_back")
    list_display = ("code", "record", "reason", "state", "recorded_by")
    list_select_related = ("recorded_by",)
    list_filter = ("state", "table", "is_correction")
    search_fields = ("code", "key", "reason")
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by saving the page of a public record."""
        return False

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Never: the page of the record is where it is written."""
        return False

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        if obj.state == State.DRAFT:
            return _t("To write on, open the record: its page shows the revision.")
        if obj.state == State.PUBLISHED:
            return _t("Approved: the record reads so since then, unless it was revised again.")
        return super().why_closed(obj)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The record, and the steps of the review."""
        try:
            to_record = [(_t("Open the record"), address(revisions.record_of(obj)))]
        except LookupError:
            to_record = []
        return [*to_record, *super().links(request, obj)]

    @admin.display(description=_("record"))
    def record(self, obj: Revision) -> str:
        """The record that is revised."""
        return f"{obj.table} {obj.key}"

    @admin.display(description=_("changes"))
    def changes(self, obj: Revision) -> str:
        """What differs, cell by cell."""
        return render_to_string("admin/tracker/changed_rows.html", {"rows": revisions.changes(obj)})
