"""Archiving a text exactly, and marking the exact words in it."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from tracker.lib import quotes
from tracker.models import Capture, Passage
from tracker.services import sources
from tracker.services.sources import PassageRefused

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
GOODWILL = (
    "Joint statement\n\n"
    "Driven by the values of humanism and as a gesture of goodwill, Azerbaijan releases 32.\n\n"
    "In its turn, as a gesture of goodwill, Armenia supports the bid of COP\u00a029 👋🏽 in 𝔅aku."
)


def archive(text, **values):
    source = factories.SourceFactory(language="hy")
    values = {"method": "typed", "by": None, "now": NOW, **values}
    return sources.archive(source, text=text, **values)


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1))
def test_archive_keeps_the_text_exactly(text):
    capture = archive(text)

    kept = Capture.objects.get(pk=capture.pk)
    assert kept.text == text
    assert kept.sha256 == sha256(text.encode()).hexdigest()


def test_archive_turns_only_line_ends_into_one_form():
    capture = archive(" one\r\ntwo\rthree\n\u2028 ")

    assert capture.text == " one\ntwo\nthree\n\u2028 "


def test_archive_records_who_when_and_how():
    editor = factories.EditorFactory()

    capture = archive("Words.", by=editor, method="copied from the page")

    assert (capture.taken_by, capture.taken_at, capture.method) == (
        editor,
        NOW,
        "copied from the page",
    )


def test_archive_keeps_the_original_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    capture = archive("Words.", original=ContentFile(b"%PDF", name="page.pdf"))

    with Capture.objects.get(pk=capture.pk).original.open() as kept:
        assert kept.read() == b"%PDF"


def test_archive_makes_a_new_capture_of_a_changed_page():
    capture = archive("By 2030.")

    other = sources.archive(capture.source, text="By 2035.", method="typed", by=None, now=NOW)

    assert set(capture.source.captures.values_list("text", flat=True)) == {"By 2030.", "By 2035."}
    assert other.code != capture.code


@pytest.mark.parametrize("values", [{"text": ""}, {"text": "Words.", "method": ""}])
def test_archive_refuses_nothing(values):
    with pytest.raises(ValidationError):
        archive(**values)

    assert not Capture.objects.exists()


def test_mark_passage_pins_the_words_down():
    capture = archive(GOODWILL)

    passage = sources.mark_passage(capture, exact="Azerbaijan releases 32")

    assert GOODWILL[passage.start : passage.end] == "Azerbaijan releases 32"
    assert passage.prefix == " and as a gesture of goodwill, ".rjust(32, "m")
    assert passage.suffix == ".\n\nIn its turn, as a gesture of "
    assert (passage.occurrence, passage.locator, passage.language) == (1, "paragraph 2", "hy")
    assert quotes.problem(GOODWILL, passage.quote) == ""


def test_mark_passage_asks_which_of_two_places_is_meant():
    capture = archive(GOODWILL)

    with pytest.raises(PassageRefused, match="stand 2 times"):
        sources.mark_passage(capture, exact="as a gesture of goodwill")

    assert not Passage.objects.exists()


@pytest.mark.parametrize(("occurrence", "paragraph"), [(1, "paragraph 2"), (2, "paragraph 3")])
def test_mark_passage_takes_the_occurrence_that_is_meant(occurrence, paragraph):
    capture = archive(GOODWILL)

    passage = sources.mark_passage(capture, exact="as a gesture of goodwill", occurrence=occurrence)

    assert (passage.occurrence, passage.locator) == (occurrence, paragraph)
    assert passage.start == quotes.find_all(GOODWILL, passage.exact)[occurrence - 1]


@pytest.mark.parametrize("occurrence", [0, -1, 3])
def test_mark_passage_refuses_an_occurrence_that_is_not_there(occurrence):
    with pytest.raises(PassageRefused, match=f"no occurrence {occurrence}"):
        sources.mark_passage(archive(GOODWILL), exact="goodwill", occurrence=occurrence)


@pytest.mark.parametrize("exact", ["a gesture of good will", "COP 29", "in Baku", "", "azerbaijan"])
def test_mark_passage_refuses_words_that_are_not_there(exact):
    with pytest.raises(PassageRefused, match="do not stand"):
        sources.mark_passage(archive(GOODWILL), exact=exact)


@pytest.mark.parametrize(
    "exact", ["COP\u00a029", "👋🏽 in 𝔅aku", " releases ", "goodwill, Azer", ".\n\nIn"]
)
def test_mark_passage_keeps_spaces_and_characters_as_they_are(exact):
    capture = archive(GOODWILL)

    passage = sources.mark_passage(capture, exact=exact)

    kept = Passage.objects.get(pk=passage.pk)
    assert kept.exact == exact
    assert quotes.problem(capture.text, kept.quote) == ""


def test_mark_passage_of_the_same_place_gives_the_same_passage():
    capture = archive(GOODWILL)
    first = sources.mark_passage(capture, exact="32")

    again = sources.mark_passage(capture, exact="32", translation="zweiunddreißig")

    assert again == first
    assert Passage.objects.count() == 1


def test_mark_passage_lets_passages_overlap():
    capture = archive(GOODWILL)

    sources.mark_passage(capture, exact="Azerbaijan releases")
    sources.mark_passage(capture, exact="releases 32")

    assert Passage.objects.count() == 2


def test_mark_passage_asks_whose_translation_it_is():
    with pytest.raises(ValidationError):
        sources.mark_passage(archive(GOODWILL), exact="32", translation="zweiunddreißig")


@pytest.mark.parametrize(
    ("position", "words"), [(0, "paragraph 1"), (15, "between paragraphs"), (17, "paragraph 2")]
)
def test_locator_counts_paragraphs(position, words):
    assert sources.locator(GOODWILL, position) == words
