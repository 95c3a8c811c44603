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
        for value in request.GET.getlist(name)[:_MOST_VALUES]:
            reason = _why_not(field, value, is_list=_takes_list(field))
            if not reason:
                values.appendlist(name, value)
            elif value:
                ignored.append(Ignored(str(field.label), value[:_LONGEST_ECHO], reason))
    unknown = [name for name in request.GET if name not in fields and name not in others]
    return Query(filterset(values, queryset=rows, request=request), values, ignored, unknown)


def _takes_list(field: Field) -> bool:
    return bool(getattr(field.widget, "allow_multiple_selected", False))


def _why_not(field: Field, value: str, *, is_list: bool) -> str:
    if not value.strip():
        return _("It is empty.")
    try:
        field.clean([value] if is_list else value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def without(values: QueryDict, name: str, value: str) -> str:
    """The query string less one value."""
    rest = values.copy()
    rest.setlist(name, [other for other in values.getlist(name) if other != value])
    if not rest.getlist(name):
        del rest[name]
    return rest.urlencode()
