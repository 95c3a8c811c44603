"""Groups against statuses: counts in a table, each with a square of that area."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from tracker import choices
from tracker.charts.status_bar import label_of

_LARGEST = 28


class Rows(Protocol):
    """Addresses of lists of commitments."""

    def narrowed(self, name: str, *values: str) -> "Rows":
        """With one filter set."""

    def with_status(self, *statuses: str) -> str:
        """The address of those with any of these."""

    @property
    def url(self) -> str:
        """The address of all."""


@dataclass(frozen=True)
class Cell:
    """How many of a group have a status; `side` is that of the square, in pixels."""

    status: str
    label: str
    count: int
    url: str
    side: str


@dataclass(frozen=True)
class Row:
    """One group; the last cell counts what is not assessed."""

    key: str
    label: str
    url: str
    total: int
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """The columns, and the rows with the most commitments first."""

    columns: list[tuple[str, str]]
    rows: list[Row]


def matrix(
    counted: Mapping[str, Counter[str]], labels: Mapping[str, str], name: str, rows: Rows
) -> Matrix:
    """The table of these counts by group and status; the empty status is the last column."""
    columns = [(s.value, label_of(s)) for s in choices.Status]
    columns.append(("", str(choices.NOT_ASSESSED_LABEL)))
    most = max((n for counts in counted.values() for n in counts.values()), default=1)
    found = [
        _row(key, str(labels.get(key, key)), counts, columns, rows.narrowed(name, key), most)
        for key, counts in counted.items()
    ]
    return Matrix(columns, sorted(found, key=lambda row: (-row.total, row.label)))


def _row(
    key: str,
    label: str,
    counts: Counter[str],
    columns: list[tuple[str, str]],
    rows: Rows,
    most: int,
) -> Row:
    cells = [
        Cell(
            status,
            words,
            counts[status],
            rows.with_status(status),
            f"{_LARGEST * sqrt(counts[status] / most):.1f}",
        )
        for status, words in columns
    ]
    return Row(key, label, rows.url, counts.total(), cells)
