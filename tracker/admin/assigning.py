"""The step that gives records to a person: for many from a list, for one from its own page."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker import permissions
from tracker.admin.base import EditorAdmin, Link, address, desk_page, leads_on, require_editor
from tracker.cells import bundles
from tracker.forms.assigning import AssignForm
from tracker.models import ASSIGNABLE
from tracker.services import assigning

_NAMED = 20


class AssignedAdmin(EditorAdmin):
    """Pages of records that are assigned to people."""

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """What the page offers, and the step that says who works on it."""
        step = reverse("desk:assign", args=[bundles.table_of(obj).name])
        query = urlencode({"records": bundles.key_of(obj)})
        return [*super().links(request, obj), (_t("Assign to…"), f"{step}?{query}")]

    @admin.action(description=_("Assign to…"))
    def assign(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask to whom."""
        (name,) = bundles.table_of(self.model).key
        keys = list(queryset.order_by("pk").values_list(name, flat=True)[: assigning.MOST + 1])
        if len(keys) > assigning.MOST:
            self.message_user(request, assigning.too_many(), "ERROR")
            return None
        form = _empty(request, ",".join(keys))
        return _ask(request, self.model, form, then=request.get_full_path())

    @admin.display(description=_("assigned to"))
    def assigned(self, obj: Any) -> str:
        """To whom, by whom, and what is to be done."""
        found = assigning.of(obj)
        if found is None:
            return _t("Nobody.")
        words = _t("{to}, by {by} on {at:%Y-%m-%d}.").format(
            to=found.assigned_to, by=found.assigned_by, at=found.assigned_at
        )
        if not permissions.may_edit(found.assigned_to):
            words += " " + _t("{to} does not work at this desk any more.").format(to=found.assigned_to)  # fmt: skip
        return f"{words}\n{found.note}".strip()


def step(request: HttpRequest, table: str) -> HttpResponse:
    """Ask to whom the records go; on POST give them."""
    require_editor(request)
    if table not in ASSIGNABLE:
        raise Http404
    if request.method != "POST":
        return _ask(request, ASSIGNABLE[table], _empty(request, request.GET.get("records", "")))
    form = AssignForm(request.POST, user=_user(request))
    done = _give(request, ASSIGNABLE[table], form) if form.is_valid() else None
    return done or _ask(request, ASSIGNABLE[table], form, then=request.POST.get("then", ""))


def _ask(request: HttpRequest, model: Any, form: AssignForm, then: str = "") -> HttpResponse:
    keys: Any = form.fields["records"].to_python(form["records"].value())
    records = list(assigning.records(model, keys[: assigning.MOST]))
    seen = _remember(model, records)
    # What would be replaced is shown, however many the others are.
    records.sort(key=lambda record: record.assignment is None)
    context = {
        "title": _t("Assign to…"),
        "opts": model._meta,
        "step": reverse("desk:assign", args=[bundles.table_of(model).name]),
        "records": records[:_NAMED],
        "left_out": max(0, len(records) - _NAMED),
        "form": form,
        "seen": seen,
        "then": then,
    }
    return desk_page(request, "assign", context)


def _remember(model: Any, records: list[Any]) -> str:
    """What the form would replace: who works on each now, and with which note; and its version."""
    keys = [bundles.key_of(record) for record in records]
    found = {each.key: each for each in assigning.of_several(model, keys)}
    for key, record in zip(keys, records, strict=True):
        record.assignment = found.get(key)
    return assigning.version(found.values())


def _give(request: HttpRequest, model: Any, form: AssignForm) -> HttpResponse | None:
    keys, to, note, seen = (form.cleaned_data[n] for n in ("records", "person", "note", "seen"))
    by, now = _user(request), timezone.now()
    try:
        there = assigning.assign(model, keys, to=to, note=note, by=by, now=now, seen=seen)
    except assigning.AssignmentRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    _tell(request, len(there), [key for key in keys if key not in there], to)
    usual = reverse(f"admin:tracker_{model._meta.model_name}_changelist")
    if [*keys] == there and len(there) == 1:
        usual = address(assigning.records(model, there).get())
    return HttpResponseRedirect(leads_on(request, usual))


def _tell(request: HttpRequest, number: int, gone: list[str], to: User | None) -> None:
    if number and to is not None:
        words = ngettext("{n} record assigned to {name}.", "{n} records assigned to {name}.", number)  # fmt: skip
        messages.success(request, words.format(n=number, name=to))
    elif number:
        words = ngettext("{n} record is assigned to nobody now.", "{n} records are assigned to nobody now.", number)  # fmt: skip
        messages.success(request, words.format(n=number))
    if gone:
        words = ngettext("{keys} was deleted in the meantime.", "{keys} were deleted in the meantime.", len(gone))  # fmt: skip
        named = ", ".join(gone[:_NAMED]) + (", …" if len(gone) > _NAMED else "")
        messages.error(request, words.format(keys=named))


def _empty(request: HttpRequest, keys: str) -> AssignForm:
    return AssignForm(user=_user(request), initial={"records": keys})


def _user(request: HttpRequest) -> User:
    user: Any = request.user
    return user  # type: ignore[no-any-return]
