"""What every page says about the record as a whole."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tracker.lib.clocks import PRESENT
from tracker.selectors.site import site

pytestmark = pytest.mark.django_db


def data_to():
    return site(PRESENT).data_to


def test_data_reach_to_what_was_recorded_revised_or_taken_back_last():
    first, second = factories.published_commitment(), factories.published_commitment()
    recorded = data_to()

    revised = datetime(2030, 1, 1, tzinfo=UTC)
    factories.published_revision(first, recorded_at=revised)
    after_revision = data_to()
    factories.set_state(
        second,
        "withdrawn",
        withdrawn_at=datetime(2031, 1, 1, tzinfo=UTC),
        withdrawn_reason="Mistaken.",
    )

    assert recorded < revised == after_revision
    assert data_to() == datetime(2031, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["commitment", "event", "figure", "assessment"])
def test_data_reach_to_whatever_was_taken_back_last(kind):
    record = getattr(factories, f"published_{kind}")()
    moment = datetime(2031, 1, 1, tzinfo=UTC)

    factories.set_state(record, "withdrawn", withdrawn_at=moment, withdrawn_reason="Mistaken.")

    assert data_to() == moment


def test_data_of_an_empty_record_reach_nowhere():
    assert data_to() is None
