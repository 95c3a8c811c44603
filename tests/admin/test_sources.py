"""Archiving texts and marking passages in the admin, and the small models around them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.admin.desk import text_of
from tracker.lib.hashes import sha256_of_text
from tracker.models import (
    Capture,
    Category,
    Dataset,
    Event,
    Figure,
    Party,
    Passage,
    Reference,
    Source,
    Topic,
)

TEXT = "  A statement.\n\nOne side\treleases 32.\nThe other releases 2.\n"


def test_source_is_entered(at_editor):
    typed = {"title": "A statement", "short_title": "Statement", "slug": "a-statement"}

    at_editor.new(Source, **typed, kind="adopted_statement", language="en", url="https://a.example")

    assert Source.objects.get(title="A statement").slug == "a-statement"


@pytest.mark.parametrize(
    "typed", ["a.example/1", "//a.example/1", "a.example/?to=https://b.example"]
)
def test_address_without_its_beginning_is_asked_for_and_not_completed(at_editor, typed):
    page = {"title": "A page", "publisher": "News", "language": "en", "reliability": "official"}

    answer = at_editor.new(Reference, **page, url=typed)
    at_editor.new(Reference, **page, url="http://a.example/1")

    says = "Write the whole address, beginning with http:// or https://, as it was read."
    assert answer.context["adminform"].form.errors == {"url": [says]}
    assert Reference.objects.get().url == "http://a.example/1"


def test_capture_keeps_the_pasted_text_as_it_is_with_line_ends_as_lf(at_editor, editor):
    source = factories.SourceFactory()
    pasted = TEXT.replace("\n", "\r\n")

    answer = at_editor.new(Capture, source=source.pk, text=pasted, method="pasted")

    made = Capture.objects.get()
    assert answer.status_code == 302
    assert (made.text, made.sha256) == (TEXT, sha256_of_text(TEXT))
    assert (made.taken_by, made.source) == (editor, source)


def test_capture_keeps_the_original_file(at_editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    original = SimpleUploadedFile("page.html", b"<p>A statement.")

    at_editor.new(
        Capture, source=factories.SourceFactory().pk, text=TEXT, method="saved", original=original
    )

    made = Capture.objects.get()
    assert made.original.read() == b"<p>A statement."
    made.original.close()
    assert "page.html" in at_editor.page(made).text


def test_capture_with_nothing_but_spaces_is_refused(at_editor):
    source = factories.SourceFactory()

    answer = at_editor.new(Capture, source=source.pk, text=" \n ", method="pasted")

    assert "There is no text here." in answer.text
    assert not Capture.objects.exists()


def test_capture_refuses_a_file_that_is_too_large(at_editor, monkeypatch):
    monkeypatch.setattr("tracker.forms.sources.MOST_BYTES", 3)
    original = SimpleUploadedFile("page.html", b"four")

    answer = at_editor.new(
        Capture, source=factories.SourceFactory().pk, text=TEXT, method="saved", original=original
    )

    assert "The file is larger" in answer.text


def test_capture_is_read_only_and_shows_its_text_verbatim(at_reviewer):
    capture = factories.CaptureFactory(text=TEXT)

    page = at_reviewer.page(capture)

    assert "never changed" in page.text
    assert f'dir="auto">{TEXT}</div>' in text_of(page)
    assert "<textarea" not in page.text
    assert at_reviewer.post(capture, {"text": "Other words."}).status_code == 403


def test_passage_is_marked_by_its_exact_words(at_editor):
    capture = factories.CaptureFactory(text=TEXT)
    exact = "\nOne side\treleases 32.\nThe other"

    answer = at_editor.new(
        Passage, capture=capture.pk, exact=exact.replace("\n", "\r\n"), locator="page 9", start=0
    )

    made = Passage.objects.get()
    assert answer.status_code == 302
    assert made.exact == exact
    assert capture.text[made.start : made.end] == exact
    assert (made.prefix, made.suffix) == ("  A statement.\n", " releases 2.\n")
    assert (made.occurrence, made.locator) == (1, "between paragraphs")


def test_passage_asks_which_occurrence_is_meant_and_keeps_the_words(at_editor):
    capture = factories.CaptureFactory(text=TEXT)

    answer = at_editor.new(Passage, capture=capture.pk, exact="releases")
    second = at_editor.new(Passage, capture=capture.pk, exact="releases ", occurrence=2)

    assert answer.status_code == 200
    assert "say which occurrence is meant" in answer.text
    assert ">\nreleases</textarea>" in text_of(answer)
    assert second.status_code == 302
    assert Passage.objects.get().occurrence == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"exact": "other words"}, "do not stand in the archived text"),
        ({"exact": "releases", "occurrence": 3}, "no occurrence 3"),
        ({"exact": "releases", "occurrence": 0}, "greater than or equal to 1"),
        ({"exact": "releases", "occurrence": "many"}, "Enter a whole number"),
        ({"exact": " "}, "There are no words here"),
        ({"exact": "A statement.", "translation": "Uma declaração."}, "whose translation it is"),
        ({"exact": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_passage_that_cannot_be_marked_gives_a_sentence(at_editor, typed, words):
    capture = factories.CaptureFactory(text=TEXT)

    answer = at_editor.new(Passage, capture=capture.pk, **typed)

    assert answer.status_code == 200
    assert words in answer.text
    assert not Passage.objects.exists()


def test_passage_that_was_marked_before_is_found_again(at_editor):
    passage = factories.PassageFactory()

    answer = at_editor.new(Passage, capture=passage.capture_id, exact=passage.exact)
    page = at_editor.client.get(answer["Location"])

    assert Passage.objects.get() == passage
    assert "marked before" in page.text


def test_words_of_a_passage_are_fixed_and_its_translation_is_not(at_editor):
    passage = factories.PassageFactory()
    words = passage.exact

    at_editor.change(
        passage, exact="Other", start=3, locator="page 1", translation="T", translated_by="Us"
    )

    passage.refresh_from_db()
    assert (passage.exact, passage.start, passage.locator) == (words, 0, "paragraph 1")
    assert (passage.translation, passage.translated_by) == ("T", "Us")


def test_party_is_entered_with_names_and_keeps_its_slug(at_editor):
    names = [{"name": "La Mondo", "kind": "alias", "language": "eo"}]
    typed = {"name": "The World", "short_name": "World", "slug": "world", "type": "state"}

    at_editor.new(Party, **typed, parts={"names": names, "former_slugs": [{"slug": "globe"}]})
    made = Party.objects.get()
    at_editor.change(made, slug="planet", note="Not to be mixed with another.")

    made.refresh_from_db()
    assert (made.slug, made.note) == ("world", "Not to be mixed with another.")
    assert made.names.get().name == "La Mondo"
    assert made.former_slugs.get().slug == "globe"


def test_categories_topics_and_references_are_entered(at_editor):
    page = {"title": "A page", "url": "https://news.example/1", "publisher": "News"}

    at_editor.new(Category, name="Release", slug="release", definition="People set free.")
    at_editor.new(Topic, name="Borders", slug="borders")
    at_editor.new(Reference, **page, language="en", reliability="official")

    assert Category.objects.get().name == "Release"
    assert Topic.objects.get().slug == "borders"
    assert Reference.objects.get().publisher == "News"


def test_reference_is_closed_while_a_reviewer_looks_at_what_cites_it(at_editor):
    change = factories.StatusChangeFactory()
    page = factories.CitationFactory(
        status_change=change, reference=factories.ReferenceFactory()
    ).reference
    before = at_editor.change(page, title="A better title")
    factories.set_state(change, "in_review")

    after = at_editor.post(page, {"title": "Another title"})

    page.refresh_from_db()
    assert (before.status_code, after.status_code) == (302, 403)
    assert page.title == "A better title"


def test_events_and_figures_are_entered_with_parts(at_editor, editor):
    party, passage = factories.PartyFactory(), factories.PassageFactory()
    other = factories.CommitmentFactory()
    parts = {
        "participations": [{"party": party.pk, "role": "claimant"}],
        "citations": [{"passage": passage.pk, "role": "evidence", "stance": "supports"}],
        "relations_from": [{"kind": "same_subject_as", "to_commitment": other.pk}],
    }
    words = {"title": "A meeting", "summary": "They met."}

    at_editor.new(Event, **words, parts=parts)
    at_editor.new(Figure, **words, value="some 30", unit="persons", parts=parts)

    for made in (Event.objects.get(), Figure.objects.get()):
        assert made.recorded_by == editor
        assert made.participations.get().party == party
        assert made.citations.get().passage == passage
        assert made.relations_from.get().target == other


def test_dataset_is_named_once_by_an_administrator(desk_of, administrator):
    desk = desk_of(administrator)

    desk.new(Dataset, title="A record", name="a-record")
    desk.change(Dataset.objects.get(), title="The record")

    assert Dataset.objects.get().title == "The record"
    assert Dataset.objects.get().pk == 1
    assert desk.client.get("/admin/tracker/dataset/add/").status_code == 403
