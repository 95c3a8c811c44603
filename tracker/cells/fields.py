"""How one attribute of a record is written into cells of a package table, and read back."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tracker import choices
from tracker.lib import csv_cells, dates

Cells = Mapping[str, str]
# Finds a record by table and key; raises CellError when there is none, Skip when its row is bad.
Find = Callable[[str, str], Any]

# One way to write a number, so that what was written is what is read and compared.
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_UNWRITABLE = re.compile("[\\x00\\ud800-\\udfff]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class CellError(ValueError):
    """A cell that cannot be read: the column and a sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


def cell_of(cells: Cells, name: str) -> str:
    """The cell of a column. Raises CellError where a row of long ago has none."""
    if name not in cells:
        raise CellError(name, "This column is missing.")
    return cells[name]


class Skip(Exception):
    """The row rests on another row that is bad itself and reported already."""


@dataclass(frozen=True)
class Column:
    """A column as the package describes it; `type` is a Frictionless type."""

    name: str
    type: str = "string"
    field: str = ""
    refers_to: str = ""


class Field:
    """One column that holds one attribute as text."""

    type = "string"

    def __init__(self, name: str, attribute: str = "") -> None:
        self.name = name
        self.attribute = attribute or name

    @property
    def columns(self) -> list[Column]:
        """What the package says about the columns."""
        return [Column(self.name, self.type, self.attribute)]

    @property
    def needs(self) -> list[str]:
        """The columns of the database that the cells are written from."""
        return [self.attribute]

    def write(self, record: Any) -> dict[str, str]:
        """The cells of a record."""
        return {self.name: self.to_cell(getattr(record, self.attribute))}

    def read(self, cells: Cells, find: Find) -> dict[str, Any]:
        """The attributes that the cells stand for. Raises CellError."""
        try:
            return {self.attribute: self.from_cell(cell_of(cells, self.name))}
        except ValueError as error:
            raise CellError(self.name, str(error)) from error

    def to_cell(self, value: Any) -> str:
        """Text as it is, made safe for spreadsheet programs."""
        return csv_cells.escape(value)

    def from_cell(self, cell: str) -> Any:
        """The inverse of `to_cell`. Raises ValueError with a sentence."""
        if "\x00" in cell:
            raise ValueError("The text holds a NUL character.")
        return csv_cells.unescape(cell)


class Flag(Field):
    """`true` or `false`."""

    type = "boolean"

    def to_cell(self, value: Any) -> str:
        """The word."""
        return "true" if value else "false"

    def from_cell(self, cell: str) -> Any:
        """The truth value."""
        if cell not in ("true", "false"):
            raise ValueError(f"“{cell}” is neither true nor false.")
        return cell == "true"


class Whole(Field):
    """A whole number."""

    type = "integer"

    def to_cell(self, value: Any) -> str:
        """The digits."""
        return str(value)

    def from_cell(self, cell: str) -> Any:
        """The number."""
        if not _WHOLE.fullmatch(cell):
            raise ValueError(f"“{cell}” is no whole number.")
        return int(cell)


class Number(Field):
    """A decimal number without trailing zeros, or nothing."""

    type = "number"

    def to_cell(self, value: Any) -> str:
        """Plain digits, never an exponent."""
        return "" if value is None else f"{value.normalize():f}"

    def from_cell(self, cell: str) -> Any:
        """The number, exactly."""
        if not cell:
            return None
        if not _NUMBER.fullmatch(cell):
            raise ValueError(f"“{cell}” is no number.")
        return Decimal(cell) or Decimal()  # the database knows no -0


class Day(Field):
    """A calendar day, or nothing."""

    type = "date"

    def to_cell(self, value: Any) -> str:
        """ISO 8601."""
        return value.isoformat() if value else ""

    def from_cell(self, cell: str) -> Any:
        """The day."""
        return dates.parse_day(cell) if cell else None


class Moment(Field):
    """A moment in UTC to the microsecond, or nothing."""

    type = "datetime"

    def to_cell(self, value: Any) -> str:
        """ISO 8601 with Z."""
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else ""

    def from_cell(self, cell: str) -> Any:
        """The moment."""
        if not cell:
            return None
        try:
            value = datetime.fromisoformat(cell)
            moment = value.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"“{cell}” is no moment in the form 2023-12-13T08:00:00Z.") from error
        if value.tzinfo is None:
            raise ValueError(f"“{cell}” names no time zone: end it with Z.")
        return moment


