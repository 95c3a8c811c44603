"""Pages of records that a second person publishes, and the steps from draft to public and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker import permissions
from tracker.admin.base import REFUSALS, EditorAdmin, Link, address
from tracker.choices import State
from tracker.forms import rules, versions
from tracker.forms.review import MoveForm
from tracker.models import StatusChange
from tracker.services import publishing, statuses


@dataclass(frozen=True)
class Move:
    """A step of the review, as it is offered and as it is done."""

    start: State
    label: Promise
    meaning: Promise
    done: Promise
    make: Callable[[Any, User, datetime, str], None]
    asks_reason: bool = False


def _publish(record: Any, by: User, now: datetime, _reason: str) -> None:
    is_change = isinstance(record, StatusChange)
    (statuses.publish_change if is_change else publishing.publish)(record, by=by, now=now)


MOVES = {
    "submit": Move(
        State.DRAFT,
        _("Submit for review"),
        _("Nobody changes it while it is in review. A second person publishes or returns it."),
        _("Submitted for review."),
        lambda record, by, now, reason: publishing.submit(record, by=by),
    ),
    "publish": Move(
        State.IN_REVIEW,
        _("Approve and publish"),
        _("It becomes public at once, with you as the person who approved it."),
        _("Published."),
        _publish,
    ),
    "return": Move(
        State.IN_REVIEW,
        _("Return to its author"),
        _("It becomes a draft again."),
        _("Returned to its author."),
        lambda record, by, now, reason: publishing.return_(record, by=by),
    ),
    "withdraw": Move(
        State.PUBLISHED,
        _("Withdraw"),
        _("It stops being public. Its address says that it was withdrawn, and why."),
        _("Withdrawn."),
        lambda record, by, now, reason: publishing.withdraw(record, reason=reason, by=by, now=now),
        asks_reason=True,
    ),
}

_WHY_CLOSED = {
    State.IN_REVIEW: _(
        "In review, and read-only until a reviewer publishes it or returns it to its author."
    ),
    State.PUBLISHED: _(
        "Published, and read-only here, because readers may rely on it. When what happened has "
        "changed, record a status change; when the record itself is wrong, a reviewer can "
        "withdraw it with a public reason."
    ),
    State.WITHDRAWN: _("Withdrawn, and kept as it was. Enter a new record in its place."),
}


class ReviewedAdmin(EditorAdmin):
    """Drafts are open to every editor; from review on, a record only moves."""

    derived: tuple[str, ...] = ("state", "recorded")
    permanent: tuple[str, ...] = ("code",)
    moves: tuple[str, ...] = tuple(MOVES)

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Drafts only."""
        return bool(obj.state == State.DRAFT)

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        return str(_WHY_CLOSED.get(obj.state, ""))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft, by the person who entered it."""
        return (
            obj is not None
            and permissions.may_edit(request.user)
            and obj.state == State.DRAFT
            and obj.recorded_by_id == request.user.pk
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it, unless it has moved on in the meantime."""
        versions.hold(obj)
        obj.refresh_from_db()
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        super().delete_model(request, obj)

    def recorded(self, obj: Any) -> str:
        """Who entered and who approved it, and when it became public."""
        author = obj.recorded_by or _t("a data package")
        sentences = [_t("Entered by {name}.").format(name=author)]
        if obj.reviewed_by:
            sentences.append(_t("Approved by {name}.").format(name=obj.reviewed_by))
        if obj.recorded_at:
            sentences.append(_t("Public since {at:%Y-%m-%d %H:%M} UTC.").format(at=obj.recorded_at))
        if obj.state == State.WITHDRAWN:
            sentences.append(_t("Withdrawn: {why}").format(why=obj.withdrawn_reason))
        return " ".join(sentences)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever changed a draft last is its author, and so not the one who approves it."""
        obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The steps that this person can take now."""
        version = versions.of(obj, self.parts())
        return [
            (str(MOVES[name].label), f"{self._move_address(obj, name)}?version={version}")
            for name in self.moves
            if _is_offered(name, obj, request.user)
        ]

    def _move_address(self, obj: Any, name: str) -> str:
        return reverse(f"admin:tracker_{self.opts.model_name}_move", args=[obj.pk, name])

    def get_urls(self) -> Any:
        """The pages of every model, and the steps of the review."""
        view = self.admin_site.admin_view(self.move_view)
        name = f"tracker_{self.opts.model_name}_move"
        return [path("<path:object_id>/move/<slug:name>/", view, name=name), *super().get_urls()]

    def move_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask whether to take the step, with what it means; take it on POST."""
        if not permissions.may_edit(request.user):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None or name not in self.moves:
            raise Http404
        move = MOVES[name]
        data = request.POST if request.method == "POST" else None
        form = MoveForm(
            data, asks_reason=move.asks_reason, initial={"version": request.GET.get("version")}
        )
        if form.is_valid() and self._take(request, record, move, form):
            self.log_change(request, record, str(move.done))
            self.message_user(request, f"{record}: {move.done}", "SUCCESS")
            return HttpResponseRedirect(address(record))
        return self._ask(request, record, name, form)

    def _take(self, request: HttpRequest, record: Any, move: Move, form: MoveForm) -> bool:
        try:
            with transaction.atomic():
                self._require_same(record, form.cleaned_data["version"])
                reason = form.cleaned_data.get("reason", "")
                move.make(record, request.user, timezone.now(), reason)  # type: ignore[arg-type]
        except REFUSALS as refusal:
            form.add_error(None, rules.sentence(refusal))
            return False
        return True

    def _require_same(self, record: Any, seen: str) -> None:
        """What is approved is what was read."""
        versions.hold(record)
        if versions.of(record, self.parts()) != seen:
            raise publishing.PublicationRefused(
                versions.last_change(record) + " " + _t("Open the record and look at it again.")
            )

    def _ask(self, request: HttpRequest, record: Any, name: str, form: MoveForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": MOVES[name].label,
            "opts": self.opts,
            "record": record,
            "record_address": address(record),
            "move": MOVES[name],
            "is_offered": _is_offered(name, record, request.user),
            "problems": publishing.problems(record) if name in ("submit", "publish") else [],
            "form": form,
        }
        return TemplateResponse(request, "admin/tracker/move.html", context)


def _is_offered(name: str, record: Any, user: User | AnonymousUser) -> bool:
    if record.state != MOVES[name].start or not permissions.may_edit(user):
        return False
    if name == "submit":
        return True
    is_own = name == "publish" and record.recorded_by_id == user.pk
    return permissions.may_review(user) and not is_own
