"""Commitments with everything that belongs to them."""

from datetime import date, datetime
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker import choices
from tracker.admin.base import Link, add_address, address, desk_page
from tracker.admin.fields import best_first, from_address
from tracker.admin.import_reports import ImportedAdmin, ImportFilter
from tracker.admin.inlines import (
    DATE_FIELDS,
    CitationPart,
    CommitmentRelationPart,
    ConditionPart,
    DeadlinePart,
    MilestonePart,
    ParticipationPart,
    PrimaryCitationPart,
)
from tracker.admin.review import ReviewedAdmin
from tracker.admin.revising import RevisedAdmin
from tracker.choices import State
from tracker.lib import suggestions
from tracker.models import (
    Citation,
    Commitment,
    Condition,
    Milestone,
    Passage,
    Source,
    StatusChange,
)
from tracker.selectors import search
from tracker.services import checking, publishing


class StatusFilter(admin.SimpleListFilter):
    """Narrows by the status, of which having none is one."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """All statuses."""
        return [*choices.Status.choices, (choices.NOT_ASSESSED, choices.NOT_ASSESSED_LABEL)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of the status; a status that there is not has none."""
        if self.value() is None:
            return queryset
        is_none = self.value() == choices.NOT_ASSESSED
        return queryset.filter(status="" if is_none else self.value())


class SourceFilter(admin.SimpleListFilter):
    """Narrows by the document whose words are cited."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """All sources, as their public addresses call them."""
        return Source.objects.order_by("short_title", "pk").values_list("slug", "short_title")

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those that cite it; a source that there is not is cited by none."""
        if self.value() is None:
            return queryset
        cited = Citation.objects.filter(passage__capture__source__slug=self.value())
        return queryset.filter(pk__in=cited.values("commitment"))


