"""What is there once: which constraints say so of the rows of a form, and which place a row takes by each."""

from collections.abc import Container
from typing import Any

from django.db.models import CharField, F, UniqueConstraint

Place = tuple[Any, ...]


def of(model: Any, typed: Container[str]) -> list[UniqueConstraint]:
    """The constraints of rows that are told apart by a text which is typed into the form."""
    found = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    return [c for c in found if text_in(c, model) in typed]


def text_in(constraint: UniqueConstraint, model: Any) -> str:
    """The field of text that the constraint compares; empty where it compares none."""
    fields = (model._meta.get_field(name) for name in _names(constraint))
    return next((field.name for field in fields if isinstance(field, CharField)), "")


def place(constraint: UniqueConstraint, row: Any, *, apart: str) -> Place | None:
    """What no other row may have, apart from the record that all belong to; None takes no place.

    By fields, what is empty is never the same; by expressions (`or_nothing`), it is.
    """
    names = [name for name in _names(constraint) if name != apart]
    values = tuple(getattr(row, row._meta.get_field(name).attname) for name in names)
    return None if constraint.fields and None in values else values


def _names(constraint: UniqueConstraint) -> list[str]:
    if constraint.fields:
        return list(constraint.fields)
    found = []
    for expression in constraint.expressions:
        inside = expression.flatten() if hasattr(expression, "flatten") else [expression]
        found += [each.name for each in inside if isinstance(each, F)]  # type: ignore[attr-defined]
    return found
