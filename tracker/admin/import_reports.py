"""What became of an import: its report, its records, and removing the drafts that it made."""

from typing import Any

from django.contrib import admin, messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tracker.admin.base import address, desk_page, require_editor
from tracker.admin.fields import is_key
from tracker.cells import bundles
from tracker.choices import State
from tracker.importers import removal, reports
from tracker.importers.kinds import KINDS
from tracker.models import Import, ImportedRow

_MOST = {"new": 50, "changed": 200, "left_out": 1000, "deleted": 50, "notes": 200}
_MOST_IMPORTS = 20
_NAMED = 50
FROM_IMPORT = "from_import"


class ImportedAdmin:
    """Pages of records that may come from a spreadsheet, which show the row as it was."""

    @admin.display(description=_lazy("imported"))
    def imported(self, obj: Any) -> str:
        """The row that the record was last imported from, word for word."""
        table = bundles.table_of(obj).name
        rows = ImportedRow.objects.filter(table=table, key=obj.code).select_related("imported")
        row = rows.order_by("-imported__pk", "-pk").first()
        return render_to_string("admin/tracker/imported_row.html", {"row": row}) if row else "–"


class ImportFilter(admin.SimpleListFilter):
    """Narrows a list to the records that one import made."""

    title = _lazy("import that made it")
    parameter_name = FROM_IMPORT

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The latest imports that made some, and the one that is chosen."""
        mine = Import.objects.filter(table=bundles.table_of(model_admin.model).name)
        found = list(
            mine.filter(counts__new__gt=0).order_by("-confirmed_at", "-pk")[:_MOST_IMPORTS]
        )
        chosen = _key(self.value())
        if chosen and chosen not in [each.pk for each in found]:
            found += mine.filter(pk=chosen, confirmed_at__isnull=False)
        return [
            (str(each.pk), f"{each.confirmed_at:%Y-%m-%d %H:%M}, {each.name}") for each in found
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The records of that import; an import that there is not made none."""
        if self.value() is None:
            return queryset
        table = bundles.table_of(queryset.model).name
        made = ImportedRow.objects.filter(table=table, made_in=_key(self.value()))
        return queryset.filter(code__in=made.values("key"))


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the rows of an import, to be opened again."""
    user = require_editor(request)
    imported = _imported(pk)
    context = {"title": _("Import: {file}").format(file=imported.name), **about(imported, user)}
    return desk_page(request, "import_report", context)


@require_safe
def report_file(request: HttpRequest, pk: int) -> FileResponse:
    """The same, of all rows, as CSV."""
    require_editor(request)
    imported = _imported(pk)
    if not reports.is_there(imported):
        raise Http404
    return FileResponse(
        imported.report.open("rb"),
        as_attachment=True,
        filename=f"import-{pk}.csv",
        content_type="text/csv; charset=utf-8",
    )


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to remove the untouched drafts, naming how many; on POST remove them."""
    user = require_editor(request)
    imported = _imported(pk)
    if request.method == "POST":
        return _remove(request, imported, user)
    stays = removal.touched(imported)
    context = {
        "title": _("Remove drafts: {file}").format(file=imported.name),
        "imported": imported,
        "number": removal.untouched(imported).count(),
        "may_remove": removal.may_remove(imported, user),
        "stays": [(record, address(record)) for record in stays[:_NAMED]],
        "stays_more": max(0, stays.count() - _NAMED),
    }
    return desk_page(request, "import_remove", context)


def _remove(request: HttpRequest, imported: Import, user: Any) -> HttpResponse:
    number = _key(request.POST.get("number"))
    try:
        removal.remove(imported, number=number, by=user, now=timezone.now())
    except removal.RemovalRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("desk:import-remove", args=[imported.pk]))
    words = ngettext("{n} draft was removed.", "{n} drafts were removed.", number)
    messages.success(request, words.format(n=number))
    return HttpResponseRedirect(reverse("desk:import-report", args=[imported.pk]))


def about(imported: Import, user: Any) -> dict[str, Any]:
    """What the report shows: the first lines of each kind, with links to what there is to open."""
    imported.refresh_from_db()
    is_there = reports.is_there(imported)
    parts = reports.in_parts(reports.read(imported), _MOST) if is_there else {}
    records = _addresses(imported, [line for lines in parts.values() for line in lines])
    name = KINDS[imported.table].table.model._meta.model_name
    return {
        "imported": imported,
        "is_there": is_there,
        "parts": {
            part: [(n, records.get(n.record)) for n in lines] if part in ("new", "changed") else lines
            for part, lines in parts.items()
        },
        "made": removal.made(imported).count(),
        "unsent": removal.unsent(imported).count(),
        "revisions": f"{reverse('admin:tracker_revision_changelist')}?state__exact={State.DRAFT}&table__exact={imported.table}",
        "gone": removal.gone(imported),
        "removable": removal.untouched(imported).count() if removal.may_remove(imported, user) else 0,
        "drafts": f"{reverse(f'admin:tracker_{name}_changelist')}?{FROM_IMPORT}={imported.pk}",
    }  # fmt: skip


def _addresses(imported: Import, lines: list[reports.Line]) -> dict[str, tuple[str, str]]:
    """What records are called, and where they are opened, by code."""
    model: Any = KINDS[imported.table].table.model
    codes = {line.record for line in lines if line.record}
    found = model._default_manager.filter(code__in=codes)
    if imported.table == "status_changes":
        found = found.select_related("commitment")
    return {record.code: (str(record), address(record)) for record in found}


def _imported(pk: int) -> Import:
    return get_object_or_404(
        Import.objects.select_related("uploaded_by"), pk=pk, confirmed_at__isnull=False
    )


def _key(text: str | None) -> int:
    """The number; 0, which no record has, where it is none."""
    return int(text) if text and is_key(text) else 0
