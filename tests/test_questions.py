"""The twenty questions: every address of docs/questions.md answers, and says what the document says it does."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from tests.views.html import read
from tests.views.sample import sample  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
PARTS = re.split(r"(?m)^## ", DOCUMENT.read_text(encoding="utf-8"))[1:]


def answered(address: str) -> str:
    answer = Client().get(address.partition("#")[0])
    assert answer.status_code == 200, address
    page = read(answer)
    assert not page.has("div", "error"), address
    _path, _mark, place = address.partition("#")
    assert not place or page.has(id=place), address
    return page.one("main").words


def test_there_are_twenty_questions():
    assert [int(part.split(".")[0]) for part in PARTS] == list(range(1, 21))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.split("?")[0][:60])
def test_question_is_answered_by_its_pages(part):
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        pages = [answered(address) for address in re.findall(r"`(/[^`]*)`", part)]

    claims = [" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", part, re.S)]
    assert pages
    assert claims
    assert [claim for claim in claims if not any(claim in page for page in pages)] == []
