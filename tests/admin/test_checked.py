"""A form that is sent to be checked says what to look at twice, and writes nothing."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry

from tests import factories
from tests.admin.desk import review_of, text_of
from tracker.models import Citation, Commitment, Edit, Event, Revision, StatusChange


@pytest.fixture
def published(db):
    return factories.published_status_change(status="stalled", reason_code="other")


@pytest.fixture
def typed(published):
    """A change that says the same as the published one, on the same words."""
    return {
        "commitment": published.commitment_id,
        "status": "stalled",
        "reason_code": "other",
        "reason": "Nothing moved.",
        "date_precision": "day",
        "date_earliest": published.date_latest.isoformat(),
        "confidence": "high",
    }


@pytest.fixture
def other(published):
    """A draft about the same commitment and another day, which rests on words."""
    made = factories.StatusChangeFactory(commitment=published.commitment, status="fulfilled")
    factories.CitationFactory(status_change=made, passage=factories.PassageFactory())
    return made


@pytest.fixture
def same_words(other):
    words = other.citations.get().passage_id
    return {"passage": words, "role": "evidence", "stance": "supports"}


def count_all():
    models = (StatusChange, Citation, Commitment, Edit, Revision, LogEntry)
    return [model.objects.count() for model in models]


def checked(desk, model, **typed):
    """What the page says after a check, having made sure that nothing was written."""
    before = count_all()
    answer = desk.new(model, _check="1", **typed)
    assert answer.status_code == 200
    assert count_all() == before
    return answer


def test_check_names_the_change_that_says_the_same(at_editor, published, typed):
    answer = checked(at_editor, StatusChange, **typed)

    says = f"The commitment has this status on that day already, by {published.code}."
    assert answer.context["warnings"] == [says]
    assert text_of(answer).index('role="status"') < text_of(answer).index(says)


def test_check_warns_of_a_change_dated_before_the_latest(at_editor, published, typed):
    typed["date_earliest"] = (published.date_latest - timedelta(days=1)).isoformat()

    answer = checked(at_editor, StatusChange, **typed)

    assert answer.context["warnings"] == [
        "It is dated before the latest change, which stays the present status."
    ]


def test_check_warns_of_a_draft_that_says_the_same(at_editor, published, typed):
    draft = factories.StatusChangeFactory(
        commitment=published.commitment, status="fulfilled", day=published.date_latest
    )

    answer = checked(at_editor, StatusChange, **typed | {"status": "fulfilled", "reason_code": ""})

    says = f"{draft.code} says the same for the same day and is not published yet."
    assert answer.context["warnings"] == [says]


def test_check_warns_of_words_that_are_cited_already(at_editor, other, typed, same_words):
    typed |= {"status": "not_kept", "reason_code": ""}

    answer = checked(at_editor, StatusChange, **typed, parts={"citations": [same_words]})

    assert answer.context["warnings"] == [f"{other.code} cites the same words already."]


def test_check_warns_of_one_partys_word_until_another_account_is_typed(at_editor, typed):
    row = {"role": "evidence", "stance": "supports"}
    rows = [
        {**row, "passage": factories.PassageFactory().pk, "account_of": party.pk}
        for party in factories.PartyFactory.create_batch(2)
    ]
    typed |= {"status": "fulfilled", "reason_code": ""}

    alone = checked(at_editor, StatusChange, **typed, parts={"citations": rows[:1]})
    both = checked(at_editor, StatusChange, **typed, parts={"citations": rows})

    assert alone.context["warnings"] == ["Only one party’s word supports it."]
    assert both.context["warnings"] == []


def test_check_keeps_all_that_was_typed(at_editor, typed, same_words):
    answer = checked(at_editor, StatusChange, **typed, parts={"citations": [same_words]})

    form = answer.context["adminform"].form
    assert {name: str(form[name].value()) for name in typed} == {
        k: str(v) for k, v in typed.items()
    }
    assert f'value="{same_words["passage"]}" selected' in answer.text
    assert "data-typed" in answer.text


def test_check_of_a_form_half_filled_in_warns_of_what_can_be_known(at_editor, published):
    half = {
        "commitment": published.commitment_id,
        "status": "stalled",
        "date_earliest": published.date_latest.isoformat(),
        "date_precision": "day",
    }

    answer = checked(at_editor, StatusChange, **half)

    assert len(answer.context["warnings"]) == 1
    assert "What is missing or wrong is marked below." in answer.text


@pytest.mark.parametrize("model", [StatusChange, Commitment, Event])
def test_check_of_an_empty_form_is_no_error_page(at_editor, model):
    assert checked(at_editor, model).context["warnings"] == []


def test_check_of_a_form_in_order_says_so_and_that_nothing_is_saved(at_editor, typed):
    row = {"passage": factories.PassageFactory().pk, "role": "evidence", "stance": "supports"}
    typed |= {"status": "fulfilled", "reason_code": ""}

    answer = checked(at_editor, StatusChange, **typed, parts={"citations": [row]})

    assert "Nothing stands out. Nothing has been saved yet." in answer.text
    assert not answer.context["errors"]


def test_check_of_a_draft_looks_at_what_is_typed_and_not_at_what_is_stored(at_editor, published):
    draft = factories.StatusChangeFactory(commitment=published.commitment, status="fulfilled")
    factories.CitationFactory(status_change=draft)
    stored = at_editor.page(draft).context["warnings"]
    data = at_editor.opened(draft, status="stalled", reason_code="other", _check="1")
    before = count_all()

    answer = at_editor.post(draft, data)

    draft.refresh_from_db()
    assert not any(published.code in sentence for sentence in stored)
    assert any(published.code in sentence for sentence in answer.context["warnings"])
    assert (draft.status, count_all()) == ("fulfilled", before)


def test_check_of_a_citation_that_is_taken_out_does_not_count_it(at_editor, other, same_words):
    draft = factories.StatusChangeFactory(commitment=other.commitment, status="not_kept")
    factories.CitationFactory(status_change=draft, passage_id=same_words["passage"])
    taken_out = {"citations-0-DELETE": "on", "_check": "1"}

    stored = at_editor.page(draft).context["warnings"]
    answer = at_editor.post(draft, at_editor.opened(draft, **taken_out))

    says = f"{other.code} cites the same words already."
    assert says in stored
    assert says not in answer.context["warnings"]


def test_check_of_a_commitment_names_those_alike_in_title_and_words(at_editor):
    cited = factories.CitationFactory(role="primary", position=1)
    other = cited.commitment
    Commitment.objects.filter(pk=other.pk).update(title="Release of the 32 persons")
    other.refresh_from_db()
    row = {"passage": cited.passage_id, "role": "primary", "stance": "supports"}

    answer = checked(
        at_editor, Commitment, title="Release of 32 persons", parts={"citations": [row]}
    )

    assert answer.context["warnings"][:2] == [
        f"The title is nearly that of {other}.",
        f"{other} rests on the same words.",
    ]


def test_check_of_a_revision_writes_none(at_editor, published):
    commitment = published.commitment
    data = at_editor.opened(commitment, title="Another title", revision_reason="Why.", _check="1")
    before = count_all()

    answer = at_editor.post(commitment, data)

    assert answer.status_code == 200
    assert "Another title" in answer.text
    assert count_all() == before


def test_form_with_nothing_to_look_at_twice_has_no_button_to_check(at_editor):
    def has_button(model):
        url = f"/admin/tracker/{model._meta.model_name}/add/"
        return 'name="_check"' in at_editor.client.get(url).text

    assert [has_button(model) for model in (StatusChange, Commitment, Event)] == [True, True, False]


# Whether submitting would be refused


@pytest.fixture
def row(db):
    return {"passage": factories.PassageFactory().pk, "role": "evidence", "stance": "supports"}


def refusal_of(answer):
    said = text_of(answer).partition('id="warnings"')[2].partition("</div>")[0]
    assert ("Submitting would be refused" in said) == bool(answer.context["refused"])
    assert ("Nothing stands out." in said) <= (not answer.context["refused"])
    return answer.context["refused"]


def test_check_says_that_own_words_are_no_evidence(at_editor, published, typed, row):
    own = published.commitment.citations.get(role="primary").passage_id
    typed |= {"status": "fulfilled", "reason_code": ""}

    answer = checked(at_editor, StatusChange, **typed, parts={"citations": [{**row, "passage": own}]})  # fmt: skip
    other = checked(at_editor, StatusChange, **typed, parts={"citations": [row]})

    assert refusal_of(answer).startswith("The words of a commitment do not show what became of it")
    assert refusal_of(other) == ""
    assert "Nothing stands out." in other.text


def test_check_says_that_the_future_is_not_known(at_editor, typed, row):
    typed |= {"status": "fulfilled", "reason_code": "", "date_earliest": "2190-01-01"}

    answer = checked(at_editor, StatusChange, **typed, parts={"citations": [row]})

    assert "It cannot have happened after today" in refusal_of(answer)


def test_check_marks_what_would_be_refused_where_saving_marks_it(at_editor, published, typed, row):
    own = published.commitment.citations.get(role="primary").passage_id
    typed |= {"status": "fulfilled", "reason_code": ""}
    parts = {"citations": [{**row, "passage": own}]}

    def marked(answer):
        (part,) = (inline.formset for inline in answer.context["inline_admin_formsets"])
        return answer.context["adminform"].form.errors, part.errors, part.non_form_errors()

    late = {**typed, "date_earliest": "2190-01-01"}
    found = [
        (marked(checked(at_editor, StatusChange, **sent, parts=parts)),
         marked(at_editor.new(StatusChange, **sent, parts=parts, _submit="1")))
        for sent in (typed, late)
    ]  # fmt: skip

    assert [check for check, _save in found] == [save for _check, save in found]
    assert "passage" in found[0][0][1][0]
    assert "date_earliest" in found[1][0][0]


def test_check_says_that_a_commitment_has_no_words(at_editor):
    draft = factories.CommitmentFactory(title="Typed")
    before = count_all()

    answer = at_editor.post(draft, at_editor.opened(draft, _check="1"))

    assert refusal_of(answer) == "A commitment needs a primary passage: the words it rests on."
    assert count_all() == before


def test_check_of_a_revision_says_what_would_be_refused_and_writes_nothing(at_editor, published):
    commitment = published.commitment
    data = at_editor.opened(commitment, revision_reason="Why.", _check="1")
    before = count_all()

    answer = at_editor.post(commitment, data)

    assert refusal_of(answer) == "Nothing was changed, so there is nothing to revise."
    assert count_all() == before
    assert "Kept as a revision" not in text_of(at_editor.page(commitment))


def test_what_was_found_stands_at_the_top_and_has_the_focus(at_editor, typed):
    answer = checked(at_editor, StatusChange, **typed)

    page = text_of(answer)
    assert page.index('id="warnings"') < page.index('name="reason"')
    assert page.count('id="warnings"') == 1
    assert 'name="_check" formaction="#warnings"' in page


def test_words_that_were_typed_are_compared_with_the_passages_that_are_typed(at_editor):
    passage = factories.PassageFactory()
    row = {"passage": passage.pk, "role": "primary", "stance": "supports"}
    wrong = {"title": "A title", "verb": "never promised"}

    alone = checked(at_editor, Commitment, **wrong)
    cited = checked(at_editor, Commitment, **wrong, parts={"citations": [row]})
    right = checked(
        at_editor, Commitment, title="A title", verb=passage.exact, parts={"citations": [row]}
    )

    says = "“never promised” (verb in the text) does not stand in any passage that is cited."
    found = [says in answer.context["warnings"] for answer in (alone, cited, right)]
    assert found == [False, True, False]


def test_check_and_review_name_the_correction_that_is_there_already(
    at_editor, at_reviewer, editor, published, typed
):
    first = factories.published_status_change(
        commitment=published.commitment, corrects=published, status="fulfilled"
    )
    change = factories.StatusChangeFactory(
        commitment=published.commitment, corrects=published, status="not_kept", recorded_by=editor
    )
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    at_editor.move(change, "submit")
    says = f"{first.code} corrects {published.code} already"

    page = checked(at_editor, StatusChange, **{**typed, "corrects": published.pk})

    assert says in text_of(page)
    assert says in text_of(review_of(at_reviewer, change))


def test_check_and_review_name_a_day_before_the_commitment_was_made(
    at_editor, at_reviewer, editor, typed
):
    day = date(2024, 1, 1)
    commitment = factories.published_commitment(
        date_precision="day", date_earliest=day, date_latest=day
    )
    change = factories.StatusChangeFactory(
        commitment=commitment, day=date(1999, 1, 1), recorded_by=editor
    )
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    at_editor.move(change, "submit")
    early = {"commitment": commitment.pk, "date_earliest": "1999-01-01"}
    says = "It is dated before the commitment was made"

    assert says in text_of(checked(at_editor, StatusChange, **{**typed, **early}))
    assert says in text_of(review_of(at_reviewer, change))
