"""Forms that are sent to be looked at: shown again with warnings and all input, nothing written."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode

from tracker import permissions
from tracker.admin import left
from tracker.admin.base import CHECK, CITE, address
from tracker.admin.fields import is_key
from tracker.admin.inlines import MOST_ROWS
from tracker.admin.revising import RevisedAdmin
from tracker.choices import CitationRole, Stance, State
from tracker.desk import warnings
from tracker.models import Capture, Citation


class CheckedAdmin(RevisedAdmin):
    """Pages whose form says what to look at twice: of a draft at once, of what is typed on request.

    A form may also be sent to have a passage added to its citations, or to be kept while its author
    marks one in the workbench.
    """

    def receive(self, request: HttpRequest) -> HttpResponse | None:
        """On to the workbench, from which one comes back; or the passage that is added."""
        may_edit = permissions.may_edit(request.user)
        if may_edit and (capture := _capture(request.POST.get("_bench", ""))):
            query = urlencode({"form": left.leave(request)})
            return HttpResponseRedirect(f"{address(capture, 'workbench')}?{query}")
        answer = super().receive(request)
        if is_key(passage := request.POST.get(CITE, "")):
            request.POST = _with_row(request.POST, passage)  # type: ignore[assignment]
        return answer

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, with what to look at twice."""
        obj = kwargs.get("obj")
        is_open = obj is None or self.has_change_permission(request, obj)
        context["is_checkable"] = is_open and self.model in warnings.KINDS
        context["is_checked"] = CHECK in request.POST
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


def _capture(key: str) -> Capture | None:
    return Capture.objects.only("pk").filter(pk=key).first() if is_key(key) else None


def _with_row(sent: QueryDict, passage: str) -> QueryDict:
    """What was sent, with the passage in the first row of the citations that is empty, or a new one."""
    data, total = sent.copy(), sent.get("citations-TOTAL_FORMS", "")
    rows = range(min(int(total), MOST_ROWS) if is_key(total) else 0)
    if cited := [n for n in rows if data.get(f"citations-{n}-passage") == passage]:
        data.pop(f"citations-{cited[0]}-DELETE", None)  # what is cited is not to be taken out
        return data
    number = next((n for n in rows if _is_empty(data, n)), len(rows))
    data["citations-TOTAL_FORMS"] = str(max(len(rows), number + 1))
    data[f"citations-{number}-passage"] = passage
    data.setdefault(f"citations-{number}-role", CitationRole.EVIDENCE)
    data.setdefault(f"citations-{number}-stance", Stance.SUPPORTS)
    return data


def _is_empty(data: QueryDict, number: int) -> bool:
    return not any(
        data.get(f"citations-{number}-{name}") for name in ("id", "passage", "reference")
    )
