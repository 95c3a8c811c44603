"""The columns of the exports of events and of reported figures, in order; also their data dictionaries."""

from typing import Any

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.exports.columns import (
    DAYS,
    Column,
    Context,
    Reads,
    Table,
    first,
    fuzzy_date,
    names,
    number,
)
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Participation
from tracker.selectors.many import Many

_DATED = ("date_earliest", "date_latest", "date_precision")


def _reads_of(name: str, _clocks: Clocks) -> Reads:
    own = {name: OuterRef("pk")}
    roles = Participation.public.filter(**own).order_by("role", "party__name", "pk")
    words = Citation.public.filter(passage__isnull=False, **own).order_by("position", "pk")[:1]
    return {
        "roles": Many(roles, "party__short_name", "role"),
        "words": Many(words, "passage__exact", "passage__code", "passage__locator", "passage__capture__source__title"),
    }  # fmt: skip


def _event_reads(clocks: Clocks) -> Reads:
    return _reads_of("event", clocks)


def _figure_reads(clocks: Clocks) -> Reads:
    return _reads_of("figure", clocks)


def _parties(_context: Context, roles: list[list[str]]) -> str:
    return names(f"{party} ({role})" for party, role in roles)


def _passage_url(context: Context, words: list[list[Any]]) -> str:
    return context.address("passage", words[0][1]) if words else ""


def _place(page: str) -> Column:
    return Column(
        "permalink", "Permanent address of the record.", ("code",),
        lambda x, code: f"{x.site_url}{reverse(page)}#{code}", format="uri",
    )  # fmt: skip


_HEAD = (
    Column("code", "Permanent code of the record.", ("code",)),
    Column("title", "Short and neutral, in our words.", ("title",)),
    Column("summary", "What is reported, in our words.", ("summary",)),
)
_TAIL = (
    Column("date", "Its day, ISO 8601; .. is an open end. Of a figure the day of the report.", _DATED, fuzzy_date),
    Column("date_precision", "How precisely that date is known.", ("date_precision",)),
    Column("date_words", "The date in the words of the source.", ("date_words",)),
    Column("date_basis", "Where the date comes from.", ("date_basis",)),
    Column("parties", "Parties, each with its role; of a figure the claimant among them.", ("roles",), _parties),
    Column("note", "How the record is to be read.", ("note",)),
    Column("quote", "The words it rests on, exactly as in the archived source.", ("words",), first(0)),
    Column("passage", "Code of the passage in which the words are kept.", ("words",), first(1)),
    Column("locator", "Where in the source the words stand.", ("words",), first(2)),
    Column("source_title", "Title of the source.", ("words",), first(3)),
    Column("passage_url", "Permanent address of the words in our archived copy.", ("words",), _passage_url,
           format="uri"),
)  # fmt: skip
_VALUE = (
    Column("value", "The figure as the source states it.", ("value",)),
    Column("number", "The value as a number, if it is one.", ("number",), number, "number"),
    Column("unit", "What is counted.", ("unit",)),
    Column("hedge", "The source’s own caution.", ("hedge",)),
)

EVENTS = Table("events", _("Events"), (*_HEAD, *_TAIL, _place("events"), *DAYS), _event_reads)
FIGURES = Table("figures", _("Reported figures"), (*_HEAD, *_VALUE, *_TAIL, _place("figures"), *DAYS), _figure_reads)  # fmt: skip
