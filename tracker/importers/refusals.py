"""What the services and the database refuse of a row, told of the columns that it is about."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, Q

from tracker.cells.bundles import BundleRefused
from tracker.cells.fields import CellError
from tracker.cells.tables import TABLES, Table
from tracker.importers import checking
from tracker.importers.kinds import Kind
from tracker.services.refusals import sentence


def problem(kind: Kind, refusal: Exception) -> tuple[str, str]:
    """The columns, where they are known, divided by commas; and the sentence."""
    columns = ", ".join(dict.fromkeys(_columns(kind, refusal)))  # before the sentence rewords it
    cause = refusal.__cause__
    return columns, sentence(cause if isinstance(cause, ValidationError) else refusal)


def _columns(kind: Kind, refusal: Exception) -> Iterator[str]:
    if isinstance(refusal, CellError):
        yield refusal.column
    elif isinstance(refusal, BundleRefused) and isinstance(refusal.__cause__, ValidationError):
        table = next(table for table in TABLES if table.name == refusal.table)
        for field in _named_fields(table, refusal.__cause__):
            yield from _called(kind, table, field)


def _named_fields(table: Table, error: ValidationError) -> Iterator[str]:
    """The fields that the models complain of, by name or by a constraint."""
    for name, said in error.message_dict.items():
        if name != NON_FIELD_ERRORS:
            yield name
            continue
        for constraint in table.model._meta.constraints:
            if str(constraint.get_violation_error_message()) in said:
                yield from _fields(constraint)


def _fields(constraint: BaseConstraint) -> Iterator[str]:
    yield from getattr(constraint, "fields", ())
    yield from _in_condition(getattr(constraint, "condition", None))


def _in_condition(condition: Any) -> Iterator[str]:
    if isinstance(condition, Q):
        for child in condition.children:
            yield from _in_condition(child)
    elif isinstance(condition, tuple):
        yield condition[0].partition("__")[0]


def _called(kind: Kind, table: Table, field: str) -> Iterator[str]:
    """The column of a spreadsheet for a field, where there is one."""
    field = "date_latest" if field == "date_earliest" else field  # of one column
    for column in table.columns:
        name = checking.called(kind, table.name, column.name)
        if column.field == field and name in {each.name for each in kind.columns}:
            yield name
