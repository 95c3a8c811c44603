"""The CSV of the list: columns, safe cells, one row at a time, refusals in words."""

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.views.record import NOON, cited, marked, rich
from tracker.exports.commitments import COLUMNS
from tracker.lib import csv_cells

pytestmark = pytest.mark.django_db

PROMISED = [
    "code",
    "title",
    "category",
    "status",
    "status_since",
    "parties",
    "date_made",
    "quote",
    "locator",
    "source_title",
    "source_url",
    "permalink",
    "as_of",
]
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "'=1", "''+1", "＝1", "＋1", "－1", "＠1",
    "=HYPERLINK(\"http://evil.example\",\"x\")", "=cmd|' /C calc'!A0", 'a "b", c', "'", "'quoted'",
]  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def downloaded(client, query: str = "", **headers) -> list[dict[str, str]]:
    with time_machine.travel(NOON, tick=False):
        answer = client.get(f"/commitments.csv{query}", **headers)
        text = answer.getvalue().decode()
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_csv_has_the_documented_columns_in_their_order(client):
    header = client.get("/commitments.csv").getvalue().decode().rstrip("\r\n").split(",")

    assert header == [column.name for column in COLUMNS]
    assert set(PROMISED) <= set(header)
    assert len(header) == len(set(header))
    assert all(column.meaning.endswith(".") for column in COLUMNS)


def test_csv_row_says_what_the_page_says(client, settings):
    rich()

    row = next(row for row in downloaded(client) if row["code"] == "C-1")

    assert {name: row[name] for name in PROMISED} == {
        "code": "C-1",
        "title": "the title",
        "category": "meetings",
        "status": "stalled",
        "status_since": "2024-02-01",
        "parties": "the organ short name (counterparty); the party short name (obligor)",
        "date_made": "",
        "quote": row["quote"],
        "locator": "the locator",
        "source_title": "the source title",
        "source_url": "https://source.example/",
        "permalink": f"{settings.SITE_URL}/commitments/C-1/",
        "as_of": "2024-06-01",
    }
    assert row["passage_url"] == f"{settings.SITE_URL}/passages/P-1/"
    assert row["marks"] == "disputed; overdue; stale"
    assert row["recorded_at"] == "2024-04-01T08:00:00+00:00"


def test_csv_of_a_commitment_that_was_never_assessed_leaves_the_status_empty(client):
    factories.published_commitment()

    row = downloaded(client)[0]

    assert [row[n] for n in ("status", "status_since", "recorded_at", "marks")] == [""] * 4


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"date_precision": "month", "date_earliest": "2023-12-01", "date_latest": "2023-12-31"}, "2023-12"),
        ({"date_precision": "before", "date_latest": "2023-12-31"}, "../2023-12-31"),
        ({"date_precision": "vague", "date_words": "soon"}, ""),
    ],
)  # fmt: skip
def test_csv_gives_dates_no_more_precisely_than_they_are_known(client, values, text):
    factories.published_commitment(**values)

    assert downloaded(client)[0]["date_made"] == text


def test_csv_gives_the_quotation_letter_by_letter(client):
    words = 'two\n\nlines, “quotes”, "more", no\u00a0break, 𐍈👍, e\u0301'
    cited(factories.PassageFactory(capture=factories.CaptureFactory(text=words)))

    assert downloaded(client)[0]["quote"] == words


@pytest.mark.parametrize("words", HOSTILE)
def test_csv_cells_are_no_formulas_and_can_be_turned_back(client, words):
    capture = factories.CaptureFactory(text=f"Before {words} after", source__title=words)
    commitment = cited(marked(capture, words, locator=words), title=words)
    party = factories.PartyFactory(short_name=words)
    factories.ParticipationFactory(commitment=commitment, party=party)

    row = downloaded(client)[0]

    assert not [name for name, cell in row.items() if cell.startswith(FORMULA)]
    for name in ("title", "quote", "locator", "source_title"):
        assert csv_cells.unescape(row[name]) == words
    assert csv_cells.unescape(row["parties"]) == f"{words} (obligor)"


def test_csv_filters_and_sorts_like_the_list(client):
    passage = factories.PassageFactory()
    for code, title in (("C-1", "b"), ("C-2", "a"), ("C-3", "zebra")):
        cited(passage, code=code, title=title)
    cited(passage, code="C-4", title="a")

    assert [row["code"] for row in downloaded(client, "?sort=title")] == [
        "C-2",
        "C-4",
        "C-1",
        "C-3",
    ]
    assert [row["code"] for row in downloaded(client, "?q=zebra")] == ["C-3"]
    assert downloaded(client, "?q=nothing-like-it") == []


@pytest.mark.parametrize(
    ("query", "hint"), [("", ""), ("?status=stalled", "-filtered"), ("?q=", "")]
)
def test_csv_is_a_file_to_keep_with_its_day_in_the_name(client, query, hint):
    with time_machine.travel(NOON, tick=False):
        answer = client.get(f"/commitments.csv{query}")

    assert answer["Content-Disposition"] == (
        f'attachment; filename="commitments{hint}-2024-06-01.csv"'
    )
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"


@pytest.mark.parametrize("host", ["evil.example", "localhost:99"])
def test_csv_links_stay_with_the_site_whatever_the_host_header_says(client, settings, host):
    factories.published_commitment()
    settings.SITE_URL = "https://record.example"

    row = downloaded(client, HTTP_HOST=host, HTTP_X_FORWARDED_HOST="evil.example")[0]

    assert row["permalink"].startswith("https://record.example/commitments/")
    assert row["passage_url"].startswith("https://record.example/passages/")
    assert "evil" not in str(row)


def test_csv_makes_its_rows_as_they_are_read(client, monkeypatch):
    made: list[str] = []
    escape = csv_cells.escape
    monkeypatch.setattr(csv_cells, "escape", lambda text: made.append("") or escape(text))
    monkeypatch.setattr("tracker.views.downloads.TOGETHER", 1)
    passage = factories.PassageFactory()
    for _ in range(5):
        cited(passage)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/commitments.csv")
        assert isinstance(answer, StreamingHttpResponse)
        read = [len(made) for _line in answer.streaming_content]

    assert read == [number * len(COLUMNS) for number in range(6)]
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?status=zzz", "Status: “zzz”."),
        ("?party=%00", "Party: “\0”."),
        ("?sort=-pk", "Sort by: “-pk”."),
        ("?q=" + "x" * 10_000, "Words: “" + "x" * 40 + "”."),
        ("?state=draft", "state: “draft”. There is no such filter."),
        ("?" + "k" * 10_000 + "=1", "k" * 40 + ": “1”. There is no such filter."),
    ],
    ids=lambda value: value[:20],
)
def test_csv_refuses_what_makes_no_sense_in_a_sentence(client, query, told):
    answer = client.get(f"/commitments.csv{query}")

    text = answer.getvalue().decode()
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith(told)
    assert len(text) < len(told) + 120
