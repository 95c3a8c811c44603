"""Status changes, which are recorded with their evidence and never edited, and assessments."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.admin.base import Link, add_address
from tracker.admin.inlines import DATE_FIELDS, CitationPart
from tracker.admin.review import ReviewedAdmin
from tracker.choices import State
from tracker.forms.statuses import StatusChangeForm
from tracker.lib.dates import FuzzyDate
from tracker.models import Assessment, Citation, StatusChange
from tracker.services import publishing, statuses
from tracker.services.statuses import Evidence


class EvidencePart(CitationPart):
    """What the status rests on: at least one passage or page."""

    min_num = 1


@admin.register(StatusChange)
class StatusChangeAdmin(ReviewedAdmin):
    """One form to record a change; after that it only moves through the review."""

    form = StatusChangeForm
    fieldsets = (
        (None, {"fields": ("commitment", "party", "status", "reason_code", "reason")}),
        (_("When it happened"), {"fields": DATE_FIELDS}),
        (_("How much, how sure"), {"fields": ("delivered_quantity", "confidence", "corrects")}),
    )
    permanent = ()
    moves = ("submit", "publish", "return")
    prefilled = ("commitment", "corrects")
    autocomplete_fields = ("commitment", "party", "corrects")
    inlines = (EvidencePart,)
    list_display = ("code", "commitment", "status_word", "date_latest", "state", "recorded_by")
    list_select_related = ("commitment", "recorded_by")
    list_filter = ("state", "status")
    search_fields = ("code", "commitment__code", "commitment__title", "reason")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        """With the commitment, which its name names."""
        return super().get_queryset(request).select_related("commitment")

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Never: it is recorded whole."""
        return False

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        if obj.state == State.PUBLISHED:
            return _t("A published status change is never changed: it is the history. When it is wrong, record a correction, which names it and says why.")  # fmt: skip
        if obj.state == State.DRAFT:
            return _t("Returned by a reviewer. A status change is not edited: submit it again as it is, or delete it and record another.")  # fmt: skip
        return super().why_closed(obj)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The steps of the review; for a published change, its correction."""
        found = super().links(request, obj)
        if obj.state == State.PUBLISHED:
            prefilled = {"commitment": obj.commitment_id, "corrects": obj.pk}
            found.append((_t("Record a correction"), add_address(StatusChange, **prefilled)))
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the service saves the change together with its evidence."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Record the change; from here on the form's record is the one that the service made."""
        evidence = [_evidence(c) for formset in formsets for c in formset.save(commit=False)]
        made = self._record(request, form.cleaned_data, evidence)
        form.instance.pk = made.pk
        form.instance.refresh_from_db()
        self._say_what_is_missing(request, made)

    def _record(self, request: HttpRequest, typed: Any, evidence: list[Evidence]) -> StatusChange:
        names = ("commitment", "party", "status", "reason_code", "reason", "confidence")
        return statuses.record_change(
            **{name: typed[name] for name in (*names, "delivered_quantity", "corrects")},
            happened=FuzzyDate(
                typed["date_earliest"], typed["date_latest"], typed["date_precision"]
            ),
            happened_words=typed["date_words"],
            happened_basis=typed["date_basis"],
            evidence=evidence,
            by=request.user,  # type: ignore[arg-type]
            today=timezone.now().date(),
        )

    def _say_what_is_missing(self, request: HttpRequest, made: StatusChange) -> None:
        self.message_user(request, _t("It is in review: another person has to approve it."))
        for problem in publishing.problems(made):
            self.message_user(request, _t("Before that: {problem}").format(problem=problem), "WARNING")  # fmt: skip

    @admin.display(description=_("status"), ordering="status")
    def status_word(self, obj: StatusChange) -> str:
        """The status as a word."""
        return obj.status_label


@admin.register(Assessment)
class AssessmentAdmin(ReviewedAdmin):
    """The verdicts of others."""

    fields = ("code", "commitment", "assessor", "verdict", "mapped_status", *DATE_FIELDS)
    autocomplete_fields = ("commitment", "assessor")
    prefilled = ("commitment",)
    inlines = (CitationPart,)
    list_display = ("code", "commitment", "assessor", "mapped_status", "state", "recorded_by")
    list_select_related = ("commitment", "assessor", "recorded_by")
    list_filter = ("state", "mapped_status")
    search_fields = ("code", "commitment__code", "commitment__title", "verdict")
    ordering = ("-pk",)


def _evidence(citation: Citation) -> Evidence:
    return Evidence(
        passage=citation.passage,
        reference=citation.reference,
        finding=citation.finding,
        role=citation.role,
        stance=citation.stance,
        account_of=citation.account_of,
        account_words=citation.account_words,
    )
