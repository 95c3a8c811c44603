"""Pages of records that a second person publishes, and the steps from draft to public and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tracker import permissions
from tracker.admin import preview, sending
from tracker.admin.assigning import AssignedAdmin
from tracker.admin.base import REFUSALS, Link, address, desk_page, review_address
from tracker.admin.checked import CheckedAdmin
from tracker.cells import bundles
from tracker.choices import State
from tracker.desk import queue
from tracker.forms import versions
from tracker.forms.review import MoveForm
from tracker.services import assigning, edits, publishing, refusals, reviews
from tracker.services.edits import Action


@dataclass(frozen=True)
class Move:
    """A step of the review, as it is offered and as it is done; `words` names what it asks for."""

    start: State
    label: Promise
    meaning: Promise
    done: Promise
    make: Callable[[Any, User, datetime, str], None]
    words: Promise | str = ""
    words_meaning: Promise | str = ""


MOVES = {
    "submit": Move(
        State.DRAFT,
        _("Submit for review"),
        _("Nobody changes it while it is in review. A second person publishes or returns it."),
        _("Sent to review."),
        lambda record, by, now, words: reviews.submit(record, by=by, now=now),
    ),
    "take_back": Move(
        State.IN_REVIEW,
        _("Take back"),
        _("It becomes a draft again, for you to write on."),
        _("Taken back: it is a draft again."),
        lambda record, by, now, words: publishing.take_back(record, by=by, now=now),
    ),
    "withdraw": Move(
        State.PUBLISHED,
        _("Withdraw"),
        _(
            "It stops being public, and with it all that was said of it, such as status changes, their "
            "corrections and its revisions. Its address says that it was withdrawn, and why."
        ),
        _("Withdrawn."),
        lambda record, by, now, words: publishing.withdraw(record, reason=words, by=by, now=now),
        words=_("Reason"),
        words_meaning=_("Give the reason: it is shown in public, at the address of the record."),
    ),
}

_WHY_CLOSED = {
    State.IN_REVIEW: _(
        "In review, and read-only until a reviewer publishes it or returns it, or its author "
        "takes it back."
    ),
    State.WITHDRAWN: _("Withdrawn, and kept as it was. Enter a new record in its place."),
}


class ReviewedAdmin(AssignedAdmin, CheckedAdmin):
    """Drafts are open to every editor; from review on, a record only moves."""

    derived: tuple[str, ...] = ("state", "recorded", "assigned")
    permanent: tuple[str, ...] = ("code",)
    moves: tuple[str, ...] = tuple(MOVES)
    actions: Any = ("assign", "submit_for_review")

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """Drafts; and what is published, for a revision."""
        is_open = obj.state == State.DRAFT or self.is_revised(obj)
        return is_open and super().is_open(obj, user)

    def is_public(self, obj: Any) -> bool:
        """As its state says."""
        return bool(obj.state == State.PUBLISHED)

    def why_closed(self, obj: Any) -> str:
        """Why, and what one can do."""
        return str(_WHY_CLOSED.get(obj.state, "")) or super().why_closed(obj)

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
        versions.read_again(obj)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        assigning.end(obj)
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
        """Whoever enters a record is its author."""
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    def keep(self, request: HttpRequest, obj: Any, action: Any) -> bool:
        """Add the step, and submit it where that was asked for. Who changed a draft last is its author."""
        user: Any = request.user
        is_step = super().keep(request, obj, action)
        if is_step and action == Action.CHANGED:
            obj.recorded_by = user
            obj.save(update_fields=["recorded_by"])
        if "_submit" in request.POST and obj.state == State.DRAFT:
            reviews.submit(obj, by=user, now=timezone.now())
        return is_step

    def next_address(self, obj: Any) -> str | None:
        """Where one goes on with the same source after saving; None where nothing names one."""
        return None

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """On with the same source, when that was asked for; what was sent to review is called so."""
        if _was_sent(request, obj):
            sending.tell(request, obj)
            return self.response_post_save_add(request, obj)
        response = super().response_add(request, obj, *args, **kwargs)
        return self._next(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """As after adding."""
        if _was_sent(request, obj):
            sending.tell(request, obj)
            return self.response_post_save_change(request, obj)
        response = super().response_change(request, obj, *args, **kwargs)
        return self._next(request, obj) or response

    def _next(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        url = self.next_address(obj) if "_next" in request.POST else None
        return HttpResponseRedirect(url) if url else None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, which can be saved and sent to review at one stroke."""
        context["is_reviewed"] = True
        context["goes_on"] = type(self).next_address is not ReviewedAdmin.next_address
        return super().render_change_form(request, context, *args, **kwargs)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """The steps that this person can take now."""
        version = getattr(request, "version", "") or edits.shown(obj)
        is_open = obj.state in (State.DRAFT, State.IN_REVIEW)
        shown = [(_t("Preview"), preview.address_of(obj))] if is_open else []
        if obj.state == State.IN_REVIEW and permissions.may_review(request.user):
            shown.append((_t("Review"), review_address(obj)))
        steps = [
            (str(MOVES[name].label), f"{self._move_address(obj, name)}?version={version}")
            for name in self.moves
            if _is_offered(name, obj, request.user)
        ]
        return [*((words, to) for words, to in shown if to), *steps, *super().links(request, obj)]

    @admin.action(description=_("Submit for review"))
    def submit_for_review(self, request: HttpRequest, queryset: Any) -> None:
        """Hand the drafts over; each that cannot be says why, and the others go."""
        user: Any = request.user
        for record in queryset.order_by("pk"):
            if record.state == State.IN_REVIEW:  # a second click
                self.message_user(request, _t("{record}: in review.").format(record=record))
                continue
            try:
                reviews.submit(record, by=user, now=timezone.now())
            except publishing.PublicationRefused as refusal:
                self.message_user(request, f"{record}: {refusal}", "ERROR")
            else:
                self.message_user(request, f"{record}: {MOVES['submit'].done}", "SUCCESS")

    def _move_address(self, obj: Any, name: str) -> str:
        return reverse(f"admin:tracker_{self.opts.model_name}_move", args=[obj.pk, name])

    def get_urls(self) -> Any:
        """The pages of every model, the steps of the review, and the preview."""
        name, wrap = f"tracker_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("<path:object_id>/move/<slug:name>/", wrap(self.move_view), name=f"{name}_move"),
            path(
                "<path:object_id>/preview/",
                wrap(require_safe(self.preview_view)),
                name=f"{name}_preview",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The public page as it would be, marked as a draft; nothing of it is kept."""
        record = self.sought(request, object_id)
        try:
            return preview.page(request, record)
        except (publishing.PublicationRefused, bundles.BundleRefused) as refusal:
            self.message_user(request, str(refusal), "ERROR")
            return HttpResponseRedirect(address(record))

    def move_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask whether to take the step, with what it means; take it on POST."""
        record = self.sought(request, object_id)
        if name not in self.moves:
            raise Http404
        move = MOVES[name]
        data = request.POST if request.method == "POST" else None
        form = MoveForm(
            data,
            label=str(move.words),
            meaning=str(move.words_meaning),
            initial={"version": request.GET.get("version")},
        )
        if form.is_valid() and self._take(request, record, move, form):
            self._tell(request, record, move)
            return HttpResponseRedirect(address(record))
        return self._ask(request, record, name, form)

    def _tell(self, request: HttpRequest, record: Any, move: Move) -> None:
        if record.state == State.IN_REVIEW:
            sending.tell(request, record)
        else:
            self.message_user(request, f"{record}: {move.done}", "SUCCESS")

    def _take(self, request: HttpRequest, record: Any, move: Move, form: MoveForm) -> bool:
        try:
            with transaction.atomic():
                versions.require_same(record, form.cleaned_data["version"])
                words = form.cleaned_data.get("words", "")
                move.make(record, request.user, timezone.now(), words)  # type: ignore[arg-type]
        except REFUSALS as refusal:
            form.add_error(None, refusals.sentence(refusal))
            return False
        return True

    def _ask(self, request: HttpRequest, record: Any, name: str, form: MoveForm) -> HttpResponse:
        context = {
            "title": MOVES[name].label,
            "opts": self.opts,
            "record": record,
            "record_address": address(record),
            "move": MOVES[name],
            "is_offered": _is_offered(name, record, request.user),
            "problems": reviews.problems(record) if name == "submit" else [],
            "open": queue.open_about(record) if name == "withdraw" else [],
            "form": form,
        }
        return desk_page(request, "move", context)


def _was_sent(request: HttpRequest, record: Any) -> bool:
    is_asked = "_submit" in request.POST and IS_POPUP_VAR not in request.POST
    return is_asked and bool(record.state == State.IN_REVIEW)


def _is_offered(name: str, record: Any, user: User | AnonymousUser) -> bool:
    if record.state != MOVES[name].start or not permissions.may_edit(user):
        return False
    if name == "take_back":
        return publishing.is_author(record, user)  # type: ignore[arg-type]
    return name == "submit" or permissions.may_review(user)
