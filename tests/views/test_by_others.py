"""What leaves the site, read by the libraries of others: they find nothing wrong and the same rows."""

import csv
import json

import csvw
import feedparser
import frictionless
import pytest
from django.test import Client

from tests.views.sample import sample  # noqa: F401
from tracker.views.files import TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

QUERIES = ["", "?party=azerbaijan", "?as_of=2023-12-13&columns=as_of,known_at"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def got(address: str) -> bytes:
    return bytes(Client().get(address).getvalue())


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("table", TABLES)
def test_frictionless_finds_nothing_wrong_with_a_csv(folder, table, query):
    (folder / "file.csv").write_bytes(got(f"/{table}.csv{query}"))
    schema = frictionless.Schema.from_descriptor(json.loads(got(f"/{table}.csv-schema.json{query}")))  # fmt: skip

    report = frictionless.Resource(path="file.csv", schema=schema).validate()

    assert report.flatten(["type", "rowNumber", "fieldName", "note"]) == []
    assert report.valid


def test_frictionless_finds_what_is_wrong(folder):
    """Otherwise its silence would say nothing."""
    (folder / "file.csv").write_bytes(got("/passages.csv").replace(b",en,", b",en,,", 1))
    schema = frictionless.Schema.from_descriptor(json.loads(got("/passages.csv-schema.json")))

    assert not frictionless.Resource(path="file.csv", schema=schema).validate().valid


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("table", TABLES)
def test_csvw_reads_a_csv_by_its_metadata(folder, table, query):
    (folder / "file.csv").write_bytes(got(f"/{table}.csv{query}"))
    metadata = json.loads(got(f"/{table}.csv-metadata.json{query}")) | {"url": "file.csv"}
    (folder / "file.csv-metadata.json").write_text(json.dumps(metadata))

    found = csvw.CSVW(str(folder / "file.csv-metadata.json"), validate=True)

    with (folder / "file.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (found.is_valid, found.warnings) == (True, [])
    assert len(list(found.t)) == len(rows) == metadata["notes"][0]["rows"]


@pytest.mark.parametrize("query", ["", "?party=armenia&as_of=2024-01-01", "?q=zzzzzz"])
def test_feedparser_reads_the_feed(query):
    feed = feedparser.parse(got(f"/statuses.atom{query}"))

    assert (feed.bozo, feed.version) == (False, "atom10")
    items = json.loads(got(f"/statuses.feed.json{query}"))["items"]
    assert [(e.id, e.title) for e in feed.entries] == [(i["id"], i["title"]) for i in items]
