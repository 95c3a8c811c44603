"""Forms that are sent to be looked at: shown again with warnings and all input, nothing written."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from tracker.admin.revising import RevisedAdmin
from tracker.choices import State
from tracker.desk import warnings
from tracker.models import Citation


class CheckedAdmin(RevisedAdmin):
    """Pages whose form says what to look at twice: of a draft at once, of what is typed on request."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The form, told whether it was sent to be saved."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.is_only_checked = "_check" in request.POST
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, with what to look at twice."""
        obj = kwargs.get("obj")
        is_open = obj is None or self.has_change_permission(request, obj)
        context["is_checkable"] = is_open and self.model in warnings.KINDS
        context["is_checked"] = "_check" in request.POST
        context["warnings"] = self._warnings(context, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def _warnings(self, context: Any, obj: Any) -> list[str]:
        form = context["adminform"].form
        if form.is_bound:
            return warnings.of_typed(form.instance, list(_cited(context["inline_admin_formsets"])))
        is_waiting = obj is not None and obj.state in (State.DRAFT, State.IN_REVIEW)
        return warnings.of(obj) if is_waiting else []


def _cited(parts: Any) -> Iterator[Citation]:
    """The citations as they are typed."""
    for part in parts:
        if part.formset.model is Citation:
            yield from (row.instance for row in part.formset.forms if _is_cited(row))


def _is_cited(row: Any) -> bool:
    is_taken_out = getattr(row, "cleaned_data", {}).get("DELETE", False)
    return not is_taken_out and bool(row.instance.passage_id or row.instance.reference_id)
