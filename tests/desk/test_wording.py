"""What is given word for word is compared with the words cited, and what is missing is said."""

from datetime import date

import pytest

from tests import factories
from tracker.desk import warnings
from tracker.lib.dates import FuzzyDate
from tracker.models import Commitment
from tracker.services import sources

pytestmark = pytest.mark.django_db

TEXT = (
    "Baku, 7 December 2023.\n\nThe Parties “shall\nrelease” thirty-two\u00a0persons by 31 December."
)


@pytest.fixture
def capture():
    return factories.CaptureFactory(text=TEXT)


@pytest.fixture
def commitment(capture):
    """Nothing of it is to be looked at twice."""
    made = factories.CommitmentFactory(title="Release", date_basis="Not given.", date_words="")
    passage = sources.mark_passage(capture, exact=TEXT.partition("\n\n")[2])
    factories.CitationFactory(commitment=made, passage=passage, role="primary")
    factories.ParticipationFactory(commitment=made)
    factories.DeadlineFactory(commitment=made, date_words="31 December", position=9)
    return made


def said(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return warnings.of(type(record).objects.get(pk=record.pk))


@pytest.mark.parametrize(
    "verb", ["", "shall release", "SHALL  release", "“release”", "shall ... by"]
)
def test_verb_that_stands_in_the_passage_is_not_told_of(commitment, verb):
    assert said(commitment, verb=verb) == []


@pytest.mark.parametrize("verb", ["will release", "shall releas", "release shall", "by ... shall"])
def test_verb_that_stands_in_no_passage_is_told_of(commitment, verb):
    assert said(commitment, verb=verb) == [
        f"“{verb}” (verb in the text) does not stand in any passage that is cited."
    ]


def test_words_of_the_quantity_and_of_the_deadline_are_compared(commitment):
    factories.DeadlineFactory(commitment=commitment, date_words="by 31 December", position=1)
    factories.DeadlineFactory(commitment=commitment, date_words="by 1 May", position=2)

    assert said(commitment, quantity_words="thirty–two persons") == [
        "“by 1 May” (words of the deadline) does not stand in any passage that is cited."
    ]
    assert len(said(commitment, quantity_words="33 persons")) == 2


def test_words_that_say_when_it_is_due_ask_for_a_deadline(commitment):
    commitment.deadlines.all().delete()
    assert said(commitment) == [
        "Its words say “by 31 December”, and it has no deadline: if that is when it is due, add one."
    ]

    capture = factories.CaptureFactory(text="They met. They shall meet by then.")
    other = sources.mark_passage(capture, exact="They shall meet by then.")
    commitment.citations.update(passage=other)
    assert said(commitment) == []


def test_words_of_a_date_may_stand_anywhere_in_the_text(commitment):
    assert said(commitment, date_words="7 December 2023") == []
    assert said(commitment, date_words="8 December 2023") == [
        "The words of the date, “8 December 2023”, do not stand in any text that is cited."
    ]


def test_words_of_the_date_of_a_change_are_compared_too(capture):
    change = factories.StatusChangeFactory(date_words="in May")
    factories.CitationFactory(
        status_change=change, passage=sources.mark_passage(capture, exact="Baku")
    )

    assert "“in May”" in " ".join(warnings.of(change))


def test_deadline_that_is_in_force_only_after_it_is_due_is_told_of(commitment):
    due = FuzzyDate.on(date(2024, 1, 31))
    deadline = factories.DeadlineFactory(commitment=commitment, date=due)

    for begin, is_told in ((date(2024, 1, 31), False), (date(2024, 2, 1), True)):
        deadline.in_force_from = begin
        deadline.save()
        says = (
            "A deadline is in force from 2024-02-01, after the day on which it is due, 2024-01-31."
        )
        assert warnings.of(Commitment.objects.get()) == ([says] if is_told else [])


def test_commitment_without_a_party_or_a_date_is_told_of(commitment):
    commitment.participations.all().delete()

    assert said(commitment, date_basis="") == [
        "It names no party: add who undertakes it.",
        "It has no date, and does not say why: give one, or say in “basis of the date” why there is none.",
    ]


@pytest.mark.parametrize(
    ("day", "is_told"), [(date(2023, 12, 7), False), (date(2024, 3, 14), True)]
)
def test_day_of_another_year_than_its_words_is_told_of(commitment, day, is_told):
    commitment.date = FuzzyDate.on(day)

    says = "The words “7 December 2023” name another year than the day that is given."
    assert said(commitment, date_words="7 December 2023") == ([says] if is_told else [])


def test_deadline_of_another_year_than_its_words_is_told_of(commitment):
    factories.DeadlineFactory(
        commitment=commitment, date=FuzzyDate.on(date(2034, 12, 31)), date_words="by 31 December"
    )
    assert said(commitment) == []

    commitment.deadlines.update(date_words="by 31 December 2024")
    assert "another year" in " ".join(warnings.of(Commitment.objects.get()))


def dated(source, day: str) -> None:
    source.date = FuzzyDate.on(date.fromisoformat(day))
    source.save()


@pytest.mark.parametrize(
    ("of_source", "made", "is_told"),
    [
        ("2025-03-14", FuzzyDate.on(date(2052, 3, 14)), True),
        ("2025-03-14", FuzzyDate.on(date(2025, 3, 14)), False),
        ("2025-03-14", FuzzyDate(date(2025, 1, 1), date(2025, 12, 31), "year"), False),
        ("2025-03-14", FuzzyDate(None, date(2052, 3, 14), "before"), False),
    ],
)
def test_commitment_that_is_made_after_its_document_is_told_of(commitment, of_source, made, is_told):  # fmt: skip
    dated(commitment.citations.get().passage.capture.source, of_source)
    commitment.date = made

    says = "It was made after the date of the document on whose words it rests."
    assert said(commitment) == ([says] if is_told else [])


def test_commitment_that_is_due_before_it_is_made_is_told_of(commitment):
    commitment.date = FuzzyDate.on(date(2023, 12, 7))
    deadline = factories.DeadlineFactory(commitment=commitment)

    told = []
    for day in (date(2023, 12, 7), date(1999, 1, 1)):
        deadline.date = FuzzyDate.on(day)
        deadline.save()
        told.append(said(commitment))

    assert told == [[], ["It is due before it was made."]]


@pytest.mark.parametrize(("other", "is_told"), [("2025-03-14", True), ("2026-05-02", False)])
def test_change_whose_evidence_is_older_is_told_of(capture, other, is_told):
    dated(capture.source, "2025-03-14")
    change = factories.StatusChangeFactory(day=date(2026, 5, 1), date_words="")
    party = factories.PartyFactory()
    later = factories.ReferenceFactory()
    dated(later, other)
    words = {"passage": sources.mark_passage(capture, exact="Baku")}
    for cited in (words, {"reference": later, "passage": None, "finding": "It says so."}):
        factories.CitationFactory(status_change=change, account_of=party, **cited)
    contradicting = factories.ReferenceFactory()
    dated(contradicting, "2026-06-01")
    factories.CitationFactory(
        status_change=change, reference=contradicting, passage=None, stance="contradicts", finding="No."
    )  # fmt: skip

    says = "Everything that supports it is dated before it happened."
    assert (says in warnings.of(change)) == is_told


@pytest.mark.parametrize(
    ("exact", "is_told"), [("“shall\nrelease”", False), ("hall\nrelease", True)]
)
def test_words_that_begin_inside_a_word_are_told_of(commitment, capture, exact, is_told):
    passage = sources.mark_passage(capture, exact=exact)
    commitment.citations.update(passage=passage)

    found = [each for each in warnings.of(commitment) if "inside the word" in each]

    assert found == ([f"Passage {passage.code} begins or ends inside the word “shall”."] if is_told else [])  # fmt: skip
