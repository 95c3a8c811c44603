"""Spreadsheets for the tests of reading them: bytes of CSV, workbooks whole or part by part."""

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.xml.constants import SHARED_STRINGS

from tracker.lib.sheets import Row, SheetRefused, open_sheet

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "[Content_Types].xml"
SHARED = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/>'


def csv_file(content: str | bytes, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(content if isinstance(content, bytes) else content.encode(encoding))


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> io.BytesIO:
    """An XLSX file with these rows; `formats` by cell."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, code in (formats or {}).items():
        book.active[cell].number_format = code
    return saved(book)


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    return file


def with_part(file: io.BytesIO, name: str, data: str | bytes | None) -> io.BytesIO:
    """The same archive with one part replaced, added, or (None) left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if data is not None:
            new.writestr(name, data)
    return made


def with_sheet(data: str, *, head: str = "", tail: str = "", shared: str = "") -> io.BytesIO:
    """A workbook whose sheet has this XML between <sheetData> and </sheetData>."""
    sheet = f'{head}<worksheet xmlns="{NS}"><sheetData>{data}</sheetData>{tail}</worksheet>'
    file = with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet)
    # openpyxl writes each text into its cell; spreadsheet programs write a table of them.
    with zipfile.ZipFile(file) as parts:
        types = parts.read(TYPES).decode().replace("</Types>", f"{SHARED}</Types>")
    file = with_part(file, TYPES, types)
    return with_part(file, "xl/sharedStrings.xml", f'<sst xmlns="{NS}">{shared}</sst>')


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def one_row_sheet(*cells: str, **more: str) -> io.BytesIO:
    """A header as wide as needed and one row of these <c> elements in row 2."""
    header = "".join(inline(f"column {number}") for number, _ in enumerate(cells))
    return with_sheet(f'<row r="1">{header}</row><row r="2">{"".join(cells)}</row>', **more)


def rows_of(file: Any, **options: str) -> list[Row]:
    with open_sheet(file, **options) as sheet:
        return list(sheet.rows)


def cells_of(file: Any, **options: str) -> list[list[str]]:
    rows = rows_of(file, **options)
    assert not [row.problem for row in rows if row.problem]
    return [row.cells for row in rows]


def only_row(file: Any, **options: str) -> Row:
    (row,) = rows_of(file, **options)
    return row


def refusal(file: Any, **options: str) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        rows_of(file, **options)
    assert re.fullmatch(r"[A-Z“].*\.", str(caught.value), re.DOTALL)
    return caught.value
