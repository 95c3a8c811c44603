"""Every table in every form: the same rows, chosen columns, and what the file says of itself."""

import csv
import hashlib
import io
import json
import re

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.views.addresses import FILES
from tests.views.html import read
from tests.views.sample import sample  # noqa: F401
from tracker.exports import commitments, parties, passages, records, status_changes
from tracker.lib import csv_cells
from tracker.models import Event, Figure, Party, Passage, StatusChange
from tracker.views.files import FORMS, TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

COLUMNS = {
    "commitments": commitments.COLUMNS,
    "statuses": status_changes.COLUMNS,
    "passages": passages.COLUMNS,
    "parties": parties.COLUMNS,
    "events": records.EVENTS.columns,
    "figures": records.FIGURES.columns,
}
PARTY = "?party=azerbaijan&as_of=2026-11-01"
RELEASE = "?q=%22Release+32+Armenian%22"


def got(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200, (address, answer.getvalue()[:500])
    return bytes(answer.getvalue())


def refused(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 400, address
    return str(answer.getvalue().decode())


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def sheet_of(data: bytes, name: str = "data") -> list[list[object]]:
    return [[c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(data))[name].rows]


@pytest.mark.parametrize("query", ["", PARTY])
@pytest.mark.parametrize("table", TABLES)
def test_every_form_of_a_table_has_the_same_rows(table, query):
    as_csv, as_json, as_lines, as_sheet, metadata, schema = (
        got(reverse(name) + query) for name in FILES[table]
    )

    rows = rows_of(as_csv)
    plain = [{n: csv_cells.unescape(cell) for n, cell in row.items()} for row in rows]
    assert rows
    assert list(rows[0]) == [column.name for column in COLUMNS[table]]
    assert json.loads(as_json)["items"] == plain
    assert json.loads(as_json)["count"] == len(rows)
    assert [json.loads(line) for line in as_lines.decode().splitlines()] == plain
    assert [row[0] for row in sheet_of(as_sheet)[1:]] == [next(iter(row.values())) for row in rows]
    assert [field["name"] for field in json.loads(schema)["fields"]] == list(rows[0])
    told = json.loads(metadata)["notes"][0]
    assert (told["rows"], told["sha256"]) == (len(rows), hashlib.sha256(as_csv).hexdigest())


def test_names_are_those_of_the_site_map():
    assert {name for names in FILES.values() for name in names} == {
        f"{table}-{form}" for table in TABLES for form in FORMS
    }


def test_without_filters_every_public_record_is_there():
    for table, model, key in (
        ("passages", Passage, "code"), ("parties", Party, "slug"), ("events", Event, "code"),
        ("figures", Figure, "code"), ("statuses", StatusChange, "code"),
    ):  # fmt: skip
        found = {row[key] for row in rows_of(got(f"/{table}.csv"))}
        assert found == set(model.public.values_list(key, flat=True)), table


def test_with_filters_what_goes_with_the_commitments_is_there():
    query = RELEASE

    assert {row["code"] for row in rows_of(got(f"/commitments.csv{query}"))} == {"C-JOINT-05"}
    assert {row["commitment"] for row in rows_of(got(f"/statuses.csv{query}"))} == {"C-JOINT-05"}
    slugs = {row["slug"] for row in rows_of(got(f"/parties.csv{query}"))}
    assert {"armenia", "azerbaijan"} <= slugs
    assert len(slugs) < 10
    words = rows_of(got(f"/passages.csv{query}"))
    assert all("C-JOINT-05" in row["commitments"] or row["commitments"] == "" for row in words)
    assert any("C-JOINT-05" in row["commitments"] for row in words)


def test_columns_are_chosen_and_come_in_the_order_of_the_table():
    lines = got("/commitments.csv?columns=status,code&" + RELEASE[1:]).decode().splitlines()

    assert lines == ["code,status", "C-JOINT-05,fulfilled"]


def test_column_that_is_none_is_refused_with_those_there_are():
    told = refused("/parties.csv?columns=slug,nmae")

    assert told.startswith("Columns: “nmae”. There is no such column; there are: slug, name,")


def test_mark_for_old_spreadsheet_programs_comes_when_it_is_asked_for():
    plain, marked = got("/parties.csv"), got("/parties.csv?bom=1")

    assert marked == b"\xef\xbb\xbf" + plain
    told = json.loads(got("/parties.csv-metadata.json?bom=1"))
    assert told["notes"][0]["sha256"] == hashlib.sha256(marked).hexdigest()
    assert refused("/parties.csv?bom=yes") == "bom: “yes”. Write 1 for yes."


def test_metadata_say_what_was_asked_and_where_the_same_is_to_be_had():
    told = json.loads(got(f"/commitments.csv-metadata.json{PARTY}&columns=code,title"))

    about = told["notes"][0]
    path = told["url"].partition("8000")[2] or told["url"]
    assert rows_of(got("/" + path.partition("/")[2])) == rows_of(
        got(f"/commitments.csv{PARTY}&columns=code,title")
    )
    assert (about["as_of"], told["tableSchema"]["primaryKey"]) == ("2026-11-01", "code")
    assert [column["name"] for column in told["tableSchema"]["columns"]] == ["code", "title"]
    assert about["licence"].startswith("https://")
    assert told["dc:license"] == {"@id": about["licence"]}
    assert about["data_to"] == "2026-11-22T06:00:00+00:00"


def test_schema_fits_the_cells_of_the_csv():
    fits = {
        "boolean": re.compile("true|false"),
        "date": re.compile(r"\d{4}-\d\d-\d\d"),
        "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00"),
        "integer": re.compile(r"\d+"),
        "number": re.compile(r"-?\d+(\.\d+)?"),
        "string": re.compile(".*", re.DOTALL),
    }
    for table in TABLES:
        schema = json.loads(got(f"/{table}.csv-schema.json"))
        rows = rows_of(got(f"/{table}.csv"))
        for field in schema["fields"]:
            cells = {row[field["name"]] for row in rows} - set(schema["missingValues"])
            assert all(fits[field["type"]].fullmatch(cell) for cell in cells), (table, field)
        (key,) = schema["primaryKey"]
        assert len({row[key] for row in rows}) == len(rows)


def test_spreadsheet_has_days_numbers_and_links_and_says_what_it_is():
    data = got(f"/commitments.xlsx{RELEASE}")
    book = openpyxl.load_workbook(io.BytesIO(data))
    head, row = book["data"].rows
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}

    assert cells["quantity"].value == 32
    assert cells["as_of"].is_date
    assert cells["is_standing"].value is False
    assert cells["permalink"].hyperlink.target == cells["permalink"].value
    about = dict(row for row in sheet_of(data, "about"))
    assert "Release+32" in str(about["asked"])
    assert str(about["code"]).startswith("Permanent code")


@pytest.mark.parametrize(
    "form", ["csv", "json", "jsonl", "xlsx", "csv-metadata.json", "csv-schema.json"]
)
def test_file_of_what_makes_no_sense_is_refused(form):
    assert refused(f"/passages.{form}?party=zzz") == "Party: “zzz”. There is no such choice."


def test_data_page_names_every_file_and_column():
    page = read(Client().get("/data/"))

    links = page.one("section", **{"aria-labelledby": "files"}).links
    assert {reverse(name) for names in FILES.values() for name in names} <= set(links)
    terms = [term.words for term in page.all("dt")]
    assert terms == [column.name for columns in COLUMNS.values() for column in columns]
