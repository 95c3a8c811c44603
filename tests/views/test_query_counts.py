"""The number of queries never depends on the number of rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.views.record import cited
from tracker.cells import bundles

pytestmark = pytest.mark.django_db

FEW, MANY, MOST_QUERIES = 3, 21, 45  # many: more than stand on one page of a list
PAGES = [
    "/",
    "/commitments/",
    "/commitments/?q=kept&status=stalled&category=c&party=p&source=s&sort=title",
    "/commitments/?q=nothing-of-this-kind",
    "/commitments.csv",
    "/commitments.csv?category=c&party=p&source=s",
    "/commitments/C-0/",
    "/commitments/C-0/revisions/",
    "/statuses/",
    "/statuses/S-0/",
    "/sources/",
    "/sources/s/",
    "/sources/s/?p=P-0",
    "/passages/P-0/",
    "/parties/",
    "/parties/p/",
    "/events/",
    "/figures/",
    "/method/",
    "/corrections/",
    "/?as_of=2024-03-15",
    "/commitments/?as_of=2024-03-15&known_at=2024-03-15&party=p",
    "/commitments.json",
    "/commitments/C-0/?as_of=2024-03-15&known_at=2024-03-15",
    "/statuses/?party=p&as_of=2024-03-15",
    "/pairs/",
    "/pairs.csv",
    "/calendar/",
    "/calendar.csv",
    "/compare/?from=2024-01-01&to=2024-03-15",
    "/compare.csv?from=2024-01-01&to=2024-03-15",
    "/matrix/",
    "/matrix.csv?rows=topic",
    "/over-time.csv",
    "/data/",
    "/sitemap.xml",
]


class Grown:
    """Everything that can be many on a page, as many times as asked for."""

    def __init__(self) -> None:
        self.party = factories.PartyFactory(slug="p")
        self.category = factories.CategoryFactory(slug="c")
        self.capture = factories.CaptureFactory(
            source=factories.SourceFactory(slug="s"), text="We kept our word. " * 60
        )
        self.reference = factories.ReferenceFactory()
        self.main = None

    def grow(self, number: int) -> None:
        passage = factories.PassageFactory(
            code=f"P-{number}", capture=self.capture, start=number, end=number + 17
        )
        commitment = cited(passage, code=f"C-{number}", category=self.category, title="Kept")
        self.main = self.main or commitment
        facts = {"commitment": commitment}
        for thing in (facts, {"commitment": self.main} if number else facts):
            self._belongings(thing, number)
        self._history(commitment, number)
        self._records(commitment, passage)
        self._revisions(commitment, number)

    def _belongings(self, thing: dict, number: int) -> None:
        other = factories.PartyFactory()
        if not thing["commitment"].participations.filter(party=self.party).exists():
            factories.ParticipationFactory(**thing, party=self.party)
        factories.ParticipationFactory(**thing, party=other)
        position = thing["commitment"].deadlines.count() + 1
        factories.DeadlineFactory(
            **thing, position=position, passage=self.capture.passages.order_by("pk").first()
        )
        belongings = {
            "milestone": factories.MilestoneFactory(**thing, party=other),
            "condition": factories.ConditionFactory(**thing, position=position, claimant=other),
        }
        for name, belonging in belongings.items():
            factories.CitationFactory(**{name: belonging}, reference=self.reference)
        factories.published_assessment(**thing, assessor=other)
        source = factories.PassageFactory()
        for role in ("paraphrase", "context"):
            factories.CitationFactory(**thing, passage=source, role=role)

    def _history(self, commitment, number: int) -> None:
        for target in {commitment, self.main}:
            code = f"S-{number}" if target == commitment else f"S-of-main-{number}"
            at = datetime(2024, 3, 1, tzinfo=UTC) + timedelta(hours=number)
            wrong = factories.published_status_change(code=code, commitment=target, recorded_at=at)
            factories.published_status_change(
                code=f"{code}-right", commitment=target, status="stalled", reason_code="other",
                corrects=wrong, party=None, recorded_at=at + timedelta(minutes=1),
            )  # fmt: skip

    def _revisions(self, commitment, number: int) -> None:
        at = datetime(2024, 4, 1, tzinfo=UTC) + timedelta(hours=number)
        for target in {commitment, self.main}:
            now = bundles.take(target)
            before = factories.changed(now, title=f"Keep {number}", category="c")
            before["participations"] = []  # so that every kind of record is named
            factories.published_revision(target, before=before, is_correction=True, recorded_at=at)
        first = self.capture.passages.order_by("pk").first()
        factories.withdraw(cited(first, code=f"C-withdrawn-{number}"))

    def _records(self, commitment, passage) -> None:
        for record in (factories.EventFactory(), factories.FigureFactory()):
            name = type(record).__name__.lower()
            factories.CitationFactory(**{name: record}, passage=passage)
            factories.CitationFactory(**{name: record}, reference=self.reference)
            factories.publish(record)
            factories.ParticipationFactory(commitment=None, **{name: record}, party=self.party)
            for end in {commitment, self.main}:
                factories.RelationFactory(
                    from_commitment=end, to_commitment=None, **{f"to_{name}": record}
                )
        if commitment != self.main:
            for kind in ("reciprocal_to", "part_of"):
                factories.RelationFactory(
                    from_commitment=self.main, kind=kind, to_commitment=commitment
                )


def counted(client) -> dict[str, int]:
    numbers = {}
    for url in PAGES:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
            assert answer.getvalue() is not None
        assert answer.status_code in (200, 302), url
        numbers[url] = len(queries)
    return numbers


def test_pages_ask_the_database_no_oftener_for_many_rows_than_for_few(client):
    record = Grown()
    for number in range(FEW):
        record.grow(number)
    few = counted(client)

    for number in range(FEW, MANY):
        record.grow(number)
    many = counted(client)

    assert {url: (few[url], many[url]) for url in PAGES if many[url] > few[url]} == {}
    assert {url: number for url, number in many.items() if number > MOST_QUERIES} == {}
