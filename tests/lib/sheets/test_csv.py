"""CSV: where rows begin, what divides cells, and which files are refused."""

import csv

import pytest

from tests.lib.sheets.files import cells_of, csv_file, only_row, refusal, rows_of
from tracker.lib.sheets import open_sheet, shapes
from tracker.lib.sheets.csv_rows import LONGEST_ROW


def test_open_sheet_reads_a_path_and_closes_its_file(tmp_path):
    path = tmp_path / "parties.anything"
    path.write_bytes(b"code,name\n1,One\n")

    with open_sheet(path) as sheet:
        assert (sheet.kind, sheet.header) == ("csv", ["code", "name"])
        assert [row.cells for row in sheet.rows] == [["1", "One"]]
    with open_sheet(str(path)) as sheet:
        rows = sheet.rows

    with pytest.raises(ValueError, match="closed file"):
        list(rows)


def test_open_sheet_leaves_a_file_open_that_was_given_open():
    file = csv_file("a\n1\n")

    assert cells_of(file) == cells_of(file) == [["1"]]

    assert not file.closed


def test_open_sheet_leaves_a_file_open_whose_rows_were_not_read_to_the_end():
    file = csv_file("a\n1\n2\n")
    sheet = open_sheet(file)
    next(sheet.rows)

    del sheet

    assert not file.closed


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_know_the_line_they_begin_on(end):
    lines = ["a,b", '1,"one', "two", 'three"', "", '2,""', "3,x"]

    rows = rows_of(csv_file(end.join(lines)))

    assert [(row.line, row.cells) for row in rows] == [
        (2, ["1", f"one{end}two{end}three"]),
        (5, []),
        (6, ["2", ""]),
        (7, ["3", "x"]),
    ]


def test_rows_keep_mixed_line_ends_inside_quoted_cells_as_they_are():
    assert cells_of(csv_file('a,b\r"1\r\n2",x\n"3\r4\n5",y\r\n')) == [
        ["1\r\n2", "x"],
        ["3\r4\n5", "y"],
    ]


def test_rows_keep_every_character_of_a_cell():
    text = "  space , „quoted“ 'x' 5\" =1+1 \u2028 \x0b \x85 é е́ "

    assert cells_of(csv_file(f'a,b\n"{text.replace(chr(34), chr(34) * 2)}",5" pipe\n')) == [
        [text, '5" pipe']
    ]


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("a,b;c,d", ","),
        ("a;b;c", ";"),
        ("a\tb\tc", "\t"),
        ("alone", ","),
        ('"x,y,z";b', ";"),
        ('"x\n,,,""";b,c;d', ";"),
        ('5" a,b;c;d', ";"),
        ("\n\r\na;b", ";"),
    ],
)
def test_open_sheet_finds_the_delimiter_in_the_header(header, delimiter):
    with open_sheet(csv_file(f"{header}\n1\n")) as sheet:
        assert sheet.delimiter == delimiter


def test_open_sheet_takes_the_delimiter_it_is_given():
    assert cells_of(csv_file("a,b\n1,2\n"), delimiter=";") == [["1,2"]]
    assert "comma, a semicolon or a tab" in str(refusal(csv_file("a|b\n"), delimiter="|"))


def test_open_sheet_skips_the_line_with_which_excel_names_the_delimiter():
    file = csv_file("sep=;\r\na,b;c\r\n1;2\r\n")

    with open_sheet(file) as sheet:
        assert sheet.header == ["a,b", "c"]
        assert [(row.line, row.cells) for row in sheet.rows] == [(3, ["1", "2"])]


def test_rows_with_too_few_or_too_many_cells_say_so_and_the_others_are_read():
    rows = rows_of(csv_file("a,b\n1\n2,2\n3,3,3\n\n4,4\n"))

    assert [row.problem for row in rows] == [
        "This row has 1 cell where the header has 2.",
        "",
        "This row has 3 cells where the header has 2.",
        "This row has 0 cells where the header has 2.",
        "",
    ]
    assert rows[2].cells == ["3", "3", "3"]


