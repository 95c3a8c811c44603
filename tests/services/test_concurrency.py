"""Two people at once: nothing is lost, nothing happens twice, nobody meets a locked database."""

import threading
import time
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import transaction

from tests import factories
from tracker.models import Commitment, DataVersion, StatusChange
from tracker.services import publishing, statuses
from tracker.services.publishing import PublicationRefused
from tracker.services.verification import verify

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
ROUNDS = 6


def in_review(commitment, day: int, **values) -> StatusChange:
    change = factories.StatusChangeFactory(
        commitment=commitment, state="in_review", day=date(2024, 5, day), **values
    )
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    return change


def test_publish_change_by_two_at_once_leaves_the_state_that_history_gives(at_once):
    commitment = factories.published_commitment()
    reviewers = [factories.ReviewerFactory(), factories.ReviewerFactory()]
    publish = partial(statuses.publish_change, now=NOW)

    for day in range(1, 2 * ROUNDS, 2):
        pair = [in_review(commitment, day), in_review(commitment, day + 1, status="fulfilled")]
        results = at_once(
            *(partial(publish, change, by=by) for change, by in zip(pair, reviewers, strict=True))
        )
        commitment.refresh_from_db()

        assert results == [None, None]
        assert commitment.current_change == pair[1]
    assert verify(now=NOW).failures == []


def test_publish_change_beside_a_longer_write_waits_for_it(at_once):
    change = in_review(factories.published_commitment(), 1)
    reviewer = factories.ReviewerFactory()
    has_written = threading.Event()

    def write_for_a_while() -> None:
        with transaction.atomic():
            factories.PartyFactory()
            has_written.set()
            time.sleep(0.3)
            Commitment.objects.update(title="Another title")

    def publish() -> None:
        has_written.wait()
        statuses.publish_change(change, by=reviewer, now=NOW)

    assert at_once(write_for_a_while, publish) == [None, None]
    commitment = Commitment.objects.get()
    assert (commitment.title, commitment.current_change) == ("Another title", change)


def test_publish_change_of_one_change_by_two_at_once_succeeds_once(at_once):
    commitment = factories.published_commitment()
    change = in_review(commitment, 1)
    reviewers = [factories.ReviewerFactory() for _ in range(4)]

    results = at_once(
        *(
            partial(statuses.publish_change, StatusChange.objects.get(), by=by, now=NOW)
            for by in reviewers
        )
    )

    refused = [result for result in results if isinstance(result, PublicationRefused)]
    assert (results.count(None), len(refused)) == (1, 3)
    change.refresh_from_db()
    assert change.reviewed_by == reviewers[results.index(None)]


def test_publish_and_return_at_once_do_not_both_succeed(at_once):
    one, other = factories.ReviewerFactory(), factories.ReviewerFactory()
    for _ in range(ROUNDS):
        commitment = factories.CommitmentFactory(state="in_review")
        factories.CitationFactory(commitment=commitment, role="primary")
        seen = [Commitment.objects.get(pk=commitment.pk) for _ in range(2)]

        results = at_once(
            partial(publishing.publish, seen[0], by=one, now=NOW),
            partial(publishing.return_, seen[1], by=other),
        )

        commitment.refresh_from_db()
        assert results.count(None) == 1
        assert commitment.state == ("published" if results[0] is None else "draft")


def test_version_counts_every_write_of_several_at_once(at_once):
    before = DataVersion.objects.get().number

    results = at_once(*[lambda: [factories.PartyFactory() for _ in range(5)]] * 4)

    assert [len(result) for result in results] == [5] * 4
    assert DataVersion.objects.get().number == before + 20