@admin.register(Commitment)
class CommitmentAdmin(ImportedAdmin, ReviewedAdmin):
    """What was undertaken. The status is shown, and changes through status changes alone."""

    fieldsets = (
        (None, {"fields": ("title", "summary", "category", "topics", "code")}),
        (_("Wording and force"), {"fields": (("modality", "verb"), "bindingness", "is_standing")}),
        (_("Date on which it was made"), {"fields": DATE_FIELDS}),
        (
            _("Quantity"),
            {"fields": (("quantity", "quantity_unit"), "quantity_words", "recurrence")},
        ),
        (_("Notes"), {"fields": ("note", "editor_notes")}),
    )
    derived = (
        "state",
        "recorded",
        "assigned",
        "status_word",
        "status_since",
        "current_change",
        "last_checked_date",
        "status_history",
        "imported",
    )
    actions = ("assign", "submit_for_review", "mark_checked")
    autocomplete_fields = ("category", "topics")
    inlines = (
        PrimaryCitationPart,
        ParticipationPart,
        DeadlinePart,
        MilestonePart,
        ConditionPart,
        CommitmentRelationPart,
    )
    list_display = ("code", "title", "status_word", "state", "category", "recorded_by")
    list_select_related = ("category", "recorded_by")
    list_filter = ("state", StatusFilter, SourceFilter, "category", "bindingness", ImportFilter)
    search_fields = ("code", "title", "summary")
    ordering = ("-pk",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address says; and how its words read, where that is certain."""
        initial = super().get_changeform_initial_data(request)
        key = from_address(Citation, ("passage",), request).get("passage")
        return {**_wording(key), **initial} if key else initial

    def look_for(self, request: HttpRequest, queryset: Any, words: str) -> Any:
        """Every word, wherever the public list looks for it; drafts included."""
        found = search.holding(queryset, words, seen_by="objects")
        by_code, by_title = Q(code__istartswith=words), Q(title__icontains=words)
        return best_first(request, found, self.ordering, by_code, by_title), False

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The steps of the review, and the one way to change the status."""
        steps = super().links(request, obj)
        if obj.state == State.WITHDRAWN:
            return steps
        change = (_t("Record a status change"), add_address(StatusChange, commitment=obj.pk))
        return [change, *steps]

    def next_address(self, obj: Any) -> str | None:
        """The workbench of the text on whose words it rests."""
        words = obj.citations.filter(passage__isnull=False).order_by("position", "pk").first()
        return address(words.passage.capture, "workbench") if words else None

    @admin.action(description=_("Mark as checked today: no new evidence was found"))
    def mark_checked(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> TemplateResponse | None:  # fmt: skip
        """Ask, saying what becomes public by it; then keep that somebody looked for new evidence."""
        now, commitments = timezone.now(), list(queryset.order_by("code"))
        if "confirmed" not in request.POST:
            return self._ask_whether_checked(request, commitments, now.date())
        checked = sum(self._is_marked(request, commitment, now) for commitment in commitments)
        if checked:
            self.message_user(request, ngettext("{n} commitment marked as checked.", "{n} commitments marked as checked.", checked).format(n=checked), "SUCCESS")  # fmt: skip
        return None

    def _is_marked(self, request: HttpRequest, commitment: Commitment, now: datetime) -> bool:
        user: Any = request.user
        try:
            checking.mark_checked(commitment, by=user, now=now)
        except publishing.PublicationRefused as refusal:
            self.message_user(request, f"{commitment}: {refusal}", "ERROR")
            return False
        return True

    def _ask_whether_checked(self, request: HttpRequest, commitments: list[Commitment], today: date) -> TemplateResponse:  # fmt: skip
        context = {
            "title": _t("Mark as checked"),
            "opts": self.opts,
            "commitments": commitments,
            "public": [c for c in commitments if c.is_published],
            "today": today,
            "sent": [
                (name, value)
                for name in ("action", "index", "select_across", ACTION_CHECKBOX_NAME)
                for value in request.POST.getlist(name)
            ],
        }
        return desk_page(request, "mark_checked", context)

    @admin.display(description=_("status"), ordering="status")
    def status_word(self, obj: Commitment) -> str:
        """The status as a word."""
        return obj.status_label

    @admin.display(description=_("status changes"))
    def status_history(self, obj: Commitment) -> str:
        """All of them, newest first, with their state."""
        changes = obj.status_changes.select_related("commitment").order_by("-date_latest", "-pk")
        rows = [
            (address(c), c.code, c.date_latest, c.status_label, c.get_state_display())
            for c in changes
        ]
        found = format_html_join("", '<li><a href="{}">{}</a> {}: {} ({})</li>', rows)
        return (found and format_html_join("", "<ul>{}</ul>", [(found,)])) or "–"


def _wording(passage_key: int) -> dict[str, str]:
    passage = Passage.objects.select_related("capture").get(pk=passage_key)
    if not passage.language.startswith("en"):  # the verbs that are known are English
        return {}
    found = suggestions.certain(passage.capture.text, passage.start, passage.end)
    return {"modality": found.modality, "verb": found.verb} if found else {}


class BelongingAdmin(RevisedAdmin):
    """Citations of what belongs to a commitment; the rest is edited with the commitment."""

    inlines = (CitationPart,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Reached from the commitment only."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entered with the commitment."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the commitment, which takes it along."""
        of_commitment = self._of_commitment()
        return obj is not None and of_commitment.has_delete_permission(request, obj.commitment)

    def whole(self, obj: Any) -> Any:
        """The commitment."""
        return obj.commitment

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """As the commitment."""
        return self._of_commitment().is_open(obj.commitment, user)

    def why_closed(self, obj: Any) -> str:
        """As the commitment."""
        return self._of_commitment().why_closed(obj.commitment)

    def _of_commitment(self) -> "CommitmentAdmin":
        return cast("CommitmentAdmin", self.admin_site.get_model_admin(Commitment))

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The way back."""
        return [(_t("To the commitment"), address(obj.commitment))]

    def is_public(self, obj: Any) -> bool:
        """As the commitment."""
        return bool(obj.commitment.is_published)


@admin.register(Milestone)
class MilestoneAdmin(BelongingAdmin):
    """What shows that a step of a treaty was taken."""

    fields = readonly_fields = ("commitment", "step", "party", "date_words", "note")
    ordering = ("pk",)


@admin.register(Condition)
class ConditionAdmin(BelongingAdmin):
    """What shows that a condition was stated, disputed or met."""

    fields = readonly_fields = ("commitment", "text", "claimant", "disputed_by", "is_met")
    ordering = ("pk",)
