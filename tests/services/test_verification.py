"""Whatever was done to the record behind its back is found."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import BinaryField, Value

from tests import factories
from tests.models.database import only_on_sqlite
from tests.packages.folders import forgotten
from tracker import guards
from tracker.models import Capture, Citation, Commitment, Event, Passage, StatusChange
from tracker.services.verification import verify

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


@contextmanager
def behind_the_guards():
    guards.drop(connection)
    yield
    guards.install(connection)


def failures() -> list[tuple[str, str]]:
    return [(failure.kind, failure.code) for failure in verify(now=NOW).failures]


@pytest.fixture
def change():
    return factories.published_status_change()


def test_verify_finds_nothing_in_a_record_as_it_should_be(change):
    factories.published_event()
    factories.published_figure()
    factories.published_assessment(commitment=change.commitment)
    factories.CommitmentFactory()

    report = verify(now=NOW)

    assert report.failures == []
    assert (report.captures, report.passages, report.commitments) == (3, 3, 2)
    assert report.published == 5


def test_verify_keeps_the_result_of_each_passage(change):
    verify(now=NOW)

    passage = Passage.objects.get()
    assert (passage.checked_at, passage.check_failure) == (NOW, "")


@pytest.mark.parametrize("place", [0, 13, -1])
def test_verify_finds_one_changed_letter_of_a_text(change, place):
    capture, passage = Capture.objects.get(), Passage.objects.get()
    letters = list(capture.text)
    letters[place] = "x" if letters[place] != "x" else "y"
    with behind_the_guards():
        Capture.objects.update(text="".join(letters))

    found = failures()

    assert found == [("capture", capture.code), ("passage", passage.code)]
    assert "does not read as quoted" in Passage.objects.get().check_failure


def test_verify_finds_a_changed_letter_far_from_any_passage():
    capture = factories.CaptureFactory(text="word " * 40)
    factories.PassageFactory(capture=capture, end=4)
    with behind_the_guards():
        Capture.objects.update(text="word " * 39 + "wort ")

    assert failures() == [("capture", capture.code)]


def test_verify_finds_a_text_changed_together_with_its_hash(change):
    other = factories.CaptureFactory.build(text="The parties refuse to meet.", source=None)
    with behind_the_guards():
        Capture.objects.update(text=other.text, sha256=other.sha256)

    assert failures() == [("passage", Passage.objects.get().code)]


def test_verify_finds_words_whose_text_is_gone():
    passage = factories.PassageFactory()

    with forgotten(), behind_the_guards():
        Capture.objects.all()._raw_delete(using="default")
        found = failures()

    assert {("database", connection.vendor), ("passage", passage.code)} <= set(found)


@only_on_sqlite
def test_verify_goes_on_after_a_text_that_cannot_be_read(change):
    broken = factories.CaptureFactory()
    passage = Passage.objects.get()
    with behind_the_guards():
        Capture.objects.filter(pk=broken.pk).update(text=Value(b"\xff\xfe", BinaryField()))
        Passage.objects.update(exact="Other words")

    assert failures() == [("passage", passage.code), ("capture", broken.code)]


def test_verify_finds_what_was_recorded_in_the_future(change):
    with behind_the_guards():
        StatusChange.objects.update(recorded_at=NOW + timedelta(days=1))

    assert failures() == [("statuschange", change.code)]


@pytest.mark.parametrize(
    "values",
    [{"exact": "Other words"}, {"start": 1}, {"end": 5}, {"end": 999}, {"occurrence": 2},
     {"prefix": "x"}, {"suffix": "x"}, {"exact": "", "start": 500, "end": 501}],
)  # fmt: skip
def test_verify_finds_a_changed_passage(change, values):
    with behind_the_guards():
        Passage.objects.update(**values)

    assert failures() == [("passage", Passage.objects.get().code)]


def test_verify_forgets_a_failure_that_was_mended(change):
    words = Passage.objects.get().exact
    with behind_the_guards():
        Passage.objects.update(exact="Other words")
    verify(now=NOW)
    with behind_the_guards():
        Passage.objects.update(exact=words)

    assert failures() == []
    assert Passage.objects.get().check_failure == ""


def test_verify_finds_a_status_that_history_does_not_give(change):
    Commitment.objects.update(status="fulfilled")

    assert failures() == [("commitment", change.commitment.code)]


def test_verify_finds_a_day_that_history_does_not_give(change):
    Commitment.objects.update(status_since="2020-01-01")

    assert failures() == [("commitment", change.commitment.code)]


def test_verify_finds_a_status_without_history():
    change = factories.published_status_change()
    other = factories.published_commitment()
    Commitment.objects.filter(pk=other.pk).update(
        status="in_progress", status_since=change.date_latest, current_change=change
    )

    assert failures() == [("commitment", other.code)]


def test_verify_finds_history_without_a_status(change):
    Commitment.objects.update(status="", status_since=None, current_change=None)

    assert failures() == [("commitment", change.commitment.code)]


def test_verify_finds_a_published_change_that_was_altered(change):
    with behind_the_guards():
        type(change).objects.update(status="fulfilled")

    assert failures() == [("commitment", change.commitment.code)]


def test_verify_finds_what_is_published_without_citation(change):
    event = factories.published_event()
    with behind_the_guards():
        Citation.objects.all().delete()

    expected = {("commitment", change.commitment.code), ("statuschange", change.code)}
    assert set(failures()) == expected | {("event", event.code)}


def test_verify_finds_a_published_change_of_a_draft(change):
    guards.drop(connection)
    Commitment.objects.update(state="draft", recorded_at=None)
    guards.install(connection)

    assert failures() == [("statuschange", change.code)]


def test_verify_names_the_guard_that_is_missing():
    target = "" if connection.vendor == "sqlite" else " ON tracker_statuschange"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_status_delete{target}")

    report = verify(now=NOW)

    assert [str(failure) for failure in report.failures] == [
        "guard guard_status_delete: This trigger is missing: run `manage.py migrate`."
    ]


def test_verify_looks_at_what_is_withdrawn_only_for_its_status():
    factories.withdraw(factories.published_event())
    Citation.objects.all().delete()

    assert Event.objects.get().state == "withdrawn"
    assert failures() == []
