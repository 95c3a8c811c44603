"""Reading a query string: what it asks for, and what in it makes no sense."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import DateField, Field
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.lib.clocks import Clocks

CLOCKS = ("as_of", "known_at")
_MOST_VALUES = 50
_LONGEST_ECHO = 40
# What other sites add to the links that their readers follow is nobody's mistake.
_ADDED = re.compile(r"^utm_|clid$")
# Before it no calendar of ours goes; dates are compared as texts of four digits for the year.
_FIRST_DAY = date(1000, 1, 1)


@dataclass(frozen=True)
class Ignored:
    """A value that was left out, with the reason, for the reader."""

    label: str
    value: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """The clocks that an address asks by, and what in it about them made no sense."""

    clocks: Clocks
    ignored: list[Ignored] = field(default_factory=list)


@dataclass(frozen=True)
class Query:
    """A filter set over the values that make sense, and those that do not."""

    filterset: django_filters.FilterSet
    values: QueryDict
    ignored: list[Ignored]

    @property
    def rows(self) -> QuerySet:
        """The rows that are asked for."""
        found: QuerySet = self.filterset.qs
        return found

    @property
    def filters(self) -> QueryDict:
        """The values that narrow the rows: all but the order."""
        values = self.values.copy()
        values.pop("sort", None)
        return values

    def less(self, *names: str) -> "Query":
        """The same without some of its filters."""
        if not any(name in self.values for name in names):
            return self
        values = self.values.copy()
        for name in names:
            values.pop(name, None)
        known = self.filterset
        filterset = type(known)(values, clocks=known.clocks, like=known)
        return Query(filterset, values, [])


def read_clocks(values: QueryDict, *, today: date) -> Asked:
    """The days asked about; a day that is none, or has not come yet, is left out aloud."""
    days: dict[str, date | None] = {}
    ignored = []
    for name, label in zip(CLOCKS, (_("As of"), _("As known on")), strict=True):
        first, *others = values.getlist(name) or [""]
        days[name], reason = _past_day(first, today)
        if reason:
            ignored.append(Ignored(label, first[:_LONGEST_ECHO], reason))
        if others:
            reason = _("No more values are taken here.")
            ignored.append(Ignored(label, others[0][:_LONGEST_ECHO], reason))
    return Asked(Clocks.at(today, as_of=days["as_of"], known_at=days["known_at"]), ignored)


def _past_day(given: str, today: date) -> tuple[date | None, str]:
    try:
        day = read_day(given)
    except ValidationError as error:
        return None, " ".join(error.messages)
    if day and day > today:
        return None, _("This day has not come yet.")
    return day, ""


class DayField(DateField):
    """A day written as 2023-12-07."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
        self.error_messages["invalid"] = _("Write the day as 2023-12-07.")

    def to_python(self, value: Any) -> date | None:
        """Raises ValidationError for a day that is none, or is before the year 1000."""
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(self.error_messages["invalid"])
        day = super().to_python(value)
        if day and day < _FIRST_DAY:
            raise ValidationError(_("Give a day of the year 1000 or later."))
        return day


def read_day(given: str) -> date | None:
    """The day, or None of nothing. Raises ValidationError."""
    day: date | None = DayField(required=False).clean(given)
    return day


def read_query(
    filterset: type[django_filters.FilterSet],
    given: QueryDict,
    clocks: Clocks,
    *,
    others: Collection[str] = (),
) -> Query:
    """Keep the values that the filters take; `others` are parameters that somebody else reads."""
    empty = filterset(QueryDict(), clocks=clocks)
    fields = empty.form.fields
    values, ignored = QueryDict(mutable=True), []
    for name, one in fields.items():
        kept, left_out = _sort_out(one, list(dict.fromkeys(given.getlist(name))))
        if kept:
            values.setlist(name, kept)
        ignored += left_out
    ignored += unknown(given, {*fields, *CLOCKS, *others})
    return Query(filterset(values, clocks=clocks, like=empty), values, ignored)


def unknown(given: QueryDict, read: Collection[str]) -> list[Ignored]:
    """What an address says besides the names that are read.

    A filter whose name is mistyped narrows nothing: who reads the count has to know.
    """
    reason = _("There is no such filter.")
    said = [name for name in given if any(given.getlist(name))]
    names = [name for name in said if name not in read and not _ADDED.search(name)]
    return [
        Ignored(name[:_LONGEST_ECHO], given.get(name, "")[:_LONGEST_ECHO], reason)
        for name in names[:_MOST_VALUES]
    ]


def _sort_out(field: Field, given: list[str]) -> tuple[list[str], list[Ignored]]:
    most = _MOST_VALUES if getattr(field.widget, "allow_multiple_selected", False) else 1
    kept: list[str] = []
    ignored: list[Ignored] = []
    given = [value for value in given if value]
    offered = _offered(field) if given else None
    for value in given:
        clean, reason = _clean(field, value, offered)
        if not reason and len(kept) == most:
            reason = _("No more values are taken here.")
        if reason:
            ignored.append(Ignored(str(field.label), value[:_LONGEST_ECHO], reason))
        else:
            kept.append(clean)
    return kept, ignored[:_MOST_VALUES]


def _offered(field: Field) -> set[str] | None:
    # One look at all of them instead of a query for each value.
    choices = getattr(field, "choices", None)
    return None if choices is None else {str(key) for key, _label in choices}


def _clean(field: Field, value: str, offered: set[str] | None) -> tuple[str, str]:
    if offered is not None:
        return value, "" if value in offered else _("There is no such choice.")
    try:
        clean = field.clean(value)
    except ValidationError as error:
        return "", " ".join(error.messages)
    return str(clean or ""), "" if clean else _("It is empty.")


def without(values: QueryDict, name: str, value: str) -> str:
    """The query string less one value."""
    rest = values.copy()
    rest.setlist(name, [other for other in values.getlist(name) if other != value])
    if not rest.getlist(name):
        del rest[name]
    return rest.urlencode()
