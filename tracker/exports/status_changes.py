"""The columns of the export of status changes, in order; also its data dictionary."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.exports.columns import (
    DAYS,
    Column,
    Context,
    Reads,
    Table,
    fuzzy_date,
    moment,
    names,
    number,
)
from tracker.exports.marks import NAMES, marks
from tracker.lib import csv_cells
from tracker.lib.clocks import Clocks
from tracker.models import Citation
from tracker.selectors.many import Many

_DATED = ("date_earliest", "date_latest", "date_precision")
_CITES = (
    "passage__code", "reference__code", "stance", "account_of__slug", "account_words", "finding",
    "passage__exact", "reference__url",
)  # fmt: skip
_PASSAGE, _REFERENCE, _STANCE, _ACCOUNT, _WORDS, _FINDING, _EXACT, _URL = range(len(_CITES))
Cites = list[list[Any]]


def _reads(_clocks: Clocks) -> Reads:
    cites = Citation.public.filter(status_change=OuterRef("pk")).order_by("position", "pk")
    return {
        "commitment": F("commitment__code"),
        "commitment_title": F("commitment__title"),
        "is_standing": F("commitment__is_standing"),
        "party": F("party__slug"),
        "corrects": F("corrects__code"),
        "cites": Many(cites, *_CITES),
    }


def _each(cell: int) -> Callable[[Context, Cites], str]:
    """One value for each piece of evidence, divided by semicolons; nothing where none has one."""

    def write(_context: Context, cites: Cites) -> str:
        values = [cite[cell] or "" for cite in cites]
        return names(values) if any(values) else ""

    return write


def _texts(cell: int) -> Callable[[Context, Cites], str]:
    """One text for each piece of evidence, each on a line of its own; nothing where none has one."""

    def write(_context: Context, cites: Cites) -> str:
        texts = [cite[cell] or "" for cite in cites]
        return csv_cells.join_lines(texts) if any(texts) else ""

    return write


def _evidence(_context: Context, cites: Cites) -> str:
    return names(cite[_PASSAGE] or cite[_REFERENCE] or "" for cite in cites)


def _quotes(_context: Context, cites: Cites) -> str:
    return csv_cells.join_lines([cite[_EXACT] for cite in cites if cite[_PASSAGE]] or [""])


def quoted(_context: Context, cites: Cites) -> str:
    """The words of the passages in quotation marks, for people; `quotes` has them for programs."""
    return "\n\n".join(f"“{cite[_EXACT]}”" for cite in cites if cite[_PASSAGE])


def _addresses(context: Context, cites: Cites) -> str:
    return "\n".join(
        context.address("passage", cite[_PASSAGE]) if cite[_PASSAGE] else cite[_URL] or ""
        for cite in cites
    )


def _label(_context: Context, status: str, is_standing: bool) -> str:
    return choices.status_label(status, is_standing=is_standing)


COLUMNS = (
    Column("code", "Permanent code of the status change.", ("code",)),
    Column("commitment", "Code of the commitment.", ("commitment",)),
    Column("commitment_title", "Title of the commitment.", ("commitment_title",)),
    Column("party", "Slug of the party it is about; empty for the whole.", ("party",)),
    Column("status", "The status reached; empty where a change was taken back.", ("status",)),
    Column("status_label", "The status in the words of the site.", ("status", "is_standing"), _label),
    Column("marks", "Marks beside it: disputed; one_sided (one party’s word only).", NAMES[:2], marks),
    Column("reason_code", "Why, where the status asks for it.", ("reason_code",)),
    Column("happened", "When it happened, ISO 8601; .. is an open end.", _DATED, fuzzy_date),
    Column("happened_precision", "How precisely that date is known.", ("date_precision",)),
    Column("happened_words", "The date in the words of the source.", ("date_words",)),
    Column("happened_basis", "Where the date comes from.", ("date_basis",)),
    Column("original_status", "The status in the words of the list from which it was imported.",
           ("original_status",)),
    Column("reason", "Why this status.", ("reason",)),
    Column("delivered_quantity", "How much had been delivered by then.", ("delivered_quantity",),
           number, "number"),
    Column("confidence", "How sure the editors are.", ("confidence",)),
    Column("corrects", "Code of the status change that it corrects.", ("corrects",)),
    Column("evidence", "Codes of the passages and pages it rests on, divided by semicolons.", ("cites",),
           _evidence),
    Column("stance", "What each of these says about it.", ("cites",), _each(_STANCE)),
    Column("account_of", "Slug of the party whose account each is.", ("cites",), _each(_ACCOUNT)),
    Column("account_words", "Whose account each is, where it is not that of one party.", ("cites",),
           _texts(_WORDS)),
    Column("finding", "What each page reports, in our words.", ("cites",), _texts(_FINDING)),
    Column("quotes", "The words of the passages, exactly as in the archived sources.", ("cites",), _quotes),
    Column("evidence_urls", "Addresses of the passages and pages, one on a line.", ("cites",), _addresses),
    Column("recorded_at", "When it was recorded here, UTC.", ("recorded_at",), moment, "datetime"),
    Column("permalink", "Permanent address of the status change.", ("code",),
           lambda x, code: x.address("status", code), format="uri"),
    *DAYS,
)  # fmt: skip

TABLE = Table("status-changes", _("Status changes"), COLUMNS, _reads)
