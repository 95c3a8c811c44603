"""The filters of the list: each alone, together, and in what order the rows come."""

import pytest
from django.db.models import Q
from django.http import QueryDict

from tests import factories
from tests.views.record import cited, marked
from tracker.filtersets.commitments import MARKS, SORTS, CommitmentFilterSet
from tracker.lib.clocks import PRESENT, Clocks
from tracker.models import Commitment

pytestmark = pytest.mark.django_db


def filtered(values: QueryDict, clocks: Clocks = PRESENT) -> CommitmentFilterSet:
    return CommitmentFilterSet(values, clocks=clocks)


def codes(query: str) -> list[str]:
    found = filtered(QueryDict(query))
    assert found.is_valid(), found.errors
    return [commitment.code for commitment in found.qs]


@pytest.fixture(autouse=True)
def record():
    """Three commitments that differ in everything, and a draft that has it all."""
    parties = [factories.PartyFactory(slug=f"p{n}") for n in (1, 2, 3)]
    kinds = [factories.CategoryFactory(slug=f"c{n}") for n in (1, 2, 3)]
    type(kinds[0]).objects.filter(pk=kinds[0].pk).update(name="Release of hostages")
    type(parties[1]).objects.filter(pk=parties[1].pk).update(name="Republic of Ruritania")
    factories.PartyNameFactory(party=parties[1], name="Strelsau")
    for number, (party, category) in enumerate(zip(parties, kinds, strict=True), start=1):
        capture = factories.CaptureFactory(
            source__slug=f"s{number}", text=f"Words {number} in the source are quoted."
        )
        commitment = cited(
            marked(capture, f"Words {number}"),
            code=f"C-{number}",
            title=["Release", "Treaty", "Meeting"][number - 1],
            summary=f"Summary {number * 111}",
            category=category,
            bindingness=["joint_state_statement", "treaty_signed", "none"][number - 1],
            date_latest=["2023-03-01", None, "2022-01-01"][number - 1],
            date_precision=["before", "vague", "before"][number - 1],
        )
        factories.ParticipationFactory(commitment=commitment, party=party)
        factories.ParticipationFactory(commitment=commitment, party=parties[0], role="witness")
    factories.published_status_change(
        commitment=Commitment.objects.get(code="C-1"), status="fulfilled", day="2024-01-01"
    )
    factories.published_status_change(
        commitment=Commitment.objects.get(code="C-2"), status="not_kept", day="2024-02-01",
        reason="They refused reluctantly.",
    )  # fmt: skip
    factories.StatusChangeFactory(
        commitment=Commitment.objects.get(code="C-3"), reason="An unpublished reason."
    )
    draft = factories.CommitmentFactory(code="C-9", title="Release Treaty", category=kinds[0])
    factories.CitationFactory(
        commitment=draft, passage=commitment.citations.get().passage, role="primary"
    )
    factories.ParticipationFactory(commitment=draft, party=parties[1])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "123"),
        ("status=fulfilled", "1"),
        ("status=not_kept", "2"),
        ("status=not_assessed", "3"),
        ("status=stalled", ""),
        ("category=c1", "1"),
        ("party=p2", "2"),
        ("party=p1", "123"),
        ("source=s3", "3"),
        ("bindingness=treaty_signed", "2"),
        ("q=release", "1"),
        ("q=RELEASE", "1"),
        ("q=elea", "1"),
        ("q=333", "3"),
        ("q=c-2", "2"),
        ("q=words", "123"),
        ("q=words+treaty", "2"),
        ("q=source", ""),
        ("q=hostages", "1"),  # in the name of its kind
        ("q=Ruritania", "2"),  # a party
        ("q=Strelsau", "2"),  # another name of that party
        ("q=reluctantly", "2"),  # in the reason of a status change
        ("q=unpublished", ""),
        # within a filter values are alternatives
        ("status=fulfilled&status=not_kept", "12"),
        ("status=fulfilled&status=not_assessed", "13"),
        ("category=c1&category=c3", "13"),
        ("party=p2&party=p3", "23"),
        ("source=s1&source=s2", "12"),
        ("bindingness=treaty_signed&bindingness=none", "23"),
        # filters narrow each other
        ("status=fulfilled&category=c2", ""),
        ("status=fulfilled&status=not_kept&category=c2&category=c3", "2"),
        ("party=p1&source=s2&source=s3&q=words", "23"),
        ("q=treaty&bindingness=treaty_signed&party=p2&category=c2&source=s2&status=not_kept", "2"),
    ],
)
def test_filters_find(query, found):
    assert codes(query) == [f"C-{number}" for number in found]


@pytest.mark.parametrize("mark", MARKS)
def test_filters_find_a_mark(mark):
    found, without = filtered(QueryDict(f"{mark}=1")), filtered(QueryDict())
    for each in (found, without):
        each.queryset = Commitment.public.annotate(**{f"is_{mark}": Q(code="C-2")})

    assert [commitment.code for commitment in found.qs] == ["C-2"]
    assert without.qs.count() == 3


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("code", "123"),
        ("-status_since", "213"),
        ("date_made", "312"),
        ("-date_made", "132"),
        ("title", "312"),
    ],
)
def test_filters_put_in_order(sort, order):
    assert codes(f"sort={sort}") == [f"C-{number}" for number in order]


def test_every_order_is_one_that_a_test_knows():
    assert set(SORTS) == {"code", "-status_since", "date_made", "-date_made", "title"}


@pytest.mark.parametrize(
    "words", ["%", "_", "\\", "100%", "' OR 1=1 --", '"', "*", "a & ", "(", "\u0130"]
)
def test_search_takes_signs_for_what_they_are(words):
    found = filtered(QueryDict(mutable=True) | {"q": words})

    assert not found.qs.exists()


def test_search_finds_letters_that_are_composed_differently():
    cited(factories.PassageFactory(), code="C-4", title="Caf\u00e9")

    assert codes("q=cafe%CC%81") == ["C-4"]


def test_search_drops_control_characters():
    assert codes("q=rel%01ea%00se") == ["C-1"]


@pytest.mark.parametrize("words", ["x" * 201, " ".join("abcdefghijk")])
def test_search_refuses_more_than_it_would_look_for(words):
    found = filtered(QueryDict(mutable=True) | {"q": words})

    assert not found.is_valid()


def test_facets_offer_what_is_public_and_only_that():
    factories.PartyFactory(slug="unused")
    factories.CategoryFactory(slug="unused")
    cited_elsewhere = factories.StatusChangeFactory(commitment=Commitment.objects.get(code="C-1"))
    factories.CitationFactory(
        status_change=cited_elsewhere, account_of=factories.PartyFactory(slug="witness")
    )
    factories.publish(cited_elsewhere)

    fields = filtered(QueryDict()).form.fields

    offered = {
        name: {str(key) for key, _ in fields[name].choices} for name in ("party", "category")
    }
    assert offered == {"party": {"p1", "p2", "p3", "witness"}, "category": {"c1", "c2", "c3"}}
