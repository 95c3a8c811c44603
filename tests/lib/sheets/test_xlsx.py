"""XLSX: which sheet, which rows, and what each kind of cell reads as."""

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.lib.sheets.files import (
    cells_of,
    inline,
    one_row_sheet,
    only_row,
    refusal,
    rows_of,
    saved,
    with_sheet,
    workbook,
)
from tracker.lib.sheets import open_sheet


def test_open_sheet_reads_a_workbook_whatever_its_name(tmp_path):
    path = tmp_path / "parties.csv"
    path.write_bytes(workbook(["code", "name"], ["1", "One"]).getvalue())

    with open_sheet(path) as sheet:
        assert (sheet.kind, sheet.header, sheet.name) == ("xlsx", ["code", "name"], "Sheet")
        assert [(row.line, row.cells) for row in sheet.rows] == [(2, ["1", "One"])]


def test_open_sheet_leaves_a_workbook_open_that_was_given_open():
    file = workbook(["a"], ["1"])

    assert cells_of(file) == cells_of(file) == [["1"]]


def test_rows_give_text_as_it_is():
    texts = ["111.10", "00042", "  two  spaces ", "=not a formula", "'=1", "a\nb", "1E5", "TRUE"]
    book = Workbook()
    book.active.append([f"column {number}" for number, _ in enumerate(texts)])
    book.active.append(texts)
    for cell in book.active[2]:
        cell.data_type = "s"

    assert cells_of(saved(book)) == [texts]


def test_rows_give_formatted_text_without_its_formatting():
    rich = CellRichText("one ", TextBlock(InlineFont(b=True), "two"), " three")
    aids = "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"

    assert cells_of(workbook(["a"], [rich])) == [["one two three"]]
    assert cells_of(one_row_sheet('<c t="s"><v>0</v></c>', shared=aids)) == [["東京"]]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("x005F_", "x005F_"),
        ("_xD800_", "_xD800_"),
        ("_x0001_", "\x01"),
        ("_xZZZZ_", "_xZZZZ_"),
    ],
)
def test_rows_undo_the_escapes_of_control_characters(stored, text):
    shared = f"<si><t>{stored}</t></si>"
    cells = [inline(stored), '<c t="s"><v>0</v></c>', f'<c t="str"><f>A1</f><v>{stored}</v></c>']

    assert cells_of(one_row_sheet(*cells, shared=shared)) == [[text] * 3]


def test_rows_refuse_the_one_character_no_text_has():
    row = only_row(one_row_sheet(inline("a_x0000_")))

    assert row.problem == "Cell A2 holds a NUL character, which no text has."
    assert row.cells == ["a\ufffd"]


def test_rows_give_booleans_as_words():
    assert cells_of(workbook(["a", "b"], [True, False])) == [["true", "false"]]


def test_rows_give_days_stored_as_text_as_they_are():
    days = ["2023-12-07T00:00:00", "2023-12-07", "2023-12-07T14:30:00"]

    assert cells_of(one_row_sheet(*(f'<c t="d"><v>{day}</v></c>' for day in days))) == [
        ["2023-12-07", "2023-12-07", "2023-12-07T14:30:00"]
    ]


def test_rows_give_the_stored_result_of_a_formula():
    cells = [
        "<c><f>1+1</f><v>2</v></c>",
        '<c t="str"><f>A1&amp;"x"</f><v>2x</v></c>',
        '<c t="str"><f>""</f><v></v></c>',
        '<c t="b"><f>1=1</f><v>1</v></c>',
    ]

    assert cells_of(one_row_sheet(*cells)) == [["2", "2x", "", "true"]]


def test_rows_name_a_formula_without_a_stored_result():
    rows = rows_of(workbook(["a", "b"], ["x", "=1+1"], ["y", "2"]))

    assert rows[0].problem.startswith("Cell B2 holds a formula whose result is not in the file")
    assert (rows[0].problem_in([0]), rows[0].problem_in([0, 1])) == ("", rows[0].problem)
    assert rows[1].problem == ""


def test_rows_name_a_cell_with_an_error():
    (row,) = rows_of(one_row_sheet("<c/>", '<c t="e"><f>NA()</f><v>#N/A</v></c>'))

    assert row.problem == "Cell B2 holds the error #N/A."
    assert row.cells == ["", "#N/A"]


