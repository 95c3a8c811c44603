"""Triggers by which the database itself keeps the record append-only, whoever asks.

They are put in place after every `migrate` and not in a migration, because SQLite drops the
triggers of a table whenever a migration rebuilds it. `verify` reports any that is missing.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "guard_"
VERSION_TABLE = "tracker_dataversion"

_CITED = "EXISTS (SELECT 1 FROM tracker_citation c WHERE c.status_change_id = NEW.id)"
_RESTS_ON_WORDS = (
    "EXISTS (SELECT 1 FROM tracker_citation c WHERE c.commitment_id = NEW.id"
    " AND c.role = 'primary' AND c.passage_id IS NOT NULL)"
)
_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM tracker_statuschange s"
    " WHERE s.id = {row}.status_change_id AND s.state = 'published')"
)
# The last primary passage of a published commitment is going away.
_LEAVES_NO_WORDS = (
    "OLD.role = 'primary' AND OLD.passage_id IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM tracker_commitment m"
    " WHERE m.id = OLD.commitment_id AND m.state = 'published')"
    " AND NOT EXISTS (SELECT 1 FROM tracker_citation c WHERE c.commitment_id = OLD.commitment_id"
    " AND c.id <> OLD.id AND c.role = 'primary' AND c.passage_id IS NOT NULL)"
)
_STILL_PRIMARY = "(NEW.role = 'primary' AND NEW.passage_id IS NOT NULL AND NEW.commitment_id = OLD.commitment_id)"
_WAS_PUBLIC = "OLD.state IN ('published', 'withdrawn')"
_WORDS_DIFFER = " OR ".join(
    f'OLD."{column}" <> NEW."{column}"'
    for column in ("code", "capture_id", "start", "end", "exact", "prefix", "suffix", "occurrence")
)


@dataclass(frozen=True)
class Guard:
    """Refuses an event on a table when a condition on the OLD and NEW row holds."""

    table: str
    event: str
    name: str
    condition: str
    message: str

    @property
    def trigger(self) -> str:
        """The name of the trigger, unique in the database."""
        return f"{PREFIX}{self.name}"


GUARDS = (
    Guard("tracker_capture", "UPDATE", "capture_update", "1 = 1",
          "A capture is never changed: archive a new one."),
    Guard("tracker_capture", "DELETE", "capture_delete", "1 = 1",
          "A capture is never deleted."),
    Guard("tracker_passage", "UPDATE", "passage_words", _WORDS_DIFFER,
          "The words of a passage never change: mark a new passage."),
    Guard("tracker_statuschange", "UPDATE", "status_update", "OLD.state = 'published'",
          "A published status change is never changed: record a correction."),
    Guard("tracker_statuschange", "DELETE", "status_delete", "OLD.state = 'published'",
          "A published status change is never deleted: record a correction."),
    Guard("tracker_statuschange", "INSERT", "status_insert", "NEW.state = 'published'",
          "A status change is entered first and published afterwards."),
    Guard("tracker_statuschange", "UPDATE", "status_uncited",
          f"NEW.state = 'published' AND NOT {_CITED}",
          "A status change is not published without a citation."),
    Guard("tracker_citation", "INSERT", "citation_insert", _OF_PUBLISHED.format(row="NEW"),
          "The citations of a published status change are never added to."),
    Guard("tracker_citation", "UPDATE", "citation_update",
          f"{_OF_PUBLISHED.format(row='OLD')} OR {_OF_PUBLISHED.format(row='NEW')}",
          "The citations of a published status change are never changed."),
    Guard("tracker_citation", "DELETE", "citation_delete", _OF_PUBLISHED.format(row="OLD"),
          "The citations of a published status change are never deleted."),
    Guard("tracker_commitment", "INSERT", "commitment_insert", "NEW.state = 'published'",
          "A commitment is entered first and published afterwards."),
    Guard("tracker_commitment", "UPDATE", "commitment_unquoted",
          f"NEW.state = 'published' AND NOT {_RESTS_ON_WORDS}",
          "A commitment is not published without a primary passage."),
    Guard("tracker_citation", "DELETE", "citation_last_words", _LEAVES_NO_WORDS,
          "A published commitment keeps its primary passage."),
    Guard("tracker_citation", "UPDATE", "citation_other_words",
          f"{_LEAVES_NO_WORDS} AND NOT {_STILL_PRIMARY}",
          "A published commitment keeps its primary passage."),
    *(
        Guard(f"tracker_{record}", "DELETE", f"{record}_delete", _WAS_PUBLIC,
              "What was public is never deleted: withdraw it with a reason.")
        for record in ("commitment", "event", "figure", "assessment")
    ),
)  # fmt: skip

NEVER_EMPTIED = sorted({guard.table for guard in GUARDS})


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place, replacing what is there; does nothing before the first migration."""
    if not _is_ready(connection):
        return
    drop(connection)
    with connection.cursor() as cursor:
        for statement in _dialect(connection).create(_tables(connection)):
            cursor.execute(statement)
        cursor.execute(
            f"INSERT INTO {VERSION_TABLE} (id, number) SELECT 1, 1"
            f" WHERE NOT EXISTS (SELECT 1 FROM {VERSION_TABLE})"
        )


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away: only for replacing them and for emptying test databases."""
    dialect = _dialect(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.LIST)
        for name, table in cursor.fetchall():
            cursor.execute(dialect.DROP.format(name=name, table=table))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that should be in the database and are not."""
    dialect = _dialect(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.LIST)
        present = {name for name, _table in cursor.fetchall()}
    return sorted(set(dialect.names(_tables(connection))) - present)


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    names = connection.introspection.table_names()
    return sorted(n for n in names if n.startswith("tracker_") and n != VERSION_TABLE)


