"""What an editor should look at twice, said of one record and of many at once."""

from datetime import date

import pytest

from tests import factories
from tracker.desk import warnings

pytestmark = pytest.mark.django_db


def test_commitment_is_warned_of_a_title_and_of_words_that_are_there_already():
    passage = factories.PassageFactory()
    factories.CommitmentFactory(code="C-1", title="Release the prisoners")
    other = factories.CommitmentFactory(code="C-2", title="Open the road")
    factories.CitationFactory(commitment=other, passage=passage, role="primary")
    factories.CitationFactory(event=factories.EventFactory(), passage=passage)
    new = factories.CommitmentFactory(code="C-3", title="Release of the prisoners")
    factories.CitationFactory(commitment=new, passage=passage, role="primary")

    assert warnings.of(new)[:2] == [
        "The title is nearly that of C-1 Release the prisoners.",
        "C-2 Open the road rests on the same words.",
    ]


def test_change_is_warned_of_what_the_history_says_already():
    first = factories.published_status_change(status="in_progress", day=date(2024, 2, 1))
    passage = factories.PassageFactory()
    values = {"commitment": first.commitment, "status": "in_progress", "day": date(2024, 2, 1)}
    double = factories.StatusChangeFactory(code="S-DOUBLE", **values)
    factories.CitationFactory(status_change=double, passage=passage)
    new = factories.StatusChangeFactory(code="S-NEW", **values)
    factories.CitationFactory(
        status_change=new, passage=passage, account_of=factories.PartyFactory()
    )
    early = factories.StatusChangeFactory(**{**values, "day": date(2024, 1, 1)})

    assert warnings.of(new) == [
        f"The commitment has this status on that day already, by {first.code}.",
        "S-DOUBLE says the same for the same day and is not published yet.",
        "S-DOUBLE cites the same words already.",
        "Only one party’s word supports it.",
    ]
    assert warnings.of(early) == [
        "It is dated before the latest change, which stays the present status."
    ]


def test_change_before_a_taking_back_becomes_the_present_status_and_is_not_told_otherwise():
    first = factories.published_status_change(status="in_progress", day=date(2024, 1, 10))
    values = {"commitment": first.commitment, "corrects": first, "status": ""}
    factories.published_status_change(**values, day=date(2024, 11, 22))
    new = factories.StatusChangeFactory(
        commitment=first.commitment, status="fulfilled", day=date(2024, 11, 1)
    )

    says = warnings.of(new)
    factories.published_status_change(
        commitment=first.commitment, status="fulfilled", day=date(2024, 11, 1)
    )

    first.commitment.refresh_from_db()
    assert not [sentence for sentence in says if "stays the present status" in sentence]
    assert first.commitment.status == "fulfilled"


def test_warnings_of_several_are_those_of_each_in_as_many_queries_as_of_one(
    django_assert_max_num_queries,
):
    passage = factories.PassageFactory()
    public = factories.published_commitment()
    records = []
    for number in range(6):
        draft = factories.CommitmentFactory(title=f"Meet in Baku {number}")
        factories.CitationFactory(commitment=draft, passage=passage, role="primary")
        change = factories.StatusChangeFactory(commitment=public)
        factories.CitationFactory(status_change=change, passage=passage)
        records += [draft, change, factories.EventFactory()]
    each = [warnings.of(type(record).objects.get(pk=record.pk)) for record in records]
    fresh = [type(record).objects.get(pk=record.pk) for record in records]

    with django_assert_max_num_queries(15):
        several = warnings.of_several(fresh)

    assert several == each
    assert [bool(sentences) for sentences in several] == [True, True, False] * 6


def test_correction_is_warned_of_another_that_counts():
    wrong = factories.published_status_change(code="S-WRONG", status="in_progress")
    values = {"commitment": wrong.commitment, "corrects": wrong}
    first = factories.published_status_change(code="S-FIRST", status="fulfilled", **values)
    factories.StatusChangeFactory(code="S-DRAFT", status="partly_fulfilled", **values)
    second = factories.StatusChangeFactory(code="S-SECOND", status="not_kept", **values)

    assert warnings.of(second) == [
        "S-FIRST corrects S-WRONG already, and both would count: if S-FIRST is wrong, correct that one.",
        "S-DRAFT corrects S-WRONG as well, and is not published yet.",
    ]

    factories.published_status_change(
        code="S-BACK", commitment=wrong.commitment, corrects=first, status=""
    )
    again = type(second).objects.get(pk=second.pk)
    assert warnings.of(again) == ["S-DRAFT corrects S-WRONG as well, and is not published yet."]


@pytest.mark.parametrize(
    ("made", "is_warned"),
    [
        (date(2024, 2, 2), True),
        (date(2024, 2, 1), False),
        (None, False),
    ],
)
def test_change_is_warned_of_a_day_before_its_commitment_was_made(made, is_warned):
    precision = "day" if made else "unknown"
    commitment = factories.published_commitment(
        date_precision=precision, date_earliest=made, date_latest=made
    )
    change = factories.StatusChangeFactory(commitment=commitment, day=date(2024, 2, 1))

    says = "It is dated before the commitment was made: look at the year."
    assert warnings.of(change) == ([says] if is_warned else [])
