"""New records made of their bundles, many at a time."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models

from tracker.cells.bundles import PARTS, Bundle, table_of
from tracker.cells.fields import Keys
from tracker.cells.tables import TABLES, Table

# Finds a record by table and key. Raises LookupError.
Find = Callable[[str, str], Any]


def create(model: type[models.Model], bundles: Sequence[Bundle], find: Find, **values: Any) -> list[Any]:  # fmt: skip
    """The records, saved with their parts; `values` are attributes that no cell holds.

    The cells have been checked before. Raises IntegrityError when the database refuses one.
    """
    own = table_of(model)
    made: dict[tuple[str, str], Any] = {}

    def look(name: str, key: str) -> Any:
        return made[name, key] if (name, key) in made else find(name, key)

    rows = [bundle[own.name][0] for bundle in bundles]
    records = _create(own, rows, look, values)
    made |= {(own.name, own.key_of(r)): record for r, record in zip(rows, records, strict=True)}
    for table in TABLES:
        if table.name in PARTS.get(own.name, {}):
            parts = [row for bundle in bundles for row in bundle.get(table.name, [])]
            _create(table, parts, look, {})
    return records


def _create(table: Table, rows: Sequence[dict[str, str]], find: Find, values: dict[str, Any]) -> list[Any]:  # fmt: skip
    found = [_attributes(table, row, find) for row in rows]
    many = [
        {f.attribute: attributes.pop(f.attribute) for f in _many(table)} for attributes in found
    ]
    records = table.model._default_manager.bulk_create(
        [table.model(**attributes, **values) for attributes in found]
    )
    for field in _many(table):
        _link(table.model, field, records, many)
    return records


def _attributes(table: Table, row: dict[str, str], find: Find) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in table.fields:
        if all(column.name in row for column in field.columns):
            found |= field.read(row, find)
    return found


def _many(table: Table) -> list[Keys]:
    return [field for field in table.fields if isinstance(field, Keys)]


def _link(model: type[models.Model], field: Keys, records: Sequence[Any], many: list[dict[str, Any]]) -> None:  # fmt: skip
    """One statement for the links of all, where the field's own `set` asks for each record."""
    relation: Any = model._meta.get_field(field.attribute)
    through = relation.remote_field.through
    links = [
        through(**{relation.m2m_field_name(): record, relation.m2m_reverse_field_name(): other})
        for record, others in zip(records, many, strict=True)
        for other in others[field.attribute]
    ]
    through.objects.bulk_create(links)
