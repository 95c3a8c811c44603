"""Forms that are sent to be looked at: shown again with warnings and all input, nothing written."""

from collections.abc import Iterator
from typing import Any

from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode

from tracker import permissions
from tracker.admin import beside, left
from tracker.admin.base import CHECK, CITE, REFUSALS, address
from tracker.admin.fields import is_key
from tracker.admin.inlines import MOST_ROWS, CitationPart
from tracker.admin.revising import RevisedAdmin
from tracker.choices import Stance, State
from tracker.desk import warnings
from tracker.desk.wording import Parts
from tracker.models import Capture, Citation, Deadline, Participation
from tracker.services import refusals, revisions


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
            request.POST = _with_row(request.POST, passage, self._usual_role())  # type: ignore[assignment]
        return answer

    def _usual_role(self) -> str:
        return next(part.usual_role for part in self.inlines if issubclass(part, CitationPart))

    def form_page(self, request: HttpRequest, object_id: str | None = None, *rest: Any) -> HttpResponse:  # fmt: skip
        """The form; one that is checked is also tried, to say why it would be refused."""
        if CHECK in request.POST:
            request.refused = self._try(request, object_id, *rest)  # type: ignore[attr-defined]
        return super().form_page(request, object_id, *rest)

    def _try(self, request: HttpRequest, *arguments: Any) -> str:
        """Why it could not be saved and submitted now; nothing of the attempt is kept."""
        here: Any = request
        sent, told = here.POST, here._messages
        here.POST, here._messages = sent.copy(), default_storage(request)
        here.POST["_submit"] = here.POST.pop(CHECK)
        try:
            with revisions.supposed():
                super().form_page(request, *arguments)
        except REFUSALS as refusal:
            # Said at its field too, as when it is saved; what has no place stands above the form alone.
            here.problems = [p for p in refusals.problems(refusal) if p.field or p.part]
            return refusals.sentence(refusal)
        finally:
            here.POST, here._messages = sent, told
        return ""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, with what to look at twice."""
        obj = kwargs.get("obj")
        is_open = obj is None or self.has_change_permission(request, obj)
        context["is_checkable"] = is_open and self.model in warnings.KINDS
        context["is_checked"] = CHECK in request.POST
        context["refused"] = getattr(request, "refused", "")
        context["warnings"] = self._warnings(context, obj)
        if self.model in warnings.KINDS:
            context |= beside.text(request, context["inline_admin_formsets"])
            context["is_nav_sidebar_enabled"] = False  # the text needs the room
        return super().render_change_form(request, context, *args, **kwargs)

    def _warnings(self, context: Any, obj: Any) -> list[str]:
        form = context["adminform"].form
        if form.is_bound:
            return warnings.of_typed(form.instance, _parts(context["inline_admin_formsets"]))
        is_waiting = obj is not None and obj.state in (State.DRAFT, State.IN_REVIEW)
        return warnings.of(obj) if is_waiting else []


def _parts(formsets: Any) -> Parts:
    """What belongs to the record, as it is typed."""
    rows = {part.formset.model: list(_kept(part.formset.forms)) for part in formsets}
    cited = [row for row in rows.get(Citation, []) if row.passage_id or row.reference_id]
    return Parts(cited, rows.get(Deadline, []), rows.get(Participation, []))


def _kept(rows: Any) -> Iterator[Any]:
    """The rows in which something is, and which are not to be taken out."""
    for row in rows:
        is_taken_out = getattr(row, "cleaned_data", {}).get("DELETE", False)
        if not is_taken_out and (row.has_changed() or row.instance.pk):
            yield row.instance


def _capture(key: str) -> Capture | None:
    return Capture.objects.only("pk").filter(pk=key).first() if is_key(key) else None


def _with_row(sent: QueryDict, passage: str, role: str) -> QueryDict:
    """What was sent, with the passage in the first row of the citations that is empty, or a new one."""
    data, total = sent.copy(), sent.get("citations-TOTAL_FORMS", "")
    rows = range(min(int(total), MOST_ROWS) if is_key(total) else 0)
    if cited := [n for n in rows if data.get(f"citations-{n}-passage") == passage]:
        data.pop(f"citations-{cited[0]}-DELETE", None)  # what is cited is not to be taken out
        return data
    number = next((n for n in rows if _is_empty(data, n)), len(rows))
    data["citations-TOTAL_FORMS"] = str(max(len(rows), number + 1))
    data[f"citations-{number}-passage"] = passage
    data.setdefault(f"citations-{number}-role", role)
    data.setdefault(f"citations-{number}-stance", Stance.SUPPORTS)
    return data


def _is_empty(data: QueryDict, number: int) -> bool:
    return not any(
        data.get(f"citations-{number}-{name}") for name in ("id", "passage", "reference")
    )
