"""An import that ends early: what it says of that, and what it leaves behind."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import InterfaceError, OperationalError

from tests import factories
from tests.admin.sheets import Importing
from tests.admin.test_imports import NEW
from tracker.importers.writing import Writer

pytestmark = pytest.mark.django_db

BUSY, LOST = "because somebody else writes", "The connection to the database was lost"


@pytest.fixture
def file(at_editor) -> Importing:
    factories.CategoryFactory(slug="meetings", name="Meetings")
    file = Importing(at_editor, [NEW])
    file.columns()
    return file


def locked(folder: Path) -> Exception:
    """What SQLite says when somebody else writes."""
    one, other = (
        sqlite3.connect(folder / "locked", timeout=0, isolation_level=None) for _ in range(2)
    )
    one.execute("begin immediate")
    try:
        other.execute("begin immediate")
    except sqlite3.OperationalError as error:
        return error
    finally:
        one.close(), other.close()
    raise AssertionError("It was not locked.")


def ends(monkeypatch, error: Exception, cause: Exception) -> None:
    """The database says that when it is written to."""

    def write(*_args) -> None:
        raise error from cause

    monkeypatch.setattr(Writer, "write", write)


@pytest.mark.parametrize(
    "cause",
    [locked, psycopg.errors.LockNotAvailable("x"), psycopg.errors.DeadlockDetected("x")],
    ids=["locked", "lock timeout", "deadlock"],
)
def test_busy_database_is_told_as_busy(file, monkeypatch, tmp_path, cause):
    cause = cause(tmp_path) if cause is locked else cause
    ends(monkeypatch, OperationalError(str(cause)), cause)

    page = file.preview().words

    assert BUSY in page
    assert LOST not in page


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OperationalError("x"), psycopg.errors.IdleInTransactionSessionTimeout("x")),
        (OperationalError("x"), psycopg.errors.QueryCanceled("x")),
        (OperationalError("x"), psycopg.OperationalError("the connection is lost")),
        (InterfaceError("x"), psycopg.InterfaceError("the connection is closed")),
    ],
    ids=["idle", "statement timeout", "lost", "closed"],
)
def test_database_that_is_lost_is_not_told_as_busy(file, monkeypatch, error, cause):
    digest = file.preview().words.split('name="digest" value="')[1][:64]
    ends(monkeypatch, error, cause)

    page = file.preview().words
    written = file.sent({"digest": digest, "reason": "x"}).words

    assert f"{LOST}, or it took too long to answer. Nothing was imported: try again." in page
    assert f"{LOST}, or it took too long to answer. An import is whole or not at all" in written
    assert BUSY not in page + written
