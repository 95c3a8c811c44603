"""The rows of a CSV file: cell text as it is, line breaks inside quoted cells included."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from tracker.lib.words import gettext, gettext_noop

from .encodings import find_encoding, let_go, text_of
from .shapes import Row, Sheet, SheetRefused, header_and_rows, with_short_cells

DELIMITERS = (",", ";", "\t")
# A bound on memory; also what a quotation mark that is never closed runs into.
LONGEST_ROW = 5_000_000
# From a quotation mark that opens a cell to the one that closes it; possessive, so never slow.
_QUOTED = re.compile(r'(?<![^,;\t\r\n])"(?:[^"]|"")*+(?:"|\Z)')
_NAMED_DELIMITER = re.compile(r"sep=(.)[\r\n]+", re.IGNORECASE)


def open_csv(file: BinaryIO, *, encoding: str = "", delimiter: str = "") -> Sheet:
    """The sheet a CSV file holds. Raises SheetRefused."""
    if delimiter and delimiter not in DELIMITERS:
        raise SheetRefused(gettext("Cells may be divided by a comma, a semicolon or a tab only."))
    encoding, skip = find_encoding(file, encoding)
    text = text_of(file, encoding, skip)
    try:
        delimiter = delimiter or _find_delimiter(text.read(LONGEST_ROW // 10))
    finally:
        let_go(text)
    header, rows = header_and_rows(_rows(file, encoding, skip, delimiter))
    return Sheet(header, rows, "csv", encoding=encoding, delimiter=delimiter)


def _find_delimiter(start: str) -> str:
    """The one named in a first line `sep=;`, or the one most frequent in the header outside quotes."""
    if named := _NAMED_DELIMITER.match(start):
        return named[1] if named[1] in DELIMITERS else ","
    header = re.split(r"[\r\n]", _QUOTED.sub("", start.lstrip("\r\n")), maxsplit=1)[0]
    return max(DELIMITERS, key=header.count)


class _Lines:
    """The physical lines of a text, for csv.reader; counts what it hands out."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.number = 0
        self.row_line, self.row_length = 1, 0

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(LONGEST_ROW):
            self.row_length += len(line)
            if self.row_length >= LONGEST_ROW:
                raise SheetRefused(gettext(_TOO_LONG).format(line=self.row_line))
            self.number += 1
            if self.number == 1 and _NAMED_DELIMITER.fullmatch(line):
                self.begin_row()
                continue
            yield line

    def begin_row(self) -> None:
        self.row_line, self.row_length = self.number + 1, 0


_TOO_LONG = gettext_noop(
    'The row that begins in line {line} is too long: look there for a quotation mark (") that is never closed, or shorten its cells.'
)
_UNCLOSED = gettext_noop(
    'A quotation mark (") in the row that begins in line {line} is never closed: close it, or double it if it belongs to the text.'
)
_AFTER_QUOTE = gettext_noop(
    'In the row that begins in line {line} text follows a closing quotation mark ("): double the quotation marks that belong to the text.'
)


def _rows(file: BinaryIO, encoding: str, skip: int, delimiter: str) -> Iterator[Row]:
    text = text_of(file, encoding, skip)
    try:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        for cells in _checked(reader, lines):
            yield with_short_cells(Row(lines.row_line, cells))
    finally:
        let_go(text)


def _checked(reader: Iterator[list[str]], lines: _Lines) -> Iterator[list[str]]:
    try:
        while True:
            lines.begin_row()
            cells = next(reader, None)
            if cells is None:
                return
            yield cells
    except csv.Error as error:
        raise SheetRefused(gettext(_sentence(str(error))).format(line=lines.row_line)) from error


def _sentence(error: str) -> str:
    if "unexpected end" in error:
        return _UNCLOSED
    return _TOO_LONG if "limit" in error else _AFTER_QUOTE
