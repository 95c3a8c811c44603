"""Rows and columns in, lines of CSV out, one at a time and in constant memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.exports.columns import Column, Context
from tracker.lib import csv_cells


class _Echo:
    """A file that hands back what is written, so that `csv` makes lines instead of a file."""

    def write(self, line: str) -> str:
        return line


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The table beside a chart: its head, then its rows, made safe in the same way."""
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([csv_cells.escape(str(cell)) for cell in row])


def lines(rows: Iterable[Any], columns: Sequence[Column], context: Context) -> Iterator[str]:
    """A header line, then one line a row. Cells that a spreadsheet would run are made safe."""
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([csv_cells.escape(column.value(row, context)) for column in columns])