def test_rows_that_are_empty_are_left_out_at_the_end_only():
    assert [row.line for row in rows_of(csv_file("a,b\n1,1\n,\n3,3\n\n,\n,,,\n\n"))] == [2, 3, 4]


def test_a_blank_line_is_the_empty_cell_of_a_single_column():
    assert cells_of(csv_file("a\n\n2\n")) == [[""], ["2"]]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\r\n", b",,,\n"])
def test_open_sheet_refuses_an_empty_file(content):
    assert "is empty" in str(refusal(csv_file(content)))


@pytest.mark.parametrize("content", ["a,b", "a,b\n", "a,b\n\n,\n"])
def test_open_sheet_refuses_a_header_without_rows(content):
    assert "no rows below" in str(refusal(csv_file(content)))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b, a\n", "Columns 1 and 3 are both named “a” in the header (line 1)"),
        ("a,b,\n", "Column 3 has no name in the header (line 1)"),
        ("\na, ,c\n", "Column 2 has no name in the header (line 2)"),
        ('a,b\n1,2\n3,"4\n5,6\n', "in the row that begins in line 3 is never closed"),
        ('a,"b\n1,2', "in the row that begins in line 1 is never closed"),
        ('a,b\n"1"x,2\n', "In the row that begins in line 2 text follows a closing"),
        ("a,b\n1,2\n3,\0\n", "Line 3 holds a NUL"),
        (",".join(f"c{n}" for n in range(501)), "There are 501 columns in the header (line 1)"),
    ],
)
def test_open_sheet_refuses_with_what_where_and_what_to_do(content, sentence):
    assert sentence in str(refusal(csv_file(content)))


def test_open_sheet_reads_what_is_just_within_the_limits():
    header = ",".join(f"c{number}" for number in range(shapes.MOST_COLUMNS))
    cells = ["x" * shapes.LONGEST_CELL] + [""] * (shapes.MOST_COLUMNS - 1)

    assert cells_of(csv_file(f"{header}\n{','.join(cells)}\n")) == [cells]


@pytest.mark.parametrize("text", ['"' + "x\n" * LONGEST_ROW, "x" * LONGEST_ROW])
def test_rows_do_not_hold_a_file_for_want_of_a_quotation_mark(text):
    before = csv.field_size_limit(1 << 30)  # one limit for the whole process: others may raise it

    assert "begins in line 3 is too long" in str(refusal(csv_file("a\n1\n" + text)))

    csv.field_size_limit(before)


def test_rows_before_a_refusal_are_read():
    with open_sheet(csv_file('a\n1\n2\n"3\n')) as sheet:
        assert [next(sheet.rows).cells, next(sheet.rows).cells] == [["1"], ["2"]]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"{\\rtf1 x", "RTF"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><table>", "a web page"),
        (b"<HTML><table>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML file"),
    ],
)
def test_open_sheet_refuses_what_is_no_spreadsheet(content, what):
    assert what in str(refusal(csv_file(content)))


def test_rows_leave_apostrophes_to_those_who_know_what_they_mean():
    assert only_row(csv_file("a,b\n'=1+1,''x\n")).cells == ["'=1+1", "''x"]


def test_a_single_column_with_commas_is_reported_unless_another_delimiter_is_named():
    file = csv_file("name\nSmith, John\n")

    assert only_row(file).problem == "This row has 2 cells where the header has 1."
    assert only_row(file, delimiter=";").cells == ["Smith, John"]


def test_rows_name_a_cell_that_is_too_long_and_are_read_on():
    rows = rows_of(csv_file("a\n" + "x" * 100_001 + "\nnext\n"))

    assert rows[0].problem.startswith("Column 1 of line 2 holds 100,001 characters, and 100,000 is")
    assert (rows[1].cells, rows[1].problem) == (["next"], "")