class Rows(Field):
    """Rows of other tables, as JSON."""

    def to_cell(self, value: Any) -> str:
        """One line; keys in the order of the alphabet, which no database changes."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def from_cell(self, cell: str) -> Any:
        """The rows."""
        try:
            rows = json.loads(cell)
        except (ValueError, RecursionError) as error:
            raise ValueError("This is not JSON.") from error
        if not are_rows(rows):
            raise ValueError("This is not an object of tables, each a list of rows of text.")
        return rows


def are_rows(rows: Any) -> bool:
    """Whether this is an object of tables, each a list of rows of text."""
    return isinstance(rows, dict) and all(
        isinstance(table, list) and all(map(_is_row, table)) for table in rows.values()
    )


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and all(map(_is_text, [*row, *row.values()]))


def _is_text(cell: Any) -> bool:
    # JSON can hold what PostgreSQL cannot: NUL and lone surrogates.
    return isinstance(cell, str) and not _UNWRITABLE.search(cell)


class Dated(Field):
    """Four columns: the date, its precision, the words of the source, and the basis."""

    def __init__(self, name: str, *, is_optional: bool = False) -> None:
        super().__init__(name, "date")
        self.is_optional = is_optional

    @property
    def columns(self) -> list[Column]:
        """The date and its three companions."""
        fields = ("date_latest", "date_precision", "date_words", "date_basis")
        return [Column(c, "string", f) for c, f in zip(self._names, fields, strict=True)]

    @property
    def needs(self) -> list[str]:
        """Both bounds and what is said about them."""
        return ["date_earliest", *(column.field for column in self.columns)]

    @property
    def _names(self) -> tuple[str, str, str, str]:
        return self.name, f"{self.name}_precision", f"{self.name}_words", f"{self.name}_basis"

    def write(self, record: Any) -> dict[str, str]:
        """ISO 8601 text with no more precision than the date has."""
        words = csv_cells.escape(record.date_words), csv_cells.escape(record.date_basis)
        cells = (dates.to_text(record.date), record.date_precision, *words)
        return dict(zip(self._names, cells, strict=True))

    def read(self, cells: Cells, find: Find) -> dict[str, Any]:
        """The bounds, the precision, the words and the basis."""
        date, precision, words, basis = self._names
        text, kind = cell_of(cells, date), cell_of(cells, precision)
        try:
            value = dates.from_text(text, kind)
        except dates.DateTextError as error:
            column = date if kind in choices.Precision.values else precision
            raise CellError(column, str(error)) from error
        return {
            "date_earliest": value.earliest,
            "date_latest": value.latest,
            "date_precision": value.precision,
            **Field(words, "date_words").read(cells, find),
            **Field(basis, "date_basis").read(cells, find),
        }


class Key(Field):
    """Another record, by its code or slug; nothing where the field may be empty."""

    def __init__(self, name: str, table: str, attribute: str = "", *, by: str = "code") -> None:
        super().__init__(name, attribute)
        self.table = table
        self.by = by

    @property
    def columns(self) -> list[Column]:
        """One column that refers to another table."""
        return [Column(self.name, "string", self.attribute, self.table)]

    @property
    def needs(self) -> list[str]:
        """The code or slug of the other record alone."""
        return [f"{self.attribute}__{self.by}"]

    def write(self, record: Any) -> dict[str, str]:
        """The code or slug."""
        other = getattr(record, self.attribute)
        return {self.name: self.to_cell(self.key_of(other)) if other else ""}

    def key_of(self, other: Any) -> str:
        """What the other table calls the record."""
        return str(getattr(other, self.by))

    def read(self, cells: Cells, find: Find) -> dict[str, Any]:
        """The record itself."""
        try:
            key = self.from_cell(cell_of(cells, self.name))
            return {self.attribute: find(self.table, key) if key else None}
        except LookupError as error:
            raise CellError(self.name, f"There is no “{key}” in {self.table}.csv.") from error
        except ValueError as error:
            raise CellError(self.name, str(error)) from error


class CompoundKey(Key):
    """A record that has no code of its own, by its key columns joined with slashes."""

    @property
    def needs(self) -> list[str]:
        """The key columns of the other record."""
        columns = ["commitment__code", "position"]
        if self.table == "milestones":
            columns = ["commitment__code", "step", "party__slug"]
        return [f"{self.attribute}__{column}" for column in columns]

    def key_of(self, other: Any) -> str:
        """For example `C-0042/signed/`."""
        if self.table == "milestones":
            party = other.party.slug if other.party else ""
            return f"{other.commitment.code}/{other.step}/{party}"
        return f"{other.commitment.code}/{other.position}"


class Keys(Field):
    """Several records of a many-to-many field, by slug, joined by semicolons, in order."""

    def __init__(self, name: str, table: str) -> None:
        super().__init__(name)
        self.table = table

    @property
    def needs(self) -> list[str]:
        """None of its own: the records are fetched apart."""
        return []

    def write(self, record: Any) -> dict[str, str]:
        """The slugs."""
        return {self.name: self.join(getattr(record, self.attribute).all())}

    def join(self, others: Iterable[Any]) -> str:
        """The cell for these records, whatever their order."""
        return self.to_cell(";".join(sorted({other.slug for other in others})))

    def read(self, cells: Cells, find: Find) -> dict[str, Any]:
        """The records."""
        try:
            slugs = [slug for slug in self.from_cell(cell_of(cells, self.name)).split(";") if slug]
            return {self.attribute: [find(self.table, slug) for slug in slugs]}
        except LookupError as error:
            raise CellError(self.name, f"There is no {error} in {self.table}.csv.") from error
        except ValueError as error:
            raise CellError(self.name, str(error)) from error
