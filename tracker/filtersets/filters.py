"""The kinds of filter that lists of commitments have."""

import unicodedata
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import CharField, CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from tracker.filtersets.reading import DayField
from tracker.selectors import search
from tracker.selectors.then import changes_by


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
        if len(search.words_of(value)) > search.MOST_WORDS:
            raise ValidationError(
                _("Give at most {number} words.").format(number=search.MOST_WORDS)
            )


class SearchFilter(django_filters.CharFilter):
    """Every word has to occur where `selectors.search` looks for it."""

    field_class = SearchField

    def filter(self, commitments: QuerySet, value: str) -> QuerySet:
        """Narrow by each word."""
        return search.holding(commitments, value, changes=changes_by(self.parent.clocks))


class DayFilter(django_filters.Filter):
    """A day written as 2023-12-07."""

    field_class = DayField


class MarkFilter(django_filters.ChoiceFilter):
    """Rows that carry a mark; the marks have to be on the rows (`selectors.with_marks`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("1", _("yes"))], **kwargs)

    def filter(self, commitments: QuerySet, value: str) -> QuerySet:
        """Narrow, when the box is ticked."""
        return commitments.filter(**{self.field_name: True}) if value == "1" else commitments


class AnyOf(django_filters.MultipleChoiceFilter):
    """Rows that belong to any of the values ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(distinct=False, widget=CheckboxSelectMultiple, **kwargs)
