"""Workbooks that cannot be read, or must not be: each gets its own sentence."""

import io
import re
import zipfile
import zlib

import pytest
from openpyxl import Workbook

from tests.lib.sheets.files import (
    NS,
    TYPES,
    cells_of,
    csv_file,
    inline,
    one_row_sheet,
    refusal,
    saved,
    with_part,
    with_sheet,
    workbook,
)
from tracker.lib.sheets import xlsx_package, xlsx_rows
from tracker.lib.sheets.opening import OLE

BOMB = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}">]>'
BROKEN = "is damaged or not made as XLSX asks"


def archive(**parts: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file


def test_open_sheet_refuses_an_encrypted_workbook():
    entry = "EncryptedPackage".encode("utf-16-le")
    file = csv_file(OLE + b"\0" * (65_536 - 20) + entry + b"\0" * 100)

    assert "protected by a password" in str(refusal(file))


def test_open_sheet_refuses_a_zip_with_encrypted_parts():
    data = bytearray(workbook(["a"], ["1"]).getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    assert "protected by a password" in str(refusal(io.BytesIO(bytes(data))))


def test_open_sheet_refuses_an_old_workbook():
    assert "old Excel file (.xls)" in str(refusal(csv_file(OLE + b"\0" * 3000)))


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (archive(mimetype="application/vnd.oasis", content_xml="<x/>"), "OpenDocument"),
        (archive(a_txt="x"), "a ZIP file but no XLSX workbook"),
        (archive(**{"[Content_Types]_xml": "<x/>", "word__document_xml": "<x/>"}), "no XLSX"),
        (archive(**{"[Content_Types]_xml": "<x/>", "xl__workbook.bin": "x"}), "(.xlsb)"),
        (archive(), "a ZIP file but no XLSX workbook"),
    ],
)
def test_open_sheet_refuses_other_archives_by_name(file, what):
    assert what in str(refusal(file))


def test_open_sheet_refuses_half_a_workbook():
    data = workbook(["a"], ["1"]).getvalue()

    assert BROKEN in str(refusal(io.BytesIO(data[: len(data) // 2])))


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "no XML"),
        ("xl/workbook.xml", None),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Wrong='1'/></Relationships>"),
        ("xl/styles.xml", "<styleSheet"),
        ("xl/sharedStrings.xml", f'<sst xmlns="{NS}"><si>'),
        ("xl/worksheets/sheet1.xml", None),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{NS}"><sheetData><row r="1">'),
    ],
)
def test_open_sheet_refuses_a_workbook_with_a_broken_part(part, data):
    assert BROKEN in str(refusal(with_part(one_row_sheet(inline("1")), part, data)))


@pytest.mark.parametrize(
    "data",
    [
        '<row r="2"><c><v>1</v></c></row><row r="1"/>',
        '<row r="x"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1"><c r="??1"/></row>',
        '<row r="1"><c t="s"><v>7</v></c></row>',
        '<row r="1"><c t="s"><v>-1</v></c></row>',
    ],
)
def test_open_sheet_refuses_rows_and_cells_that_cannot_be(data):
    assert BROKEN in str(refusal(with_sheet(data)))


def test_open_sheet_closes_a_file_it_refuses(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")

    assert "is empty" in str(refusal(path))  # an open file would warn, and so fail this test


def test_rows_are_read_of_a_workbook_without_styles():
    file = with_part(workbook(["a"], [1]), TYPES, None)
    with zipfile.ZipFile(workbook(["a"], [1])) as parts:
        types = re.sub(r"<Override PartName=./xl/styles.xml.[^>]*>", "", parts.read(TYPES).decode())

    assert cells_of(with_part(file, TYPES, types)) == [["1"]]


def test_rows_refuse_damage_far_down():
    file = workbook(["a"], *([str(number * 7919)] for number in range(20_000)))
    data = bytearray(file.getvalue())
    with zipfile.ZipFile(file) as parts:
        info = parts.getinfo("xl/worksheets/sheet1.xml")
    place = info.header_offset + info.compress_size // 2
    data[place : place + 50] = b"\xff" * 50

    assert BROKEN in str(refusal(io.BytesIO(bytes(data))))


def test_open_sheet_refuses_a_workbook_with_a_chart_sheet_only():
    file = saved(Workbook())
    with zipfile.ZipFile(file) as parts:
        rels = parts.read("xl/_rels/workbook.xml.rels").replace(b'/worksheet"', b'/chartsheet"')

    refused = refusal(with_part(file, "xl/_rels/workbook.xml.rels", rels))

    assert "has no sheet with cells" in str(refused)


def test_open_sheet_refuses_the_strict_form():
    file = workbook(["a"], ["1"])
    with zipfile.ZipFile(file) as parts:
        book = parts.read("xl/workbook.xml").decode()
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    assert usual in book

    refused = refusal(with_part(file, "xl/workbook.xml", book.replace(usual, strict)))

    assert "“Strict” form" in str(refused)


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
    ],
)
def test_open_sheet_refuses_a_part_that_declares_entities(part):
    file = one_row_sheet(inline("1"))
    with zipfile.ZipFile(file) as parts:
        data = parts.read(part).decode().partition("?>")
    body = data[2] or data[0]

    assert BROKEN in str(refusal(with_part(file, part, BOMB + body.lstrip())))


def test_open_sheet_refuses_a_zip_bomb_before_unpacking_it(monkeypatch):
    file = with_part(workbook(["a"], ["1"]), "xl/media/image1.xml", b"\0" * 11_000_000)
    monkeypatch.setattr(zlib, "decompressobj", None)

    assert "unpacks to far more" in str(refusal(file))


def test_open_sheet_refuses_a_workbook_that_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(xlsx_package, "LARGEST_UNPACKED", 1000)

    assert "unpacks to far more" in str(refusal(workbook(["a"], ["1"])))


def test_open_sheet_refuses_a_part_that_is_read_whole_and_too_large(monkeypatch):
    monkeypatch.setattr(xlsx_package, "LARGEST_SMALL_PART", 100)

    assert "A part of the workbook" in str(refusal(workbook(["a"], ["1"])))


@pytest.mark.parametrize("shared", ["", "<si><t>{long}</t></si>"])
def test_rows_refuse_a_row_or_text_that_would_fill_the_memory(monkeypatch, shared):
    monkeypatch.setattr(xlsx_package, "LONGEST_PIECE", 200_000)
    long = "x" * 300_000
    cell = '<c t="s"><v>0</v></c>' if shared else inline(long)

    refused = refusal(one_row_sheet(cell, shared=shared.format(long=long)))

    assert "A row or cell of the workbook is far too large" in str(refused)


def test_open_sheet_refuses_endless_merged_cells(monkeypatch):
    monkeypatch.setattr(xlsx_rows, "MOST_MERGES", 1)
    book = Workbook()
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("B1:B2")

    assert "too many merged cells" in str(refusal(saved(book)))
