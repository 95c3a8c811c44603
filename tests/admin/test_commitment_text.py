"""The archived text beside the form of a commitment: its words, and citing and marking more of them."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from tests import factories
from tests.admin.desk import address, filled_in, text_of
from tracker.lib.dates import FuzzyDate
from tracker.models import Commitment
from tracker.services import sources

DAY = date(1987, 5, 3)
TEXT = "\n\n".join(f"Paragraph {n} tells of matter {n}." for n in range(1, 21))


@pytest.fixture
def capture(db):
    source = factories.SourceFactory(date=FuzzyDate.on(DAY))
    return factories.CaptureFactory(text=TEXT, source=source)


@pytest.fixture
def passage(capture):
    return sources.mark_passage(capture, exact="matter 10")


@pytest.fixture
def draft(passage):
    made = factories.CommitmentFactory()
    factories.CitationFactory(commitment=made, passage=passage, role="primary", position=1)
    return made


def beside(response) -> str:
    return text_of(response).partition('id="beside"')[2].partition("</aside>")[0]


def test_words_of_a_commitment_stand_beside_its_form_in_their_text_with_the_date(at_editor, draft):
    shown = beside(at_editor.page(draft))

    assert 'class="current">matter 10</mark>' in shown
    assert "Paragraph 8 tells" in shown
    assert f"{DAY:%Y}" in shown


def test_new_commitment_opens_beside_the_words_of_the_address(at_editor, passage):
    page = at_editor.client.get(address(Commitment, "add"), {"passage": passage.pk})

    assert 'class="current">matter 10</mark>' in beside(page)


def test_words_that_stand_elsewhere_are_shown_too(at_editor, draft, capture):
    far = sources.mark_passage(capture, exact="Paragraph 20")
    other = factories.PassageFactory()
    for position, passage in enumerate((far, other), start=2):
        factories.CitationFactory(commitment=draft, passage=passage, position=position)

    shown = beside(at_editor.page(draft))

    assert ">Paragraph 20</blockquote>" in shown
    assert f">{other.exact}</blockquote>" in shown
    assert ">matter 10</blockquote>" not in shown


def test_passage_that_is_cited_from_the_text_is_a_primary_one(at_editor, draft, capture):
    other = sources.mark_passage(capture, exact="matter 11")

    answer = at_editor.post(draft, at_editor.opened(draft, _cite=other.pk))
    saved = at_editor.post(draft, filled_in(answer))

    assert "2: cited" in beside(answer)
    assert saved.status_code == 302
    assert draft.citations.get(passage=other).role == "primary"


def test_form_is_left_for_the_workbench_and_comes_back(at_editor, draft, capture):
    other = sources.mark_passage(capture, exact="matter 11")
    bench = at_editor.post(draft, at_editor.opened(draft, summary="Typed.", _bench=capture.pk))
    back = f"{address(Commitment, 'change', draft.pk)}?{urlsplit(bench['Location']).query}"

    answer = at_editor.client.get(f"{back}&passage={other.pk}")

    assert "Typed." in text_of(answer)
    assert filled_in(answer)["citations-1-passage"] == str(other.pk)


def test_commitment_that_cites_nothing_opens_all_the_same(at_editor):
    page = at_editor.client.get(address(Commitment, "add"))

    assert "The words cited are shown here in their text." in beside(page)
