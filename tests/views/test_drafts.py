"""What is not public changes not one byte of any public answer."""

import io
import zipfile

import pytest
import time_machine

from tests.views.addresses import addresses
from tests.views.drafts import CANARY, KINDS
from tests.views.record import NOON, rich
from tracker.services import statuses

pytestmark = pytest.mark.django_db

QUERIES = [
    "status=fulfilled",
    "status=stalled&status=not_assessed",
    "category=meetings",
    "party=state",
    "source=source",
    "bindingness=joint_state_statement",
    f"q={CANARY}",
    "q=the&sort=-status_since",
    "sort=title&page=2",
    f"party={CANARY.lower()}1",
]
BESIDE = ["/commitments/C-3/", "/parties/former-state/", "/sources/source/?p=P-1", "/no/such/page/"]


def public_urls() -> list[str]:
    with_queries = [f"/commitments{end}?{query}" for query in QUERIES for end in ("/", ".csv")]
    return addresses() + BESIDE + with_queries


def unpacked(body: bytes) -> bytes:
    """The parts of a spreadsheet without the moments of their making; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return b"".join(parts.read(name) for name in sorted(parts.namelist()))


def said(client, urls: list[str]) -> dict[str, tuple]:
    """Status, headers and body of each; a canary stands only where the question holds it."""
    answers = {}
    with time_machine.travel(NOON, tick=False):
        for url in urls:
            answer = client.get(url)
            body = unpacked(answer.getvalue())
            assert CANARY.lower() in url.lower() or CANARY.lower() not in body.decode().lower(), url
            answers[url] = answer.status_code, sorted(answer.headers.items()), body
    return answers


@pytest.fixture
def record():
    with time_machine.travel(NOON, tick=False):
        return rich()


def test_drafts_of_every_kind_change_no_public_answer(client, record):
    before = said(client, public_urls())

    for add in KINDS:
        add(record)
    statuses.refresh_current([record.commitment.pk, record.pair.pk])

    after = said(client, public_urls())
    assert [url for url in after if before.get(url) != after[url]] == []
    assert before.keys() == after.keys()
    assert len(before) > 40


def test_what_is_published_does_change_the_answers(client, record):
    """The comparison notices a difference."""
    urls = ["/commitments/", "/commitments.csv", "/commitments/C-1/", "/method/"]
    before = said(client, urls)

    type(record.pair).objects.filter(pk=record.pair.pk).update(title="Another title")

    after = said(client, urls)
    assert [url for url in urls if before[url] == after[url]] == ["/method/"]
