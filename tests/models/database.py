"""The database by its own door: statements and rows as they are, past every model."""

# ruff: noqa: S608 (the names in these statements are our own)

import pytest
from django.db import connection

only_on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has it")
only_on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has it"
)


def execute(sql: str, *values):
    with connection.cursor() as cursor:
        return cursor.execute(sql, values)


def rows(model) -> list[dict]:
    return list(model.objects.order_by("pk").values())


def raw_row(row) -> dict:
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [row.pk])
        return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


def insert(verb: str, row, values: dict, tail: str = "") -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["%s"] * len(values))
    table = row._meta.db_table
    execute(f"{verb} INTO {table} ({columns}) VALUES ({marks}) {tail}", *values.values())
