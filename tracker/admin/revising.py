"""Pages of records with a history: each step is kept, and what is public is revised, not changed.

A revision is tried before it is kept: the form writes into the record as it always does, inside a
transaction that is undone; what the record then read is what waits for a second person.
"""

from typing import Any

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.admin import sending
from tracker.admin.base import address, desk_page
from tracker.admin.deleting import DeletedAdmin
from tracker.admin.histories import history_page
from tracker.cells import bundles
from tracker.choices import State
from tracker.forms.base import REVISION_FIELDS
from tracker.models import PublishedModel, Revision
from tracker.models.edits import REVISABLE
from tracker.services import edits, publishing, resting, reviews, revisions
from tracker.services.edits import Action


class _Supposed(Exception):
    """The form was written into the record, to see how it would read, and is undone by this."""

    def __init__(self, after: bundles.Bundle, reason: str, is_correction: bool) -> None:
        super().__init__()
        self.after, self.reason, self.is_correction = after, reason, is_correction


class RevisedAdmin(DeletedAdmin):
    """Pages of records that editors revise with review once something public rests on them."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """Every step of the record, in place of the admin's own log, which knows no differences."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        whole = self.whole(obj)
        context = {
            "title": _("History: {record}").format(record=whole),
            "opts": self.opts,
            "object": obj,
            "whole": whole,
            "whole_address": address(whole),
            "page": history_page(edits.of(whole), request.GET.get("page", "1")[:6]),
            **(extra_context or {}),
        }
        return desk_page(request, "history", context)

    def is_revised(self, obj: Any) -> bool:
        """Whether what is saved waits as a revision, because the record is public."""
        return type(self.whole(obj)) in REVISABLE.values() and self.is_public(obj)

    def waiting(self, obj: Any) -> Revision | None:
        """The revision that is being written or reviewed; asked once per request."""
        if not self.is_revised(obj):
            return None
        whole = self.whole(obj)
        if not hasattr(whole, "_waiting"):
            whole._waiting = revisions.waiting(whole)
        return whole._waiting  # type: ignore[no-any-return]

    def leaves_nobody(self, request: HttpRequest, obj: Any) -> bool:
        """Whether saving makes the last one an author who could approve it (decision 15)."""
        user: Any = request.user
        if not (permissions.may_review(user) and self.has_change_permission(request, obj)):
            return False
        draft = self.waiting(obj) if self.is_revised(obj) else self.whole(obj)
        # What is neither revised nor published itself becomes public with another record, which says so.
        is_reviewed = self.is_revised(obj) or isinstance(draft, PublishedModel)
        return is_reviewed and publishing.takes_the_last(user, draft)

    def is_open(self, obj: Any, user: User | AnonymousUser) -> bool:
        """What is public is open for a revision, unless one is in review."""
        waiting = self.waiting(obj)
        return waiting is None or waiting.state == publishing.State.DRAFT

    def why_closed(self, obj: Any) -> str:
        """Why the record is read-only, and what one can do."""
        if self.waiting(obj):
            return _("A revision of this record is in review, and nothing else is changed until it is approved or returned.")  # fmt: skip
        return ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; for what is public also why it is revised."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.is_revised(obj) or not self.has_change_permission(request, obj):
            return fieldsets
        return [(_("Why it is revised"), {"fields": REVISION_FIELDS}), *fieldsets]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The form, told whether it makes a revision, and which one waits."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.whole = staticmethod(self.whole)
        form.is_revised = obj is not None and self.is_revised(obj)
        form.revision = self.waiting(obj) if form.is_revised else None
        return form

    def form_page(self, request: HttpRequest, object_id: str | None = None, *rest: Any) -> HttpResponse:  # fmt: skip
        """The form; for what is public it is filled in and sent inside a supposition."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is None or not self.is_revised(obj):
            return super().form_page(request, object_id, *rest)
        # What is withdrawn is the record that the public sees, and not what is supposed of it.
        request.version = edits.shown(obj)  # type: ignore[attr-defined]
        try:
            with revisions.supposed():
                self._suppose(request, self.waiting(obj))
                response = super().form_page(request, object_id, *rest)
                # The page shows what is only supposed, so it is made before that is undone.
                return response.render() if isinstance(response, TemplateResponse) else response
        except _Supposed as supposed:
            return self._revise(request, self.whole(obj), supposed)

    def _suppose(self, request: HttpRequest, waiting: Revision | None) -> None:
        """What waits is written on; where that cannot be done, the record as it is."""
        try:
            if waiting:
                revisions.suppose(waiting)
        except bundles.BundleRefused as refusal:
            request.broken = str(refusal)  # type: ignore[attr-defined]

    def _revise(self, request: HttpRequest, record: Any, supposed: _Supposed) -> HttpResponse:
        user: Any = request.user
        now = timezone.now()
        self._require_seen(request, revisions.waiting(record))
        if revisions.waiting(record) is None and revisions.is_internal(record, supposed.after):
            revisions.note(record, supposed.after, by=user, now=now)
            self.message_user(request, _("Internal notes saved at once: they are never public, so nobody has to approve them."), "SUCCESS")  # fmt: skip
            return self._lead_on(request, record, record)
        with transaction.atomic():
            revision = revisions.propose(
                record, supposed.after, reason=supposed.reason,
                is_correction=supposed.is_correction, by=user, now=now,
            )  # fmt: skip
            if "_submit" in request.POST:
                reviews.submit(revision, by=user, now=now)
        if revision.state == State.IN_REVIEW:
            sending.tell(request, revision)
        else:
            self.message_user(request, _("Kept as a revision, which nobody reviews yet: send it to review when it is finished. The public sees the record as it was."), "SUCCESS")  # fmt: skip
        return self._lead_on(request, record, revision)

    def _require_seen(self, request: HttpRequest, waiting: Revision | None) -> None:
        """A revision that cannot be carried out was not in the form: who did not write it replaces it unseen."""
        if waiting is None or not getattr(request, "broken", ""):
            return
        author = waiting.recorded_by
        if author and author != request.user and permissions.may_edit(author):
            raise publishing.PublicationRefused(_("{name} wrote revision {code}, which cannot be carried out, and this would replace it unseen. Ask {name} to delete it or to write it anew, and then save this.").format(name=author, code=waiting.code))  # fmt: skip

    def _lead_on(self, request: HttpRequest, record: Any, written: Any) -> HttpResponse:
        """To what was written; a window that was opened for it closes, and the choice behind stays."""
        if IS_POPUP_VAR in request.POST:
            return self.response_change(request, record)
        return HttpResponseRedirect(address(written))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it, having kept how it read before."""
        if change and not self.is_revised(obj):
            edits.keep_before(self.whole(obj), now=timezone.now())
        request.sent = form  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A step in the history of the record."""
        self.keep(request, obj, Action.ENTERED)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A step in the history of the record; for what is public, the end of the supposition."""
        publishing.require_none(resting.problems(self.whole(obj)))
        if self.is_revised(obj):
            self._end_supposing(request, self.whole(obj))
        self.keep(request, obj, Action.CHANGED)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The last step in the history of each; a part has none of its own."""
        for obj in queryset:
            if self.whole(obj) is obj:
                self.keep(request, obj, Action.DELETED)
        return super().log_deletions(request, queryset)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it; without a part the record that it belonged to is a changed one."""
        if self.whole(obj) is obj:
            super().delete_model(request, obj)
            return
        edits.keep_before(self.whole(obj), now=timezone.now())
        super().delete_model(request, obj)
        self.keep(request, obj, Action.CHANGED)

    def keep(self, request: HttpRequest, obj: Any, action: Action) -> bool:
        """Add the step, and say whether it is one: a form sent with nothing changed is none."""
        user: Any = request.user
        whole = self.whole(obj)
        if action == Action.CHANGED and edits.reads_as_kept(whole):
            return False
        edits.keep(whole, action, by=user, now=timezone.now())
        return True

    def _end_supposing(self, request: HttpRequest, record: Any) -> None:
        typed = request.sent.cleaned_data  # type: ignore[attr-defined]
        raise _Supposed(bundles.take(record), *(typed[name] for name in REVISION_FIELDS))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:  # fmt: skip
        """The form, with what it is a revision of."""
        obj = kwargs.get("obj")
        if obj is not None:
            context["is_revised"] = self.is_revised(obj)
            context["revision"] = self.waiting(obj)
            context["broken"] = getattr(request, "broken", "")
            context["returned"] = self._returned(obj)
            is_said_already = getattr(request, "conflict", None) is not None
            context["is_last"] = not is_said_already and self.leaves_nobody(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def _returned(self, obj: Any) -> Any:
        """The step by which a reviewer gave it back to be written on, with the note."""
        draft = self.waiting(obj) or self.whole(obj)
        key = bundles.key_of(draft)
        return edits.returns(type(draft), [key]).get(key)
