"""The columns of the export of commitments, in order; also its data dictionary."""

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
    first,
    fuzzy_date,
    moment,
    names,
    number,
    truth,
)
from tracker.exports.marks import NAMES, marks
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Participation, StatusChange
from tracker.selectors.commitments import deadlines_set
from tracker.selectors.many import Many

_SOURCE = "passage__capture__source"
_DATED = ("date_earliest", "date_latest", "date_precision")


def _reads(clocks: Clocks) -> Reads:
    own = {"commitment": OuterRef("pk")}
    primary = Citation.public.filter(role=choices.CitationRole.PRIMARY, **own)
    roles = Participation.public.filter(**own).order_by("role", "party__name", "pk")
    change = StatusChange.public.filter(pk=OuterRef("change_then"))
    due = deadlines_set(clocks).filter(**own).order_by("-position")
    return {
        "category": F("category__slug"),
        "change": Many(change, *_DATED, "recorded_at", "delivered_quantity"),
        "roles": Many(roles, "party__short_name", "role"),
        "due": Many(due[:1], *_DATED, "date_words"),
        "primary": Many(
            primary.order_by("position", "pk")[:1], "passage__exact", "passage__code", "passage__locator",
            f"{_SOURCE}__title", f"{_SOURCE}__url", f"{_SOURCE}__located_url",
        ),
    }  # fmt: skip


def _since(context: Context, change: list[list[Any]]) -> str:
    return fuzzy_date(context, *change[0][:3]) if change else ""


def _recorded(context: Context, change: list[list[Any]]) -> str:
    return moment(context, change[0][3]) if change else ""


def _delivered(context: Context, change: list[list[Any]]) -> str:
    return number(context, change[0][4]) if change else ""


def _parties(_context: Context, roles: list[list[str]]) -> str:
    return names(f"{party} ({role})" for party, role in roles)


def _label(_context: Context, status: str, is_standing: bool) -> str:
    return choices.status_label(status, is_standing=is_standing)


def _due(context: Context, due: list[list[Any]]) -> str:
    return fuzzy_date(context, *due[0][:3]) if due else ""


def _source_url(_context: Context, primary: list[list[str]]) -> str:
    return (primary[0][4] or primary[0][5] or "") if primary else ""


def _passage_url(context: Context, primary: list[list[str]]) -> str:
    code = first(1)(context, primary)
    return context.address("passage", code) if code else ""


COLUMNS = (
    Column("code", "Permanent code of the commitment.", ("code",)),
    Column("title", "Short title, in our words.", ("title",)),
    Column("summary", "What it is about, in our words.", ("summary",)),
    Column("category", "Kind of commitment.", ("category",)),
    Column("bindingness", "Force of the instrument.", ("bindingness",)),
    Column("modality", "Verb of the primary passage.", ("modality",)),
    Column("is_standing", "Whether it has no end state.", ("is_standing",), truth, "boolean"),
    Column("status", "Status on the day `as_of`; empty when not assessed.", ("status_then",)),
    Column("status_label", "The status in the words of the site.", ("status_then", "is_standing"), _label),
    Column("status_since", "When that status was reached, ISO 8601.", ("change",), _since),
    Column("status_since_precision", "How precisely that date is known.", ("change",), first(2)),
    Column("recorded_at", "When that status was recorded here, UTC.", ("change",), _recorded, "datetime"),
    Column("marks", "Marks beside the status: disputed; one_sided (one party’s word only); overdue;"
           " stale (not checked for a year).", NAMES, marks),
    Column("parties", "Parties, each with its role.", ("roles",), _parties),
    Column("date_made", "When it was made, ISO 8601; .. is an open end.", _DATED, fuzzy_date),
    Column("date_made_precision", "How precisely that date is known.", ("date_precision",)),
    Column("due", "Latest due date, ISO 8601; empty when no day is given.", ("due",), _due),
    Column("due_precision", "How precisely that date is known.", ("due",), first(2)),
    Column("due_words", "The due date in the words of the source.", ("due",), first(3)),
    Column("quantity", "How much is owed.", ("quantity",), number, "number"),
    Column("delivered_quantity", "How much has been delivered.", ("change",), _delivered, "number"),
    Column("quantity_unit", "What is counted.", ("quantity_unit",)),
    Column("quote", "The words it rests on, exactly as in the archived source.", ("primary",), first(0)),
    Column("passage", "Code of the passage in which the words are kept.", ("primary",), first(1)),
    Column("locator", "Where in the source the words stand.", ("primary",), first(2)),
    Column("source_title", "Title of the source.", ("primary",), first(3)),
    Column("source_url", "Address of the source: stated in it, or else located by the editors.",
           ("primary",), _source_url, format="uri"),
    Column("passage_url", "Permanent address of the words in our archived copy.", ("primary",),
           _passage_url, format="uri"),
    Column("permalink", "Permanent address of the commitment.", ("code",),
           lambda x, code: x.address("commitment", code), format="uri"),
    *DAYS,
)  # fmt: skip

TABLE = Table("commitments", _("Commitments"), COLUMNS, _reads)
