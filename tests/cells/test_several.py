"""Records made of bundles, or changed by them, many at a time."""

import pytest
from django.db import IntegrityError

from tests import factories
from tests.factories import changed
from tracker.cells import bundles, several
from tracker.models import Commitment

pytestmark = pytest.mark.django_db


def renamed(bundle: bundles.Bundle, old: str, new: str) -> bundles.Bundle:
    """The same bundle of a record with another code."""
    return {
        name: [{key: new if cell == old else cell for key, cell in row.items()} for row in rows]
        for name, rows in bundle.items()
    }


def test_create_makes_what_take_then_takes():
    old = factories.CommitmentFactory(code="C-OLD", title="=Awkward")
    factories.CitationFactory(commitment=old, role="primary", position=1)
    factories.ParticipationFactory(commitment=old, role="obligor")
    factories.DeadlineFactory(commitment=old)
    factories.MilestoneFactory(commitment=old)
    old.topics.set([factories.TopicFactory(), factories.TopicFactory()])
    wanted = [renamed(bundles.take(old), "C-OLD", code) for code in ("C-1", "C-2")]
    by = factories.EditorFactory()

    made = several.create(Commitment, wanted, bundles.find, recorded_by=by)

    assert bundles.take_several(made) == wanted
    assert {record.recorded_by for record in made} == {by}


def test_create_of_one_that_is_there_is_refused():
    old = bundles.take(factories.CommitmentFactory(code="C-OLD"))

    with pytest.raises(IntegrityError):
        several.create(Commitment, [changed(old, title="Other")], bundles.find)


def full(code: str):
    record = factories.CommitmentFactory(code=code, title="Before")
    factories.CitationFactory(commitment=record, role="primary", position=1)
    factories.ParticipationFactory(commitment=record, role="obligor")
    factories.ParticipationFactory(commitment=record, role="witness")
    factories.DeadlineFactory(commitment=record)
    record.topics.set([factories.TopicFactory(), factories.TopicFactory()])
    return record


def test_change_makes_what_take_then_takes():
    """Own cells, topics, a part that is gone, one that is new and one that reads otherwise."""
    one, two, other = full("C-1"), full("C-2"), full("C-3")
    before = bundles.take_several([one, two, other])
    topic, party = factories.TopicFactory(), factories.PartyFactory()
    first = changed(before[0], title="After", topics=topic.slug, summary="=Awkward")
    gone, kept = first["participations"]
    first["participations"] = sorted(
        [{**kept, "note": "Another note."}, {**gone, "party": party.slug}],
        key=lambda row: (row["party"], row["role"]),
    )
    second = {**changed(before[1], quantity="3", quantity_unit="tons"), "deadlines": []}

    several.change(
        [several.Change(one, before[0], first), several.Change(two, before[1], second)],
        bundles.find,
        recorded_by=factories.EditorFactory(username="alice"),
    )

    after = bundles.take_several([one, two, other])
    assert sorted(map(str, after[0].pop("participations"))) == sorted(map(str, first.pop("participations")))  # fmt: skip
    assert after == [first, second, before[2]]
    stored = Commitment.objects.get(code="C-1")
    assert (stored.recorded_by.username, list(stored.topics.all())) == ("alice", [topic])
