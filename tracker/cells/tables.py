"""The tables that hold the record as text, in the order in which they can be loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from tracker import models as record
from tracker.cells.fields import (
    Cells,
    Column,
    CompoundKey,
    Dated,
    Day,
    Field,
    Flag,
    Key,
    Keys,
    Moment,
    Number,
    Rows,
    Whole,
)
from tracker.lib import csv_cells


@dataclass(frozen=True)
class Table:
    """One CSV file: which model it holds, in which columns, and what tells its rows apart."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    fields: Sequence[Field]
    is_immutable: bool = False

    @property
    def file(self) -> str:
        """The file's name in the package."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> list[Column]:
        """All columns, in order."""
        return [column for field in self.fields for column in field.columns]

    def cells(self, row: Any) -> dict[str, str]:
        """The cells of one record, in order."""
        return {name: cell for field in self.fields for name, cell in field.write(row).items()}

    def own_cells(self, row: Any) -> dict[str, str]:
        """The cells of a record that is not saved yet and so has no many-to-many fields."""
        own = [field for field in self.fields if not isinstance(field, Keys)]
        return {name: cell for field in own for name, cell in field.write(row).items()}

    def key_cells(self, row: Any) -> dict[str, str]:
        """The cells that make up the key of a record."""
        own = [field for field in self.fields if field.name in self.key]
        return {name: cell for field in own for name, cell in field.write(row).items()}

    def key_of(self, cells: Cells) -> str:
        """What other tables call the row: its key columns joined with slashes."""
        return "/".join(csv_cells.unescape(cells[name]) for name in self.key)

    def sort_key(self, cells: Cells) -> tuple[tuple[int, str], ...]:
        """Whole numbers sort as numbers, everything else as text."""
        return tuple(
            (int(c) if c.isascii() and c.isdigit() else -1, c)
            for c in map(cells.get, self.key)
            if c is not None
        )

    def queryset(self) -> models.QuerySet[Any]:
        """Every record, with what its cells need fetched along."""
        keys = [f for f in self.fields if isinstance(f, Key)]
        related = [f.attribute for f in keys]
        related += [
            f"{f.attribute}__{name}" for f in keys if isinstance(f, CompoundKey)
            for name in (["commitment", "party"] if f.table == "milestones" else ["commitment"])
        ]  # fmt: skip
        many = [f.attribute for f in self.fields if isinstance(f, Keys)]
        rows = self.model._default_manager.order_by("pk")
        return rows.select_related(*related).prefetch_related(*many)

    def readable(self) -> models.QuerySet[Any]:
        """The same with nothing but what the cells are written from: to be read, never saved."""
        return self.queryset().only("pk", *(name for field in self.fields for name in field.needs))

    @property
    def is_published(self) -> bool:
        """Whether its rows go through review."""
        return issubclass(self.model, record.PublishedModel)


PUBLICATION = (
    Field("state"),
    Moment("recorded_at"),
    Key("recorded_by", "users", by="username"),
    Key("reviewed_by", "users", by="username"),
)
WITHDRAWAL = (*PUBLICATION, Moment("withdrawn_at"), Field("withdrawn_reason"))


def _record(prefix: str, name: str = "") -> Key:
    return Key(f"{prefix}{name}", f"{name}s", f"{prefix}{name}")


def _one_of(prefix: str = "") -> tuple[Key, ...]:
    return tuple(_record(prefix, name) for name in ("commitment", "event", "figure"))


def _slug(name: str, table: str) -> Key:
    return Key(name, table, by="slug")


TABLES = (
    Table("categories", record.Category, ("slug",),
          (Field("slug"), Field("name"), Field("definition"))),
    Table("topics", record.Topic, ("slug",), (Field("slug"), Field("name"))),
    Table("parties", record.Party, ("slug",), (
        Field("slug"), Field("name"), Field("short_name"), Field("type"), Field("iso_code"),
        _slug("parent", "parties"), Field("note"))),
    Table("party_names", record.PartyName, ("party", "name", "kind"), (
        _slug("party", "parties"), Field("name"), Field("kind"), Field("language"),
        Field("valid_from"), Field("valid_to"), Field("note"))),
    Table("sources", record.Source, ("slug",), (
        Field("slug"), Field("title"), Field("short_title"), Field("subtitle"), Field("kind"),
        Field("publisher"),
        Field("author"), Field("document_symbol"), Dated("date"), Field("language"), Field("url"),
        Field("located_url"), Field("located_note"), Field("rights_note"),
        Flag("is_full_text_public"), Field("reliability_note"))),
    Table("former_slugs", record.FormerSlug, ("slug", "party", "source"), (
        Field("slug"), _slug("party", "parties"), _slug("source", "sources"))),
    Table("captures", record.Capture, ("code",), (
        Field("code"), _slug("source", "sources"), Field("sha256"), Moment("taken_at"),
        Key("taken_by", "users", by="username"), Field("method")), is_immutable=True),
    Table("passages", record.Passage, ("code",), (
        Field("code"), Key("capture", "captures"), Whole("start"), Whole("end"), Field("exact"),
        Field("prefix"), Field("suffix"), Whole("occurrence"), Field("locator"), Field("language"),
        Field("translation"), Field("translated_by"))),
    Table("references", record.Reference, ("code",), (
        Field("code"), Field("title"), Field("url"), Field("publisher"), Dated("published"),
        Field("language"), Field("reliability"), Field("note"))),
    Table("commitments", record.Commitment, ("code",), (
        Field("code"), Field("title"), Field("summary"), _slug("category", "categories"),
        Field("modality"), Field("verb"), Field("bindingness"), Flag("is_standing"),
        Dated("date_made"), Number("quantity"), Field("quantity_unit"), Field("quantity_words"),
        Field("recurrence"), Keys("topics", "topics"), Day("last_checked_date"), Field("note"),
        *WITHDRAWAL, Field("editor_notes"))),
    Table("events", record.Event, ("code",), (
        Field("code"), Field("title"), Field("summary"), Dated("date"), Keys("topics", "topics"),
        Field("note"), *WITHDRAWAL, Field("editor_notes"))),
    Table("figures", record.Figure, ("code",), (
        Field("code"), Field("title"), Field("summary"), Field("value"), Number("number"),
        Field("unit"), Field("hedge"), Dated("date"), Keys("topics", "topics"), Field("note"),
        *WITHDRAWAL, Field("editor_notes"))),
    Table("participations", record.Participation,
          ("commitment", "event", "figure", "party", "role"),
          (*_one_of(), _slug("party", "parties"), Field("role"), Field("note"))),
    Table("deadlines", record.Deadline, ("commitment", "position"), (
        _record("", "commitment"), Whole("position"), Dated("due"), Day("in_force_from"),
        Key("passage", "passages"))),
    Table("milestones", record.Milestone, ("commitment", "step", "party"), (
        _record("", "commitment"), Field("step"), _slug("party", "parties"), Dated("date"),
        Field("note"))),
    Table("conditions", record.Condition, ("commitment", "position"), (
        _record("", "commitment"), Whole("position"), Field("text"), _slug("claimant", "parties"),
        _slug("disputed_by", "parties"), Field("dispute"), Flag("is_met"), Dated("met"),
        Flag("is_in_text"))),
    Table("relations", record.Relation,
          ("from_commitment", "from_event", "from_figure", "kind",
           "to_commitment", "to_event", "to_figure"),
          (*_one_of("from_"), Field("kind"), *_one_of("to_"), Field("note"))),
    Table("status_changes", record.StatusChange, ("code",), (
        Field("code"), _record("", "commitment"), _slug("party", "parties"), Field("status"),
        Field("reason_code"), Dated("happened"), Field("original_status"), Field("reason"),
        Number("delivered_quantity"), Field("confidence"), Key("corrects", "status_changes"),
        *PUBLICATION)),
    Table("assessments", record.Assessment, ("code",), (
        Field("code"), _record("", "commitment"), _slug("assessor", "parties"), Field("verdict"),
        Field("mapped_status"), Dated("date"), *WITHDRAWAL)),
    Table("citations", record.Citation, (*record.TARGETS, "position"), (
        *_one_of(), Key("status_change", "status_changes"), Key("assessment", "assessments"),
        CompoundKey("milestone", "milestones"), CompoundKey("condition", "conditions"),
        Whole("position"), Key("passage", "passages"), Key("reference", "references"),
        Field("role"), Field("stance"), _slug("account_of", "parties"), Field("account_words"),
        Field("finding"))),
    Table("revisions", record.Revision, ("code",), (
        Field("code"), Field("table"), Field("key"), Rows("before"), Rows("after"),
        Field("reason"), Flag("is_correction"), *PUBLICATION)),
)  # fmt: skip


def meaning(table: Table, column: Column) -> str:
    """What a column holds, from the help text of its field."""
    field = table.model._meta.get_field(column.field)
    return str(getattr(field, "help_text", "") or field.verbose_name)  # type: ignore[union-attr]
