"""What every page for editors shares: who may open it, how refusals are told, what is offered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.admin import conflicts, left, typed
from tracker.admin.fields import Fields, PlainLookups, from_address
from tracker.cells import bundles
from tracker.forms import opened
from tracker.forms.base import EditorForm
from tracker.models import DataVersion
from tracker.services import refusals
from tracker.services.publishing import PublicationRefused
from tracker.services.sources import PassageRefused
from tracker.services.statuses import StatusChangeRefused

REFUSALS = (
    PublicationRefused,
    StatusChangeRefused,
    PassageRefused,
    ValidationError,
    IntegrityError,
    DataError,
)
# What sends a form to be shown again: to be checked; to go on with it, with a passage added or not.
CHECK, CITE = "_check", "_cite"
_GOING_ON = (CITE, left.BACK)

Link = tuple[str, str]


def address(record: models.Model, page: str = "change") -> str:
    """A page of the admin about one record."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])  # fmt: skip


def review_address(record: Any) -> str:
    """The page on which a record in review is read and answered."""
    return reverse("desk:review", args=[bundles.table_of(record).name, record.code])


def add_address(model: type[models.Model], **prefilled: Any) -> str:
    """The form for a new record, with some of its fields filled in."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return f"{url}?{urlencode(prefilled, doseq=True)}" if prefilled else url


def leads_on(request: HttpRequest, usual: str, name: str = "then") -> str:
    """Where the person goes on: where the form that was sent says, if that is here."""
    then = request.POST.get(name, "")
    is_ours = url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    return then if then and is_ours else usual


def require_editor(request: HttpRequest) -> User:
    """The person, who edits. Raises PermissionDenied."""
    if not permissions.may_edit(request.user):
        raise PermissionDenied
    return request.user  # type: ignore[return-value]


def desk_page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:  # fmt: skip
    """A page of the desk that is no form of a model."""
    whole = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/tracker/{template}.html", whole, status=status)


class Rights:
    """Rights by group, from `tracker.permissions`; nothing is deleted unless a page says so."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the models are listed at all."""
        return permissions.may_edit(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors see everything."""
        return permissions.may_edit(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors enter everything."""
        return permissions.may_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors change what is open to change."""
        return permissions.may_edit(request.user) and (
            obj is None or self.is_open(obj, request.user)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Whether this record may be changed at present."""
        return True


class EditorAdmin(Rights, Fields, PlainLookups, admin.ModelAdmin):
    """Pages of one model. Every refusal becomes a message on the form, with the input kept."""

    form = EditorForm
    actions: Any = None
    permanent: tuple[str, ...] = ()  # fields that are set once
    derived: tuple[str, ...] = ()  # shown below the fields, never typed
    prefilled: tuple[str, ...] = ()  # fields that an address may fill in

    def why_closed(self, obj: Any) -> str:
        """Why the record is read-only, and what one can do."""
        return ""

    def sought(self, request: HttpRequest, object_id: str) -> Any:
        """The record that the address names. Raises PermissionDenied before Http404, so that nobody
        learns from a refusal whether there is such a record.
        """
        require_editor(request)
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        return record

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """What can be done next, as (words, address)."""
        return []

    def is_public(self, obj: Any) -> bool:
        """Whether anybody may see it; asked once per request."""
        if not hasattr(obj, "_is_public"):
            obj._is_public = type(obj).public.filter(pk=obj.pk).exists()
        return bool(obj._is_public)

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, once there is one."""
        has_page = hasattr(obj, "get_absolute_url") and self.is_public(obj)
        return obj.get_absolute_url() if has_page else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; for a record that exists what is derived, and what the form was opened with."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and self.derived:
            fieldsets.append((_("Recorded"), {"fields": self.derived}))
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": (opened.NAME,), "classes": ("hidden",)}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is derived, and for a record that exists what is permanent."""
        fixed = (*super().get_readonly_fields(request, obj), *self.derived)
        return (*fixed, *self.permanent) if obj is not None else fixed

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only for a new record: slugs are permanent."""
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The form, told what belongs to the record and what was refused a moment ago."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "problems", ())
        form.is_only_shown = getattr(request, "conflict", None) is not None or any(
            name in request.POST for name in (CHECK, *_GOING_ON)
        )
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address may fill in, where it makes sense."""
        return from_address(self.model, self.prefilled, request)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:  # fmt: skip
        """The rows of a part; a new form may open with some that the address fills in."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if rows := inline.first_rows(request, obj):
            kwargs["initial"] = rows
        return kwargs

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        """The parts, told what was refused of their rows a moment ago."""
        for part, inline in super().get_formsets_with_inlines(request, obj):
            mine = part.get_default_prefix()
            part.refused = [p for p in getattr(request, "problems", ()) if p.part == mine]
            yield part, inline

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """The form. What is refused on saving is rolled back and said on the same form."""
        if answer := self.receive(request):
            return answer
        answer = self._answer(request, object_id, form_url, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            left.forget(request)
        return answer

    def receive(self, request: HttpRequest) -> HttpResponse | None:
        """Take in what was sent, or what was left before; an answer where that ends it."""
        left.come_back(request)
        if "_saveasnew" in request.POST:  # which no form of ours offers, and the admin would do
            sent = request.POST.copy()
            del sent["_saveasnew"]
            request.POST = sent  # type: ignore[assignment]
        return None

    def _answer(self, request: HttpRequest, object_id: str | None, *rest: Any) -> HttpResponse:
        if object_id and request.method == "POST" and self._is_gone(request, object_id):
            return self._not_saved(request, None, _("It was deleted in the meantime. Enter it anew, if it is still wanted."), typed.everything(self, request))  # fmt: skip
        try:
            return self._tried(request, object_id, *rest)
        except PermissionDenied:
            return self._closed(request, object_id)

    def _tried(self, request: HttpRequest, object_id: str | None, *rest: Any) -> HttpResponse:
        try:
            with _turn(request):
                return self.form_page(request, object_id, *rest)
        except REFUSALS as refusal:
            request.problems = refusals.problems(refusal)  # type: ignore[attr-defined]
            with _turn(request):
                return self.form_page(request, object_id, *rest)

    def form_page(self, request: HttpRequest, object_id: str | None = None, *rest: Any) -> HttpResponse:  # fmt: skip
        """The form, or what became of it; shown again when somebody else was quicker."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if request.method == "POST" and obj and self.has_change_permission(request, obj):
            request.conflict = conflicts.settle(self, request, obj)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, *rest)

    def leaves_nobody(self, request: HttpRequest, obj: Any) -> bool:
        """Whether saving makes the last one an author who could approve it: here nothing is reviewed."""
        return False

    def _closed(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """403; to editors with what they typed, when the record was closed in the meantime."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is None or not self.has_view_permission(request, obj):
            raise PermissionDenied
        return self._not_saved(request, obj, self.why_closed(obj), typed.differing(self, request))

    def _is_gone(self, request: HttpRequest, object_id: str) -> bool:
        """Whether there is no such record, for one who might see it."""
        may_look = self.has_view_permission(request)
        return may_look and self.get_object(request, unquote(object_id)) is None

    def _not_saved(self, request: HttpRequest, obj: Any, why: str, lines: typed.Typed) -> HttpResponse:  # fmt: skip
        """403 with what was typed, to be copied."""
        context = {
            "title": _("Not saved"),
            "opts": self.opts,
            "record": obj,
            "why_closed": why,
            "typed": lines,
        }
        return desk_page(request, "not_saved", context, status=403)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """Ask, then delete; what is refused is said on the list."""
        try:
            with _turn(request):
                if self._is_gone(request, object_id):
                    return self._to_list(request, _("It was deleted in the meantime."))
                return self.deletion_page(request, object_id)
        except REFUSALS as refusal:
            return self._to_list(request, refusals.sentence(refusal))

    def deletion_page(self, request: HttpRequest, object_id: str, **seen: Any) -> HttpResponse:
        """The question, or what became of it; with what else the page shows."""
        return super().delete_view(request, object_id, seen)

    def _to_list(self, request: HttpRequest, why: str) -> HttpResponse:
        self.message_user(request, why, "ERROR")
        return HttpResponseRedirect(reverse(f"admin:tracker_{self.opts.model_name}_changelist"))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, with why it is read-only and what can be done next."""
        obj = kwargs.get("obj")
        if obj is not None:
            is_closed = not self.has_change_permission(request, obj)
            context["why_closed"] = self.why_closed(obj) if is_closed else ""
            context["links"] = self.links(request, obj)
            self._say_opened(request, context)
        context["left"] = request.POST.get(left.FIELD, "")
        if any(name in request.POST for name in _GOING_ON):
            _forget_errors(context)
        return super().render_change_form(request, context, *args, **kwargs)

    def _say_opened(self, request: HttpRequest, context: Any) -> None:
        context["conflict"] = getattr(request, "conflict", None)
        form = context["adminform"].form
        if opened.NAME in form.fields and not form.is_bound:
            parts = [part.formset for part in context["inline_admin_formsets"]]
            form.initial[opened.NAME] = opened.write(opened.of(form, parts))


@contextmanager
def _turn(request: HttpRequest) -> Iterator[None]:
    """All who send a form take turns: what a page asks before it writes still holds when it writes."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        DataVersion.objects.take_turn()
        yield


def _forget_errors(context: Any) -> None:
    """Nobody asked yet whether the form is complete."""
    context["errors"] = []
    context["adminform"].form.errors.clear()
    for part in context["inline_admin_formsets"]:
        part.formset.non_form_errors().clear()
        for errors in part.formset.errors:
            errors.clear()


class ServiceMadeAdmin(EditorAdmin):
    """Pages of what only a service makes."""

    def make(self, request: HttpRequest, form: Any) -> models.Model:
        """Call the service with what was typed."""
        raise NotImplementedError

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """A new record comes saved from the service."""
        return super().save_form(request, form, change) if change else self.make(request, form)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing to save for a new one."""
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing to save for a new one."""
        if change:
            super().save_related(request, form, formsets, change)
