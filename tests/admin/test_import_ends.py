"""An import that ends early: what it says of that, and what it leaves behind."""

import re
import sqlite3
from html import unescape
from pathlib import Path

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.urls import reverse

from tests import factories
from tests.admin.sheets import Importing, as_csv, read
from tests.admin.test_import_lists import COLUMNS, PLEDGE
from tests.admin.test_imports import NEW
from tracker.importers.writing import Writer
from tracker.models import Commitment, ImportMapping

pytestmark = pytest.mark.django_db

BUSY, LOST = "because somebody else writes", "The connection to the database was lost"
CHANGED = "The record or the columns have changed since this was shown: nothing was imported."
AGAIN = "Look at the preview again: it shows how things stand now"
CHOOSE = "Choose the columns, and how the file is read"
UPLOAD = "Correct the file, and upload it again"
LIST = "See in the list of imports what became of this one"


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


def ways(page: str) -> dict[str, str]:
    """What a page that ended early says to do, and where that is done, in its order."""
    [listed] = re.findall(r'<ul class="steps">(.*?)</ul>', page, re.DOTALL)
    return {unescape(what): unescape(url) for url, what in re.findall(r'href="(.*?)">(.*?)<', listed)}  # fmt: skip


def test_import_that_is_refused_leads_to_the_preview_and_its_reason_goes_along(at_editor):
    public = factories.published_commitment(code="C-1", title="Before")
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    file.columns()
    digest = file.preview().words.split('name="digest" value="')[1][:64]
    Commitment.objects.filter(pk=public.pk).update(title="Meanwhile")

    page = file.sent({"digest": digest, "is_revising": "True", "reason": "As in <their> list."}).words  # fmt: skip

    assert CHANGED in page
    assert "As in &lt;their&gt; list." in page
    assert [*ways(page)] == [AGAIN, CHOOSE]
    for url, address in zip(ways(page).values(), ("import-preview", "import"), strict=True):
        assert url.startswith(file.url(address))
        assert f"Before, this ended early: {CHANGED}" in read(at_editor.client.get(url)).words
        assert "ended early" not in read(at_editor.client.get(file.url(address) + "?ended=It+did")).words  # fmt: skip
    other = Importing(at_editor, [{"code": "C-1", "title": "Other"}])
    other.columns()
    of_this = url.partition("?")[2]
    assert "ended early" not in read(at_editor.client.get(f"{other.url('import')}?{of_this}")).words
    assert "ended early" not in file.write().words


def test_file_without_the_columns_of_its_list_leads_to_the_columns_or_another_file(at_editor, file):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    kept = ImportMapping.objects.get().pk
    lacking = {name: cell for name, cell in PLEDGE.items() if name != "Pledge"}

    page = Importing(at_editor, [lacking], mapping=kept).preview().words

    assert "The file has no column Pledge" in page
    assert [*ways(page)] == [CHOOSE, UPLOAD]
    assert ways(page)[UPLOAD] == reverse("desk:imports")
    assert "ended early: The file has no column Pledge" in read(at_editor.client.get(ways(page)[CHOOSE])).words  # fmt: skip


def test_file_that_cannot_be_read_to_its_end_says_so_once_on_the_page_of_the_columns(at_editor):
    file = Importing(at_editor, as_csv([NEW] * 300) + b'C-2,"never closed\r\n')

    page = file.preview().words

    assert [*ways(page)] == [CHOOSE, UPLOAD]
    why = unescape(re.search(r'role="alert">(.*?)</p>', page)[1])
    assert read(at_editor.client.get(ways(page)[CHOOSE])).words.count(why) == 1


def test_database_that_was_lost_in_writing_leads_to_the_list_first(file, monkeypatch):
    digest = file.preview().words.split('name="digest" value="')[1][:64]
    ends(monkeypatch, OperationalError("x"), psycopg.OperationalError("lost"))

    assert [*ways(file.sent({"digest": digest, "reason": "x"}).words)] == [LIST, AGAIN]
    assert [*ways(file.preview().words)] == [AGAIN]
