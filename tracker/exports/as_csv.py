"""Rows of cells in, lines of CSV out, one at a time and in constant memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.lib import csv_cells


class _Echo:
    """A file that hands back what is written, so that `csv` makes lines instead of a file."""

    def write(self, line: str) -> str:
        return line


def lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A header line, then one line a row. Cells that a spreadsheet would run are made safe."""
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([csv_cells.escape(cell) for cell in map(str, row)])
