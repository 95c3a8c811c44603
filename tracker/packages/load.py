"""Loading a data package: everything or nothing, and every bad row named.

Loading adds and changes rows; it never deletes one. Loading the same package twice changes nothing.
Rows that the record keeps for ever (captures, the words of passages, published status changes and
their citations) may be there already, but only just as the package has them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction

from tracker.cells import bundles
from tracker.cells.fields import CellError, Skip
from tracker.cells.tables import TABLES, Table
from tracker.lib import quotes
from tracker.lib.hashes import sha256_of_text
from tracker.models import (
    Capture,
    DataVersion,
    Passage,
    Revision,
    StatusChange,
)
from tracker.packages import descriptor, incoming
from tracker.packages.incoming import Incoming
from tracker.packages.layout import text_path
from tracker.packages.read import Package, Problem, Row, read_package
from tracker.services import edits, publishing, resting, revisions, statuses

_BATCH = 500
_LONGEST_USERNAME = 150
# The rules for a status ask where its passages stand, not what the whole texts say.
_CAPTURES = models.Prefetch("citations__passage__capture", Capture.objects.defer("text"))


class PackageRefused(Exception):
    """The package was not loaded; `problems` says why, row by row."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        # Causes before consequences: what is wrong with whole files, then tables as they are loaded.
        order = {table.file: place for place, table in enumerate(TABLES)}
        self.problems = sorted(
            problems, key=lambda p: (p.line > 0, order.get(p.file, -1), p.line, p.column)
        )


