"""Party, source or kind against status: a table whose numbers lead to the rows they count."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tracker import choices
from tracker.charts.matrix import Matrix, matrix
from tracker.filtersets.facets import rows_to_group
from tracker.filtersets.reading import Ignored, Query
from tracker.selectors.groupings import statuses_by
from tracker.views.commitments import chips_of, filter_context, query_of, rows_of
from tracker.views.downloads import refused, table_file
from tracker.views.pages import ask, show

GROUPINGS = {
    "party": gettext_lazy("Party"),
    "category": gettext_lazy("Kind of commitment"),
    "source": gettext_lazy("Source"),
    "bindingness": gettext_lazy("Bindingness"),
    "topic": gettext_lazy("Topic"),
}


@dataclass(frozen=True)
class _Asked:
    name: str
    query: Query
    table: Matrix


@require_safe
def matrix_page(request: HttpRequest) -> HttpResponse:
    """The table, of the commitments that the query asks for."""
    asked = ask(request)
    found = _read(request)
    query = found.query
    values = query.filters
    values["rows"] = found.name
    title = _("{grouping} by status").format(grouping=GROUPINGS[found.name])
    context = {
        **filter_context(query),
        "matrix": found.table,
        "groupings": list(GROUPINGS.items()),
        "grouping": found.name,
        "grouping_label": GROUPINGS[found.name],
        "ignored": query.ignored,
        "hidden": [("rows", found.name)],
        "chips": chips_of(query, asked.clocks, rows=found.name),
    }
    return show(request, "matrix.html", context, asked=asked, title=title, values=values)


@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponseBase:
    """The same table as a file."""
    asked = ask(request)
    found = _read(request)
    if wrong := refused(asked, found.query):
        return wrong
    head = [found.name, "label", *(s.value for s in choices.Status), choices.NOT_ASSESSED, "total"]
    rows = [
        [row.key, row.label, *(cell.count for cell in row.cells), row.total]
        for row in found.table.rows
    ]
    return table_file(f"matrix-{found.name}", head, rows, asked.clocks)


def _read(request: HttpRequest) -> _Asked:
    clocks = ask(request).clocks
    query = query_of(request, clocks, "rows")
    name = request.GET.get("rows", "party")
    if name not in GROUPINGS:
        query.ignored.append(Ignored(_("Rows"), name[:40], _("There is no such choice.")))
        name = "party"
    labels = dict(query.filterset.form.fields[name].choices)
    return _Asked(name, query, matrix(_counted(query, name), labels, name, rows_of(query)))


def _counted(query: Query, name: str) -> dict[str, Counter[str]]:
    """Where the rows are what is filtered by, each of those chosen stands for itself alone."""
    chosen = query.values.getlist(name)
    counted = statuses_by(rows_to_group(query.less(name), name), name)
    return {key: counts for key, counts in counted.items() if not chosen or key in chosen}
