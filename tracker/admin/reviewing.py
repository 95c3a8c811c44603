"""The page of one record in review: what it changes, on which words, and the two answers to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import permissions
from tracker.admin import preview
from tracker.admin.base import REFUSALS, address, desk_page, require_editor, review_address
from tracker.cells import bundles
from tracker.choices import State
from tracker.desk import queue
from tracker.forms import versions
from tracker.forms.review import APPROVE, AnswerForm
from tracker.services import publishing, refusals, reviews


def page(request: HttpRequest, table: str, key: str) -> HttpResponse:
    """All that a reviewer has to see; on POST their answer."""
    require_editor(request)
    record = _record(table, key)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if record is not None and form.is_valid():
        if _answer(request, record, form):
            return HttpResponseRedirect(reverse("desk:queue"))
        record = _record(table, key)  # as it became in the meantime
    if record is None:
        return _gone(request, key)
    if not form.is_bound and record.state != State.IN_REVIEW:
        return _answered(request, record)
    return _show(request, record, form)


def _answered(request: HttpRequest, record: Any) -> HttpResponse:
    """To the queue, for whoever follows a link to what waits no longer."""
    link = format_html('<a href="{}">{}</a>', address(record), record)
    words = _("{record} is not in review any more: open it to see what became of it.")
    messages.warning(request, format_html(words, record=link))
    return HttpResponseRedirect(reverse("desk:queue"))


def _record(table: str, key: str) -> Any:
    model = next((m for m in queue.KINDS if bundles.table_of(m).name == table), None)
    return model.objects.filter(code=key).first() if model else None


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """To the queue with the note, for whoever answers what was deleted. Raises Http404 for others."""
    if request.method != "POST":
        raise Http404
    sentence = _("{key} was deleted before you answered.").format(key=key)
    if note := request.POST.get("words", "").strip():
        sentence += " " + _("Your note was: “{note}”").format(note=note)
    messages.error(request, sentence)
    return HttpResponseRedirect(reverse("desk:queue"))


def _answer(request: HttpRequest, record: Any, form: AnswerForm) -> bool:
    user: Any = request.user
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            _require_read(record, typed["version"])
            if typed["answer"] == APPROVE:
                reviews.approve(record, by=user, now=timezone.now())
            else:
                publishing.return_(record, note=typed["words"], by=user, now=timezone.now())
    except REFUSALS as refusal:
        form.add_error(None, refusals.sentence(refusal))
        return False
    done = _("{record}: published.") if record.is_published else _("{record}: returned to its author, with your note.")  # fmt: skip
    link = format_html('<a href="{}">{}</a>', address(record), record)
    messages.success(request, format_html(done, record=link))
    return True


def _require_read(record: Any, seen: str) -> None:
    """What is answered is what was read, the commitment that it judges included."""
    own, _dash, judged = seen.partition("-")
    versions.require_same(record, own)
    if queue.version_of_judged(record) != judged:
        raise publishing.PublicationRefused(_("The commitment that it judges, or the status of that commitment, was changed after you opened this page. Look at it again."))  # fmt: skip


def _show(request: HttpRequest, record: Any, form: AnswerForm) -> HttpResponse:
    user: Any = request.user
    review = queue.review(record)
    others = [item.record for item in queue.waiting(user) if not item.is_mine]
    after = others[others.index(record) + 1 :] if record in others else others
    why_not = _why_not(record, review.problems, user)
    context = {
        "title": _("Review: {record}").format(record=_called(review)),
        "about_address": address(review.about) if review.about else "",
        "review": review,
        "record_address": address(record),
        "preview_address": "" if review.problems else preview.address_of(record),
        "form": form,
        "errors": _not_said(form, {why_not, " ".join(review.problems)}),
        "why_not": why_not,
        "returns": record.state == State.IN_REVIEW and permissions.may_review(user),
        "next": review_address(after[0]) if after else "",
        "queue": reverse("desk:queue"),
    }
    return desk_page(request, "review", context)


def _not_said(form: AnswerForm, said: set[str]) -> list[str]:
    """Why the answer was refused, but for what the page says anyway."""
    return [error for error in map(str, form.non_field_errors()) if error not in said]


def _called(review: queue.Review) -> str:
    """A revision is called by what it revises, where that is there."""
    if review.is_new or review.about is None:
        return str(review.record)
    return f"{review.record.code}, {review.about}"


def _why_not(record: Any, problems: list[str], user: User) -> str:
    """Why this person is not offered to approve it; empty when they are."""
    if record.state != State.IN_REVIEW:
        return _("It is not in review any more: open the record to see what became of it.")
    refusal = publishing.refusal(record, by=user)
    if problems and not refusal:
        return _("It cannot be published as it is: return it, and say what is missing.")
    return refusal
