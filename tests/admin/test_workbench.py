"""The source workbench: from a document to marked words, and on to what rests on them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, filled_in, text_of
from tracker.models import (
    Capture,
    Citation,
    Commitment,
    Edit,
    Event,
    Passage,
    Source,
    StatusChange,
)
from tracker.services import sources

TEXT = (
    "A statement 𝒢.\n\nOne side\treleases 32. 😀 It shall release more.\n\nThe other releases 2.\n"
)
SOURCE = {"title": "A statement", "short_title": "Statement", "slug": "a-statement"}
SOURCE |= {"kind": "adopted_statement", "language": "en"}
NO_PLACES = ["", "abc", "-1", "1.5", "9" * 30, "9" * 6000, "٣", "0-0", "5-2", "2-999999"]


@pytest.fixture
def capture(db):
    return factories.CaptureFactory(text=TEXT)


def bench(capture):
    return reverse("admin:tracker_capture_workbench", args=[capture.pk])


def mark(desk, capture, exact, **typed):
    return desk.client.post(bench(capture), {"exact": exact, "mark": "1", **typed})


# A source with its text


def test_source_and_its_pasted_text_are_entered_at_one_stroke(at_editor, editor):
    pasted = TEXT.replace("\n", "\r\n")

    answer = at_editor.new(Source, **SOURCE, text=pasted, method="copied from the page")

    made = Capture.objects.get()
    assert answer["Location"] == bench(made)
    assert (made.text, made.source.slug, made.taken_by) == (TEXT, "a-statement", editor)
    assert made.method == "copied from the page"
    assert Edit.objects.filter(key=made.code, action="entered").count() == 1


@pytest.mark.parametrize("mark_of_order", [b"", b"\xef\xbb\xbf"])
def test_text_file_is_read_and_kept_as_it_came(at_editor, settings, tmp_path, mark_of_order):
    settings.MEDIA_ROOT = tmp_path
    content = mark_of_order + TEXT.replace("\n", "\r\n").encode()

    at_editor.new(
        Source, **SOURCE, text_file=SimpleUploadedFile("s.txt", content), method="exported"
    )

    made = Capture.objects.get()
    assert made.text == TEXT
    with made.original.open() as original:
        assert original.read() == content


def test_source_without_a_text_is_entered_alone(at_editor):
    answer = at_editor.new(Source, **SOURCE)

    assert answer["Location"] == address(Source, "changelist")
    assert Source.objects.get().captures.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "Words."}, "Say how the text was taken"),
        ({"method": "pasted"}, "you say how it was taken, and there is none"),
        ({"text": " \n ", "method": "pasted"}, "There is no text here."),
        ({"text": "a\x00b", "method": "pasted"}, "Null characters are not allowed"),
        ({"text": "Words.", "method": "p", "file": ("s.txt", b"Words.")}, "one, not both"),
        ({"method": "p", "file": ("s.pdf", b"Words.")}, "Only .txt files are read here"),
        ({"method": "p", "file": ("s.txt", "Wörter".encode("latin-1"))}, "is not in UTF-8"),
        ({"method": "p", "file": ("s.txt", "Words".encode("utf-16"))}, "is not in UTF-8"),
        ({"method": "p", "file": ("s.txt", b"a\x00b")}, "holds NUL characters"),
        ({"method": "p", "file": ("s.txt", b" \n")}, "There is no text in this file"),
        ({"method": "p", "file": ("s.txt", b"")}, "The submitted file is empty"),
    ],
)
def test_text_that_cannot_be_archived_gives_a_sentence_and_no_source(at_editor, typed, words):
    if "file" in typed:
        typed = {**typed, "text_file": SimpleUploadedFile(*typed["file"])}
        del typed["file"]

    answer = at_editor.new(Source, **SOURCE, **typed)

    assert answer.status_code == 200
    assert words in text_of(answer)
    assert not Source.objects.exists()


def test_text_file_that_is_too_large_gives_a_sentence(at_editor, monkeypatch):
    monkeypatch.setattr("tracker.forms.sources.MOST_BYTES_OF_TEXT", 3)

    answer = at_editor.new(
        Source, **SOURCE, text_file=SimpleUploadedFile("s.txt", b"four"), method="saved"
    )

    assert "larger than 10 MB" in answer.text


def test_text_refused_after_the_source_was_saved_leaves_no_source(at_editor, monkeypatch):
    def refuse(*args, **kwargs):
        raise sources.PassageRefused("Not this text.")

    monkeypatch.setattr(sources, "archive", refuse)

    answer = at_editor.new(Source, **SOURCE, text="Words.", method="pasted")

    assert "Not this text." in answer.text
    assert not Source.objects.exists()


def test_document_of_several_megabytes_is_taken(at_editor):
    text = ("A line of the document, in words. " * 100 + "\n") * 800

    answer = at_editor.new(Source, **SOURCE, text=text, method="pasted")
    page = at_editor.client.get(answer["Location"])

    assert Capture.objects.get().text == text
    assert page.status_code == 200
    assert "Only the beginning of this long text was read" in page.text


def test_further_text_of_a_source_leads_to_the_workbench_too(at_editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = factories.SourceFactory()
    file = SimpleUploadedFile("s.txt", TEXT.encode())

    answer = at_editor.new(Capture, source=source.pk, text_file=file, method="exported")

    made = Capture.objects.get()
    assert answer["Location"] == bench(made)
    assert (made.text, made.original.size) == (TEXT, len(TEXT.encode()))
    assert bench(made) in at_editor.page(source).text


def test_capture_without_any_text_is_refused(at_editor):
    answer = at_editor.new(Capture, source=factories.SourceFactory().pk, method="pasted")

    assert "There is no text here. Paste it, or choose its file." in answer.text


# The workbench


def test_workbench_shows_the_text_as_archived_with_its_passages(at_editor, capture):
    passage = sources.mark_passage(capture, exact="releases 32. 😀")

    page = text_of(at_editor.client.get(bench(capture)))

    assert f'One side\t<a id="p{passage.code}"></a><mark data-n="1">releases 32. 😀</mark>' in page
    assert "</mark> It shall release more.</p>" in page
    assert f'?passage={passage.pk}#marked">1: {passage.code}</a>' in page


def test_workbench_keeps_hostile_words_as_words(at_editor):
    capture = factories.CaptureFactory(text='<script>alert(1)</script> " onclick="x" {{ 7 }}')

    page = at_editor.client.get(bench(capture))

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_words_that_stand_once_are_marked_at_once(at_editor, capture, editor):
    answer = mark(at_editor, capture, "releases 32. 😀 It")

    made = Passage.objects.get()
    assert answer["Location"] == f"{bench(capture)}?passage={made.pk}#marked"
    assert capture.text[made.start : made.end] == made.exact == "releases 32. 😀 It"
    assert made.locator == "paragraph 2"
    edit = Edit.objects.get(key=made.code)
    assert (edit.action, edit.made_by) == ("entered", editor)
    assert made.code in at_editor.client.get(answer["Location"]).text


def test_words_with_other_spaces_and_line_ends_are_found_as_archived(at_editor, capture):
    mark(at_editor, capture, " releases more.\r\nThe other  releases ".replace("releases m", "m"))

    assert Passage.objects.get().exact == "more.\n\nThe other releases"


def test_find_shows_the_places_and_marks_nothing(at_editor, capture):
    page = text_of(at_editor.client.post(bench(capture), {"exact": "releases", "find": "1"}))

    assert "Found 2 times: which one is meant?" in page
    assert page.count('name="place"') == 2
    assert "Paragraph 2" in page
    assert "Paragraph 3" in page
    assert '</b> <span lang="en" dir="auto">The other <mark>releases</mark> 2.</span>' in page
    assert not Passage.objects.exists()


def test_words_that_stand_several_times_ask_for_the_place_and_are_marked_there(at_editor, capture):
    asked = mark(at_editor, capture, "releases")
    second = TEXT.rindex("releases")
    mark(at_editor, capture, "releases", place=f"{second}-{second + 8}")

    assert "stand 2 times in the text: choose the place below" in asked.text
    made = Passage.objects.get()
    assert (made.start, made.occurrence) == (second, 2)


def test_positions_tell_the_place_when_the_words_stand_there(at_editor, capture):
    second = TEXT.rindex("releases")

    mark(at_editor, capture, "releases", start=second, end=second + 8)

    assert Passage.objects.get().start == second


def test_words_trimmed_within_a_selection_are_found_inside_it(at_editor, capture):
    paragraph = TEXT.index("The other")

    mark(at_editor, capture, "releases", start=paragraph, end=len(TEXT))

    assert Passage.objects.get().start == TEXT.rindex("releases")


def test_positions_that_do_not_read_as_the_words_are_ignored(at_editor, capture):
    mark(at_editor, capture, "The other", start=0, end=9)

    assert Passage.objects.get().exact == "The other"


@pytest.mark.parametrize("value", NO_PLACES)
def test_positions_that_are_none_count_as_nothing(at_editor, capture, value):
    typed = {"start": value, "end": value, "place": value}

    asked = mark(at_editor, capture, "releases", **typed)
    marked = mark(at_editor, capture, "The other", **typed)
    used = at_editor.client.post(bench(capture), {"use": value})

    assert asked.status_code == used.status_code == 200
    assert "choose the place" in asked.text
    assert marked.status_code == 302


@pytest.mark.parametrize(
    ("exact", "words"),
    [
        ("", "There are no words here"),
        (" \n", "There are no words here"),
        ("other words", "do not stand in the archived text"),
        ("a\x00b", "Null characters are not allowed"),
        ("x" * 20_001, "at most 20000 characters"),
    ],
)
def test_words_that_cannot_be_marked_give_a_sentence(at_editor, capture, exact, words):
    answer = mark(at_editor, capture, exact)

    assert answer.status_code == 200
    assert words in text_of(answer)
    assert not Passage.objects.exists()


def test_words_in_very_many_places_list_the_first_and_count_the_rest(at_editor):
    capture = factories.CaptureFactory(text="yes " * 500)

    page = mark(at_editor, capture, "yes").text
    at_editor.client.post(bench(capture), {"exact": "yes", "mark": "1", "place": "400-403"})

    assert page.count('name="place"') == 20
    assert "480 more places are not listed" in page
    assert Passage.objects.get().start == 400


def test_place_marked_before_is_said_to_be_and_is_that_passage(at_editor, capture):
    first = mark(at_editor, capture, "The other")

    second = mark(at_editor, capture, "The other")
    page = at_editor.client.get(second["Location"])

    assert second["Location"] == first["Location"]
    assert "marked before" in page.text
    assert Passage.objects.count() == Edit.objects.filter(table="passages").count() == 1


@pytest.mark.parametrize(
    ("exact", "word"), [("leases 32", "releases"), ("One side\trel", "releases")]
)
def test_words_cut_in_the_middle_are_told(at_editor, capture, exact, word):
    cut = mark(at_editor, capture, exact)
    page = text_of(at_editor.client.get(cut["Location"]))
    mark(at_editor, capture, "releases 32")

    assert f"inside the word “{word}”" in page
    assert "inside the word" not in text_of(at_editor.client.get(cut["Location"]))


@pytest.mark.parametrize("pk", ["999999", "abc", "9" * 30, "-1", "_00", "%00"])
def test_workbench_of_what_is_not_there_is_not_there(at_editor, pk):
    assert at_editor.client.get(f"/admin/tracker/capture/{pk}/workbench/").status_code == 404
    assert at_editor.client.get(f"/admin/tracker/passage/{pk}/evidence/").status_code == 404


@pytest.mark.parametrize("value", ["abc", "9" * 30, "999999", "-1"])
def test_workbench_shows_no_passage_that_is_not_its_own(at_editor, capture, value):
    other = factories.PassageFactory()

    for asked in (value, other.pk):
        page = at_editor.client.get(bench(capture), {"passage": asked})
        assert 'id="marked"' not in page.text


# Suggestions


def test_sentence_that_looks_like_a_commitment_is_offered_and_put_into_the_form(at_editor, capture):
    words = "😀 It shall release more."
    place = f"{TEXT.index(words)}-{TEXT.index(words) + len(words)}"

    page = at_editor.client.get(bench(capture)).text
    taken = text_of(at_editor.client.post(bench(capture), {"use": place}))

    assert f'name="use" value="{place}"' in page
    assert f">\n{words}</textarea>" in taken
    assert f'name="place" value="{place}" id="place-1" checked' in taken
    assert not Passage.objects.exists()


def test_sentence_that_a_passage_covers_is_offered_no_more(at_editor, capture):
    before = at_editor.client.get(bench(capture)).text
    sources.mark_passage(capture, exact="shall release more")
    sources.mark_passage(capture, exact="The other")

    after = at_editor.client.get(bench(capture)).text

    assert "3 suggestions" in before
    assert "2 suggestions" in after
    assert (
        "It shall release more" not in after.partition("suggestions</h2>")[2].partition("</ol>")[0]
    )


# What rests on the words


def test_passage_leads_to_a_commitment_with_its_words_filled_in(at_editor, capture):
    passage = sources.mark_passage(capture, exact="It shall release more.")
    link = f"/admin/tracker/commitment/add/?passage={passage.pk}"

    form = at_editor.client.get(link)
    data = filled_in(form) | {"title": "Release more", "summary": "It promises."}
    data |= {
        "modality": "shall",
        "bindingness": "treaty_in_force",
        "citations-0-stance": "supports",
    }
    data |= {"category": factories.CategoryFactory().pk}
    answer = at_editor.client.post(link, data)

    assert link in at_editor.page(passage).text
    assert link in at_editor.client.get(f"{bench(capture)}?passage={passage.pk}").text
    assert answer.status_code == 302
    cited = Citation.objects.get(commitment=Commitment.objects.get())
    assert (cited.passage, cited.role) == (passage, "primary")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("It shall release more.", {"modality": "shall", "verb": "shall release"}),
        ("It shall release more.\n\nThe other releases 2.", {}),
        ("A statement", {}),
    ],
)
def test_commitment_begins_with_the_wording_where_it_is_certain(at_editor, capture, words, read):
    passage = sources.mark_passage(capture, exact=words)

    form = filled_in(at_editor.client.get(address(Commitment, "add"), {"passage": passage.pk}))

    known = {name: form[name] for name in ("modality", "verb", "bindingness") if form.get(name)}
    assert known == read


def test_commitment_from_words_in_another_language_begins_without_wording(at_editor):
    capture = factories.CaptureFactory(text="It shall pay.", source__language="ru")
    passage = sources.mark_passage(capture, exact="It shall pay.")

    form = filled_in(at_editor.client.get(address(Commitment, "add"), {"passage": passage.pk}))

    assert not form.get("modality")


def test_passage_leads_to_a_status_change_with_its_words_filled_in(at_editor, capture):
    passage = sources.mark_passage(capture, exact="One side\treleases 32.")
    commitment = factories.CommitmentFactory()
    link = f"/admin/tracker/statuschange/add/?commitment={commitment.pk}&passage={passage.pk}"

    form = at_editor.client.get(link)
    data = filled_in(form) | {"status": "fulfilled", "reason": "It did.", "confidence": "high"}
    data |= {
        "citations-0-stance": "supports",
        "date_earliest": "2024-01-02",
        "date_latest": "2024-01-02",
    }
    answer = at_editor.client.post(link, data)

    assert answer.status_code == 302, answer.context["errors"]
    made = StatusChange.objects.get()
    assert made.commitment == commitment
    assert [c.passage for c in made.citations.all()] == [passage]


@pytest.mark.parametrize("model", [Commitment, StatusChange, Event])
@pytest.mark.parametrize("value", ["abc", "-1", "9" * 30, "' OR 1=1", "٣٣", "999999"])
def test_address_that_names_no_passage_fills_in_nothing(at_editor, model, value):
    form = at_editor.client.get(address(model, "add"), {"passage": value})

    assert form.status_code == 200
    assert "citations-0-passage" not in {
        name for name, filled in filled_in(form).items() if filled and name.endswith("passage")
    }


def test_address_fills_in_nothing_on_a_record_that_exists(at_editor):
    passage, commitment = factories.PassageFactory(), factories.CommitmentFactory()

    form = at_editor.client.get(address(Commitment, "change", commitment.pk), {"passage": passage.pk})  # fmt: skip

    assert filled_in(form)["citations-TOTAL_FORMS"] == 0


def evidence(desk, passage, **query):
    url = reverse("admin:tracker_passage_evidence", args=[passage.pk])
    return text_of(desk.client.get(url, query))


def test_evidence_offers_commitments_of_the_same_document_and_finds_others(at_editor, capture):
    passage = sources.mark_passage(capture, exact="The other")
    own = factories.CommitmentFactory(title="Release them")
    factories.CitationFactory(commitment=own, passage=passage)
    other = factories.CommitmentFactory(title="Withdraw & leave")
    link = f"/admin/tracker/statuschange/add/?commitment={{}}&passage={passage.pk}"

    first, found = evidence(at_editor, passage), evidence(at_editor, passage, q="withdraw &")

    assert link.format(own.pk) in first
    assert link.format(other.pk) not in first
    assert link.format(other.pk) in found
    assert link.format(own.pk) not in found


def test_evidence_says_so_when_there_is_nothing_or_too_much(at_editor, capture):
    passage = sources.mark_passage(capture, exact="The other")
    factories.CommitmentFactory.create_batch(21, title="Release them")

    assert "None yet" in evidence(at_editor, passage)
    assert "No commitment has these words" in evidence(at_editor, passage, q="zebra'\"")
    assert "There are more" in evidence(at_editor, passage, q="release")
