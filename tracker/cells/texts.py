"""Which texts of a record are words of a source, and how each text is read from a form or a file."""

from collections.abc import Callable
from typing import Any

from django.db import models

from tracker.lib import own_words

# By the names of the fields: what must equal a source, or the list that it came from.
_VERBATIM = {
    "exact",
    "date_words",
    "verb",
    "quantity_words",
    "account_words",
    "original_status",
}


def is_verbatim(field: Any) -> bool:
    """Whether it holds the words of somebody else."""
    return field.name in _VERBATIM


def reader_of(field: Any) -> Callable[[str], str]:
    """How what is typed or imported for a field is read; what is no text is left as it is."""
    if field.choices or not isinstance(field, models.CharField | models.TextField):
        return str
    if isinstance(field, models.TextField):
        return str if is_verbatim(field) else own_words.lines
    return own_words.in_one_line if is_verbatim(field) else own_words.line
