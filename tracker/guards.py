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
# What tells the rows of a table apart beside their id. SQLite's REPLACE removes the row that is in
# the way of another, and fires no DELETE trigger for most clients.
_UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {
    "capture": (("code",),),
    "passage": (("code",), ("capture_id", "start", "end")),
    "reference": (("code",),),
    "commitment": (("code",),),
    "event": (("code",),),
    "figure": (("code",),),
    "statuschange": (("code",),),
    "assessment": (("code",),),
    "citation": tuple(
        (f"{target}_id", "position")
        for target in (
            "commitment", "event", "figure", "status_change", "assessment", "milestone", "condition",
        )
    ),
}  # fmt: skip
_CITES = (
    "EXISTS (SELECT 1 FROM tracker_citation c WHERE c.passage_id = {row}.id)"
    " OR EXISTS (SELECT 1 FROM tracker_deadline d WHERE d.passage_id = {row}.id)"
)
_PAGE_DIFFERS = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in (
        "id",
        "code",
        "title",
        "url",
        "publisher",
        "language",
        "date_earliest",
        "date_latest",
        "date_precision",
        "date_words",
        "date_basis",
        "reliability",
    )
)
_EVIDENCE_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM tracker_citation c JOIN tracker_statuschange s"
    " ON s.id = c.status_change_id WHERE c.reference_id = {row}.id AND s.state = 'published')"
)
_WAS_PUBLIC = "{row}.state IN ('published', 'withdrawn')"
_WORDS_OF_PUBLISHED = (
    "{row}.role = 'primary' AND EXISTS (SELECT 1 FROM tracker_commitment m"
    " WHERE m.id = {row}.commitment_id AND m.state = 'published')"
)
# Which rows of a table are kept, come what may.
_KEPT = {
    "capture": "1 = 1",
    "passage": _CITES,
    "reference": _EVIDENCE_OF_PUBLISHED,
    "commitment": _WAS_PUBLIC,
    "event": _WAS_PUBLIC,
    "figure": _WAS_PUBLIC,
    "statuschange": "{row}.state = 'published'",
    "assessment": _WAS_PUBLIC,
    "citation": f"{_OF_PUBLISHED} OR {_WORDS_OF_PUBLISHED}",
}


def _takes_the_place(table: str, *, but: str = "") -> str:
    keys = (("id",), *_UNIQUE[table])
    same = " OR ".join(
        "(" + " AND ".join(f't."{column}" = NEW."{column}"' for column in key) + ")" for key in keys
    )
    kept = _KEPT[table].format(row="t")
    return f"EXISTS (SELECT 1 FROM tracker_{table} t WHERE ({same}){but} AND ({kept}))"


_WORDS_DIFFER = " OR ".join(
    f'OLD."{column}" <> NEW."{column}"'
    for column in (
        "id", "code", "capture_id", "start", "end", "exact", "prefix", "suffix", "occurrence",
    )
)  # fmt: skip


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
    Guard("tracker_passage", "DELETE", "passage_delete", _CITES.format(row="OLD"),
          "A passage that is cited is never deleted."),
    Guard("tracker_reference", "UPDATE", "reference_update",
          f"({_PAGE_DIFFERS}) AND {_EVIDENCE_OF_PUBLISHED.format(row='OLD')}",
          "A page that a published status change cites is never changed: enter a new reference."),
    Guard("tracker_reference", "DELETE", "reference_delete",
          _EVIDENCE_OF_PUBLISHED.format(row="OLD"),
          "A page that a published status change cites is never deleted."),
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
        guard
        for record in ("commitment", "event", "figure", "assessment")
        for guard in (
            Guard(f"tracker_{record}", "DELETE", f"{record}_delete", _WAS_PUBLIC.format(row="OLD"),
                  "What was public is never deleted: withdraw it with a reason."),
            Guard(f"tracker_{record}", "UPDATE", f"{record}_unpublish",
                  "OLD.state = 'published' AND NEW.state NOT IN ('published', 'withdrawn')"
                  " OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'",
                  "What was public is never made a draft again: withdraw it with a reason."),
            Guard(f"tracker_{record}", "UPDATE", f"{record}_recode",
                  f"{_WAS_PUBLIC.format(row='OLD')} AND (OLD.id <> NEW.id OR OLD.code <> NEW.code)",
                  "The code of what was public is permanent: others may have written it down."),
        )
    ),
    *(
        guard
        for table in _UNIQUE
        for guard in (
            Guard(f"tracker_{table}", "INSERT", f"{table}_replace", _takes_the_place(table),
                  "What is kept is never replaced: it has this code or place already."),
            Guard(f"tracker_{table}", "UPDATE", f"{table}_move_onto",
                  _takes_the_place(table, but=" AND t.id <> OLD.id"),
                  "What is kept is never replaced: it has this code or place already."),
        )
    ),
    Guard(VERSION_TABLE, "DELETE", "version_delete", "1 = 1",
          "The number on which writers wait and caches hang is never deleted."),
)  # fmt: skip

NEVER_EMPTIED = sorted({guard.table for guard in GUARDS})


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place, replacing what is there; does nothing before the first migration."""
    if not _is_ready(connection):
        return
    drop(connection)
    dialect = _dialect(connection)
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
    dialect = _dialect(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.LIST)
        for name, table in cursor.fetchall():
            cursor.execute(dialect.DROP.format(name=name, table=table))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that are not in the database, or switched off, or not as they should be."""
    dialect = _dialect(connection)
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


def _dialect(connection: BaseDatabaseWrapper) -> Any:
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
