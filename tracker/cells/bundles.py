"""One record with all that belongs to it, as text: taken, put back, compared.

A bundle is what an editor edits on one page. It leaves out who published a record and when, which
the review moves, and what is derived from the history.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models

from tracker.cells.fields import CellError, Cells, CompoundKey, Key, Keys, are_rows
from tracker.cells.tables import TABLES, WITHDRAWAL, Table
from tracker.choices import CitationRole
from tracker.lib import csv_cells
from tracker.lib.hashes import sha256_of_text

# The rows of each table, in the order of the tables.
Bundle = dict[str, list[dict[str, str]]]

# Which rows of other tables belong to a record, and how they name it.
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "parties": {"party_names": ("party",), "former_slugs": ("party",)},
    "sources": {"former_slugs": ("source",)},
    "commitments": {
        "participations": ("commitment",),
        "deadlines": ("commitment",),
        "milestones": ("commitment",),
        "conditions": ("commitment",),
        "relations": ("from_commitment",),
        "citations": ("commitment", "milestone__commitment", "condition__commitment"),
    },
    "events": {
        "participations": ("event",),
        "relations": ("from_event",),
        "citations": ("event",),
    },
    "figures": {
        "participations": ("figure",),
        "relations": ("from_figure",),
        "citations": ("figure",),
    },
    "status_changes": {"citations": ("status_change",)},
    "assessments": {"citations": ("assessment",)},
}
# What is edited as one; the rows of all other tables are parts, or never edited.
WHOLE = tuple(
    table.model for table in TABLES
    if not table.is_immutable and not any(table.name in parts for parts in PARTS.values())
)  # fmt: skip
# What has a step of its own: the review moves the one, looking for new evidence the other.
OF_PUBLICATION = {field.name for field in WITHDRAWAL} | {"last_checked_date"}
_BY_NAME = {table.name: table for table in TABLES}
_BY_MODEL = {table.model: table for table in TABLES}


class BundleRefused(Exception):
    """The rows cannot be put into the record; the message says why, `table` which of them, if it is one."""

    def __init__(self, message: str, table: str = "") -> None:
        super().__init__(message)
        self.table = table


@dataclass(frozen=True)
class Difference:
    """One cell that is not the same: in which row of which table, before and after."""

    table: str
    row: str
    column: str
    before: str
    after: str


def label_of(table: str, column: str) -> str:
    """What a column is called on forms."""
    name = next(c.field for c in _BY_NAME[table].columns if c.name == column)
    return str(_BY_NAME[table].model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def is_held(record: models.Model) -> bool:
    """Whether such records are held in tables, and so have bundles."""
    return type(record) in _BY_MODEL


def table_of(record: models.Model | type[models.Model]) -> Table:
    """The table whose rows are such records."""
    return _BY_MODEL[record if isinstance(record, type) else type(record)]


def whole_of(row: models.Model) -> Any:
    """The record that the row is part of; the row itself when it is no part."""
    for parts in PARTS.values():
        for path in parts.get(table_of(row).name, ()):
            if found := _follow(row, path):
                return found
    return row


def belongs_by(model: type[models.Model], name: str) -> bool:
    """Whether such rows are parts of the record that this field of theirs names, or of its record."""
    parts = (each.get(table_of(model).name, ()) for each in PARTS.values())
    return any(path.split("__")[0] == name for paths in parts for path in paths)


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


def key_of(record: models.Model) -> str:
    """What other tables call the record: its code or slug."""
    table = table_of(record)
    return table.key_of(table.key_cells(record))


def find(table: str, key: str) -> Any:
    """The record with this key. Raises LookupError."""
    model, names = _BY_NAME[table].model, _BY_NAME[table].key
    values = dict(zip(names, key.split("/"), strict=False))
    try:
        return model._default_manager.get(**{_path(table, n): v or None for n, v in values.items()})
    except (ObjectDoesNotExist, ValueError) as error:
        raise LookupError(f"There is no “{key}” in {table}.") from error


def take(record: models.Model) -> Bundle:
    """The bundle of a record as it is stored now."""
    return take_several([record])[0]


def take_several(records: Sequence[models.Model]) -> list[Bundle]:
    """The bundles of several records of one kind, in as many queries as that of one."""
    if not records:
        return []
    own = table_of(records[0])
    found = of_rows(own, own.readable().filter(pk__in=[record.pk for record in records]))
    return [found.get(record.pk) or _empty(own) for record in records]


def of_rows(own: Table, rows: Iterable[Any]) -> dict[Any, Bundle]:
    """The bundles of rows of one table, as it reads them, in one query for each kind of part."""
    found = {row.pk: _empty(own) | {own.name: cells_of(own, [row])} for row in rows}
    for name in PARTS.get(own.name, {}) if found else ():
        table = _BY_NAME[name]
        parts = table.readable().filter(belongs(own, table, list(found)))
        for key, mine in _by_owner(own, name, parts).items():
            found[key][name] = cells_of(table, mine)
    return found


def _empty(own: Table) -> Bundle:
    return {name: [] for name in (own.name, *PARTS.get(own.name, {}))}


def _by_owner(own: Table, name: str, rows: Iterable[Any]) -> dict[Any, list[Any]]:
    """The rows of a part by the keys of the records to which they belong."""
    mine: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        owner = next(
            found for path in PARTS[own.name][name] if (found := _follow_key(row, path)) is not None
        )
        mine[owner].append(row)
    return mine


def _follow_key(row: Any, path: str) -> Any:
    *there, last = path.split("__")
    row = _follow(row, "__".join(there)) if there else row
    return getattr(row, f"{last}_id") if row is not None else None


def put(record: models.Model, bundle: Bundle, *, is_only_supposed: bool = False) -> None:
    """Make the record and its parts read like the bundle. Raises BundleRefused.

    What is only supposed, and will be rolled back, gets negative keys that are the same each time,
    whatever other rows there are, so that a form made of it can be sent and understood.
    """
    own = table_of(record)
    rows = readable(bundle).get(own.name)
    if not rows:
        raise BundleRefused(f"It holds no row of {own.name}.")
    _write(own, record, rows[0])
    for table in TABLES:
        if table.name in PARTS.get(own.name, {}):
            _put_parts(own, table, record, bundle.get(table.name, []), is_only_supposed)


def readable(bundle: Any) -> Bundle:
    """The bundle; without rows when it is none, which `verify` names."""
    return bundle if are_rows(bundle) else {}


def fingerprint(bundle: Bundle) -> str:
    """The same for bundles that read the same, another for any other."""
    return sha256_of_text(json.dumps(bundle, ensure_ascii=False, sort_keys=True))


def keys_named(bundle: Bundle) -> set[str]:
    """The keys of all other records that its rows name, or of whose parts."""
    columns = {(t.name, c.name) for t in TABLES for c in t.columns if c.refers_to}
    return {
        cell.split("/")[0]
        for table, rows in bundle.items() for row in rows for name, cell in row.items()
        if cell and (table, name) in columns
    }  # fmt: skip


def differences(before: Bundle, after: Bundle) -> list[Difference]:
    """Every cell that differs, in the order of the tables; a row that is new or gone, cell by cell."""
    return [
        difference
        for table in TABLES
        for difference in _row_differences(
            table, _by_key(table, before.get(table.name, [])), _by_key(table, after.get(table.name, []))
        )
    ]  # fmt: skip


def rows_of(bundle: Bundle, table: str) -> dict[str, Cells]:
    """The rows of one table, by their keys."""
    return _by_key(_BY_NAME[table], bundle.get(table, []))


def _row_differences(table: Table, before: dict[str, Cells], after: dict[str, Cells]) -> Iterator[Difference]:  # fmt: skip
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key, {}), after.get(key, {})
        for column in table.columns:
            old, new = was.get(column.name, ""), now.get(column.name, "")
            if old != new:
                old, new = csv_cells.unescape(old), csv_cells.unescape(new)
                yield Difference(table.name, key, column.name, old, new)


def _by_key(table: Table, rows: list[dict[str, str]]) -> dict[str, Cells]:
    # What was kept long ago may lack a column that its table has today.
    empty = dict.fromkeys(table.key, "")
    return {table.key_of({**empty, **cells}): cells for cells in rows}


def cells_of(table: Table, rows: Iterable[Any]) -> list[dict[str, str]]:
    """The rows as text, without their publication, in the order of their keys."""
    written = [
        {name: cell for name, cell in table.cells(row).items() if name not in OF_PUBLICATION}
        for row in rows
    ]
    return sorted(written, key=table.sort_key)


def belongs(own: Table, table: Table, keys: Sequence[Any]) -> models.Q:
    """The condition on the rows of a part that belong to records with these keys."""
    mine = models.Q()
    for path in PARTS[own.name][table.name]:
        mine |= models.Q(**{f"{path}__in": keys})
    return mine


def _put_parts(own: Table, table: Table, record: models.Model, rows: list[dict[str, str]], is_only_supposed: bool) -> None:  # fmt: skip
    wanted = _by_key(table, rows)
    rows_now = table.queryset().filter(belongs(own, table, [record.pk]))
    stored = {table.key_of(table.key_cells(row)): row for row in rows_now}
    for key, cells in sorted(wanted.items(), key=_is_of_less_weight):
        if key not in stored:
            row = table.model(pk=_supposed_key(key)) if is_only_supposed else table.model()
            _write(table, row, cells)
        elif dict(cells) != cells_of(table, [stored[key]])[0]:
            _write(table, stored[key], cells)
    for key in stored.keys() - wanted.keys():
        stored[key].delete()


def _is_of_less_weight(row: tuple[str, Cells]) -> bool:
    # The database keeps what is public with its words at every moment, so those on which it is to
    # rest are written before the others stop being that, or go.
    return row[1].get("role") != CitationRole.PRIMARY


def _supposed_key(key: str) -> int:
    # Not -1, which the triggers of SQLite see as the key of a row that has none yet; and no longer
    # than a form takes for a key.
    return -2 - int(sha256_of_text(key)[:14], 16)


def _write(table: Table, row: Any, cells: Cells) -> None:
    try:
        _write_cells(table, row, cells)
    except CellError as error:
        raise BundleRefused(f"{table.name}, {error.column}: {error}") from error
    except LookupError as error:
        raise BundleRefused(str(error)) from error
    except ValidationError as error:
        raise BundleRefused(f"{table.name}: {' '.join(error.messages)}", table.name) from error


def _write_cells(table: Table, row: Any, cells: Cells) -> None:
    many = {}
    for field in table.fields:
        if field.name in OF_PUBLICATION:
            continue
        for name, value in field.read(cells, find).items():
            if isinstance(field, Keys):
                many[name] = value
            else:
                setattr(row, name, value)
    row.full_clean()
    row.save()
    for name, others in many.items():
        getattr(row, name).set(others)


def _path(table: str, column: str) -> str:
    """The lookup for a key column: a related record is looked up by its own key."""
    field = next(f for f in _BY_NAME[table].fields if f.name == column)
    if isinstance(field, CompoundKey):
        raise LookupError(f"{table} is not looked up by {column}.")
    return f"{field.attribute}__{field.by}" if isinstance(field, Key) else field.attribute
