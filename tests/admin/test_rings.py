"""No record leads back to itself: not through drafts, revisions or a package, and `verify` would see it."""

import pytest
from django.utils import timezone

from tests import factories
from tests.admin.desk import review_of, text_of
from tests.packages.folders import alter
from tracker.models import Party, StatusChange
from tracker.packages.load import PackageRefused, load_package
from tracker.packages.write import write_package
from tracker.services import revisions
from tracker.services.verification import verify

WHY = {"revision_reason": "They say so."}
RING = "“parent” leads back to the record itself: council → ministry → state → council."


@pytest.fixture
def parties(db):
    """A council of a ministry, a ministry of a state: none of them public."""
    state = factories.PartyFactory(slug="state")
    ministry = factories.PartyFactory(slug="ministry", parent=state)
    return state, ministry, factories.PartyFactory(slug="council", parent=ministry)


def failures() -> list[tuple[str, str]]:
    return [(failure.kind, failure.code) for failure in verify(now=timezone.now()).failures]


def make_public(*parties):
    commitment = factories.CommitmentFactory()
    factories.CitationFactory(commitment=commitment, role="primary", position=1)
    for party in parties:
        factories.ParticipationFactory(commitment=commitment, party=party)
    factories.publish(commitment)


def test_form_refuses_a_parent_that_leads_back(at_editor, parties):
    state, _ministry, council = parties

    answer = at_editor.change(state, parent=council.pk)

    says = "“parent” leads back to the record itself: state → council → ministry → state."
    assert says in text_of(answer)
    state.refresh_from_db()
    assert state.parent is None


def test_form_takes_a_parent_that_does_not_lead_back(at_editor, parties):
    _state, _ministry, council = parties
    other = factories.PartyFactory()

    assert at_editor.change(other, parent=council.pk).status_code == 302


def test_second_of_two_revisions_that_would_close_a_ring_is_not_approved(
    at_editor, at_reviewer, db
):
    one, other = factories.PartyFactory(slug="one"), factories.PartyFactory(slug="other")
    make_public(one, other)
    for party, parent in ((one, other), (other, one)):
        at_editor.change(party, parent=parent.pk, _submit="1", **WHY)
    first, second = revisions.waiting(one), revisions.waiting(other)

    at_reviewer.move(first, "publish")
    page = text_of(review_of(at_reviewer, second))
    at_reviewer.move(second, "publish")

    assert "“parent” leads back to the record itself: other → one → other." in page
    one.refresh_from_db(), other.refresh_from_db(), second.refresh_from_db()
    assert (one.parent, other.parent, second.state) == (other, None, "in_review")


def test_two_drafts_do_not_correct_each_other(at_editor, editor, db):
    commitment = factories.published_commitment()
    one, other = (
        factories.StatusChangeFactory(commitment=commitment, recorded_by=editor) for _ in range(2)
    )
    for change in (one, other):
        factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    at_editor.change(one, corrects=other.pk)

    answer = at_editor.change(other, corrects=one.pk)

    assert f"leads back to the record itself: {other.code} → {one.code}" in text_of(answer)
    assert list(StatusChange.objects.filter(corrects__isnull=False)) == [one]


def test_package_that_closes_a_ring_with_what_is_here_is_refused(parties, tmp_path):
    """Alone, its rows are in order: here the state has become a part of its own council."""
    state, _ministry, council = parties
    factories.DatasetFactory()
    write_package(tmp_path / "package")
    alter(tmp_path / "package", "parties", lambda rows: _without(rows, "state"))
    Party.objects.filter(pk=council.pk).update(parent=None)
    Party.objects.filter(pk=state.pk).update(parent=council)

    with pytest.raises(PackageRefused) as refused:
        load_package(tmp_path / "package", now=timezone.now())

    assert [p.sentence for p in refused.value.problems] == [f"{RING} Choose another."]


def _without(rows, slug):
    rows[:] = [row for row in rows if row["slug"] != slug]


def test_verify_names_every_record_of_a_ring(parties):
    state, _ministry, council = parties
    assert failures() == []
    Party.objects.filter(pk=state.pk).update(parent=council)

    assert failures() == [("party", "state"), ("party", "council"), ("party", "ministry")]
