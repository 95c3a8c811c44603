"""Importing a spreadsheet: upload, columns, preview, and writing it once the editor has confirmed."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.admin import import_ends, import_reports, left
from tracker.admin.base import desk_page, require_editor
from tracker.admin.import_ends import Ended
from tracker.forms import imports as forms
from tracker.importers import reports, run, uploads
from tracker.importers.kinds import KINDS
from tracker.importers.mapping import Rules
from tracker.importers.planned import Effect
from tracker.lib.sheets import SheetRefused
from tracker.models import Import

_SHOWN = 30


def upload(request: HttpRequest) -> HttpResponse:
    """All uploads, and the form for another."""
    user = require_editor(request)
    left.come_back(request)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        imported = uploads.keep(
            typed["file"], table=typed["table"], kept=typed["mapping"], by=user, now=timezone.now()
        )
        left.forget(request)
        return HttpResponseRedirect(_address(imported, "import"))
    recent = Import.objects.select_related("uploaded_by").order_by("-pk")[:_SHOWN]
    context = {
        "form": form,
        "left": request.POST.get(left.FIELD, ""),
        "imports": recent,
        "days": uploads.KEPT_DAYS,
    }
    return desk_page(request, "imports", {"title": _("Import"), **context})


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """How the file is read, and which of its columns and words is which of ours."""
    user = require_editor(request)
    if done := _done(pk):
        return done
    imported = _open(user, pk)
    left.come_back(request)
    if request.method == "POST" and "_bring_back" in request.POST:
        uploads.bring_back(imported)
        return HttpResponseRedirect(_address(imported, "import-preview"))
    if "read" in request.POST and left.BACK not in request.POST:
        return _read_as(request, imported)
    try:
        return _columns(request, imported)
    except SheetRefused as refused:
        context = {**_about(request, imported), "refused": refused}
        return desk_page(request, "import_columns", context)


def _about(request: HttpRequest, imported: Import) -> dict[str, Any]:
    return {
        "title": imported.name,
        "imported": imported,
        "reading": _reading(request, imported),
        "same": uploads.same_as(imported),
        "ended_before": import_ends.told(request, imported),
        "left": request.POST.get(left.FIELD, ""),
    }


def _read_as(request: HttpRequest, imported: Import) -> HttpResponse:
    form = forms.ReadingForm(request.POST, sheets=_sheets(imported))
    if form.is_valid():
        uploads.read_as(imported, **form.cleaned_data)
        left.forget(request)
    return HttpResponseRedirect(_address(imported, "import"))


def _columns(request: HttpRequest, imported: Import) -> HttpResponse:
    header = uploads.header_of(imported)
    rules = uploads.rules_of(imported, header)
    words = uploads.foreign_words(imported, rules)
    # Of the two forms of the page, one is sent; one that comes back after signing in is only shown.
    sent = request.POST if request.POST and "read" not in request.POST else None
    form = forms.ColumnsForm(
        sent, table=imported.table, columns=KINDS[imported.table].columns, header=header, words=words,
        begun_with=imported.rules, initial=forms.initial(rules.to_json(), words, imported.origin),
    )  # fmt: skip
    if left.BACK not in request.POST and form.is_valid():
        left.forget(request)
        return _keep_rules(request, imported, form)
    read = set(rules.columns.values())
    context = {
        **_about(request, imported),
        "form": form,
        "missing": rules.missing(header),
        "unread": [name for name in header if name not in read],
        "most_words": uploads.MOST_WORDS,
    }
    return desk_page(request, "import_columns", context)


def _keep_rules(request: HttpRequest, imported: Import, form: forms.ColumnsForm) -> HttpResponse:
    """On to the preview, unless the columns chosen now have words of their own."""
    rules = Rules.from_json(form.rules)
    uploads.set_rules(imported, rules, origin=form.cleaned_data["origin"])
    open_words = {
        name: [word for word in found if word not in rules.words.get(name, {})]
        for name, found in uploads.foreign_words(imported, rules).items()
        if name not in form.words
    }
    if any(open_words.values()):
        messages.warning(request, _("Say below which of our words each word of the file means; rows with a word that is not decided are left out."))  # fmt: skip
        return HttpResponseRedirect(_address(imported, "import") + "#words")
    lacking = [c for c in KINDS[imported.table].columns if c.is_needed and c.name not in rules.names()]  # fmt: skip
    if lacking:
        names = ", ".join(str(column.label) for column in lacking)
        messages.warning(request, _("No column is chosen for {names}. Rows of records that are here already are read all the same; every new record needs it.").format(names=names))  # fmt: skip
    return HttpResponseRedirect(_address(imported, "import-preview"))


def _reading(request: HttpRequest, imported: Import) -> forms.ReadingForm:
    sent = request.POST if "read" in request.POST else None
    chosen = {name: getattr(imported, name) for name in ("encoding", "delimiter", "sheet")}
    return forms.ReadingForm(sent, initial=chosen, sheets=_sheets(imported))


def _sheets(imported: Import) -> tuple[str, ...]:
    """The sheets of a workbook; none for a CSV file, or for a file that cannot be read."""
    try:
        with uploads.open_file(imported) as sheet:
            return sheet.sheet_names
    except SheetRefused:
        return ()


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the file would do, read while the page is sent; nothing of it is kept."""
    user = require_editor(request)
    if done := _done(pk):
        return done
    imported = _open(user, pk)
    trial = run.Trial(imported, by=user, now=timezone.now())
    return _stream(request, imported, trial, _("Preview: {file}"))


