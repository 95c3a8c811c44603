"""Sources, their archived texts, passages in them, and external pages."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.admin.assigning import AssignedAdmin
from tracker.admin.base import Link, ServiceMadeAdmin, add_address, address
from tracker.admin.inlines import DATE_FIELDS, FormerSlugPart
from tracker.admin.revising import RevisedAdmin
from tracker.admin.workbench import EvidencePages, WorkbenchPages, next_steps
from tracker.cells import bundles
from tracker.choices import State
from tracker.forms.sources import CaptureChoiceField, CaptureForm, PassageForm, SourceForm
from tracker.models import Capture, Citation, Passage, Reference, Revision, Source
from tracker.services import sources


@admin.register(Source)
class SourceAdmin(AssignedAdmin, RevisedAdmin):
    """The documents."""

    fieldsets = (
        (None, {"fields": ("title", "short_title", "subtitle", "slug", "kind", "language")}),
        (_("Who and when"), {"fields": ("publisher", "author", "document_symbol", *DATE_FIELDS)}),
        (_("Where"), {"fields": ("url", "located_url", "located_note")}),
        (
            _("What may be shown, and what it shows"),
            {"fields": ("rights_note", "is_full_text_public", "reliability_note")},
        ),
    )
    permanent = ("slug",)
    derived = ("assigned",)
    actions = ("assign",)
    prepopulated_fields = {"slug": ("short_title",)}
    text_fields = ("text", "text_file", "method")
    inlines = (FormerSlugPart,)
    list_display = ("short_title", "title", "kind", "publisher", "date_latest", "language")
    list_filter = ("kind", "language")
    search_fields = ("title", "short_title", "slug", "publisher", "document_symbol")
    ordering = ("short_title", "pk")

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The texts that are archived, a further one, and who works on it."""
        texts = obj.captures.order_by("-taken_at", "-pk").only("pk", "code")
        benches = [
            (_t("Workbench: {code}").format(code=c.code), address(c, "workbench")) for c in texts
        ]
        archive = (_t("Archive a text"), add_address(Capture, source=obj.pk))
        return [*benches, archive, *super().links(request, obj)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; for a new source also its text, which is entered once."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        says = _t("If you have it at hand. It can be archived later, too.")
        return [*fieldsets, (_t("Its text"), {"fields": self.text_fields, "description": says})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The form asks for a text only when the source is entered."""
        if obj is None:
            kwargs.setdefault("form", SourceForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Archive the text of a new source together with it."""
        super().save_related(request, form, formsets, change)
        if not change and form.cleaned_data["text"]:
            capture = sources.archive(
                form.instance,
                text=form.cleaned_data["text"],
                method=form.cleaned_data["method"],
                original=form.cleaned_data["text_file"] or None,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
            captures = self.admin_site.get_model_admin(Capture)
            captures.log_addition(request, capture, [{"added": {}}])
            request.archived = capture  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """On to the workbench, when there is a text."""
        response = super().response_add(request, obj, *args, **kwargs)
        return _to_workbench(request, getattr(request, "archived", None)) or response


@admin.register(Capture)
class CaptureAdmin(WorkbenchPages, ServiceMadeAdmin, RevisedAdmin):
    """Archived texts: entered once, then read-only for ever."""

    form = CaptureForm
    fields = ("source", "text", "text_file", "method", "original")
    kept = ("code", "source", "taken", "method", "sha256", "original_name", "words")
    readonly_fields = ("taken", "original_name", "words")
    prefilled = ("source",)
    autocomplete_fields = ("source",)
    list_display = ("code", "source", "taken_at", "method")
    list_select_related = ("source",)
    search_fields = ("code", "source__title", "sha256")
    ordering = ("-pk",)

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Never."""
        return False

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        return _t("An archived text is never changed, because passages rest on it. Archive the text again if the document has changed.")  # fmt: skip

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Passages come next."""
        return [
            (_t("Mark a passage"), address(obj, "workbench")),
            (_t("Archive a text"), add_address(Capture, source=obj.source_id)),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is asked for, or what is kept."""
        return [(None, {"fields": self.kept})] if obj else super().get_fieldsets(request, obj)

    def make(self, request: HttpRequest, form: Any) -> Capture:
        """Archive the text."""
        return sources.archive(
            form.cleaned_data["source"],
            text=form.cleaned_data["text"],
            method=form.cleaned_data["method"],
            original=form.cleaned_data["original"] or form.cleaned_data["text_file"] or None,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """On to the workbench."""
        response = super().response_add(request, obj, *args, **kwargs)
        return _to_workbench(request, obj) or response

    @admin.display(description=_("text"))
    def words(self, obj: Capture) -> str:
        """The text as it is, with its spaces and line ends."""
        return _verbatim(obj.text, obj.source.language)

    @admin.display(description=_("taken"))
    def taken(self, obj: Capture) -> str:
        """When and by whom; an account's page is for administrators."""
        who = obj.taken_by or _t("a data package")
        return _t("{at:%Y-%m-%d %H:%M} UTC, by {who}").format(at=obj.taken_at, who=who)

    @admin.display(description=_("original file"))
    def original_name(self, obj: Capture) -> str:
        """Its name; the file itself is not served."""
        return obj.original.name or "–"


@admin.register(Passage)
class PassageAdmin(EvidencePages, ServiceMadeAdmin, RevisedAdmin):
    """Exact words of archived texts: the words are marked once, a translation may follow."""

    fields = ("capture", "exact", "occurrence", "translation", "translated_by")
    found = ("code", "capture", "words", "occurrence", "locator", "language")
    readonly_fields = ("words",)
    prefilled = ("capture",)
    list_display = ("code", "words_in_short", "capture_source", "locator", "check_failure")
    list_select_related = ("capture__source",)
    list_filter = ("language",)
    search_fields = ("code", "exact", "capture__code", "capture__source__title")
    ordering = ("-pk",)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """What can rest on the words, and where they stand."""
        bench = f"{address(obj.capture, 'workbench')}?passage={obj.pk}#p{obj.code}"
        return [*next_steps(obj), (_t("See it in the workbench"), bench)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        """Without the texts they stand in, which may be long."""
        return super().get_queryset(request).defer("capture__text")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is asked for; later what was found, and the translation."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        hidden = super().get_fieldsets(request, obj)[1:]
        return [(None, {"fields": (*self.found, "translation", "translated_by")}), *hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The words and where they stand, once marked."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, *self.found) if obj is not None else fixed

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The form asks for words only when they are marked."""
        if obj is None:
            kwargs.setdefault("form", PassageForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Archived texts by the names of their sources."""
        if db_field.name == "capture":
            kwargs["form_class"] = CaptureChoiceField
            captures = Capture.objects.select_related("source").defer("text")
            kwargs["queryset"] = captures.order_by("source__short_title", "-taken_at", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def make(self, request: HttpRequest, form: Any) -> Passage:
        """Mark the words."""
        typed = form.cleaned_data
        capture = Capture.objects.select_related("source").get(pk=typed["capture"].pk)
        known = set(capture.passages.values_list("pk", flat=True))
        passage = sources.mark_passage(
            capture,
            exact=typed["exact"],
            occurrence=typed["occurrence"],
            translation=typed["translation"],
            translated_by=typed["translated_by"],
        )
        if passage.pk in known:
            self.message_user(request, _t("These words were marked before: this is that passage, as it was."), "WARNING")  # fmt: skip
        return passage

    @admin.display(description=_("exact words"))
    def words(self, obj: Passage) -> str:
        """The words as they are."""
        return _verbatim(obj.exact, obj.language)

    @admin.display(description=_("exact words"), ordering="exact")
    def words_in_short(self, obj: Passage) -> str:
        """Enough of the words to know them again."""
        return obj.exact if len(obj.exact) <= 80 else obj.exact[:79] + "…"

    @admin.display(description=_("source"), ordering="capture__source__title")
    def capture_source(self, obj: Passage) -> str:
        """The document they stand in."""
        return str(obj.capture.source)


@admin.register(Reference)
class ReferenceAdmin(RevisedAdmin):
    """External pages whose text is not held here."""

    fields = (
        "title",
        "url",
        "publisher",
        "language",
        "reliability",
        *DATE_FIELDS,
        "note",
        "code",
    )
    permanent = ("code",)
    list_display = ("code", "title", "publisher", "reliability", "date_latest")
    list_filter = ("reliability",)
    search_fields = ("code", "title", "publisher", "url")
    ordering = ("-pk",)

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Not while a reviewer looks at something that cites it, and reads what it says."""
        return not self._is_looked_at(obj) and super().is_open(obj, user)

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        if self._is_looked_at(obj):
            return _t("A record in review cites this page: what a reviewer reads stays as it is until that is approved or returned.")  # fmt: skip
        return super().why_closed(obj)

    def _is_looked_at(self, obj: Any) -> bool:
        looked_at = Q()
        for target in ("commitment", "event", "figure", "status_change", "assessment"):
            looked_at |= Q(**{f"{target}__state": State.IN_REVIEW})
        proposed = Revision.objects.filter(state=State.IN_REVIEW).values_list("after", flat=True)
        return Citation.objects.filter(looked_at, reference=obj).exists() or any(
            row.get("reference") == obj.code
            for after in proposed
            for row in bundles.readable(after).get("citations", [])
        )


def _to_workbench(request: HttpRequest, capture: Capture | None) -> HttpResponse | None:
    """The workbench, unless another page was asked for."""
    if capture is None or {IS_POPUP_VAR, "_continue", "_addanother"} & request.POST.keys():
        return None
    return HttpResponseRedirect(address(capture, "workbench"))


def _verbatim(text: str, language: str) -> str:
    return format_html('<div class="verbatim" lang="{}" dir="auto">{}</div>', language, text)
