"""A record that is to rest on other words than before, draft or public: in one form or in several."""

import pytest

from tests import factories
from tests.admin.desk import added, review_of, text_of
from tracker.models import Revision

WHY = {"revision_reason": "The words of the annex are exact."}
MADE = {"draft": factories.CommitmentFactory, "public": factories.published_commitment}


@pytest.fixture
def public(db):
    return factories.published_commitment()


@pytest.fixture
def other():
    return factories.PassageFactory()


def primary(passage):
    return [{"passage": passage.pk, "role": "primary", "stance": "supports"}]


def rests_on(commitment):
    return [c.passage for c in commitment.citations.filter(role="primary")]


def test_other_words_take_the_place_of_the_only_ones(at_editor, at_reviewer, client, public, other):
    sent = at_editor.opened(public, _submit="1", **WHY, **{"citations-0-DELETE": "on"})
    at_editor.post(public, {**sent, **added(sent, "citations", primary(other))})

    at_reviewer.move(Revision.objects.get(), "publish")

    assert rests_on(public) == [other]
    assert public.citations.count() == 1
    assert other.exact in text_of(client.get(public.get_absolute_url()))


def test_they_do_so_in_two_steps(at_editor, at_reviewer, public, other):
    sent = at_editor.opened(public, **WHY)
    at_editor.post(public, {**sent, **added(sent, "citations", primary(other))})
    at_editor.post(public, at_editor.opened(public, **{"citations-0-DELETE": "on"}))
    at_editor.move(Revision.objects.get(), "submit")
    problems = review_of(at_reviewer, Revision.objects.get()).context["review"].problems

    at_reviewer.move(Revision.objects.get(), "publish")

    assert problems == []
    assert rests_on(public) == [other]


@pytest.mark.parametrize("first", [{"DELETE": "on"}, {"role": "evidence"}], ids=["gone", "less"])
def test_words_take_the_place_of_others_that_go_or_become_less(at_editor, at_reviewer, public, other, first):  # fmt: skip
    factories.CitationFactory(commitment=public, passage=other, role="evidence", position=2)
    rows = {f"citations-0-{name}": value for name, value in first.items()}

    sent = at_editor.opened(public, _submit="1", **WHY, **rows, **{"citations-1-role": "primary"})
    answer = at_editor.post(public, sent)
    at_reviewer.move(Revision.objects.get(), "publish")

    assert answer.status_code == 302
    assert rests_on(public) == [other]


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_same_row_is_given_other_words(at_editor, made, other):
    record = made()
    if not record.citations.exists():
        factories.CitationFactory(commitment=record, role="primary")
    sent = at_editor.opened(record, **(WHY if record.is_published else {}))

    answer = at_editor.post(record, {**sent, "citations-0-passage": other.pk})

    assert answer.status_code == 302


def test_draft_takes_out_what_it_rests_on_and_takes_other_words(at_editor, other):
    draft = factories.CitationFactory(commitment=factories.CommitmentFactory(), role="primary").commitment  # fmt: skip
    sent = at_editor.opened(draft, **{"citations-0-DELETE": "on"})

    at_editor.post(draft, {**sent, **added(sent, "citations", primary(other))})

    assert rests_on(draft) == [other]
