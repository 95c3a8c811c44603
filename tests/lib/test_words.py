"""Sentences of plain Python in the language of the page."""

import ast
import io

import pytest
from django.conf import settings
from django.utils import translation

from tracker.lib import words
from tracker.lib.dates import DateTextError, parse_day
from tracker.lib.sheets import SheetRefused, open_sheet

GERMAN = {"“{text}” is no day of the calendar.": "„{text}“ steht in keinem Kalender."}
ROOM = settings.BASE_DIR / "tracker" / "lib"
REFUSALS = {"SheetRefused", "DateTextError", "NoReading"}


@pytest.fixture
def in_german(monkeypatch):
    monkeypatch.setattr(words, "_translators", [lambda text: GERMAN.get(text, text)])


def test_sentence_is_translated_before_it_is_filled_in(in_german):
    with pytest.raises(DateTextError, match=r"„2024-02-31“ steht in keinem Kalender\."):
        parse_day("2024-02-31")


def test_pages_translate_with_django():
    with translation.override("de"), pytest.raises(SheetRefused, match="The file is empty"):
        open_sheet(io.BytesIO(b"\n"))
    assert words._translators == [translation.gettext]


def test_every_refusal_of_plain_python_is_marked_for_translation():
    bare = [
        f"{path.name}:{call.lineno}"
        for path in ROOM.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in REFUSALS
        and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]

    assert not bare