@dataclass
class Loaded:
    """How many rows were added, changed and found unchanged, by table."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)


def load_package(directory: Path, *, now: datetime) -> Loaded:
    """Load the package in one transaction. Raises PackageRefused, and then nothing has changed."""
    return _Load(read_package(directory), now).run()


class _Load:
    """One run of loading: the records by table and key, and the problems found so far."""

    def __init__(self, package: Package, now: datetime) -> None:
        self.package = package
        self.now = now
        self.problems = list(package.problems)
        self.incomplete = {table.name for table in TABLES if package.is_incomplete(table)}
        self.loaded = Loaded()
        self.records: dict[str, dict[str, Any]] = {"users": {}}
        self.waiting: set[tuple[str, str]] = set()
        self.bad: set[tuple[str, str]] = set()
        self.entries: list[Incoming] = []
        self.before: set[Any] = set()

    @transaction.atomic
    def run(self) -> Loaded:
        """Table by table, then publication, then the states that follow."""
        # Nobody changes what was read before it is written.
        DataVersion.objects.take_turn()
        for column, sentence in descriptor.take(self.package.about):
            self.problems.append(Problem(descriptor.FILE, 0, column, sentence))
        for table in TABLES:
            self._load_table(table)
        if not self.problems:
            self._publish()
            self._check_what_was_here()
        if self.problems:
            raise PackageRefused(self.problems)
        touched = {
            e.record.commitment_id for e in self.entries if isinstance(e.record, StatusChange)
        }
        statuses.refresh_current(touched)
        self._keep_history()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # many rows at once: without it PostgreSQL plans in the dark
        return self.loaded

    def _load_table(self, table: Table) -> None:
        existing = {table.key_of(c): (c, r) for r in table.queryset() for c in [table.cells(r)]}
        self.records[table.name] = {key: record for key, (_cells, record) in existing.items()}
        self.before |= {record for _c, record in existing.values()}
        rows = self._distinct(table)
        self.waiting = {(table.name, key) for key in rows}
        while rows:
            entries, later = self._prepare(table, rows, existing)
            if len(later) == len(rows):
                self._report_circle(later.values())
                return
            self._write(table, entries)
            self.waiting = {(table.name, key) for key in later}
            rows = later

    def _distinct(self, table: Table) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        for row in self.package.rows.get(table.name, []):
            key = table.key_of(row.cells)
            if key in rows:
                sentence = f"“{key}” is there already, in line {rows[key].line}."
                self.problems.append(row.problem(table.key[0], sentence))
            else:
                rows[key] = row
        return rows

    def _report_circle(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.problems.append(row.problem("", "It rests on itself, through other rows."))
            self.bad.add((row.table.name, row.table.key_of(row.cells)))

    def _prepare(
        self, table: Table, rows: dict[str, Row], existing: dict[str, Any]
    ) -> tuple[list[Incoming], dict[str, Row]]:
        entries, later = [], {}
        for key, row in rows.items():
            try:
                entry = self._entry(row)
            except _Later:
                later[key] = row
                continue
            if entry is None:
                self.bad.add((table.name, key))
            elif key not in existing:
                entries.append(entry)
            elif self._differs(entry, *existing[key]):
                entry.was = existing[key][1]
                entries.append(entry)
        return entries, later

    def _entry(self, row: Row) -> Incoming | None:
        """The record that a row stands for; None when it is bad, which is then reported."""
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        is_bad = False
        for field_ in row.table.fields:
            try:
                found.update(field_.read(row.cells, self._find))
            except CellError as error:
                problems.append(row.problem(error.column, str(error)))
            except Skip:
                is_bad = True
        self.problems.extend(problems)
        if problems or is_bad:
            return None
        entry = incoming.new_entry(row, found)
        sentences = self._sentences(entry)
        self.problems.extend(row.problem(column, sentence) for column, sentence in sentences)
        return None if sentences else entry

    def _find(self, table: str, key: str) -> Any:
        if table == "users":
            return self._user(key)
        if (table, key) in self.waiting:
            raise _Later
        if (table, key) in self.bad:
            raise Skip
        if key not in self.records[table] and table in self.incomplete:
            raise Skip
        if key not in self.records[table]:
            raise LookupError(f"“{key}”")
        return self.records[table][key]

    def _user(self, username: str) -> User:
        # A history names people; an account made for that cannot log in.
        if len(username) > _LONGEST_USERNAME:
            raise ValueError(f"A user name has at most {_LONGEST_USERNAME} characters.")
        if username not in self.records["users"]:
            user, _created = User.objects.get_or_create(
                username=username, defaults={"is_active": False}
            )
            self.records["users"][username] = user
        return self.records["users"][username]  # type: ignore[no-any-return]

    def _sentences(self, entry: Incoming) -> list[tuple[str, str]]:
        if isinstance(entry.record, Capture) and (found := self._take_text(entry.record)):
            return found
        found = incoming.field_problems(entry) + self._future_moments(entry)
        if isinstance(entry.record, Passage) and not found:
            sentence = quotes.problem(entry.record.capture.text, entry.record.quote)
            return [("start", sentence)] if sentence else []
        return found

    def _future_moments(self, entry: Incoming) -> list[tuple[str, str]]:
        return [
            (name, "This moment has not come yet.")
            for name in ("recorded_at", "withdrawn_at", "taken_at")
            if (moment := incoming.moment(entry, name)) and moment > self.now
        ]

    def _take_text(self, capture: Capture) -> list[tuple[str, str]]:
        path = text_path(capture.code)
        text = self.package.texts.get(path)
        if text is None:
            return [("code", f"The package has no {path}.")]
        if "\x00" in text:
            return [("code", f"{path} holds a NUL character.")]
        capture.text = text
        if sha256_of_text(text) != capture.sha256:
            return [("sha256", f"{path} does not have this SHA-256: it is not the text archived.")]
        return []

    def _differs(self, entry: Incoming, cells: dict[str, str], was: Any) -> bool:
        now = entry.row.table.own_cells(entry.record) | incoming.many_cells(entry)
        if now == cells and (not isinstance(was, Capture) or was.text == entry.record.text):
            self.loaded.unchanged[entry.row.table.name] += 1
            return False
        refusal = incoming.why_not_changed(entry, was)
        if refusal:
            self.problems.append(entry.row.problem("", refusal))
        return not refusal

    def _write(self, table: Table, entries: list[Incoming]) -> None:
        for entry in entries:
            incoming.hold_back(entry)
        self._save_all(table, entries)
        for entry in entries:
            key = table.key_of(entry.row.cells)
            if entry.record.pk is None:
                self.bad.add((table.name, key))
                continue
            for name, others in entry.many.items():
                getattr(entry.record, name).set(others)
            self.records[table.name][key] = entry.record
            self.entries.append(entry)
            (self.loaded.changed if entry.was else self.loaded.added)[table.name] += 1

    def _save_all(self, table: Table, entries: list[Incoming]) -> None:
        """In bulk; only when the database refuses, one by one to find out which rows are bad."""
        names = [f.name for f in table.model._meta.concrete_fields if not f.primary_key]
        fresh = [entry.record for entry in entries if entry.was is None]
        changed = [entry.record for entry in entries if entry.was is not None]
        try:
            with transaction.atomic():
                table.model._default_manager.bulk_create(fresh, batch_size=_BATCH)
                if changed:
                    table.model._default_manager.bulk_update(changed, names, batch_size=_BATCH)
        except IntegrityError:
            for entry in entries:
                if entry.was is None:
                    entry.record.pk = None
                self._save_one(entry)

    def _save_one(self, entry: Incoming, **kwargs: Any) -> None:
        is_new = entry.record.pk is None
        try:
            with transaction.atomic():
                entry.record.save(**kwargs)
        except IntegrityError as error:
            self.problems.append(entry.row.problem("", incoming.refusal(entry.record, error)))
            if is_new:
                entry.record.pk = None

    def _publish(self) -> None:
        """Give records their state: all of them first, since the rules for one ask for another's."""
        entries = [entry for entry in self.entries if entry.row.table.is_published]
        for entry in entries:
            for name, value in entry.publication.items():
                setattr(entry.record, name, value)
        for model in dict.fromkeys(type(entry.record) for entry in entries):
            mine = [entry for entry in entries if type(entry.record) is model]
            if hasattr(model, "citations"):
                models.prefetch_related_objects(
                    [entry.record for entry in mine], "citations__reference", _CAPTURES
                )
            for entry in mine:
                self._publish_one(entry)

    def _publish_one(self, entry: Incoming) -> None:
        if entry.record.state in incoming.PUBLIC:
            found = publishing.problems(entry.record)
            self.problems.extend(entry.row.problem("", sentence) for sentence in found)
            if found:
                return
        if not isinstance(entry.record, Revision):  # written at once, with its state
            self._save_one(entry, update_fields=list(entry.publication))
        elif not entry.record.is_published and (why := revisions.problem(entry.record)):
            self.problems.append(entry.row.problem("", why))

    def _keep_history(self) -> None:
        """A step in the history of each record that was here before: changed now, or back again."""
        written = {bundles.whole_of(entry.record) for entry in self.entries}
        for record in (written & self.before) | self._back(written - self.before):
            edits.keep(record, edits.Action.LOADED, by=None, now=self.now)

    def _back(self, new: set[Any]) -> set[Any]:
        """Those that were deleted here: a code is given to no other record, so these are the same."""
        found = set()
        for model in {type(record) for record in new}:
            mine = {bundles.key_of(record): record for record in new if type(record) is model}
            found |= {mine[key] for key in edits.ends(model, [*mine])}
        return found

    def _check_what_was_here(self) -> None:
        """What a row changes may be what a record rests on that was published before."""
        rows: dict[Any, Row] = {}
        for entry in self.entries:
            whole = bundles.whole_of(entry.record)
            if whole in self.before:
                rows.setdefault(whole, entry.row)
        for model in dict.fromkeys(map(type, rows)):
            records = [record for record in rows if type(record) is model]
            said = resting.problems_of_several(records)
            for record, found in zip(records, said, strict=True):
                new = (rows[record].problem("", sentence) for sentence in found)
                self.problems.extend(p for p in new if p not in self.problems)


class _Later(Exception):
    """The row rests on another row of its own table that has not been written yet."""
