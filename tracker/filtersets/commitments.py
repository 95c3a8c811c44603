"""What commitments may be filtered and sorted by; the list and its CSV share it."""

import unicodedata
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.forms import CharField, CheckboxSelectMultiple
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.models import (
    Category,
    Citation,
    Commitment,
    Participation,
    Party,
    Source,
)
from tracker.selectors import search

SORTS: dict[str, tuple[Promise, tuple[Any, ...]]] = {
    "code": (_("Code"), ()),
    "-status_since": (_("Latest change first"), (F("status_since").desc(nulls_last=True),)),
    "date_made": (_("Date made, earliest first"), (F("date_latest").asc(nulls_last=True),)),
    "-date_made": (_("Date made, latest first"), (F("date_latest").desc(nulls_last=True),)),
    "title": (_("Title"), ("title",)),
}


class SearchField(CharField):
    """Words to look for, in one normal form and without control characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=search.MOST_SIGNS, **kwargs)

    def to_python(self, value: Any) -> str:
        """NFC, as the sources are; control characters are typing accidents."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        return "".join(c for c in text if c >= " " and c != "\x7f")

    def validate(self, value: str) -> None:
        """Refuse what a search would have to leave out unsaid."""
        super().validate(value)
        if len(value.split()) > search.MOST_WORDS:
            raise ValidationError(
                _("Give at most {number} words.").format(number=search.MOST_WORDS)
            )


class SearchFilter(django_filters.CharFilter):
    """Every word has to occur where `selectors.search` looks for it."""

    field_class = SearchField

    def filter(self, commitments: QuerySet, value: str) -> QuerySet:
        """Narrow by each word."""
        return search.holding(commitments, value)


def _cited(**conditions: Any) -> QuerySet:
    cited = Citation.public.filter(commitment__isnull=False, **conditions)
    return cited.values("commitment")


def _taken_part(*conditions: Q) -> QuerySet:
    roles = Participation.public.filter(*conditions, commitment__isnull=False)
    return roles.values("commitment")


class MarkFilter(django_filters.ChoiceFilter):
    """Rows that carry a mark; the marks have to be on the rows (`selectors.with_marks`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("1", _("yes"))], **kwargs)

    def filter(self, commitments: QuerySet, value: str) -> QuerySet:
        """Narrow, when the box is ticked."""
        return commitments.filter(**{self.field_name: True}) if value == "1" else commitments


MARKS = ("disputed", "one_sided", "overdue", "stale")
FACETS = ("status", "source", "party", "category", "bindingness")


class CommitmentFilterSet(django_filters.FilterSet):
    """Values within one filter are alternatives; filters narrow each other."""

    q = SearchFilter(label=_("Words"))
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[*choices.Status.choices, (choices.NOT_ASSESSED, choices.NOT_ASSESSED_LABEL)],
        method="with_status",
        widget=CheckboxSelectMultiple,
    )
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("Kind of commitment"),
        queryset=lambda request: Category.public.order_by("name"),
        field_name="category__slug",
        to_field_name="slug",
        distinct=False,
        widget=CheckboxSelectMultiple,
    )
    party = django_filters.ModelMultipleChoiceFilter(
        label=_("Party, in any role"),
        queryset=lambda request: Party.public.filter(
            pk__in=Participation.public.filter(commitment__isnull=False).values("party")
        ).order_by("short_name"),
        to_field_name="slug",
        method="with_party",
        widget=CheckboxSelectMultiple,
    )
    source = django_filters.ModelMultipleChoiceFilter(
        label=_("Source"),
        queryset=lambda request: Source.public.order_by("short_title"),
        to_field_name="slug",
        method="from_source",
        widget=CheckboxSelectMultiple,
    )
    bindingness = django_filters.MultipleChoiceFilter(
        label=_("Bindingness"),
        choices=choices.Bindingness.choices,
        distinct=False,
        widget=CheckboxSelectMultiple,
    )
    disputed = MarkFilter(field_name="is_disputed", label=_("Disputed"))
    one_sided = MarkFilter(field_name="is_one_sided", label=_("One party’s word only"))
    overdue = MarkFilter(field_name="is_overdue", label=_("Overdue"))
    stale = MarkFilter(field_name="is_stale", label=_("Not checked for a year"))
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        choices=[(name, label) for name, (label, _fields) in SORTS.items()],
        empty_label=None,
        method="in_order",
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def with_status(self, commitments: QuerySet, _name: str, values: list[str]) -> QuerySet:
        """“Not assessed” is the absence of a status."""
        if not values:
            return commitments
        return commitments.filter(
            status__in=["" if value == choices.NOT_ASSESSED else value for value in values]
        )

    def with_party(self, commitments: QuerySet, _name: str, parties: list[Party]) -> QuerySet:
        """Commitments in which any of these parties has a role."""
        if not parties:
            return commitments
        return commitments.filter(pk__in=_taken_part(Q(party__in=parties)))

    def from_source(self, commitments: QuerySet, _name: str, sources: list[Source]) -> QuerySet:
        """Commitments whose words stand in any of these sources."""
        if not sources:
            return commitments
        return commitments.filter(pk__in=_cited(passage__capture__source__in=sources))

    def in_order(self, commitments: QuerySet, _name: str, value: str) -> QuerySet:
        """One of the orders offered, down to the key."""
        _label, fields = SORTS[value]
        return commitments.order_by(*fields, "code")
