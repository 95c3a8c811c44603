"""From a document to a published status and back out again: one story, told through the pages."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine

from tests import factories
from tests.views.html import read
from tracker.lib.dates import FuzzyDate
from tracker.models import Citation
from tracker.services import publishing, sources, statuses
from tracker.services.statuses import Evidence

pytestmark = pytest.mark.django_db

MONDAY = datetime(2024, 6, 3, 9, tzinfo=UTC)
FRIDAY = datetime(2024, 6, 7, 9, tzinfo=UTC)
TEXT = (
    "Joint statement\r\n\r\nThe first side releases 32 persons as a gesture of goodwill.\r\n\r\n"
    "The second side releases 2 persons as a gesture of goodwill.\r\n"
)
WORDS = "The first side releases 32 persons as a gesture of goodwill."


@pytest.fixture
def editor():
    return factories.EditorFactory()


@pytest.fixture
def reviewer():
    return factories.ReviewerFactory()


def entered(editor):
    """A source is archived, its words are marked, a commitment rests on them."""
    source = factories.SourceFactory(slug="statement", is_full_text_public=True)
    capture = sources.archive(source, text=TEXT, method="Typed.", by=editor, now=MONDAY)
    passage = sources.mark_passage(capture, exact=WORDS)
    commitment = factories.CommitmentFactory(
        code="C-STORY", title="Release 32 persons", quantity=32, quantity_unit="persons",
        recorded_by=editor,
    )  # fmt: skip
    Citation.objects.create(commitment=commitment, passage=passage, role="primary")
    return commitment, passage


def answered(client, url: str) -> int:
    return client.get(url).status_code


def main(client, url: str) -> str:
    return read(client.get(url)).one("main").words


@time_machine.travel(FRIDAY, tick=False)
def test_a_commitment_is_entered_published_assessed_read_and_withdrawn(client, editor, reviewer):
    commitment, passage = entered(editor)
    page = commitment.get_absolute_url()
    addresses = [page, passage.get_absolute_url(), "/sources/statement/"]
    assert [answered(client, url) for url in addresses] == [404, 404, 404]

    publishing.submit(commitment, by=editor, now=MONDAY)
    assert [answered(client, url) for url in addresses] == [404, 404, 404]
    publishing.publish(commitment, by=reviewer, now=MONDAY)
    assert [answered(client, url) for url in addresses] == [200, 302, 200]
    assert "Not assessed" in main(client, page)

    change = statuses.record_change(
        commitment=commitment, status="fulfilled", happened=FuzzyDate.on(date(2024, 6, 4)),
        reason="Both sides report the release.", delivered_quantity=32, by=editor,
        evidence=[Evidence(reference=factories.ReferenceFactory(), finding="They crossed.")], today=FRIDAY.date(),
    )  # fmt: skip
    assert answered(client, change.get_absolute_url()) == 404
    assert "Not assessed" in main(client, page)

    publishing.submit(change, by=editor, now=FRIDAY)
    statuses.publish_change(change, by=reviewer, now=FRIDAY)
    assert "Fulfilled since 4 June 2024" in main(client, page)
    assert "32 of 32 persons" in main(client, page)
    assert "Both sides report the release." in main(client, change.get_absolute_url())
    assert "1 commitment, 1 fulfilled" in main(client, "/")
    assert "Release 32 persons" in main(client, "/commitments/?status=fulfilled")

    reader = read(client.get(client.get(passage.get_absolute_url())["Location"]))
    assert reader.one(id=f"p{passage.code}").text == WORDS
    file = client.get("/commitments.csv").getvalue().decode()
    row = next(csv.DictReader(io.StringIO(file, newline="")))
    assert (row["code"], row["status"], row["quote"]) == ("C-STORY", "fulfilled", WORDS)
    assert (row["status_since"], row["as_of"]) == ("2024-06-04", "2024-06-07")

    publishing.withdraw(commitment, reason="Entered twice.", by=reviewer, now=FRIDAY)
    assert answered(client, page) == 410
    assert "Entered twice." in main(client, page)
    assert "No commitment is published yet." in main(client, "/commitments/")
    assert client.get("/commitments.csv").getvalue().decode().count("\r\n") == 1
    assert answered(client, "/sources/statement/") == 410
