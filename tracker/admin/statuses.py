"""Status changes, which are recorded with their evidence, and the verdicts of others."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.admin import beside
from tracker.admin.base import Link, add_address
from tracker.admin.import_reports import ImportedAdmin, ImportFilter
from tracker.admin.inlines import DATE_FIELDS, CitationPart
from tracker.admin.review import ReviewedAdmin
from tracker.choices import State
from tracker.forms.statuses import StatusChangeForm
from tracker.lib.dates import FuzzyDate
from tracker.models import Assessment, Citation, StatusChange
from tracker.services import statuses
from tracker.services.statuses import Evidence


class EvidencePart(CitationPart):
    """What the status rests on: at least one passage or page."""

    min_num = 1
    prefilled = ("passage", "reference")

    fields = (  # type: ignore[assignment]
        "passage",
        ("account_of", "account_words"),
        ("stance", "role"),
        "reference",
        "finding",
    )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows, which say on which side of the commitment a party is."""
        formset = super().get_formset(request, obj, **kwargs)
        field = formset.form.base_fields["account_of"]
        sides = beside.sides(beside.commitment_of(request, obj))
        field.help_text = f"{field.help_text} {sides}".strip()
        return formset


@admin.register(StatusChange)
class StatusChangeAdmin(ImportedAdmin, ReviewedAdmin):
    """One form to record a change, and to work on its draft; published, it is history."""

    form = StatusChangeForm
    fieldsets = (
        (None, {"fields": ("commitment", "status", "reason_code", "reason", "date_earliest")}),
        (
            _("When, if it is not known to the day"),
            {
                "fields": ("date_precision", "date_latest", "date_words", "date_basis"),
                "classes": ("collapse",),
            },
        ),
        (
            _("For one party, how much, how sure, what it corrects"),
            {
                "fields": ("party", "delivered_quantity", "confidence", "corrects"),
                "classes": ("collapse",),
            },
        ),
    )
    permanent = ()
    derived = (*ReviewedAdmin.derived, "original_status", "imported")
    moves = ("submit", "take_back")
    prefilled = ("commitment", "corrects", *beside.DATE)
    autocomplete_fields = ("commitment", "party", "corrects")
    inlines = (EvidencePart,)
    list_display = ("code", "commitment", "status_word", "date_latest", "state", "recorded_by")
    list_select_related = ("commitment", "recorded_by")
    list_filter = ("state", "status", ImportFilter)
    search_fields = ("code", "commitment__code", "commitment__title", "reason")
    ordering = ("-pk",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; what was delivered is among the first where a quantity is owed."""
        (name, first), *others = super().get_fieldsets(request, obj)
        if not beside.owed(beside.commitment_of(request, obj)):
            return [(name, first), *others]
        rest = [
            (n, {**o, "fields": [f for f in o["fields"] if f != "delivered_quantity"]})
            for n, o in others
        ]
        return [(name, {**first, "fields": [*first["fields"], "delivered_quantity"]}), *rest]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The form, told how much is owed."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.owed = beside.owed(beside.commitment_of(request, obj))
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        """With the commitment, which its name names."""
        return super().get_queryset(request).select_related("commitment")

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        if obj.state == State.PUBLISHED:
            return _t("A published status change is never changed: it is the history. When it is wrong, record a correction, which names it and says why.")  # fmt: skip
        return super().why_closed(obj)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The steps of the review; for a published change, its correction."""
        found = super().links(request, obj)
        if obj.state == State.PUBLISHED:
            prefilled = {"commitment": obj.commitment_id, "corrects": obj.pk, **beside.date_of(obj)}
            found.append((_t("Record a correction"), add_address(StatusChange, **prefilled)))
        return found

    def next_address(self, obj: Any) -> str | None:
        """The form for another commitment, on the same words and date."""
        cited = obj.citations.order_by("position", "pk")
        words = {
            name: [key for c in cited if (key := getattr(c, f"{name}_id"))]
            for name in EvidencePart.prefilled
        }
        known = {name: keys for name, keys in words.items() if keys}
        return add_address(StatusChange, **known, **beside.date_of(obj))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, with its commitment beside it."""
        context |= beside.about(beside.commitment_of(request, kwargs.get("obj")))
        context["corrected"] = beside.corrected(request, kwargs.get("obj"))
        context["date_query"] = urlencode(beside.date_in(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new one is saved by the service, together with its evidence; a draft as any other."""
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Record the change, or see that the changed draft could still be published."""
        user: Any = request.user
        if change:
            super().save_related(request, form, formsets, change)
            statuses.check(form.instance, by=user, today=timezone.now().date())
            return
        evidence = [_evidence(c) for formset in formsets for c in formset.save(commit=False)]
        form.instance.pk = self._record(user, form.cleaned_data, evidence).pk
        # From here on the form's record is the one that the service made.
        form.instance.refresh_from_db()

    def _record(self, user: User, typed: Any, evidence: list[Evidence]) -> StatusChange:
        names = ("commitment", "party", "status", "reason_code", "reason", "confidence")
        return statuses.record_change(
            **{name: typed[name] for name in (*names, "delivered_quantity", "corrects")},
            happened=FuzzyDate(
                typed["date_earliest"], typed["date_latest"], typed["date_precision"]
            ),
            happened_words=typed["date_words"],
            happened_basis=typed["date_basis"],
            evidence=evidence,
            by=user,
            today=timezone.now().date(),
        )

    @admin.display(description=_("status"), ordering="status")
    def status_word(self, obj: StatusChange) -> str:
        """The status as a word."""
        return obj.status_label


@admin.register(Assessment)
class AssessmentAdmin(ReviewedAdmin):
    """The verdicts of others."""

    fields = ("commitment", "assessor", "verdict", "mapped_status", *DATE_FIELDS, "code")
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
