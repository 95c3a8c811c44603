"""Triggers by which the database itself keeps the record append-only, whoever asks.

They are put in place after every `migrate` and not in a migration, because SQLite drops the
triggers of a table whenever a migration rebuilds it. `verify` reports any that is missing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from . import dialects
from .rules import GUARDS, NEVER_EMPTIED, VERSION_TABLE, Guard

__all__ = ["GUARDS", "NEVER_EMPTIED", "Guard", "drop", "install", "missing"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place, replacing what is there; does nothing before the first migration."""
    if not _is_ready(connection):
        return
    drop(connection)
    dialect = dialects.of(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.SCHEMA)
        (schema,) = cursor.fetchone()
        for statement in dialect.create(_tables(connection), schema):
            cursor.execute(statement)
        cursor.execute(
            f"INSERT INTO {VERSION_TABLE} (id, number) SELECT 1, 1"
            f" WHERE NOT EXISTS (SELECT 1 FROM {VERSION_TABLE})"
        )


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away: only for replacing them and for emptying test databases."""
    dialect = dialects.of(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.LIST)
        for name, table in cursor.fetchall():
            cursor.execute(dialect.DROP.format(name=name, table=table))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that are not in the database, or switched off, or not as they should be."""
    dialect = dialects.of(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.PRESENT)
        present = dict(cursor.fetchall())
    expected = dialect.expected(_tables(connection))
    return sorted(name for name, words in expected.items() if present.get(name) != words)


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    names = connection.introspection.table_names()
    return sorted(n for n in names if n.startswith("tracker_") and n != VERSION_TABLE)


def _is_ready(connection: BaseDatabaseWrapper) -> bool:
    return {VERSION_TABLE, *NEVER_EMPTIED} <= set(connection.introspection.table_names())
