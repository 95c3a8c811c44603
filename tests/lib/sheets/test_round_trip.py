"""Any table of text, written as CSV or XLSX, comes back cell for cell; and is never held whole.

What cannot come back: a NUL character and half a surrogate pair (no encoding, no XML has them),
rows at the end in which every cell is empty, and, in XLSX, a control character that the writing
program did not escape. A header must have names, all different. A CSV header that has another
delimiter in its names more often than its own, or none because there is one column, needs
`delimiter=` (of one column, cells with commas are otherwise reported as several).
"""

import io
import re
import tracemalloc
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.lib.sheets.files import cells_of, saved, workbook
from tracker.lib.sheets import ENCODINGS, open_sheet

MARKED = ["utf-8", "utf-8-sig", "utf-16"]
HARD = st.text(st.sampled_from("\"',;\t\r\n =ə_x000D_A\u2028é"), max_size=8)
TEXTS = (
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8) | HARD
)
NAMES = st.text(st.sampled_from("abcdé\"' \n"), min_size=1, max_size=4).filter(str.strip)
CONTROL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@st.composite
def tables(draw, texts=TEXTS):
    header = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.strip))
    row = st.lists(texts, min_size=len(header), max_size=len(header))
    rows = draw(st.lists(row, max_size=4))
    return header, [*rows, ["end"] * len(header)]


def as_csv(table, encoding, delimiter=",", end="\n", always_quoted=False):
    def written(cell):  # csv.writer leaves a lone CR unquoted
        if always_quoted or re.search(f'["\r\n{delimiter}]', cell):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    header, rows = table
    lines = [delimiter.join(map(written, row)) + end for row in [header, *rows]]
    return io.BytesIO("".join(lines).encode(encoding))


@settings(max_examples=100, deadline=None)
@given(
    tables(),
    st.sampled_from(MARKED),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_csv_comes_back_cell_for_cell(table, encoding, delimiter, end, always_quoted):
    file = as_csv(table, encoding, delimiter, end, always_quoted)
    named = delimiter if len(table[0]) == 1 else ""
    with open_sheet(file, delimiter=named) as sheet:
        assert sheet.header == table[0]
        assert [row.cells for row in sheet.rows] == table[1]


def texts_in(encoding):
    """Texts of all letters of an encoding; `st.characters` would find them among all of Unicode."""
    if encoding.startswith("utf"):
        return TEXTS
    return st.text(bytes(range(1, 256)).decode(encoding, errors="ignore"), max_size=8)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv_in_a_named_encoding_comes_back_cell_for_cell(encoding):
    @settings(max_examples=15, deadline=None)
    @given(tables(texts_in(encoding)))
    def holds(table):
        header = [f"column {number}" for number, _ in enumerate(table[0])]
        assert cells_of(as_csv((header, table[1]), encoding), encoding=encoding) == table[1]

    holds()


@settings(max_examples=60, deadline=None)
@given(tables())
def test_xlsx_comes_back_cell_for_cell(table):
    header, rows = table
    book = Workbook()
    for row in [header, *rows]:
        book.active.append([escaped(cell) for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s"  # a text that begins with = is no formula here

    with open_sheet(saved(book)) as sheet:
        assert sheet.header == header
        assert [row.cells for row in sheet.rows] == rows


def escaped(text: str) -> str:
    """As spreadsheet programs write what XML cannot hold, or would change."""
    return CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


class Counted(io.BytesIO):
    """A file that knows how much of it has been asked for."""

    total = 0

    def read(self, size=-1):
        data = super().read(size)
        self.total += len(data)
        return data

    def read1(self, size=-1):
        data = super().read1(size)
        self.total += len(data)
        return data


MANY = 12_000


def many_rows():
    return ([str(number), f"row {number * 7919} of many"] for number in range(MANY))


@cache
def many_as_csv() -> bytes:
    return as_csv((["id", "text"], many_rows()), "utf-8").getvalue()


@cache
def many_as_xlsx() -> bytes:
    return workbook(["id", "text"], *many_rows()).getvalue()


@pytest.mark.parametrize("make", [many_as_csv, many_as_xlsx])
def test_rows_are_read_as_they_are_asked_for(make):
    file = Counted(make())
    with open_sheet(file) as sheet:
        next(sheet.rows)
        # Opening has looked through the whole file once: for its encoding, or for merged cells.
        at_first_row = file.total
        for _ in range(MANY // 2):
            next(sheet.rows)
        half_way = file.total

        assert sum(1 for _ in sheet.rows) == MANY // 2 - 1

    rest = file.total - at_first_row
    assert rest > 0.8 * len(file.getvalue())
    assert 0.3 < (half_way - at_first_row) / rest < 0.7


@pytest.mark.parametrize("make", [many_as_csv, many_as_xlsx])
def test_rows_that_were_read_are_not_kept(make):
    file = io.BytesIO(make())
    with open_sheet(file) as sheet:
        next(sheet.rows)
        tracemalloc.start()
        assert sum(1 for _ in sheet.rows) == MANY - 1
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < 500_000
