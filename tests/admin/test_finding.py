"""Finding a commitment at the desk: by its words, those it quotes, its parties, its source, its status."""

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import address
from tests.admin.rights import MODELS
from tracker.models import Commitment, StatusChange

OURS = [model for model in MODELS if model._meta.app_label == "tracker"]


@pytest.fixture
def found(at_editor):
    """The codes in the list, for what is asked of it."""

    def ask(**query):
        answer = at_editor.client.get(address(Commitment, "changelist"), query)
        return [row.code for row in answer.context["cl"].result_list]

    return ask


@pytest.fixture
def draft(db):
    """A draft that rests on words, with two parties; another commitment beside it."""
    commitment = factories.CommitmentFactory(code="C-7", title="Release of 32 servicemen")
    passage = factories.PassageFactory(code="P77")
    factories.CitationFactory(commitment=commitment, passage=passage, role="primary")
    for name in ("Republic of Altania", "Kingdom of Borduria"):
        party = factories.PartyFactory(name=name)
        factories.ParticipationFactory(commitment=commitment, party=party)
    factories.CommitmentFactory(code="C-8")
    return commitment


@pytest.mark.parametrize(
    "words", ["servicemen", "32 release", "altania borduria", "P77", "Borduria servicemen", "C-7"]
)
def test_draft_is_found_by_every_word_that_belongs_to_it(draft, found, words):
    assert found(q=words) == ["C-7"]


def test_draft_is_found_by_the_words_it_rests_on_and_by_reasons_that_are_not_public_yet(
    draft, found
):
    word = max(draft.citations.get().passage.exact.split(), key=len)
    factories.StatusChangeFactory(commitment=draft, reason="Both ministries announced it.")

    assert "C-7" in found(q=word)
    assert found(q="ministries announced") == ["C-7"]


def test_more_words_than_are_looked_for_find_nothing_instead_of_falling_over(draft, found):
    assert found(q="C-7 " * 10) == ["C-7"]
    assert found(q="C-7 " * 2000) == found(q="C" * 60_000) == []


@pytest.mark.parametrize("model", OURS)
def test_pasted_text_that_is_searched_for_is_told_of_in_every_list(at_editor, model):
    answer = at_editor.client.get(address(model, "changelist"), {"q": "a " * 1500})

    assert "Nothing was looked for: give at most 10 words and 200 characters." in answer.text


def test_pasted_text_is_no_failure_where_a_record_is_chosen(at_editor, draft):
    query = {"app_label": "tracker", "model_name": "citation", "field_name": "passage"}

    for words in ("a " * 1500, "a" * 60_000):
        answer = at_editor.client.get(reverse("admin:autocomplete"), {**query, "term": words})
        assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_list_is_narrowed_by_source_and_by_having_no_status(draft, found):
    source = draft.citations.get().passage.capture.source
    public = factories.published_status_change().commitment

    assert found(source=source.slug) == ["C-7"]
    assert set(found(status="not_assessed")) == {"C-7", "C-8"}
    assert found(status=public.status) == [public.code]
    assert found(status="nonsense") == found(source="nonsense") == []


def test_commitment_whose_code_is_typed_is_offered_first(at_editor, draft):
    factories.CommitmentFactory(code="C-9", title="As C-7")
    query = {"app_label": "tracker", "model_name": "statuschange", "field_name": "commitment"}
    names = {**query, "app_label": StatusChange._meta.app_label, "term": "c-7"}

    offered = at_editor.client.get(reverse("admin:autocomplete"), names).json()["results"]

    assert [one["text"].split()[0].strip(":,") for one in offered] == ["C-7", "C-9"]
