"""Going on with the same source after saving: nothing that is known is typed twice."""

import pytest

from tests import factories
from tests.admin.desk import address, filled_in, text_of
from tracker.models import Capture, Commitment, StatusChange


@pytest.fixture
def typed(typed):
    return {**typed, "date_earliest": "2024-05-10", "_next": "1"}


def row_of(**cited):
    return {"citations": [{"role": "evidence", "stance": "supports", **cited}]}


def test_next_change_keeps_the_words_and_the_date_and_asks_for_the_commitment(at_editor, typed):
    passage = factories.PassageFactory()

    answer = at_editor.new(StatusChange, **typed, parts=row_of(passage=passage.pk))
    form = filled_in(at_editor.client.get(answer["Location"]))

    assert StatusChange.objects.get().state == "draft"
    kept = {name: str(form[name]) for name in ("date_earliest", "date_precision")}
    assert kept == {"date_earliest": "2024-05-01", "date_precision": "month"}
    assert form["citations-0-passage"] == passage.pk
    assert not {"commitment", "status", "reason", "date_latest"} & form.keys()


def test_next_change_is_saved_with_what_was_kept(at_editor, typed):
    passage = factories.PassageFactory()
    answer = at_editor.new(StatusChange, **typed, parts=row_of(passage=passage.pk))
    form = filled_in(at_editor.client.get(answer["Location"]))
    more = {
        "commitment": factories.published_commitment().pk,
        "status": "not_kept",
        "reason": "No.",
    }

    at_editor.client.post(answer["Location"], {**form, **more})

    first, second = StatusChange.objects.order_by("pk")
    assert second.date == first.date
    assert second.citations.get().passage == first.citations.get().passage == passage


def test_next_change_keeps_both_ends_of_a_range_of_days(at_editor, typed):
    typed |= {"date_precision": "range", "date_latest": "2024-05-20"}
    passage = factories.PassageFactory()

    answer = at_editor.new(StatusChange, **typed, parts=row_of(passage=passage.pk))
    form = filled_in(at_editor.client.get(answer["Location"]))

    assert (str(form["date_earliest"]), str(form["date_latest"])) == ("2024-05-10", "2024-05-20")


def test_next_change_keeps_an_external_page(at_editor, typed):
    page = factories.ReferenceFactory()
    row = row_of(reference=page.pk, finding="It reports so.")

    answer = at_editor.new(StatusChange, **typed, parts=row)
    form = filled_in(at_editor.client.get(answer["Location"]))

    assert form["citations-0-reference"] == page.pk
    assert "citations-0-finding" not in form or not form["citations-0-finding"]


def test_next_change_follows_a_draft_that_was_changed(at_editor, typed):
    passage = factories.PassageFactory()
    draft = factories.StatusChangeFactory()
    factories.CitationFactory(status_change=draft, passage=passage)

    answer = at_editor.change(draft, reason="Better words.", _next="1")

    assert f"passage={passage.pk}" in answer["Location"]
    assert "date_earliest=2024-02-01" in answer["Location"]


def test_what_is_not_in_order_is_not_gone_on_from(at_editor, typed):
    answer = at_editor.new(StatusChange, **typed | {"reason": ""})

    assert answer.status_code == 200
    assert not StatusChange.objects.exists()


def test_commitment_for_the_same_words_is_chosen_without_script_and_the_date_stays(at_editor):
    cited = factories.CitationFactory(role="primary")
    known = {"passage": cited.passage_id, "date_earliest": "2024-05-01", "date_precision": "month"}

    form = at_editor.client.get(address(StatusChange, "add"), known)
    choose = address(type(cited.passage), "evidence", cited.passage_id)
    choice = text_of(at_editor.client.get(choose, {**known, "q": ""}))

    assert f"{choose}?date_earliest=2024-05-01&date_precision=month" in text_of(form)
    assert f"commitment={cited.commitment_id}&passage={cited.passage_id}&date_earliest=2024-05-01" in choice  # fmt: skip
    assert '<input type="hidden" name="date_precision" value="month">' in choice


@pytest.mark.parametrize("value", ["abc", "9" * 30, "2024-13-01", "' OR 1=1", ""])
def test_address_with_a_date_that_is_none_fills_in_none(at_editor, value):
    query = {"date_earliest": value, "date_precision": value}

    form = filled_in(at_editor.client.get(address(StatusChange, "add"), query))

    assert "date_earliest" not in form
    assert form["date_precision"] == "day"


def test_next_commitment_is_looked_for_in_the_workbench(at_editor):
    citation = factories.CitationFactory(role="primary", position=1)

    answer = at_editor.change(citation.commitment, title="Better words", _next="1")

    assert answer["Location"] == address(Capture, "workbench", citation.passage.capture_id)


def test_commitment_without_words_goes_back_to_the_list(at_editor):
    answer = at_editor.change(factories.CommitmentFactory(), title="Better words", _next="1")

    assert answer["Location"] == address(Commitment, "changelist")


# Dates of one whole day, month or year


@pytest.mark.parametrize("changed", ["date_earliest", "date_latest"])
def test_changing_one_end_of_a_day_changes_the_day(at_editor, changed):
    draft = factories.StatusChangeFactory()
    factories.CitationFactory(status_change=draft)

    at_editor.change(draft, **{changed: "2024-01-20"})

    draft.refresh_from_db()
    assert str(draft.date_earliest) == str(draft.date_latest) == "2024-01-20"


def test_two_ends_that_contradict_each_other_are_refused(at_editor):
    draft = factories.StatusChangeFactory()
    factories.CitationFactory(status_change=draft)

    answer = at_editor.change(draft, date_earliest="2024-01-20", date_latest="2024-01-21")

    assert answer.status_code == 200
    assert "not one whole day" in text_of(answer)


def test_next_change_keeps_every_passage_and_page_that_was_cited(at_editor, typed):
    keys = [factories.PassageFactory().pk for _ in range(2)]
    page = factories.ReferenceFactory().pk
    row = {"role": "evidence", "stance": "supports"}
    rows = [{**row, "passage": key} for key in keys]
    rows.insert(1, {**row, "reference": page, "finding": "It reports it."})

    answer = at_editor.new(StatusChange, **typed, parts={"citations": rows})
    form = filled_in(at_editor.client.get(answer["Location"]))

    assert [form[f"citations-{n}-passage"] for n in range(2)] == keys
    assert form["citations-2-reference"] == page
    assert form["citations-TOTAL_FORMS"] == 3


@pytest.mark.parametrize("nonsense", ["x", "", "999999", "-1"])
def test_address_with_nonsense_among_the_passages_opens_with_the_others(at_editor, nonsense):
    passage = factories.PassageFactory().pk
    query = {"passage": [nonsense, passage, passage]}

    page = at_editor.client.get(address(StatusChange, "add"), query)

    assert filled_in(page)["citations-TOTAL_FORMS"] == 1
    assert filled_in(page)["citations-0-passage"] == passage
