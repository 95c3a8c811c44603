"""What a sheet is made of, what every sheet must have, and how large it may be."""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import TracebackType
from typing import Self

from tracker.lib.words import gettext

MOST_COLUMNS = 500
MOST_FAULTS = 3  # that are told of one row
# A spreadsheet program ends a cell at 32,767 characters; a CSV file may quote a longer passage.
LONGEST_CELL = 100_000
# A text that many cells of a workbook share is stored once, and would fill the memory when read.
LONGEST_ROW = 500_000


@dataclass(frozen=True)
class Guess:
    """An encoding a file could be in, and how some of its words would then read."""

    encoding: str
    label: str
    sample: str


class SheetRefused(Exception):
    """The file cannot be read; the words are for its editor. `guesses` only if naming one helps."""

    def __init__(self, message: str, guesses: tuple[Guess, ...] = ()) -> None:
        super().__init__(message)
        self.guesses = guesses


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line`: where it begins in a CSV file, or its row number in an XLSX sheet."""

    line: int
    cells: list[str]
    of_row: str = ""  # what is wrong with the row as a whole
    faults: Mapping[int, str] = field(default_factory=dict)  # and with some cells, by position

    @property
    def problem(self) -> str:
        """All that is wrong."""
        return self.problem_in(self.faults)

    def problem_in(self, positions: Collection[int]) -> str:
        """What is wrong with the row, where only these cells are read."""
        found = [words for place, words in self.faults.items() if place in positions]
        more = len(found) - MOST_FAULTS
        found = found[:MOST_FAULTS] + (
            [gettext("And {more} more.").format(more=more)] if more > 0 else []
        )
        return " ".join(filter(None, [*found, self.of_row]))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it to read."""
        return not self.problem and not any(self.cells)


@dataclass
class Sheet:
    """A header and the rows below it, which can be read once, in order."""

    header: list[str]
    rows: Iterator[Row]
    kind: str  # "csv" or "xlsx"
    encoding: str = ""  # of a CSV file: the one found or named
    delimiter: str = ""  # of a CSV file
    name: str = ""  # of the sheet in an XLSX file
    sheet_names: tuple[str, ...] = ()  # all there are in an XLSX file
    close: Callable[[], None] = field(default=lambda: None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def header_and_rows(
    found: Iterator[Row], *, is_grid: bool = False
) -> tuple[list[str], Iterator[Row]]:
    """The first row that is not empty, and those below it, each compared with its width.

    In a grid no row ends early: cells that are not there are empty.
    """
    header = next((row for row in found if not row.is_empty), None)
    if header is None:
        raise SheetRefused(gettext("The file is empty: write the column names in its first row."))
    _check_header(header)
    rows = _without_empty_end(found)
    first = next(rows, None)
    if first is None:
        raise SheetRefused(
            gettext("The file has column names but no rows below them: nothing to read.")
        )
    width = len(header.cells)
    return header.cells, (_fitted(row, width, is_grid=is_grid) for row in chain([first], rows))


def _check_header(header: Row) -> None:
    where = gettext("in the header (line {line})").format(line=header.line)
    if header.problem:
        raise SheetRefused(
            gettext("The header (line {line}) cannot be read. {problem}").format(
                line=header.line, problem=header.problem
            )
        )
    if len(header.cells) > MOST_COLUMNS:
        raise SheetRefused(
            gettext(
                "There are {columns} columns {where}, and {most} is the most: delete those that are not needed."
            ).format(columns=len(header.cells), where=where, most=MOST_COLUMNS)
        )
    _check_names([name.strip() for name in header.cells], where)


def _check_names(names: list[str], where: str) -> None:
    for number, name in enumerate(names, start=1):
        if not name:
            raise SheetRefused(
                gettext(
                    "Column {number} has no name {where}: give it one, or delete the column."
                ).format(number=number, where=where)
            )
        first = names.index(name) + 1
        if first != number:
            raise SheetRefused(
                gettext(
                    "Columns {first} and {number} are both named “{name}” {where}: rename one of them."
                ).format(first=first, number=number, name=name, where=where)
            )


def with_short_cells(row: Row) -> Row:
    """The row, told of each cell that is too long, which is cut."""
    long = [place for place, cell in enumerate(row.cells) if len(cell) > LONGEST_CELL]
    if not long:
        return row
    faults = {place: _too_long(row, place) for place in long}
    cells = [cell[:LONGEST_CELL] for cell in row.cells]
    return Row(row.line, cells, row.of_row, {**row.faults, **faults})


def _too_long(row: Row, place: int) -> str:
    return gettext(
        "Column {column} of line {line} holds {characters:,} characters, and {most:,} is the most: shorten it."
    ).format(column=place + 1, line=row.line, characters=len(row.cells[place]), most=LONGEST_CELL)


def _without_empty_end(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows without the empty ones after the last that is not."""
    # Two numbers for each empty row: a file may end in a million of them.
    lines, widths = array("q"), array("q")
    for row in rows:
        if row.is_empty:
            lines.append(row.line)
            widths.append(len(row.cells))
            continue
        for line, width in zip(lines, widths, strict=True):
            yield Row(line, [""] * width)
        lines, widths = array("q"), array("q")
        yield row


def _fitted(row: Row, width: int, *, is_grid: bool) -> Row:
    if sum(map(len, row.cells)) > LONGEST_ROW:
        return Row(
            row.line,
            [],
            gettext("This row holds more than {most:,} characters: shorten it.").format(
                most=LONGEST_ROW
            ),
        )
    missing = width - len(row.cells)
    if not missing:
        return row
    # A blank line of a CSV file with one column is its empty cell.
    if missing > 0 and (is_grid or width == 1):
        return Row(row.line, row.cells + [""] * missing, row.of_row, row.faults)
    ragged = _ragged(len(row.cells)).format(cells=len(row.cells), width=width)
    return Row(row.line, row.cells, f"{row.of_row} {ragged}".strip(), row.faults)


def _ragged(cells: int) -> str:
    if cells == 1:
        return gettext("This row has 1 cell where the header has {width}.")
    return gettext("This row has {cells} cells where the header has {width}.")
