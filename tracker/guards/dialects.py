"""How the guards are written as triggers, for each database."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from .rules import GUARDS, NEVER_EMPTIED, PREFIX, VERSION_TABLE, Guard


def of(connection: BaseDatabaseWrapper) -> Any:
    """The dialect that the database speaks."""
    return {"sqlite": _SQLite, "postgresql": _PostgreSQL}[connection.vendor]


class _SQLite:
    SCHEMA = "SELECT 'main'"
    LIST = f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
    PRESENT = (
        f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
    )
    DROP = 'DROP TRIGGER "{name}"'

    @classmethod
    def expected(cls, tables: list[str]) -> dict[str, str]:
        """Triggers by name, as the database keeps them."""
        triggers = {
            g.trigger: f"CREATE TRIGGER {g.trigger} BEFORE {g.event} ON {g.table}"
            f" WHEN {g.condition} BEGIN SELECT RAISE(ABORT, '{g.message}'); END"
            for g in GUARDS
        }
        for table in tables:
            for event in ("INSERT", "UPDATE", "DELETE"):
                name = _version_name(table, event)
                triggers[name] = f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {_BUMP} END"
        return triggers

    @classmethod
    def create(cls, tables: list[str], _schema: str) -> list[str]:
        """The statements that put them in place."""
        return list(cls.expected(tables).values())


class _PostgreSQL:
    SCHEMA = "SELECT quote_ident(current_schema())"
    _FROM = (
        "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE n.nspname = current_schema() AND t.tgname LIKE '{PREFIX}%%'"
    )
    LIST = f"SELECT t.tgname, c.relname {_FROM}"
    # Table and moment, whether it is narrowed or switched off, and what it does.
    PRESENT = (
        "SELECT t.tgname, concat_ws(' ', c.relname, t.tgtype, t.tgqual IS NULL, t.tgattr = '',"
        " t.tgenabled IN ('O', 'A'), p.proconfig = ARRAY['search_path=pg_catalog, ' ||"
        f" quote_ident(n.nspname) || ', pg_temp'], p.proname, p.prosrc) {_FROM}"
    )
    DROP = 'DROP TRIGGER "{name}" ON "{table}"'
    # https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_trigger.h
    _MOMENTS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}

    @classmethod
    def expected(cls, tables: list[str]) -> dict[str, str]:
        """What PRESENT gives for each trigger, by its name."""
        return {
            name: f"{table} {cls._type(events, each)} t t t t {name} {_body(body)}"
            for name, (table, events, each, body) in cls._triggers(tables).items()
        }

    @classmethod
    def create(cls, tables: list[str], schema: str) -> list[str]:
        """The statements that put them in place: a function for each, and its trigger."""
        return [
            statement
            for name, (table, events, each, body) in cls._triggers(tables).items()
            for statement in (
                # Temporary tables are searched last: none can stand in for one of ours.
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                f" SET search_path = pg_catalog, {schema}, pg_temp AS $guard${_body(body)}$guard$",
                f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION {name}()",
            )
        ]

    @classmethod
    def _triggers(cls, tables: list[str]) -> dict[str, tuple[str, tuple[str, ...], str, str]]:
        found: dict[str, tuple[str, tuple[str, ...], str, str]] = {
            g.trigger: (g.table, (g.event,), "ROW", _refusal(g)) for g in GUARDS
        }
        for table in NEVER_EMPTIED:
            name = f"{PREFIX}{table}_truncate"
            found[name] = (table, ("TRUNCATE",), "STATEMENT", _NEVER_EMPTIED)
        for table in tables:
            # Before the rows are touched: all writers queue here first, so no two wait for each other.
            events = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
            name = _version_name(table, "write")
            found[name] = (table, events, "STATEMENT", f"{_BUMP} RETURN NULL;")
        return found

    @classmethod
    def _type(cls, events: tuple[str, ...], each: str) -> int:
        moments = ("BEFORE", *events, *(["ROW"] if each == "ROW" else []))
        return sum(cls._MOMENTS[moment] for moment in moments)


def _body(words: str) -> str:
    return f" BEGIN {words} END "


_BUMP = f"UPDATE {VERSION_TABLE} SET number = number + 1 WHERE id = 1;"
_RAISE = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"
_NEVER_EMPTIED = _RAISE.format("This table is never emptied.")


def _refusal(guard: Guard) -> str:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return f"IF {guard.condition} THEN {_RAISE.format(guard.message)} END IF; RETURN {row};"


def _version_name(table: str, event: str) -> str:
    return f"{PREFIX}version_{table.removeprefix('tracker_')}_{event.lower()}"