def write(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write what the preview showed, or nothing; who had to sign in first looks at it again."""
    user = require_editor(request)
    if done := _done(pk):
        messages.warning(
            request,
            _(
                "This file was imported already; nothing was written now. This is the report of then."
            ),
        )
        return done
    imported = _open(user, pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address(imported, "import-preview"))
    form = forms.ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for found in form.errors.values() for e in found))
        return HttpResponseRedirect(_address(imported, "import-preview"))
    typed = {name: form.cleaned_data[name] for name in ("digest", "reason")}
    writing = run.Writing(imported, by=user, now=timezone.now(), **typed)
    return _stream(request, imported, writing, _("Import: {file}"))


@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every row of the file of which there is something to say, as CSV."""
    user = require_editor(request)
    trial = run.Trial(_open(user, pk), by=user, now=timezone.now())
    name = f'attachment; filename="problems-{pk}.csv"'
    return StreamingHttpResponse(
        reports.as_lines(_all_problems(trial)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


def _all_problems(trial: run.Trial) -> Iterator[reports.Line]:
    try:
        for lines in trial.batches():
            yield from (line for line in lines if line.sentence)
    except Exception as error:
        yield reports.Line(0, Effect.LEFT_OUT, "", "", import_ends.explain(trial, error).why)


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an upload of which nothing was written; who had to sign in first is asked again."""
    imported = _open(require_editor(request), pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address(imported, "import"))
    uploads.discard(imported)
    messages.success(request, _("“{file}” was discarded; nothing of it was imported.").format(file=imported.name))  # fmt: skip
    return HttpResponseRedirect(reverse("desk:imports"))


def _stream(request: HttpRequest, imported: Import, trial: run.Trial, title: str) -> StreamingHttpResponse:  # fmt: skip
    """A page whose beginning is sent at once, then how far the reading is, then what was found."""
    cut = uuid4().hex
    context = {
        **admin.site.each_context(request),
        "title": title.format(file=imported.name),
        "imported": imported,
        "cut": cut,
        "is_for_good": trial.is_for_good,
        "ended_before": import_ends.told(request, imported),
    }
    page = render_to_string("admin/tracker/import_run.html", context, request)
    response = StreamingHttpResponse(_pieces(request, context, trial, *page.split(cut)))
    response["X-Accel-Buffering"] = "no"  # a proxy that collects the page would hide the progress
    response["Cache-Control"] = "no-store"
    return response


def _pieces(request: HttpRequest, context: dict[str, Any], trial: run.Trial, before: str, between: str, after: str) -> Iterator[str]:  # fmt: skip
    yield before
    ended = None
    try:
        total = number_format(uploads.count_rows(trial.imported), force_grouping=True)
        for _found in trial.batches():
            read = number_format(trial.outcome.rows, force_grouping=True)
            yield "<span>{}</span>\n".format(
                _("{read} of {total} rows").format(read=read, total=total)
            )
    except Exception as error:
        ended = import_ends.explain(trial, error)
    yield between + _outcome(request, context, trial, ended) + after


def _outcome(request: HttpRequest, context: dict[str, Any], trial: run.Trial, ended: Ended | None) -> str:  # fmt: skip
    if ended is not None:
        told = {**context, "ended": ended, "reason": trial.reason}
        return render_to_string("admin/tracker/import_ended.html", told, request)
    if trial.is_for_good:
        found = {**context, **import_reports.about(trial.imported, request.user)}
        return render_to_string("admin/tracker/import_report_body.html", found, request)
    is_revising = bool(trial.outcome.counts["revised"])
    shown = {
        **context,
        "outcome": trial.outcome,
        "form": forms.ConfirmForm(initial={"digest": trial.outcome.digest, "is_revising": is_revising}),
        "most_problems": run.MOST_PROBLEMS,
    }  # fmt: skip
    return render_to_string("admin/tracker/import_outcome.html", shown, request)


def _open(user: User, pk: int) -> Import:
    """An upload that was not imported yet. Raises PermissionDenied for all but its author.

    What is written is what one person chose and confirmed: nobody approves a part of it later.
    """
    imported = get_object_or_404(uploads.waiting(), pk=pk)
    if imported.uploaded_by_id != user.pk:
        raise PermissionDenied(_("Only the person who uploaded a file reads and imports it: upload it yourself to import it."))  # fmt: skip
    return imported


def _done(pk: int) -> HttpResponseRedirect | None:
    """The way to the report of what was imported already, perhaps in another window."""
    if Import.objects.filter(pk=pk, confirmed_at__isnull=False).exists():
        return HttpResponseRedirect(reverse("desk:import-report", args=[pk]))
    return None


def _address(imported: Import, page: str) -> str:
    return reverse(f"desk:{page}", args=[imported.pk])
