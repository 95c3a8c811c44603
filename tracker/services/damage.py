"""What the database holds and the record cannot: found row by row, whatever it does to its readers."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from tracker.cells.fields import Rows
from tracker.models import Capture

_BATCH = 500
_NAME = re.compile(r"[A-Za-z0-9_-]{1,200}")
# How SQLite keeps them; that there is such a day is seen when it is read.
_DAY = r"^\d{4}-\d\d-\d\d$"
_MOMENT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$"
# JSON that holds rows of other tables.
_ROWS = {"before", "after", "content"}
# Read one at a time, by those who compare words with them.
_LONG = {Capture: ["text"]}
_KINDS: tuple[tuple[type[Any], type], ...] = (
    (models.BooleanField, bool),
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.DecimalField, Decimal),
    (models.IntegerField, int),
    (models.JSONField, dict),
    (models.Field, str),
)


@dataclass(frozen=True)
class Failure:
    """Something that is not as the record says it is."""

    kind: str
    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.sentence}"


# What is said of several rows by their keys, or of several columns; it may raise anything.
Ask = Callable[[Sequence[Any]], list[Failure]]
Alone = Callable[[Any], Iterable[Failure]]


def in_halves(keys: Sequence[Any], ask: Ask, alone: Alone) -> Iterator[Failure]:
    """What is said of all; `alone` speaks for those about which one cannot even ask.

    Several are asked about together; where that fails, each half, down to the one that is the cause.
    """
    for start in range(0, len(keys), _BATCH):
        yield from _halved(keys[start : start + _BATCH], ask, alone)


def _halved(keys: Sequence[Any], ask: Ask, alone: Alone) -> Iterator[Failure]:
    try:
        with transaction.atomic():
            found = ask(keys)
    except Exception:  # no list of what a damaged row can raise is complete
        if len(keys) == 1:
            yield from alone(keys[0])
            return
        middle = len(keys) // 2
        for half in (keys[:middle], keys[middle:]):
            yield from _halved(half, ask, alone)
    else:
        yield from found


def failure(model: Any, key: int, sentence: str) -> Failure:
    """A failure of one row, by its code or slug where that can be read."""
    return Failure(str(model._meta.model_name), name_of(model, key), sentence)


def name_of(model: Any, key: int) -> str:
    """The code or slug of a row, or its number."""
    names = [f.name for f in model._meta.fields if f.name in ("code", "slug")]
    try:
        with transaction.atomic():
            found = "".join(_read(model, key, *names)) if names else ""
    except Exception:  # as above
        found = ""
    return found if _NAME.fullmatch(found) else str(key)


def keys_of(rows: models.QuerySet[Any]) -> list[int]:
    """The keys of rows, in their order; a key can always be read."""
    return list(rows.order_by("pk").values_list("pk", flat=True))


def stored() -> Iterator[Failure]:
    """Every value that cannot be read, or is not what its column may hold."""
    for model in _models():
        rows = model._base_manager.all()

        def ask(keys: Sequence[int], rows: Any = rows) -> list[Failure]:
            found = rows.filter(pk__in=keys).order_by("pk").defer(*_LONG.get(rows.model, ()))
            return [f for row in found for f in _of_row(row)]

        def alone(key: int, model: Any = model) -> Iterator[Failure]:
            return _of_columns(model, key)

        yield from in_halves(keys_of(rows), ask, alone)


def unseen() -> Iterator[Failure]:
    """What SQLite holds in a column of days or truth values and gives out as none, or as false."""
    if connection.vendor == "sqlite":
        says = _("“{column}” is not of its kind.")
        for model in _models():
            yield from _where(model, {f.name: _odd(f) for f in model._meta.fields if _hides(f)}, says)  # fmt: skip


def dangling() -> Iterator[Failure]:
    """Every row that names another which is not there."""
    says = _("“{column}” names what is not there.")
    for model in _models():
        keys = [f for f in model._meta.fields if isinstance(f, models.ForeignKey)]
        yield from _where(model, {f.name: _lost(f) for f in keys}, says)


def _where(model: Any, conditions: dict[str, models.Q], says: str) -> Iterator[Failure]:
    """The rows for which the condition of a column holds; one question where there are none."""
    rows = model._base_manager.all()
    if conditions and rows.filter(reduce(or_, conditions.values())).exists():
        for column, condition in conditions.items():
            for key in keys_of(rows.filter(condition)):
                yield failure(model, key, says.format(column=column))


def _hides(field: Any) -> bool:
    return isinstance(field, models.BooleanField | models.DateField)


def _odd(field: Any) -> models.Q:
    if isinstance(field, models.BooleanField):
        return _is_set(field) & ~models.Q(**{f"{field.name}__in": (True, False)})
    pattern = _MOMENT if isinstance(field, models.DateTimeField) else _DAY
    return _is_set(field) & ~models.Q(**{f"{field.name}__regex": pattern})


def _lost(field: Any) -> models.Q:
    there = field.related_model._base_manager.order_by().values("pk")
    return _is_set(field) & ~models.Q(**{f"{field.name}__in": there})


def _is_set(field: Any) -> models.Q:
    return models.Q(**{f"{field.name}__isnull": False})


def _models() -> list[Any]:
    return list(apps.get_app_config("tracker").get_models(include_auto_created=True))


def _of_row(row: models.Model) -> Iterator[Failure]:
    for field in row._meta.concrete_fields:
        if field.attname not in row.get_deferred_fields() and (
            words := _problem(field, field.value_from_object(row))
        ):
            yield failure(type(row), row.pk, words)


def _of_columns(model: Any, key: int) -> Iterator[Failure]:
    """The same of a row that cannot be read as a whole."""
    left = [f for f in model._meta.concrete_fields if f.name not in _LONG.get(model, ())]

    def ask(fields: Sequence[Any]) -> list[Failure]:
        found = _read(model, key, *(field.attname for field in fields))
        problems = map(_problem, fields, found)
        return [failure(model, key, words) for words in problems if words]

    def alone(field: Any) -> list[Failure]:
        says = _("“{column}” cannot be read.").format(column=field.name)
        return [failure(model, key, says)]

    return in_halves(left, ask, alone)


def _read(model: Any, key: int, *columns: str) -> Any:
    return model._base_manager.filter(pk=key).values_list(*columns).get()


def _problem(field: Any, value: Any) -> str:
    """Why the column cannot hold the value; empty when it can."""
    value = getattr(value, "name", value) if isinstance(field, models.FileField) else value
    if value is None:
        return "" if field.null else _("“{column}” is empty.").format(column=field.name)
    if not _is_of_kind(field, value):
        return _("“{column}” is not of its kind.").format(column=field.name)
    values = {str(value) for value, _label in field.flatchoices}
    if values and value not in values and not (field.blank and value == ""):
        return _("“{column}” is none of its values: {value}").format(column=field.name, value=value)
    try:
        field.run_validators(value)
    except ValidationError as error:
        return f"“{field.name}”: {' '.join(error.messages)}"
    return ""


def _is_of_kind(field: Any, value: Any) -> bool:
    field = field.target_field if isinstance(field, models.ForeignKey) else field
    kind = next(python for django, python in _KINDS if isinstance(field, django))
    if type(value) is not kind:
        return False
    return kind is not dict or field.name not in _ROWS or _are_rows(value)


def _are_rows(value: Any) -> bool:
    try:
        Rows("rows").from_cell(json.dumps(value))
    except ValueError:
        return False
    return True
