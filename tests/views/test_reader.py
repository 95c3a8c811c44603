"""The reader of a source: the text as archived, and exactly the words of a passage marked."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from tests.packages.folders import forgotten
from tests.views.html import Element, read
from tests.views.record import cited, marked
from tracker.lib import quotes

pytestmark = pytest.mark.django_db

REPEATED = (
    "The Republic releases 32 servicemen as a gesture of goodwill.\n\n"
    "In its turn, the Republic releases 2 servicemen as a gesture of goodwill."
)


def archived(text: str, *, public: bool = True, **values):
    source = factories.SourceFactory(slug="text", is_full_text_public=public, **values)
    return factories.CaptureFactory(source=source, text=text)


def public_passage(capture, exact: str, **values):
    passage = marked(capture, exact, **values)
    cited(passage)
    return passage


def opened(client, passage=None) -> Element:
    return read(client.get("/sources/text/", {"p": passage.code} if passage else {}))


def assert_marked(client, passage) -> None:
    element = opened(client, passage).one(id=f"p{passage.code}")
    assert element.tag == "mark"
    assert element["tabindex"] == "-1"
    assert element.text == passage.exact


def paragraphs(page: Element) -> list[str]:
    return [p.text for p in page.all("p", "words")]


@pytest.mark.parametrize("occurrence", [1, 2])
def test_reader_marks_the_occurrence_that_is_meant(client, occurrence):
    capture = archived(REPEATED)
    words = "as a gesture of goodwill"
    both = [public_passage(capture, words, occurrence=n) for n in (1, 2)]

    page = opened(client, both[occurrence - 1])

    element = page.one(id=f"p{both[occurrence - 1].code}")
    assert element.text == words
    number = next(above for above in element.above() if "para" in above.classes)
    assert number.one("p", "no").words == f"Paragraph {occurrence}"


def test_reader_marks_nothing_as_current_when_no_passage_is_asked_for(client):
    passage = public_passage(archived(REPEATED), "32 servicemen")

    page = opened(client)

    assert not page.has("mark", "current")
    assert page.one(id=f"p{passage.code}").text == ""
    assert [mark.text for mark in page.all("mark")] == ["32 servicemen"]


@pytest.mark.parametrize(
    "words",
    [
        "5th\u00a0of\u00a0October\u00a01992",
        "narrow\u202fspace",
        "two  spaces",
        "👩‍👩‍👧 and 𝔘𝔫𝔦",
        "e\u0301 and \u00e9",
        "“xoş məram” <b>&amp;</b> 'and'",
        "שלום and 32",
        "soft\u00adhyphen and\u200bnothing",
    ],
)
def test_reader_marks_odd_characters_exactly(client, words):
    capture = archived(f"𐍈 First.\n\n👍 Before {words} and after, {words}.")
    passages = [public_passage(capture, words, occurrence=n) for n in (1, 2)]

    for passage in passages:
        assert_marked(client, passage)
    assert paragraphs(opened(client)) == capture.text.split("\n\n")


def test_reader_marks_overlapping_and_nested_passages_each_as_a_whole(client):
    capture = archived("one two three four five six seven")
    words = [
        "one two three",
        "three four",
        "two three four five six",
        "four five",
        "five six seven",
    ]
    passages = [public_passage(capture, exact) for exact in words]

    for passage in passages:
        assert_marked(client, passage)
        assert paragraphs(opened(client, passage)) == [capture.text]


def test_reader_marks_a_passage_over_two_paragraphs_under_one_id(client):
    passage = public_passage(archived("one two\n\nthree four\n\nfive"), "two\n\nthree")

    page = opened(client, passage)

    assert page.one(id=f"p{passage.code}").tag == "mark"
    assert [mark.text for mark in page.all("mark", "current")] == ["two", "three"]


@settings(max_examples=8)
@given(st.data())
def test_reader_marks_any_words_of_any_text(data):
    client = Client()
    letters = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"))
    lines = st.lists(st.text(letters, min_size=1, max_size=30), min_size=1, max_size=4)
    lines = data.draw(lines.filter(lambda some: all(line.strip() for line in some)))
    text = "\n\n".join(lines)
    with forgotten():
        capture = archived(text)
        for block in quotes.blocks(text):
            start = data.draw(st.integers(block.start, block.end - 1))
            end = data.draw(st.integers(start + 1, block.end))
            cited(factories.PassageFactory(capture=capture, start=start, end=end))

        for passage in capture.passages.all():
            assert_marked(client, passage)
        assert paragraphs(opened(client)) == lines


def test_reader_numbers_passages_and_says_what_each_supports(client):
    capture = archived(REPEATED)
    second = public_passage(capture, "2 servicemen", occurrence=2)
    first = public_passage(capture, "32 servicemen")

    notes = [note.words for note in opened(client).all("ol", "notes")]

    assert notes == [
        f"Passage {number} {passage.citations.get().commitment} (Primary)"
        for number, passage in enumerate((first, second), start=1)
    ]


def test_reader_shows_the_copy_that_holds_the_passage(client):
    older = archived("The old words.")
    newer = factories.CaptureFactory(
        source=older.source, text="The new words.", taken_at="2024-05-01T00:00Z"
    )
    old, new = public_passage(older, "old words"), public_passage(newer, "new words")

    assert_marked(client, old)
    assert_marked(client, new)
    assert paragraphs(opened(client)) == ["The new words."]


@pytest.mark.parametrize("code", ["", "P-NONE", "../x", "\0", "x" * 10_000, "<script>"])
def test_reader_takes_no_notice_of_passages_that_do_not_exist(client, code):
    public_passage(archived(REPEATED), "32 servicemen")

    answer = client.get("/sources/text/", {"p": code})

    page = read(answer)
    assert paragraphs(page) == paragraphs(opened(client))
    assert ("There is no such filter." in page.words) == bool(code)


def test_reader_takes_no_notice_of_a_passage_of_another_source(client):
    public_passage(archived(REPEATED), "32 servicemen")
    elsewhere = factories.published_commitment().citations.get().passage

    assert not opened(client, elsewhere).has("mark", "current")


def test_reader_says_when_the_words_were_checked_or_that_they_do_not_hold(client):
    passage = public_passage(archived(REPEATED), "32 servicemen")
    unchecked = opened(client, passage).one("section", "body").words
    type(passage).objects.update(checked_at="2024-05-04T10:00Z")
    checked = opened(client, passage).one("section", "body").words
    type(passage).objects.update(check_failure="It does not read as quoted.")

    failed = opened(client, passage).one("section", "body").words

    assert "not compared again yet" in unchecked
    assert "Checked word for word on 4 May 2024" in checked
    assert "The words could not be verified." in failed


# Sources whose full text is reserved

SECRET = "Nobody outside may read zebra xylophone quagmire."
LONG = "padding " * 20


def withheld(*lines: str):
    return archived("\n\n".join(lines), public=False, rights_note="All rights reserved.")


def test_withheld_source_shows_the_passage_with_a_little_context_only(client):
    capture = withheld(SECRET, f"{SECRET} {LONG}We meet in May. {LONG}{SECRET}", SECRET)
    passage = public_passage(capture, "We meet in May.")

    answer = client.get("/sources/text/", {"p": passage.code})

    page = read(answer)
    assert_marked(client, passage)
    for word in ("zebra", "xylophone", "quagmire", "Nobody"):
        assert word not in answer.getvalue().decode()
    shown = paragraphs(page)
    assert len(shown) == 1
    assert shown[0] in capture.text
    assert len(shown[0]) <= len(passage.exact) + 2 * 60
    assert "All rights reserved." in page.one("div", "notice").words


def test_withheld_source_counts_what_is_not_shown(client):
    capture = withheld(SECRET, "We meet in May.", SECRET)
    public_passage(capture, "We meet in May.")

    gaps = [gap.words for gap in opened(client).all("p", "gap")]

    assert gaps == [f"{len(SECRET)} characters not shown"] * 2


def test_withheld_source_shows_nothing_around_words_that_only_a_draft_cites(client):
    capture = withheld(f"We meet in May. {LONG}{SECRET}")
    public_passage(capture, "We meet in May.")
    draft = marked(capture, "xylophone")
    factories.CitationFactory(passage=draft, role="primary")

    answer = client.get("/sources/text/", {"p": draft.code})

    assert "xylophone" not in answer.getvalue().decode()


def test_withheld_source_gives_each_passage_its_exact_words(client):
    capture = withheld(f"We meet in May. {LONG}{LONG}We part in June. {LONG}", "We met.")
    passages = [public_passage(capture, w) for w in ("We meet in May.", "We part in June.", "met")]

    for passage in passages:
        assert_marked(client, passage)
