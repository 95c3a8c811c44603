"""Pages are drawn once for each state of the record, and no reader meets a former state."""

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.views.html import read
from tests.views.record import NOON, rich
from tracker.models import Commitment

pytestmark = pytest.mark.django_db(transaction=True)

LIST, PAGE = "/commitments/", "/commitments/C-1/"


@pytest.fixture
def record():
    """The rich record on the day of the tests, nothing of it asked for yet."""
    with time_machine.travel(NOON, tick=False):
        yield rich()


def asked(url: str, client: Client | None = None, **headers: str):
    """The answer, and how many questions it put to the database."""
    with CaptureQueriesContext(connection) as queries:
        answer = (client or Client()).get(url, headers=headers)
        answer.getvalue()
    return answer, len(queries)


def retitle(words: str) -> None:
    Commitment.objects.filter(code="C-1").update(title=words)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "url", ["/", LIST, PAGE, "/matrix/", "/commitments/?status=fulfilled&page=1"]
)
def test_page_is_drawn_once_and_then_only_asked_whether_it_still_holds(url):
    first, many = asked(url)
    again, one = asked(url)
    unchanged, _number = asked(url, **{"If-None-Match": first["ETag"]})

    assert many > 5
    assert one == 1
    assert again.content == first.content
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert first["Cache-Control"] == unchanged["Cache-Control"] == "public, no-cache"


@pytest.mark.usefixtures("record")
def test_query_of_raw_bytes_is_not_kept_for_what_they_look_like():
    """A server hands raw bytes on as latin-1; escaped, they would be another query."""
    raw = Client().get(LIST, QUERY_STRING="q=\xc3\xa9")
    escaped = Client().get(f"{LIST}?q=%C3%83%C2%A9")

    assert "Words é" in read(raw).one("h1").words.replace("words", "Words")
    assert "Ã©" in read(escaped).one("h1").words


@pytest.mark.usefixtures("record")
def test_what_was_written_is_read_at_once_by_who_has_the_former_page():
    former = {url: asked(url)[0] for url in (LIST, PAGE, "/matrix/")}

    retitle("Corrected words")
    factories.published_commitment(title="A new one")

    for url, page in former.items():
        answer, _number = asked(url, **{"If-None-Match": page["ETag"]})
        assert answer.status_code == 200, url
    assert "Corrected words" in read(asked(PAGE)[0]).one("h1").words
    assert read(asked(LIST)[0]).one("h1").words == "4 commitments"


@pytest.mark.usefixtures("record")
def test_counts_of_the_filters_follow_the_record_on_every_page_of_the_list():
    def number() -> str:
        facets = read(asked("/commitments/?sort=title")[0]).one("form", id="filters")
        return next(label.words for label in facets.all("label") if "Not assessed" in label.words)

    asked(LIST)
    before = number()
    factories.published_commitment()

    assert [int(words.split()[-1]) for words in (before, number())] == [2, 3]


@pytest.mark.usefixtures("record")
def test_what_is_taken_back_was_never_kept():
    """The number of the state is given again to the next who writes."""
    with transaction.atomic():
        retitle("Never said")
        assert "Never said" in asked(PAGE)[0].content.decode()
        transaction.set_rollback(True)
    retitle("Said")

    assert "Never said" not in asked(PAGE)[0].content.decode()


def test_page_of_yesterday_is_not_that_of_today(record):
    asked(PAGE)
    with time_machine.travel("2024-06-02T12:00:00Z", tick=False):
        assert "2024-06-02" in asked(PAGE)[0].content.decode()


@pytest.mark.usefixtures("record")
def test_pages_that_are_not_there_and_files_are_not_kept():
    for url in ("/commitments/C-3/", "/commitments.csv", "/commitments/C-NOTHING/"):
        numbers = [asked(url)[1] for _time in range(2)]
        assert numbers[0] == numbers[1] > 1, url


@pytest.mark.usefixtures("record")
def test_who_is_signed_in_reads_the_same_page_as_everybody():
    client = Client()
    client.force_login(factories.UserFactory(is_staff=True, is_superuser=True))
    own, _number = asked(PAGE, client)
    public, number = asked(PAGE)

    assert own.content == public.content
    assert number == 1
    assert not public.cookies


@pytest.mark.usefixtures("record")
def test_question_for_the_head_keeps_the_whole_page():
    head = Client().head(PAGE)
    page, number = asked(PAGE)

    assert (head.content, number) == (b"", 1)
    assert "</html>" in page.content.decode()
    assert head["ETag"] == page["ETag"]


@pytest.mark.usefixtures("record")
def test_large_pages_are_not_kept(monkeypatch):
    monkeypatch.setattr("tracker.middleware._LARGEST_KEPT", 10)

    assert asked(LIST)[1] > 1
    assert asked(LIST)[1] > 1
