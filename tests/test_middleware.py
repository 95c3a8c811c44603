"""What every answer carries, whatever kind of answer it is, and what none does."""

import re

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.views.addresses import addresses, closed
from tests.views.html import read
from tests.views.record import rich
from tracker.views import records

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PROMISED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = [
    (200, "get", "/"),
    (200, "get", "/commitments.csv"),
    (200, "get", "/static/tracker/site.css"),
    (200, "get", "/admin/login/"),
    (301, "get", "/parties/former-state/"),
    (301, "get", "/commitments"),
    (302, "get", "/passages/P-1/"),
    (302, "get", "/admin/"),
    (400, "get", "/commitments.csv?status=zzz"),
    (400, "get", "/commitments/?" + "x=1&" * 2000),
    (404, "get", "/no/such/page/"),
    (404, "get", "/commitments/C-NOTHING/"),
    (404, "get", "/static/no-such-file.css"),
    (405, "post", "/commitments/"),
    (410, "get", "/commitments/C-3/"),
]


def fail(error: Exception):
    def failing(*_given: object) -> None:
        raise error

    return failing


@pytest.fixture
def anybody(settings) -> Client:
    """A client that sees errors as a reader does, and the style sheet as in production."""
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    return Client(raise_request_exception=False)


def missing(answer) -> dict[str, str | None]:
    return {n: answer.headers.get(n) for n, v in PROMISED.items() if answer.headers.get(n) != v}


@pytest.mark.parametrize(("status", "method", "url"), ANSWERS, ids=lambda value: str(value)[:40])
def test_every_kind_of_answer_has_the_security_headers(anybody, status, method, url):
    rich()

    answer = getattr(anybody, method)(url)
    answer.close()

    assert answer.status_code == status
    assert missing(answer) == {}


def test_answers_to_readers_set_no_cookie_and_do_not_vary_by_one(anybody):
    rich()
    urls = [url for _status, _method, url in ANSWERS if "admin" not in url] + addresses()

    answers = [anybody.get(url) for url in urls]
    for answer in answers:
        answer.close()

    assert [answer.cookies for answer in answers if answer.cookies] == []
    assert [a for a in answers if "Cookie" in a.headers.get("Vary", "")] == []


def test_public_pages_write_nothing(anybody):
    rich()
    urls = [*addresses(), "/commitments/?q=the&status=stalled", "/commitments/C-3/", "/no/page/"]

    with CaptureQueriesContext(connection) as queries:
        for url in urls:
            anybody.get(url).getvalue()

    statements = {re.match(r"\W*(\w+)", query["sql"])[1].upper() for query in queries}
    assert statements <= {"SELECT", "DECLARE", "SAVEPOINT", "RELEASE"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite’s own switch")
def test_public_pages_answer_from_a_database_that_refuses_writes(anybody):
    rich()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
    try:
        answers = {url: closed(anybody.get(url)).status_code for url in addresses()}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=OFF")

    assert set(answers.values()) == {200, 302}


def test_fault_of_ours_is_answered_without_a_word_about_it(anybody, monkeypatch):
    monkeypatch.setattr(records.selector, "events", fail(RuntimeError("zebra xylophone")))

    answer = anybody.get("/events/?q=quagmire")

    assert answer.status_code == 500
    assert missing(answer) == {}
    assert read(answer).one("h1").words == "Something went wrong on our side"
    for word in ("zebra", "quagmire", "Traceback", "RuntimeError"):
        assert word not in answer.getvalue().decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_away_is_answered_with_a_time_to_try_again(anybody, monkeypatch, error):
    monkeypatch.setattr(records.selector, "events", fail(error("could not connect to zebra")))

    answer = anybody.get("/events/")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert missing(answer) == {}
    assert "The record cannot be reached just now" in read(answer).one("h1").words
    assert "zebra" not in answer.getvalue().decode()


def test_error_pages_ask_the_database_nothing(anybody, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(records.selector, "events", fail(OperationalError("away")))

    with django_assert_num_queries(0):
        anybody.get("/events/")
        anybody.get("/no/such/page/")


def test_pages_for_editors_are_kept_by_nobody(anybody):
    assert anybody.get("/admin/login/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_pages_are_the_same_whatever_host_is_asked_for(anybody, header):
    rich()
    usual = anybody.get("/commitments/C-1/").getvalue()

    assert anybody.get("/commitments/C-1/", **{header: "evil.example"}).getvalue() == usual


def test_host_that_is_not_ours_is_refused(anybody, settings):
    settings.ALLOWED_HOSTS = ["record.example"]

    answer = anybody.get("/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert missing(answer) == {}
    assert "evil" not in answer.getvalue().decode()
