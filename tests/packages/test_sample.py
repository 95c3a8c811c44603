"""The sample data: it loads, it is whole, and it keeps to what its sources allow."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tests.packages.folders import everything_stored, files
from tracker.lib import quotes
from tracker.models import Capture, Commitment, Event, Figure, Passage, Source, StatusChange
from tracker.packages.load import load_package
from tracker.packages.write import write_package
from tracker.services.verification import verify

SAMPLE = settings.BASE_DIR / "fixtures" / "south-caucasus"
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """Loaded once for all of these tests, which only read; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_package(SAMPLE, now=timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("model", "count"), [(Commitment, 95), (Event, 16), (Figure, 5), (Source, 5)]
)
def test_sample_is_whole_and_public(model, count):
    assert (model.objects.count(), model.public.count()) == (count, count)


def test_sample_passes_every_check():
    report = verify(now=timezone.now())

    assert report.failures == []
    assert (report.captures, report.commitments) == (5, 95)
    assert report.passages == Passage.objects.count() == Passage.public.count()


def test_sample_is_written_back_byte_for_byte(tmp_path):
    write_package(tmp_path / "out")

    assert files(tmp_path / "out") == files(SAMPLE)


def test_sample_loaded_again_changes_nothing():
    before = everything_stored()

    loaded = load_package(SAMPLE, now=timezone.now())

    assert loaded.added.total() == loaded.changed.total() == 0
    assert everything_stored() == before


def test_sample_has_the_four_kinds_of_commitment():
    count = Counter(Commitment.public.values_list("category__slug", flat=True))

    released = Commitment.public.filter(category__slug="prisoner_release")
    assert sorted(released.values_list("quantity", flat=True)) == [2, 32]
    assert count["peace_treaty"] >= 1
    assert count["candidacy_hosting_support"] >= 3
    assert count["coordination_role"] >= 1


def test_sample_pins_down_words_that_stand_twice_and_spaces_that_do_not_break():
    goodwill = "as a gesture of goodwill"
    twice = [c for c in Capture.objects.all() if len(quotes.find_all(c.text, goodwill)) == 2]
    capture = next(iter(twice))
    holding = Passage.objects.filter(capture=capture, exact__contains=goodwill).order_by("start")

    places = {passage.start + passage.exact.index(goodwill) for passage in holding}

    assert places == set(quotes.find_all(capture.text, goodwill))
    assert Passage.objects.filter(exact__contains="\u00a0").exists()


def test_sample_shows_no_full_text_whose_rights_are_reserved():
    reserved = [s for s in Source.objects.all() if "reserved" in s.rights_note.lower()]

    assert reserved
    assert not any(source.is_full_text_public for source in reserved)


def test_sample_quotes_a_withheld_source_in_short_passages_only():
    withheld = Passage.objects.filter(capture__source__is_full_text_public=False)

    assert withheld.exists()
    for passage in withheld.select_related("capture"):
        assert len(passage.exact) <= 400, passage.code
        assert len(passage.exact) < len(passage.capture.text) / 4, passage.code


def test_sample_rests_no_status_on_low_reliability_alone():
    changes = StatusChange.objects.prefetch_related("citations__reference")

    for change in changes:
        pages = [citation.reference for citation in change.citations.all()]
        assert any(page is None or page.reliability != "low" for page in pages), change.code
