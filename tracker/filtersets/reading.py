"""Reading a query string: what it asks for, and what in it makes no sense."""

from dataclasses import dataclass

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Field
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

_MOST_VALUES = 50
_LONGEST_ECHO = 40


@dataclass(frozen=True)
class Ignored:
    """A value that was left out, with the reason, for the reader."""

    label: str
    value: str
    reason: str


@dataclass(frozen=True)
class Query:
    """A filter set over the values that make sense, and those that do not."""

    filterset: django_filters.FilterSet
    values: QueryDict
    ignored: list[Ignored]
    unknown: list[str]

    @property
    def rows(self) -> QuerySet:
        """The rows that are asked for."""
        found: QuerySet = self.filterset.qs
        return found


def read_query(
    filterset: type[django_filters.FilterSet], request: HttpRequest, rows: QuerySet,
    *, others: tuple[str, ...] = (),
) -> Query:  # fmt: skip
    """Keep the values that the filters take; `others` are parameters that somebody else reads."""
    fields = filterset(QueryDict(), queryset=rows, request=request).form.fields
    values, ignored = QueryDict(mutable=True), []
    for name, field in fields.items():
        kept, left_out = _sort_out(field, list(dict.fromkeys(request.GET.getlist(name))))
        if kept:
            values.setlist(name, kept)
        ignored += left_out
    unknown = [name for name in request.GET if name not in fields and name not in others]
    return Query(filterset(values, queryset=rows, request=request), values, ignored, unknown)


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
    return clean, "" if clean else _("It is empty.")


def without(values: QueryDict, name: str, value: str) -> str:
    """The query string less one value."""
    rest = values.copy()
    rest.setlist(name, [other for other in values.getlist(name) if other != value])
    if not rest.getlist(name):
        del rest[name]
    return rest.urlencode()
