"""An import and somebody else at the same moment: what was read stays so until it is tried or written."""

import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tracker.importers import removal, run, uploads
from tracker.importers.mapping import Rules
from tracker.importers.writing import Writer
from tracker.models import Commitment, Import
from tracker.services import edits

pytestmark = pytest.mark.django_db(transaction=True)

FILE = b"code,title\nC-1,After\n"
# As long as the other one needs to be wrongly through, with room for a busy machine.
A_WHILE = 0.5


@pytest.fixture
def editor(transactional_db):
    return factories.EditorFactory()


@pytest.fixture
def imported(editor) -> Import:
    factories.CommitmentFactory(code="C-1", title="Before")
    file = SimpleUploadedFile("list.csv", FILE)
    kept = uploads.keep(file, table="commitments", kept=None, by=editor, now=timezone.now())
    uploads.set_rules(kept, Rules({"code": "code", "title": "title"}), origin="")
    return kept


class Slow:
    """Something that is written a while after the record was read for it."""

    def __init__(self, write) -> None:
        self.has_read, self.order = threading.Event(), []
        self._write = write

    def __call__(self, *what, **how) -> None:
        self.has_read.set()
        time.sleep(A_WHILE)
        self._write(*what, **how)
        self.order.append("written")


@pytest.fixture
def slow(monkeypatch) -> Slow:
    slow = Slow(Writer.write)
    monkeypatch.setattr(Writer, "write", lambda *writing: slow(*writing))
    return slow


def test_what_a_preview_has_read_is_not_changed_before_it_is_tried(at_once, editor, imported, slow):
    trial = run.Trial(imported, by=editor, now=timezone.now())

    def change() -> None:
        slow.has_read.wait()
        Commitment.objects.update(title="Meanwhile")
        slow.order.append("changed")

    assert at_once(lambda: len(list(trial.batches())), change) == [1, None]

    assert Commitment.objects.get().title == "Meanwhile"
    assert slow.order == ["written", "changed"]


def test_file_is_not_discarded_while_it_is_imported(at_once, editor, imported, slow):
    writing = confirmed(imported, editor)
    slow.has_read.clear()
    seen = Import.objects.get()

    def discard() -> None:
        slow.has_read.wait()
        uploads.discard(seen)

    assert at_once(lambda: len(list(writing.batches())), discard) == [1, None]

    assert Import.objects.get().confirmed_at
    assert Commitment.objects.get().title == "After"
    assert Path(imported.file.path).exists()


def confirmed(imported: Import, editor) -> run.Writing:
    """An import that is about to be written, as its preview showed it."""
    trial = run.Trial(imported, by=editor, now=timezone.now())
    list(trial.batches())
    return run.Writing(imported, by=editor, now=timezone.now(), reason="", digest=trial.outcome.digest)  # fmt: skip


def test_what_an_import_has_read_is_not_changed_before_it_is_written(at_once, editor, imported, slow):  # fmt: skip
    writing = confirmed(imported, editor)
    slow.has_read.clear()
    slow.order.clear()

    def change() -> None:
        slow.has_read.wait()
        Commitment.objects.update(title="Meanwhile")
        slow.order.append("changed")

    assert at_once(lambda: len(list(writing.batches())), change) == [1, None]

    assert slow.order == ["written", "changed"]
    assert Commitment.objects.get().title == "Meanwhile"


def test_draft_that_is_to_be_removed_is_not_touched_before_it_is(at_once, editor, monkeypatch):
    factories.CategoryFactory(slug="meetings")
    rows = b"title,summary,category,modality,bindingness\nMeet,They meet.,meetings,will,joint_state_statement\n"  # fmt: skip
    file = SimpleUploadedFile("list.csv", rows)
    kept = uploads.keep(file, table="commitments", kept=None, by=editor, now=timezone.now())
    names = rows.partition(b"\n")[0].decode().split(",")
    uploads.set_rules(kept, Rules({name: name for name in names}), origin="")
    list(confirmed(kept, editor).batches())
    made, slow = Import.objects.get(), Slow(edits.keep_several)
    monkeypatch.setattr(edits, "keep_several", slow)

    def touch() -> int:
        slow.has_read.wait()
        touched = Commitment.objects.update(title="Touched")
        slow.order.append("touched")
        return touched

    def remove() -> None:
        removal.remove(made, number=1, by=editor, now=timezone.now())

    assert at_once(remove, touch) == [None, 0]
    assert slow.order == ["written", "touched"]
    assert not Commitment.objects.exists()
