"""Somebody's spreadsheet as rows of text: CSV and XLSX, cell for cell, without holding the file.

    with open_sheet("parties.xlsx") as sheet:
        for row in sheet.rows:
            row.line, row.cells, row.problem

A file that cannot be read is refused with one sentence for its editor (`SheetRefused`), when it is
opened or, for what shows only further down, while its rows are read. A row that cannot be
trusted has a `problem`; the rows after it are still read.
"""

from .encodings import ENCODINGS
from .opening import open_sheet
from .shapes import Guess, Row, Sheet, SheetRefused

__all__ = ["ENCODINGS", "Guess", "Row", "Sheet", "SheetRefused", "open_sheet"]
