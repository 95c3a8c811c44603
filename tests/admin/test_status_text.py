"""The archived text beside the form of a status change, and citing from it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, filled_in, text_of
from tracker.models import Citation, Passage, StatusChange
from tracker.services import sources

PARAGRAPHS = [f"Paragraph {n} tells of matter {n}." for n in range(1, 21)]
TEXT = "\n\n".join(PARAGRAPHS)
ADD = address(StatusChange, "add")


@pytest.fixture
def capture(db):
    return factories.CaptureFactory(text=TEXT)


@pytest.fixture
def passage(capture):
    return sources.mark_passage(capture, exact="matter 10")


def beside(response) -> str:
    return text_of(response).partition('id="beside"')[2].partition("</aside>")[0]


def opened(desk, **query):
    return desk.client.get(ADD, query)


def sent(desk, page, typed, **button):
    return desk.client.post(page.request["PATH_INFO"], {**filled_in(page), **typed, **button})


def cited_in(page) -> list[str]:
    rows = filled_in(page)
    total = int(rows["citations-TOTAL_FORMS"])
    return [str(rows.get(f"citations-{n}-passage", "")) for n in range(total)]


def test_words_of_the_address_are_marked_in_their_paragraph(at_editor, passage):
    shown = beside(opened(at_editor, passage=passage.pk))

    assert f'tells of <a id="p{passage.code}"></a><mark data-n="1" class="current">matter 10</mark>.</p>' in shown  # fmt: skip
    assert PARAGRAPHS[7] in shown
    assert PARAGRAPHS[11] in shown
    assert PARAGRAPHS[6] not in shown
    assert PARAGRAPHS[12] not in shown


def test_draft_is_shown_with_the_text_of_its_first_words(at_editor, passage):
    citation = factories.CitationFactory(
        status_change=factories.StatusChangeFactory(), passage=passage
    )

    shown = beside(at_editor.page(citation.status_change))

    assert 'class="current">matter 10</mark>' in shown
    assert "1: cited" in shown


def test_record_in_review_shows_the_text_and_offers_nothing_to_press(at_editor, passage):
    draft = factories.StatusChangeFactory(state="in_review")
    factories.CitationFactory(status_change=draft, passage=passage)

    shown = beside(at_editor.page(draft))

    assert "matter 10</mark>" in shown
    assert "<button" not in shown


def test_source_that_is_chosen_is_shown_from_its_beginning(at_editor, capture):
    shown = beside(opened(at_editor, source=capture.source_id))

    assert PARAGRAPHS[0] in shown
    assert PARAGRAPHS[12] not in shown
    assert f'<option value="{capture.source_id}" selected>' in shown


def test_source_that_is_chosen_while_typing_is_shown_and_the_input_kept(at_editor, capture, typed):
    answer = sent(at_editor, opened(at_editor), typed, _cite="", source=capture.source_id)

    assert PARAGRAPHS[0] in beside(answer)
    assert typed["reason"] in text_of(answer)


@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 30, "999999"])
def test_address_that_names_no_text_shows_none(at_editor, capture, value):
    page = opened(at_editor, source=value, passage=value)

    assert page.status_code == 200
    assert "Paragraph 1" not in beside(page)


def test_hostile_words_stay_words(at_editor):
    capture = factories.CaptureFactory(text='<script>alert(1)</script> " onclick="x" {{ 7 }}')

    shown = opened(at_editor, source=capture.source_id).text

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


# Citing from it


def test_passage_of_the_text_is_cited_in_the_first_empty_row(at_editor, passage, typed):
    page = opened(at_editor, source=passage.capture.source_id)

    answer = sent(at_editor, page, typed, _cite=passage.pk)

    assert cited_in(answer) == [str(passage.pk)]
    assert filled_in(answer)["date_earliest"] == "2024-05-01"
    assert not StatusChange.objects.exists()


def test_citing_asks_for_nothing_that_is_not_typed_yet(at_editor, passage):
    answer = sent(at_editor, opened(at_editor), {}, _cite=passage.pk)

    assert "This field is required" not in answer.text
    assert "errornote" not in answer.text
    assert not answer.context["errors"]


def test_further_passage_is_cited_in_a_row_of_its_own_and_both_are_saved(
    at_editor, capture, passage, typed
):
    other = sources.mark_passage(capture, exact="matter 11")
    page = opened(at_editor, passage=passage.pk)

    answer = sent(at_editor, page, typed, _cite=other.pk)
    twice = sent(at_editor, answer, {}, _cite=other.pk)
    saved = sent(at_editor, twice, {}, _save="1")

    assert cited_in(answer) == cited_in(twice) == [str(passage.pk), str(other.pk)]
    assert saved.status_code == 302
    rows = Citation.objects.filter(status_change__isnull=False).order_by("position")
    assert [(c.passage, c.role, c.stance) for c in rows] == [
        (passage, "evidence", "supports"),
        (other, "evidence", "supports"),
    ]


def test_passage_is_cited_in_a_draft_beside_what_it_cites(at_editor, capture, passage):
    draft = factories.StatusChangeFactory()
    factories.CitationFactory(status_change=draft, passage=passage)
    other = sources.mark_passage(capture, exact="matter 11")

    answer = at_editor.post(draft, at_editor.opened(draft, _cite=other.pk))
    at_editor.post(draft, {**filled_in(answer), "_save": "1"})

    assert cited_in(answer) == [str(passage.pk), str(other.pk)]
    assert {c.passage for c in draft.citations.all()} == {passage, other}


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 30, "999999", ""])
@pytest.mark.parametrize("rows", ["x", "-5", None])
def test_citing_what_is_no_passage_is_no_error_page(at_editor, typed, value, rows):
    data = {**filled_in(opened(at_editor)), **typed, "_cite": value}
    data |= {"citations-TOTAL_FORMS": rows} if rows else {}

    answer = at_editor.client.post(ADD, data)

    assert answer.status_code == 200
    assert not StatusChange.objects.exists()


def test_passage_of_a_row_that_was_to_be_taken_out_is_cited_again(at_editor, passage):
    draft = factories.StatusChangeFactory()
    factories.CitationFactory(status_change=draft, passage=passage, position=1)
    taken_out = at_editor.opened(draft, **{"citations-0-DELETE": "on"})

    source = passage.capture.source_id
    shown = beside(at_editor.post(draft, {**taken_out, "_cite": "", "source": source}))
    answer = at_editor.post(draft, {**taken_out, "_cite": passage.pk})
    at_editor.post(draft, {**filled_in(answer), "_save": "1"})

    assert "Cite 1" in shown
    assert "1: cited" in beside(answer)
    assert [c.passage for c in draft.citations.all()] == [passage]


# By way of the workbench


def left_for_the_workbench(desk, page, typed, capture) -> str:
    answer = sent(desk, page, typed, _bench=capture.pk)
    assert answer.status_code == 302
    return answer["Location"]


def test_form_is_left_for_the_workbench_and_comes_back_with_another_passage(
    at_editor, capture, passage, typed
):
    page = opened(at_editor, passage=passage.pk)
    bench = left_for_the_workbench(at_editor, page, typed, capture)
    marked = at_editor.client.post(bench, {"exact": "matter 12", "mark": "1"})
    other = Passage.objects.get(exact="matter 12")
    name = parse_qs(urlsplit(bench).query)["form"][0]
    back = f"{ADD}?form={name}&passage={other.pk}"

    offered = text_of(at_editor.client.get(marked["Location"]))
    answer = at_editor.client.get(back)
    saved = sent(at_editor, answer, {}, _save="1")

    assert back in offered
    assert cited_in(answer) == [str(passage.pk), str(other.pk)]
    assert typed["reason"] in text_of(answer)
    assert 'class="current">matter 12</mark>' in beside(answer)
    assert saved.status_code == 302
    assert StatusChange.objects.get().citations.count() == 2


def test_passage_marked_before_is_taken_back_to_the_form(at_editor, capture, passage, typed):
    bench = left_for_the_workbench(at_editor, opened(at_editor), typed, capture)

    assert f"&passage={passage.pk}" in text_of(at_editor.client.get(bench))


def test_form_comes_back_from_the_workbench_with_nothing_new(at_editor, capture, typed):
    bench = left_for_the_workbench(at_editor, opened(at_editor), typed, capture)
    query = urlsplit(bench).query

    answer = at_editor.client.get(f"{ADD}?{query}")

    assert f"{ADD}?{query}" in at_editor.client.get(bench).text
    assert typed["reason"] in text_of(answer)
    assert cited_in(answer) == [""]


def test_draft_comes_back_as_it_was_typed(at_editor, capture, passage):
    draft = factories.StatusChangeFactory(reason="As stored.")
    factories.CitationFactory(status_change=draft, passage=passage)
    other = sources.mark_passage(capture, exact="matter 11")
    data = at_editor.opened(draft, reason="As typed.", _bench=capture.pk)
    bench = at_editor.post(draft, data)["Location"]
    back = address(StatusChange, "change", draft.pk)

    answer = at_editor.client.get(f"{back}?{urlsplit(bench).query}&passage={other.pk}")

    draft.refresh_from_db()
    assert draft.reason == "As stored."
    assert "As typed." in answer.text
    assert cited_in(answer) == [str(passage.pk), str(other.pk)]


def test_two_forms_that_were_left_do_not_mix(at_editor, capture, typed):
    page = opened(at_editor)
    first = left_for_the_workbench(at_editor, page, typed, capture)
    left_for_the_workbench(at_editor, page, {**typed, "reason": "Another."}, capture)

    answer = at_editor.client.get(f"{ADD}?{urlsplit(first).query}")

    assert typed["reason"] in text_of(answer)


def test_form_that_was_left_is_nobody_elses(at_editor, at_reviewer, capture, typed):
    bench = left_for_the_workbench(at_editor, opened(at_editor), typed, capture)

    answer = at_reviewer.client.get(f"{ADD}?{urlsplit(bench).query}")

    assert typed["reason"] not in text_of(answer)


def test_workbench_that_is_not_there_is_not_gone_to(at_editor, typed):
    answer = sent(at_editor, opened(at_editor), typed, _bench="999999")

    assert answer.status_code == 200
    assert not StatusChange.objects.exists()


def test_stranger_does_not_reach_the_workbench_by_a_form(desk_of, stranger, capture):
    answer = desk_of(stranger).client.post(ADD, {"_bench": capture.pk}, follow=True)

    assert answer.status_code == 403
    assert reverse("admin:tracker_capture_workbench", args=[capture.pk]) not in answer.text
