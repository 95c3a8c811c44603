"""Records made of their bundles, or made to read like them, many at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from tracker.cells.bundles import PARTS, Bundle, belongs, rows_of, table_of
from tracker.cells.fields import Cells, Keys
from tracker.cells.tables import TABLES, Table

# Finds a record by table and key. Raises LookupError.
Find = Callable[[str, str], Any]


@dataclass(frozen=True)
class Change:
    """A record, how it reads, and how it is to read."""

    record: Any
    before: Bundle
    after: Bundle


# A row as it is stored, with its cells before and after.
_Pair = tuple[Any, Mapping[str, str], Mapping[str, str]]


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


def change(changes: Sequence[Change], find: Find, **values: Any) -> None:
    """Make the records, all of one kind, and their parts read like the bundles.

    The cells have been checked before. Raises IntegrityError when the database refuses one.
    """
    if not changes:
        return
    own = table_of(changes[0].record)
    for each in changes:
        for name, value in values.items():
            setattr(each.record, name, value)
    pairs = [(e.record, e.before[own.name][0], e.after[own.name][0]) for e in changes]
    _update(own, pairs, find, set(values))
    for table in TABLES:
        if table.name in PARTS.get(own.name, {}):
            _change_parts(own, table, changes, find)


def _change_parts(own: Table, table: Table, changes: Sequence[Change], find: Find) -> None:
    differing = [c for c in changes if c.before.get(table.name, []) != c.after.get(table.name, [])]
    if not differing:
        return
    mine = table.queryset().filter(belongs(own, table, [c.record.pk for c in differing]))
    stored = {table.key_of(table.key_cells(row)): row for row in mine}
    wanted = {key: row for c in differing for key, row in rows_of(c.after, table.name).items()}
    before = {key: row for c in differing for key, row in rows_of(c.before, table.name).items()}
    gone = [row.pk for key, row in stored.items() if key not in wanted]
    table.model._default_manager.filter(pk__in=gone).delete()
    _update(table, list(_pairs(stored, before, wanted)), find, set())
    _create(table, [dict(wanted[key]) for key in wanted if key not in stored], find, {})


def _pairs(stored: Mapping[str, Any], before: Mapping[str, Cells], wanted: Mapping[str, Cells]) -> Iterator[_Pair]:  # fmt: skip
    for key, row in stored.items():
        if key in wanted and before[key] != wanted[key]:
            yield row, before[key], wanted[key]


def _update(table: Table, pairs: Sequence[_Pair], find: Find, names: set[str]) -> None:
    """Write what differs, in one statement for all rows; `names` are attributes that are set already."""
    differing = {n for _row, before, after in pairs for n in after if before.get(n) != after[n]}
    fields = [f for f in table.fields if differing & {column.name for column in f.columns}]
    many = []
    for row, _before, after in pairs:
        found = {n: v for field in fields for n, v in field.read(after, find).items()}
        many.append({f.attribute: found.pop(f.attribute) for f in fields if isinstance(f, Keys)})
        names |= found.keys()
        for name, value in found.items():
            setattr(row, name, value)
    if names and pairs:
        table.model._default_manager.bulk_update([row for row, _b, _a in pairs], sorted(names))
    for field in fields:
        if isinstance(field, Keys):
            _link(table.model, field, [row for row, _b, _a in pairs], many)


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
    through.objects.filter(**{f"{relation.m2m_field_name()}__in": records}).delete()
    links = [
        through(**{relation.m2m_field_name(): record, relation.m2m_reverse_field_name(): other})
        for record, others in zip(records, many, strict=True)
        for other in others[field.attribute]
    ]
    through.objects.bulk_create(links)
