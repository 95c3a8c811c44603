"""What a reader of a record is shown: its bundle, and the rows of others on which it rests."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from tracker.cells import bundles
from tracker.cells.bundles import Bundle
from tracker.cells.fields import Key, Keys
from tracker.cells.tables import TABLES, Table
from tracker.lib import csv_cells

# What many records rest on and no record owns.
SHARED = tuple(
    table for table in TABLES
    if table.name in ("categories", "topics", "parties", "sources", "captures", "passages", "references")
)  # fmt: skip
_SHARED = {table.name for table in SHARED}
# The columns of each table that name such rows, with the table they name.
_NAMING = {
    table.name: [
        (field.name, field.table)
        for field in table.fields
        if isinstance(field, Key | Keys) and field.table in _SHARED
    ]
    for table in TABLES
}
# Rows by their table and key, each with what belongs to it.
_Rows = dict[tuple[str, str], Bundle]


def take(record: models.Model) -> Bundle:
    """The bundle of a record together with the rows it rests on."""
    return with_shared([bundles.take(record)])[0]


def with_shared(found: Sequence[Bundle]) -> list[Bundle]:
    """Each bundle together with the rows it rests on and all that belongs to them, and those on
    which these rest.
    """
    rows: _Rows = {}
    asked: set[tuple[str, str]] = set()
    wanted = set().union(*map(_rested_on, found))
    while wanted:
        asked |= wanted
        fetched = _fetch(wanted)
        rows |= fetched
        wanted = set().union(*map(_rested_on, fetched.values())) - asked
    return [_with(bundle, rows) for bundle in found]


def not_public(shown: Bundle) -> dict[str, list[Any]]:
    """The records, among those that many rest on, that nothing public rests on yet; by their tables."""
    found = {table.name: _not_public(table, shown.get(table.name, [])) for table in SHARED}
    return {name: records for name, records in found.items() if records}


def _not_public(table: Table, rows: list[dict[str, str]]) -> list[Any]:
    if not rows:
        return []
    model: Any = table.model
    mine = table.readable().filter(**{f"{table.key[0]}__in": {table.key_of(c) for c in rows}})
    return list(mine.exclude(pk__in=model.public.values("pk")))


def _fetch(wanted: set[tuple[str, str]]) -> _Rows:
    found: _Rows = {}
    for table in SHARED:
        keys = [key for name, key in wanted if name == table.name]
        rows = table.readable().filter(**{f"{table.key[0]}__in": keys}) if keys else ()
        taken = bundles.of_rows(table, rows).values()
        found |= {(table.name, table.key_of(each[table.name][0])): each for each in taken}
    return found


def _with(bundle: Bundle, rows: _Rows) -> Bundle:
    shown = {name: list(mine) for name, mine in bundle.items()}
    asked: set[tuple[str, str]] = set()
    while wanted := _rested_on(shown) - asked:
        asked |= wanted
        for name in sorted(wanted & rows.keys()):
            for table, mine in rows[name].items():
                shown.setdefault(table, []).extend(mine)
    return shown


def _rested_on(bundle: Bundle) -> set[tuple[str, str]]:
    """What the rows name; of a revision also what the rows name that it proposes."""
    named = {
        (table, key)
        for name, rows in bundle.items()
        for column, table in _NAMING.get(name, ())
        for row in rows
        if row.get(column)
        for key in csv_cells.unescape(row[column]).split(";")
        if key
    }
    proposed = [json.loads(row["after"]) for row in bundle.get("revisions", ())]
    return named.union(*(_rested_on(bundles.readable(after)) for after in proposed))
