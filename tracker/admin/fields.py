"""How fields are shown and chosen on the pages for editors."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin, ModelAdmin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tracker.cells.texts import is_verbatim
from tracker.forms.base import (
    MOST_DIGITS,
    AddressField,
    DayField,
    LineField,
    LinesField,
    SeveralField,
    VerbatimField,
    VerbatimLineField,
)
from tracker.selectors import search


class Searched(AutocompleteMixin):
    """A choice by searching; what cannot be a key is dropped instead of asked of the database."""

    known: models.Model | None = None  # the record that is chosen, where the page has it already

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The options, for values that can be keys."""
        keys = _keys(value)
        if self.known is None or keys != [str(self.known.pk)]:
            return super().optgroups(name, keys, attr)
        (group, options, index), *_none = super().optgroups(name, [], attr)
        label = self.choices.field.label_from_instance(self.known)
        chosen = self.create_option(name, self.known.pk, label, True, len(options))  # type: ignore[attr-defined]
        return [(group, [*options, chosen], index)]


class Choice(Searched, AutocompleteSelect):
    """One record, chosen by searching."""


class Choices(Searched, AutocompleteSelectMultiple):
    """Several records, chosen by searching."""


def know(field: Any, record: models.Model | None) -> None:
    """Tell a field which record is chosen, so that it need not ask."""
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(widget, Searched):
        widget.known = record


def is_key(text: str) -> bool:
    """Whether it can be the key of a record; a database may fall over anything else."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def from_address(model: type[models.Model], names: Sequence[str], request: HttpRequest) -> dict[str, Any]:  # fmt: skip
    """What an address says for some fields of a new record; nonsense is left out."""
    found = {}
    for name in names:
        field: Any = model._meta.get_field(name).formfield()  # type: ignore[union-attr]
        try:
            value = field.clean(request.GET.get(name))
        except ValidationError:
            continue
        if value not in field.empty_values:
            found[name] = getattr(value, "pk", value)
    return found


def several_from_address(model: type[models.Model], name: str, request: HttpRequest) -> list[Any]:
    """All that an address says for one field, each once; nonsense is left out."""
    field: Any = model._meta.get_field(name).formfield()  # type: ignore[union-attr]
    found = []
    for value in request.GET.getlist(name):
        try:
            found.append(field.clean(value))
        except ValidationError:
            continue
    kept = [getattr(value, "pk", value) for value in found if value not in field.empty_values]
    return list(dict.fromkeys(kept))


def _keys(values: Sequence[Any]) -> list[str]:
    texts = [str(value) for value in values]
    return [text for text in texts if not text or is_key(text)]


class Fields(BaseModelAdmin):
    """How fields are shown: choices by searching, line ends as LF."""

    formfield_overrides = {
        models.DateField: {
            "form_class": DayField,
            "error_messages": {"invalid": _("Write the day as 2023-12-07.")},
        },
        models.URLField: {"form_class": AddressField, "assume_scheme": "https"},
        models.CharField: {"form_class": LineField},
        models.SlugField: {"widget": AdminTextInputWidget},
        models.TextField: {
            "form_class": LinesField,
            "widget": AdminTextareaWidget(attrs={"rows": 4}),
        },
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The words of a source are kept as they stand there."""
        if is_verbatim(db_field):
            is_long = isinstance(db_field, models.TextField)
            kwargs["form_class"] = VerbatimField if is_long else VerbatimLineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A Choice, where the page asks for searching."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Choice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices, where the page asks for searching; keys that no database holds are refused."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Choices(db_field, self.admin_site))
        kwargs.setdefault("form_class", SeveralField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def best_first(request: HttpRequest, found: QuerySet[Any], ordering: Sequence[str], *best: Q) -> QuerySet[Any]:  # fmt: skip
    """Where one is chosen by searching, those that meet the first condition, then the second; a list
    is sorted by its columns.
    """
    if "term" not in request.GET:
        return found
    ranks = [When(condition, then=rank) for rank, condition in enumerate(best)]
    return found.order_by(Case(*ranks, default=len(best)), *ordering)


# How the filters of Django's lists ask, by the kind of the field.
_NARROWED_BY = ("exact", "isnull", "gte", "lt", "id__exact", "id__isnull")


class PlainLookups(ModelAdmin):
    """Lists are narrowed as their filters offer it, and in no other way that an address may ask for.

    Patterns may never end, and not every database knows years before 1 or looks into JSON.
    """

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """What is found; of more words than a database can compare nothing is looked for."""
        if (
            len(search_term) <= search.MOST_SIGNS
            and len(search.words_of(search_term)) <= search.MOST_WORDS
        ):
            return self.look_for(request, queryset, search_term)
        if "term" not in request.GET:  # a page, which can say so
            self.message_user(request, _("Nothing was looked for: give at most {words} words and {signs} characters.").format(words=search.MOST_WORDS, signs=search.MOST_SIGNS), "WARNING")  # fmt: skip
        return queryset.none(), False

    def look_for(self, request: HttpRequest, queryset: Any, words: str) -> Any:
        """The records that are meant by the words, and whether some may be there twice."""
        return super().get_search_results(request, queryset, words)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What an address may look for."""
        filters = [name for name in self.get_list_filter(request) if isinstance(name, str)]
        offered = {f"{name}__{how}" for name in filters for how in _NARROWED_BY}
        is_offered = lookup in offered or "__" not in lookup
        return is_offered and super().lookup_allowed(lookup, value, request)