def test_rows_name_the_first_few_problems_and_count_the_rest():
    (row,) = rows_of(one_row_sheet(*['<c t="e"><v>#REF!</v></c>'] * 5))

    assert row.problem.startswith("Cell A2 holds the error #REF!. Cell B2")
    assert row.problem.endswith("And 2 more.")


def test_rows_name_a_cell_of_a_kind_that_does_not_exist():
    (row,) = rows_of(one_row_sheet('<c t="zz"><v>1</v></c>'))

    assert row.problem == "Cell A2 holds a value of an unknown kind (zz)."


def test_rows_name_merged_cells_and_only_the_rows_they_cover():
    book = Workbook()
    for row in (["a", "b"], ["1", "x"], ["2", None], ["3", None], ["4", "y"], ["5", "z"]):
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    book.active.merge_cells("A6:B6")

    rows = rows_of(saved(book))

    assert [row.problem for row in rows] == [
        *["Cells B2:B4 are merged: unmerge them and fill in each one."] * 3,
        "",
        "Cells A6:B6 are merged: unmerge them and fill in each one.",
    ]


def test_open_sheet_refuses_a_header_of_merged_cells():
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append(["1", "2"])
    book.active.merge_cells("A1:B1")

    assert "The header (line 1) cannot be read. Cells A1:B1 are merged" in str(refusal(saved(book)))


def test_rows_that_are_hidden_count():
    book = Workbook()
    for row in (["a", "b"], ["1", "x"], ["2", "y"]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True

    assert cells_of(saved(book)) == [["1", "x"], ["2", "y"]]


def test_rows_that_are_empty_are_left_out_at_the_end_only():
    book = Workbook()
    book.active["B3"], book.active["C3"] = "a", "b"
    book.active["B4"], book.active["C7"], book.active["C9"] = "1", "2", ""
    book.active["D12"].number_format = "0.00"
    book.active["A3"] = "id"

    assert [(row.line, row.cells) for row in rows_of(saved(book))] == [
        (4, ["", "1", ""]),
        (5, ["", "", ""]),
        (6, ["", "", ""]),
        (7, ["", "", "2"]),
    ]


def test_rows_are_as_wide_as_the_header():
    rows = rows_of(workbook(["a", "b", None], ["1"], ["1", "2", None], ["1", None, "3"]))

    assert [row.cells for row in rows] == [["1", ""], ["1", ""], ["1", "2"], ["1", "", "3"]][1:]
    assert rows[2].problem == "This row has 3 cells where the header has 2."


def test_rows_are_found_without_references():
    rows = rows_of(with_sheet(f"<row>{inline('a')}{inline('b')}</row><row>{inline('1')}</row>"))

    assert [(row.line, row.cells) for row in rows] == [(2, ["1", ""])]


def test_open_sheet_takes_the_first_sheet_that_is_shown_or_the_named_one():
    book = Workbook()
    book.active.title = "Lists"
    book.active.append(["hidden"])
    book.active.append(["0"])
    book.active.sheet_state = "hidden"
    for name in ("Parties", "Events"):
        book.create_sheet(name).append([name])
        book[name].append(["1"])
    file = saved(book)

    with open_sheet(file) as sheet:
        assert (sheet.name, sheet.header) == ("Parties", ["Parties"])
        assert sheet.sheet_names == ("Lists", "Parties", "Events")
    assert cells_of(file, sheet="Lists") == [["0"]]
    assert cells_of(file, sheet="Events") == [["1"]]
    assert "choose one of “Lists”, “Parties”, “Events”" in str(refusal(file, sheet="events"))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "is empty"),
        ([["a", "b"]], "no rows below"),
        ([["a", None, "c"], ["1"]], "Column 2 has no name"),
        ([["a", "b", "a "], ["1"]], "Columns 1 and 3 are both named “a”"),
        ([[f"c{n}" for n in range(501)], ["1"]], "There are 501 columns"),
    ],
)
def test_open_sheet_refuses_a_header_as_it_does_in_csv(rows, sentence):
    assert sentence in str(refusal(workbook(*rows)))


def test_rows_name_a_cell_that_is_too_long():
    shared = f"<si><t>{'x' * 100_001}</t></si>"

    row = only_row(one_row_sheet(inline("1"), '<c t="s"><v>0</v></c>', shared=shared))

    assert row.problem.startswith("Column 2 of line 2 holds 100,001 characters")
    assert row.problem_in([0]) == ""
