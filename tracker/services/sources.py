"""Archiving a source's text, and marking passages in it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.lib import quotes
from tracker.lib.hashes import sha256_of_text
from tracker.models import Capture, Passage, Source


class PassageRefused(Exception):
    """The words cannot be marked; the message says what to do."""


class SeveralPlaces(PassageRefused):
    """The words stand at several places."""

    def __init__(self, message: str, count: int) -> None:
        super().__init__(message)
        self.count = count


@transaction.atomic
def archive(
    source: Source,
    *,
    text: str,
    method: str,
    by: User | None,
    now: datetime,
    original: "File[bytes] | None" = None,
) -> Capture:
    """Keep a copy of the text for ever. Line ends become LF; nothing else is touched."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    capture = Capture(
        source=source,
        text=text,
        sha256=sha256_of_text(text),
        taken_at=now,
        taken_by=by,
        method=method,
    )
    if original:
        capture.original = original
    capture.full_clean()
    capture.save()
    return capture


@transaction.atomic
def mark_passage(
    capture: Capture, *, exact: str, occurrence: int | None = None, translation: str = "",
    translated_by: str = "",
) -> Passage:  # fmt: skip
    """Mark the words as a passage. Raises PassageRefused when the place is not certain."""
    start = place_of(capture.text, exact, occurrence)
    return mark_place(
        capture, start, start + len(exact), translation=translation, translated_by=translated_by
    )[0]


@transaction.atomic
def mark_place(
    capture: Capture, start: int, end: int, *, translation: str = "", translated_by: str = ""
) -> tuple[Passage, bool]:
    """The passage at two positions of the text, and whether it is new: a place is marked once."""
    found = Passage.objects.filter(capture=capture, start=start, end=end).first()
    if found:
        return found, False
    passage = new_passage(capture, start, end)
    passage.translation, passage.translated_by = translation, translated_by
    passage.full_clean()
    passage.save()
    return passage, True


def new_passage(capture: Capture, start: int, end: int) -> Passage:
    """An unsaved passage at two positions, with all that pins it down."""
    quote = quotes.quote_at(capture.text, start, end)
    return Passage(
        capture=capture, language=capture.source.language, locator=locator(capture.text, start),
        **vars(quote),
    )  # fmt: skip


def compare(passages: QuerySet[Passage], *, now: datetime) -> str:
    """Compare the words with their archived texts, and keep the result; the first failure, or empty."""
    failure = ""
    for passage in passages.select_related("capture").order_by("pk"):
        found = quotes.problem(passage.capture.text, passage.quote)
        Passage.objects.filter(pk=passage.pk).update(checked_at=now, check_failure=found)
        failure = failure or (f"{passage.code}: {found}" if found else "")
    return failure


def locator(text: str, position: int) -> str:
    """Where a reader finds the position: the number of the paragraph, counted from 1."""
    block = quotes.block_at(quotes.blocks(text), position)
    return _("paragraph {number}").format(number=block.number) if block else _("between paragraphs")


def place_of(text: str, exact: str, occurrence: int | None = None) -> int:
    """Where the words begin. Raises PassageRefused when the place is not certain."""
    places = quotes.find_all(text, exact)
    if not places:
        raise PassageRefused(
            _("These words do not stand in the archived text. Copy them from it, spaces included.")
        )
    if occurrence is None and len(places) > 1:
        raise SeveralPlaces(
            _("These words stand {count} times in the text: say which occurrence is meant.").format(
                count=len(places)
            ),
            len(places),
        )
    if occurrence is not None and not 1 <= occurrence <= len(places):
        raise PassageRefused(
            _("There is no occurrence {number} of these words.").format(number=occurrence)
        )
    return places[(occurrence or 1) - 1]
