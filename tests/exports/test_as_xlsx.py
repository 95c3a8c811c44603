"""What a spreadsheet holds is read back as it was, and nothing of it is run."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.exports import as_xlsx
from tracker.exports.columns import Column
from tracker.lib import csv_cells
from tracker.lib.sheets.opening import open_sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
WORDS = [
    "Ağdam, Şuşa, İrəvan", "Հայաստան", "Россия", "საქართველო", "ประเทศไทย", "a\u200bb\ufeffc", "𐎠😀",
    "=1+1", "'=1", "''+1", "@SUM(A1)", "\tx", "a\r\nb\rc", 'say "no", twice', "_x000D_", "#N/A", " two  spaces ",
]  # fmt: skip
COLUMN = Column("words", "Any words.")


def written(*texts: str) -> io.BytesIO:
    with as_xlsx.workbook([COLUMN], ([text] for text in texts), [("title", "=about")]) as file:
        return io.BytesIO(file.read())


@given(TEXTS)
@example("_x005F_x000D_")
@example("x" * 32_767)
def test_text_comes_back_from_a_spreadsheet(text):
    # A row without anything would be none: beside every text stands a full cell.
    columns = [COLUMN, Column("full", "Always there.")]
    with (
        as_xlsx.workbook(columns, [[text, "x"]], []) as file,
        open_sheet(file, sheet="data") as sheet,
    ):
        (row,) = sheet.rows

    assert not row.problem
    assert csv_cells.unescape(row.cells[0]) == text


def test_words_of_many_languages_and_formulas_come_back():
    with open_sheet(written(*WORDS), sheet="data") as sheet:
        assert [csv_cells.unescape(row.cells[0]) for row in sheet.rows] == WORDS


def test_nothing_in_a_spreadsheet_is_a_formula():
    file = written(*WORDS)

    assert {cell.data_type for row in openpyxl.load_workbook(file)["data"].rows for cell in row} <= {"s", "inlineStr"}  # fmt: skip
    with zipfile.ZipFile(file) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in sheets if b"<f>" in parts.read(name)]


def test_what_a_spreadsheet_cannot_hold_is_refused_in_words():
    with pytest.raises(as_xlsx.DoesNotFit, match="holds 32767 characters"):
        written("x" * 32_768)


def test_more_rows_than_a_spreadsheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 3)

    assert len(list(openpyxl.load_workbook(written("1", "2"))["data"].rows)) == 3
    with pytest.raises(as_xlsx.DoesNotFit, match="holds 3 rows"):
        written("1", "2", "3")
