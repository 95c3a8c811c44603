"""The rows of a query as a file: every kind of record in every form, by one view."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.exports import (
    as_csv,
    as_json,
    as_xlsx,
    commitments,
    parties,
    passages,
    records,
    schema,
    status_changes,
)
from tracker.exports.columns import Column, Context, Table
from tracker.filtersets.reading import Ignored, Query
from tracker.lib.addresses import with_query
from tracker.selectors import taken_along, timelines
from tracker.selectors.site import site
from tracker.views.commitments import query_of
from tracker.views.downloads import BYTE_ORDER_MARK, CSV_TYPE, attached, bundled, refused
from tracker.views.pages import ask
from tracker.views.statuses import changes_of

METADATA, SCHEMA = "csv-metadata.json", "csv-schema.json"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
METADATA_TYPE = "application/csvm+json"
_OWN = ("columns", "bom")


@dataclass(frozen=True)
class File:
    """What a file is to hold: the rows of a query, in the columns that were chosen."""

    path: str
    table: Table
    columns: Sequence[Column]
    query: Query
    records: QuerySet[Any]
    has_mark: bool

    @property
    def head(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def rows(self) -> Iterator[list[str]]:
        """The cells, row by row."""
        context = Context(settings.SITE_URL, self.query.filterset.clocks)
        return self.table.rows(self.records, self.columns, context)

    def csv(self) -> Iterator[str]:
        """The lines of the CSV, as anybody gets them who asks the same."""
        head, *others = self.head
        first = [BYTE_ORDER_MARK + head if self.has_mark else head, *others]
        return as_csv.lines(first, self.rows())

    def name(self, form: str) -> str:
        """What it is called on a disk: what it holds, whether all of it, and the day."""
        part = "-filtered" if self.query.filters else ""
        return f"{self.table.name}{part}-{self.query.filterset.clocks.as_of.isoformat()}.{form}"

    def address(self, form: str) -> str:
        """Where it is, with both days, so that it says the same later."""
        pairs = [(n, v) for n in self.query.values for v in self.query.values.getlist(n)]
        if len(self.columns) < len(self.table.columns):
            pairs.append(("columns", ",".join(self.head)))
        if self.has_mark:
            pairs.append(("bom", "1"))
        path = reverse(f"{self.path}-{form}")
        return settings.SITE_URL + with_query(
            path, [*pairs, *self.query.filterset.clocks.fixed.items()]
        )


def _narrowed(found: Callable[..., QuerySet[Any]]) -> Callable[[Query], QuerySet[Any]]:
    """Without filters all there are, also what is about no commitment."""

    def records(query: Query) -> QuerySet[Any]:
        rows: QuerySet[Any] | None = query.rows if query.filters else None
        return found(rows, query.filterset.clocks)

    return records


# Under the name in the address: what a file of it holds, and the records that a query asks for.
TABLES: dict[str, tuple[Table, Callable[[Query], QuerySet[Any]]]] = {
    "commitments": (commitments.TABLE, lambda query: query.rows),
    "statuses": (status_changes.TABLE, lambda query: timelines.with_marks(changes_of(query))),
    "passages": (passages.TABLE, _narrowed(taken_along.passages)),
    "parties": (parties.TABLE, _narrowed(taken_along.parties)),
    "events": (records.EVENTS, _narrowed(taken_along.events)),
    "figures": (records.FIGURES, _narrowed(taken_along.figures)),
}


@require_safe
def file(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """The same rows as the list, all of them. A query that makes no sense is refused, not guessed."""
    asked = ask(request)
    query = query_of(request, asked.clocks, *_OWN)
    about, records_of = TABLES[table]
    columns = _columns(request.GET.get("columns", ""), about, query.ignored)
    has_mark = _flag(request.GET.get("bom", ""), query.ignored)
    if wrong := refused(asked, query):
        return wrong
    return FORMS[form](File(table, about, columns, query, records_of(query), has_mark))


def _columns(given: str, table: Table, ignored: list[Ignored]) -> list[Column]:
    """Those that are named, in the order of the table; all where none is."""
    names = [name for name in given.split(",") if name]
    known = {column.name for column in table.columns}
    reason = _("There is no such column; there are: {names}.").format(names=", ".join(c.name for c in table.columns))  # fmt: skip
    ignored += [Ignored(_("Columns"), name[:40], reason) for name in names if name not in known][:5]
    return [column for column in table.columns if not names or column.name in names]


def _flag(given: str, ignored: list[Ignored]) -> bool:
    if given not in ("", "0", "1"):
        ignored.append(Ignored("bom", given[:40], _("Write 1 for yes.")))
    return given == "1"


def _as_csv(file: File) -> HttpResponseBase:
    return attached(file.csv(), CSV_TYPE, file.name("csv"))


def _as_json(file: File) -> HttpResponseBase:
    about = {"asked": file.address("json"), **file.query.filterset.clocks.fixed}
    pieces = as_json.pieces(file.head, file.rows(), about)
    return StreamingHttpResponse(bundled(pieces), content_type="application/json")


def _as_json_lines(file: File) -> HttpResponseBase:
    lines = as_json.lines(file.head, file.rows())
    return attached(lines, "application/jsonl; charset=utf-8", file.name("jsonl"))


def _as_xlsx(file: File) -> HttpResponseBase:
    meanings = [(column.name, str(column.meaning)) for column in file.columns]
    about = [(name, str(value)) for name, value in _about(file, "xlsx").items()]
    try:
        book = as_xlsx.workbook(file.columns, file.rows(), [*about, *meanings])
    except as_xlsx.DoesNotFit as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    name = file.name("xlsx")
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _as_metadata(file: File) -> HttpResponseBase:
    """Of the CSV at the same address: what it is, and the number of rows and the SHA-256 of what is in it now."""
    digest, lines = sha256(), 0
    for line in file.csv():
        digest.update(line.encode())
        lines += 1
    about = {**_about(file, "csv"), "rows": lines - 1, "sha256": digest.hexdigest()}
    licence = {"dc:license": {"@id": about["licence"]}} if "licence" in about else {}
    described = {"dc:title": about["title"], **licence, "notes": [about]}
    found = schema.csvw(file.address("csv"), file.columns, file.table.key, described)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type=METADATA_TYPE)  # fmt: skip


def _as_schema(file: File) -> HttpResponseBase:
    """Of the CSV at the same address: Frictionless Table Schema."""
    found = schema.frictionless(file.columns, file.table.key)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _about(file: File, form: str) -> dict[str, Any]:
    """What the rows are: of what record, asked how, as of when, made when, under which licence."""
    clocks = file.query.filterset.clocks
    record = site(clocks)
    licence = {"licence_name": record.licence_name, "licence": record.licence_url}
    return {
        "title": f"{record.title}: {file.table.title}".removeprefix(": "),
        "asked": file.address(form),
        **clocks.fixed,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        # The number of the data version would tell of drafts.
        "data_to": record.data_to.isoformat() if record.data_to else "",
        **{name: value for name, value in licence.items() if value},
    }


# Under the end of the address: how the rows are written.
FORMS: dict[str, Callable[[File], HttpResponseBase]] = {
    "csv": _as_csv,
    "json": _as_json,
    "jsonl": _as_json_lines,
    "xlsx": _as_xlsx,
    METADATA: _as_metadata,
    SCHEMA: _as_schema,
}
