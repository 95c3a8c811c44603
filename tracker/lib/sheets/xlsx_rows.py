"""The rows of a sheet in an XLSX workbook: each cell as the text that its reader would copy out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, BinaryIO
from xml.etree.ElementTree import Element

from openpyxl.utils import column_index_from_string, get_column_letter

from tracker.lib.words import gettext, gettext_noop

from .shapes import Row, Sheet, SheetRefused, header_and_rows, with_short_cells
from .xlsx_formats import NoReading, date_text, is_date, number_text
from .xlsx_package import (
    NS,
    Gauge,
    Package,
    elements,
    open_package,
    refusing_damage,
    text_of_element,
    unescape,
)

# The format's own bounds. A row number beyond them would ask for endless empty rows before it.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
ROW, CELL, VALUE, FORMULA, INLINE = (f"{NS}{tag}" for tag in ("row", "c", "v", "f", "is"))
SHEET_DATA = f"{NS}sheetData"
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]{0,150}?ref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']"
)
_LONGEST_MERGE_TAG = 200
MOST_MERGES = 100_000
NO_RESULT = gettext_noop(
    "a formula whose result is not in the file (open the workbook in a spreadsheet program and save it)"
)


def open_xlsx(file: BinaryIO, *, sheet: str = "") -> Sheet:
    """The named sheet of an XLSX workbook, or the first that is not hidden. Raises SheetRefused."""
    package = open_package(file)
    try:
        name = _choose(package, sheet)
        header, rows = header_and_rows(_rows(package, name), is_grid=True)
    except BaseException:
        package.texts.close()
        raise
    names = tuple(package.paths)
    return Sheet(header, rows, "xlsx", name=name, sheet_names=names, close=package.texts.close)


def _choose(package: Package, name: str) -> str:
    names = ", ".join(f"“{each}”" for each in package.paths)
    if not names:
        raise SheetRefused(
            gettext("The workbook has no sheet with cells: save the right one as XLSX.")
        )
    if name and name not in package.paths:
        raise SheetRefused(
            gettext("The workbook has no sheet “{name}”: choose one of {names}.").format(
                name=name, names=names
            )
        )
    shown = [each for each in package.paths if each not in package.hidden]
    return name or next(iter([*shown, *package.paths]))


def _rows(package: Package, name: str) -> Iterator[Row]:
    path = package.paths[name]
    with refusing_damage():
        with package.archive.open(path) as stream:
            merges = _find_merges(stream)
        with package.archive.open(path) as stream:
            yield from _read(stream, _Reader(package, merges))


def _read(stream: IO[bytes], reader: "_Reader") -> Iterator[Row]:
    gauge = Gauge(stream)
    data: Element | None = None
    for event, element in elements(gauge):
        if event == "start":
            data = element if element.tag == SHEET_DATA else data
        elif element.tag == ROW and data is not None:
            yield from reader.rows(element)
            data.clear()  # a parent keeps every row it has had
            gauge.since_result = 0
        elif element.tag == SHEET_DATA:
            return


@dataclass(frozen=True, order=True)
class _Merge:
    first: int
    last: int
    cells: str


def _find_merges(stream: IO[bytes]) -> list[_Merge]:
    """The merged cells, last first; they stand behind the rows, which must know of them before."""
    found, tail = set(), b""
    while block := stream.read(1 << 16):
        found |= {match.groups() for match in _MERGED.finditer(tail + block)}
        tail = (tail + block)[-_LONGEST_MERGE_TAG:]
        if len(found) > MOST_MERGES:
            raise SheetRefused(gettext("The sheet has too many merged cells: unmerge them."))
    merges = [
        _Merge(int(b), int(d), f"{(a + b).decode()}:{(c + d).decode()}") for a, b, c, d in found
    ]
    return sorted(merges, reverse=True)


@dataclass
class _Reader:
    """Turns the row elements of one sheet into rows; remembers where it is."""

    package: Package
    merges: list[_Merge]  # those still ahead, the next one at the end
    merge: _Merge = _Merge(0, 0, "")  # of those begun, the one that goes down furthest
    line: int = 0

    def rows(self, element: Element) -> Iterator[Row]:
        """The row, after the empty ones that the file leaves out before it."""
        line = int(element.get("r", self.line + 1))
        if not self.line < line <= LAST_ROW:
            raise ValueError("row numbers that do not rise")
        for missing in range(self.line + 1, line):
            yield Row(missing, [], self._merge_problem(missing))
        self.line = line
        cells, faults = self._cells(element)
        yield with_short_cells(Row(line, cells, self._merge_problem(line), faults))

    def _merge_problem(self, line: int) -> str:
        while self.merges and self.merges[-1].first <= line:
            self.merge = max(self.merge, self.merges.pop(), key=lambda merge: merge.last)
        if self.merge.last < line:
            return ""
        return gettext("Cells {cells} are merged: unmerge them and fill in each one.").format(
            cells=self.merge.cells
        )

    def _cells(self, row: Element) -> tuple[list[str], dict[int, str]]:
        """The texts up to the last cell that has one, and what is wrong with any."""
        texts: list[str] = []
        faults: dict[int, str] = {}
        column = 0
        for element in row.iterfind(CELL):
            column = _column(element.get("r", "")) or column + 1
            text, problem = self._cell(element)
            if problem:
                faults[column - 1] = gettext("Cell {cell} holds {problem}.").format(
                    cell=f"{get_column_letter(column)}{self.line}", problem=problem
                )
            if text:
                texts.extend([""] * (column - len(texts)))
                texts[column - 1] = text
        return texts, faults

    def _cell(self, element: Element) -> tuple[str, str]:
        """Its text, and what is wrong with it."""
        kind, value = element.get("t", "n"), element.findtext(VALUE)
        if kind == "inlineStr":
            inline = element.find(INLINE)
            return _without_nul("" if inline is None else text_of_element(inline))
        if value is None or (not value and kind != "str"):
            return "", "" if element.find(FORMULA) is None else gettext(NO_RESULT)
        if kind == "s":
            return _without_nul(self.package.texts.get(int(value)))
        if kind == "n":
            return self._number(value, int(element.get("s", 0)))
        return _other(kind, value)

    def _number(self, value: str, style: int) -> tuple[str, str]:
        formats = self.package.formats
        code = formats[style] if style < len(formats) else "General"
        try:
            if is_date(code):
                return date_text(value, code, since_1904=self.package.since_1904), ""
            return number_text(value, code), ""
        except NoReading as error:
            return value, str(error)


@lru_cache(maxsize=20_000)
def _column_of(letters: str) -> int:
    column = int(column_index_from_string(letters))
    if column > LAST_COLUMN:
        raise ValueError("a column beyond the last")
    return column


def _column(reference: str) -> int:
    return _column_of(reference.rstrip("0123456789")) if reference else 0


def _other(kind: str, value: str) -> tuple[str, str]:
    if kind == "str":
        return _without_nul(unescape(value))
    if kind == "b":
        return ("true" if value.strip() in ("1", "true") else "false"), ""
    if kind == "d":
        return _iso(value), ""
    return value, gettext("the error {value}").format(value=value) if kind == "e" else gettext(
        "a value of an unknown kind ({kind})"
    ).format(kind=kind)


def _iso(value: str) -> str:
    """A day or time that is stored as ISO 8601 already; midnight is the day alone."""
    return re.sub(r"T00:00(?::00(?:\.0+)?)?Z?$", "", value)


def _without_nul(text: str) -> tuple[str, str]:
    # No database stores one, not even to show what was wrong.
    if "\0" in text:
        return text.replace("\0", "\ufffd"), gettext("a NUL character, which no text has")
    return text, ""
