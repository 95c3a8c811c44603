"""New records made of bundles, many at a time."""

import pytest
from django.db import IntegrityError

from tests import factories
from tests.factories import changed
from tracker.cells import bundles, creating
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

    made = creating.create(Commitment, wanted, bundles.find, recorded_by=by)

    assert bundles.take_several(made) == wanted
    assert {record.recorded_by for record in made} == {by}


def test_create_of_one_that_is_there_is_refused():
    old = bundles.take(factories.CommitmentFactory(code="C-OLD"))

    with pytest.raises(IntegrityError):
        creating.create(Commitment, [changed(old, title="Other")], bundles.find)