def _is_ready(connection: BaseDatabaseWrapper) -> bool:
    return {VERSION_TABLE, *NEVER_EMPTIED} <= set(connection.introspection.table_names())


def _dialect(connection: BaseDatabaseWrapper) -> Any:
    return {"sqlite": _SQLite, "postgresql": _PostgreSQL}[connection.vendor]


class _SQLite:
    LIST = f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
    DROP = 'DROP TRIGGER "{name}"'

    @staticmethod
    def names(tables: list[str]) -> list[str]:
        versions = [_version_name(t, e) for t in tables for e in ("INSERT", "UPDATE", "DELETE")]
        return [*(guard.trigger for guard in GUARDS), *versions]

    @staticmethod
    def create(tables: list[str]) -> list[str]:
        statements = [
            f"CREATE TRIGGER {g.trigger} BEFORE {g.event} ON {g.table} WHEN {g.condition}"
            f" BEGIN SELECT RAISE(ABORT, '{g.message}'); END"
            for g in GUARDS
        ]
        statements += [
            f"CREATE TRIGGER {_version_name(table, event)} AFTER {event} ON {table}"
            f" BEGIN UPDATE {VERSION_TABLE} SET number = number + 1 WHERE id = 1; END"
            for table in tables
            for event in ("INSERT", "UPDATE", "DELETE")
        ]
        return statements


class _PostgreSQL:
    LIST = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE n.nspname = current_schema() AND t.tgname LIKE '{PREFIX}%%'"
    )
    DROP = 'DROP TRIGGER "{name}" ON "{table}"'

    @staticmethod
    def names(tables: list[str]) -> list[str]:
        truncates = [f"{PREFIX}{table}_truncate" for table in NEVER_EMPTIED]
        versions = [_version_name(table, "write") for table in tables]
        return [*(guard.trigger for guard in GUARDS), *truncates, *versions]

    @staticmethod
    def create(tables: list[str]) -> list[str]:
        refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"
        statements = []
        for g in GUARDS:
            row = "OLD" if g.event == "DELETE" else "NEW"
            body = f"IF {g.condition} THEN {refuse.format(g.message)} END IF; RETURN {row};"
            statements += [
                _function(g.trigger, body),
                f"CREATE TRIGGER {g.trigger} BEFORE {g.event} ON {g.table}"
                f" FOR EACH ROW EXECUTE FUNCTION {g.trigger}()",
            ]
        statements.append(
            _function(f"{PREFIX}truncate", refuse.format("This table is never emptied."))
        )
        statements += [
            f"CREATE TRIGGER {PREFIX}{table}_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}truncate()"
            for table in NEVER_EMPTIED
        ]
        bump = f"UPDATE {VERSION_TABLE} SET number = number + 1 WHERE id = 1; RETURN NULL;"
        statements.append(_function(f"{PREFIX}version", bump))
        # Before the rows are touched: all writers queue here first, so no two wait for each other.
        statements += [
            f"CREATE TRIGGER {_version_name(table, 'write')}"
            f" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}version()"
            for table in tables
        ]
        return statements


def _version_name(table: str, event: str) -> str:
    return f"{PREFIX}version_{table.removeprefix('tracker_')}_{event.lower()}"


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $guard$ BEGIN {body} END $guard$"
    )
