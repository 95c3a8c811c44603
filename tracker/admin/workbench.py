"""The source workbench: an archived text, the passages in it, and a form to mark another one."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _t

from tracker.admin import beside, left
from tracker.admin.base import REFUSALS, EditorAdmin, Link, add_address, address, desk_page
from tracker.choices import State
from tracker.forms.workbench import WordsForm
from tracker.lib import marking, suggestions
from tracker.lib.cut_words import cut_words
from tracker.lib.marking import Mark, Span
from tracker.models import Capture, Commitment, Passage, StatusChange
from tracker.services import refusals, sources

# Suggestions read some 400,000 characters in a second; a page must not take longer than that.
MOST_READ = 200_000
MOST_COMMITMENTS = 20


def next_steps(passage: Passage) -> list[Link]:
    """What can rest on a passage."""
    return [
        (_t("New commitment from these words"), add_address(Commitment, passage=passage.pk)),
        (_t("Use as evidence"), address(passage, "evidence")),
    ]


class WorkbenchPages(EditorAdmin):
    """The workbench of an archived text."""

    def get_urls(self) -> Any:
        """The pages of every model, and the workbench."""
        view = self.admin_site.admin_view(self.workbench_view)
        own = path("<path:object_id>/workbench/", view, name="tracker_capture_workbench")
        return [own, *super().get_urls()]

    def workbench_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text with its passages; on POST the words are found, or marked."""
        capture = self.sought(request, object_id)
        form = _words_form(request, capture)
        if request.method == "POST" and "mark" in request.POST:
            form.require_choice()
            if form.is_valid() and (marked := self._mark(request, capture, form)):
                return HttpResponseRedirect(_here(request, capture, passage=marked.pk) + "#marked")
        return self._bench(request, capture, form)

    def _mark(self, request: HttpRequest, capture: Capture, form: WordsForm) -> Passage | None:
        start, end = form.chosen  # type: ignore[misc]
        try:
            with transaction.atomic():
                passage, is_new = sources.mark_place(capture, start, end)
                if is_new:
                    _log(self, request, passage)
        except REFUSALS as refusal:
            form.add_error(None, refusals.sentence(refusal))
            return None
        if is_new:
            self.message_user(request, _t("Marked as passage {code}.").format(code=passage.code), "SUCCESS")  # fmt: skip
        else:
            self.message_user(request, _t("These words were marked before: this is that passage, {code}.").format(code=passage.code), "WARNING")  # fmt: skip
        self._say_cut(request, passage)
        return passage

    def _say_cut(self, request: HttpRequest, passage: Passage) -> None:
        """A selection easily ends a sign too early, and nobody sees it any more when it is quoted."""
        for word in cut_words(passage.capture.text, passage.start, passage.end):
            says = _t("The passage begins or ends inside the word “{word}”. If that is not meant, mark the words again.")  # fmt: skip
            self.message_user(request, says.format(word=word), "WARNING")

    def _bench(self, request: HttpRequest, capture: Capture, form: WordsForm) -> HttpResponse:
        passages = list(capture.passages.order_by("start", "-end", "pk"))
        marks = [Mark(n, p.code, p.start, p.end) for n, p in enumerate(passages, start=1)]
        asked = request.GET.get("passage", "")
        marked = next((p for p in passages if str(p.pk) == asked), None)
        context = {
            "title": _t("Workbench: {source}").format(source=capture.source),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,  # the text needs the room
            "capture": capture,
            "address": _here(request, capture),
            "way_back": left.way_back(request),
            "paragraphs": marking.paragraphs(capture.text, marks),
            "passages": {p.code: (p, _here(request, capture, passage=p.pk)) for p in passages},
            "marked": marked,
            "marked_steps": next_steps(marked) if marked else [],
            "suggestions": _suggested(capture.text, marks),
            "is_read_in_part": len(capture.text) > MOST_READ,
            "form": form,
        }
        return desk_page(request, "workbench", context)


class EvidencePages(EditorAdmin):
    """From a passage to the form for a status change that rests on it."""

    def get_urls(self) -> Any:
        """The pages of every model, and the choice of a commitment."""
        view = self.admin_site.admin_view(self.evidence_view)
        own = path("<path:object_id>/evidence/", view, name="tracker_passage_evidence")
        return [own, *super().get_urls()]

    def evidence_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Commitments to choose from: those of the same document, or those that are searched for."""
        passage = self.sought(request, object_id)
        searched = request.GET.get("q", "").strip()
        found = self._found(request, searched) if searched else _of_same_source(passage)
        commitments = list(found[: MOST_COMMITMENTS + 1])
        known = {"passage": passage.pk, **beside.date_in(request)}
        context = {
            "title": _t("Use as evidence"),
            "opts": self.opts,
            "passage": passage,
            "passage_address": address(passage),
            "searched": searched,
            "date": beside.date_in(request),
            "choices": [
                (c, add_address(StatusChange, commitment=c.pk, **known))
                for c in commitments[:MOST_COMMITMENTS]
            ],
            "are_more": len(commitments) > MOST_COMMITMENTS,
        }
        return desk_page(request, "evidence", context)

    def _found(self, request: HttpRequest, words: str) -> Any:
        pages = self.admin_site.get_model_admin(Commitment)
        found, may_repeat = pages.get_search_results(request, _commitments(), words)
        return found.distinct() if may_repeat else found


def _commitments() -> Any:
    return Commitment.objects.exclude(state=State.WITHDRAWN).order_by("code")


def _of_same_source(passage: Passage) -> Any:
    same = Passage.objects.filter(capture__source=passage.capture.source_id)
    return _commitments().filter(citations__passage__in=same).distinct()


def _here(request: HttpRequest, capture: Capture, **query: Any) -> str:
    """The workbench again, on the same way back to a form that was left."""
    kept = {"form": request.GET["form"]} if left.way_back(request) else {}
    query = {**kept, **query}
    return address(capture, "workbench") + (f"?{urlencode(query)}" if query else "")


def _log(pages: EditorAdmin, request: HttpRequest, record: Any) -> None:
    """Keep in the history that it was entered, as the form of its own page does."""
    pages.admin_site.get_model_admin(type(record)).log_addition(request, record, [{"added": {}}])


def _words_form(request: HttpRequest, capture: Capture) -> WordsForm:
    """The form with what was sent, or with the words of a suggestion."""
    if request.method != "POST":
        return WordsForm(text=capture.text)
    span = marking.span_of(request.POST.get("use"))
    if span is None or not marking.is_inside(capture.text, span):
        return WordsForm(request.POST, text=capture.text)
    taken = {"exact": capture.text[span[0] : span[1]], "start": span[0], "end": span[1]}
    return WordsForm(taken, text=capture.text)


def _suggested(text: str, marks: list[Mark]) -> list[marking.Place]:
    found: list[Span] = [(s.start, s.end) for s in suggestions.suggest(text[:MOST_READ])]
    return marking.places(text, marking.uncovered(found, marks))
