"""Rows of cells in, a spreadsheet out: on disk while it is written, in constant memory."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from tracker.exports.columns import Column
from tracker.lib import csv_cells

# https://support.microsoft.com/office/excel-specifications-and-limits
MOST_ROWS, MOST_SIGNS, MOST_LINKS = 1_048_576, 32_767, 65_530
# What XML has no place for or reads as a line break, and what would be read as one of these escapes:
# ECMA-376, part 1, 22.9.2.19.
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LINK, _HEAD = Font(color="FF0B4FA8", underline="single"), Font(bold=True)


class DoesNotFit(Exception):
    """A spreadsheet cannot hold this; the message says what."""


def workbook(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], about: Iterable[tuple[str, str]]
) -> IO[bytes]:
    """The file, to be read from its beginning: a sheet of the rows, and one that says what they are.

    Days, moments, numbers and truth values become what a spreadsheet calculates with; all else stays
    text, with the apostrophe of `csv_cells.escape` where it could be taken for a formula. Raises DoesNotFit.
    """
    book = Workbook(write_only=True)
    try:
        _write(book.create_sheet("data"), columns, rows)
        beside = book.create_sheet("about")
        for name, value in about:
            beside.append([_styled(beside, name, _HEAD), _text(beside, value)])
    except BaseException:
        # What was begun of each sheet lies in a file of its own, until it is closed.
        for sheet in book.worksheets:
            sheet.close()
        raise
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _write(sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_styled(sheet, column.name, _HEAD) for column in columns])
    linked = [n for n, column in enumerate(columns) if column.format == "uri"]
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise DoesNotFit(_("A spreadsheet holds {n} rows: take the CSV, or narrow the list.").format(n=MOST_ROWS))  # fmt: skip
        cells = [_cell(sheet, c, text) for c, text in zip(columns, row, strict=True)]
        if number * len(linked) <= MOST_LINKS:
            _link(cells, [(place, row[place]) for place in linked])
        sheet.append(cells)


def _link(cells: list[Any], addresses: Iterable[tuple[int, str]]) -> None:
    """Addresses to follow, as many as a sheet may have; further down they are text alone."""
    for place, address in addresses:
        if address.startswith(("https://", "http://")):
            cells[place].hyperlink = address
            cells[place].font = _LINK


def _cell(sheet: Any, column: Column, text: str) -> Any:
    read = _TYPES.get(column.type)
    if not (text and read):
        return _text(sheet, text)
    try:
        return read(text)
    except ValueError:  # a date that is no day
        return _text(sheet, text)


def _moment(text: str) -> datetime:
    # A spreadsheet knows no zones; the dictionary says that it is UTC.
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


_TYPES: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "datetime": _moment,
    "number": float,
    "integer": int,
    "boolean": lambda text: text == "true",
}


def _text(sheet: Any, text: str) -> Any:
    if len(text) > MOST_SIGNS:
        raise DoesNotFit(_("A cell of a spreadsheet holds {n} characters, and “{words}…” has more: take the CSV.").format(n=MOST_SIGNS, words=text[:40]))  # fmt: skip
    if not text:
        return None
    return _styled(sheet, _UNSPEAKABLE.sub(_escaped, csv_cells.escape(text)), None)


def _escaped(found: Any) -> str:
    return f"_x{ord(found[0]):04X}_"


def _styled(sheet: Any, text: str, font: Font | None) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    # Whatever it begins with: never a formula, never an error value.
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell
