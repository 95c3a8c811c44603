"""An import and somebody else at the same moment: what was read stays so until it is tried or written."""

import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tracker.importers import run, uploads
from tracker.importers.mapping import Rules
from tracker.importers.writing import Writer
from tracker.models import Commitment, Import

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
    """A writer that writes a while after the rows were compared with the record."""

    def __init__(self, write) -> None:
        self.has_read, self.order = threading.Event(), []
        self._write = write

    def __call__(self, writer, planned) -> None:
        self.has_read.set()
        time.sleep(A_WHILE)
        self._write(writer, planned)
        self.order.append("tried")


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
    assert slow.order == ["tried", "changed"]


def test_file_is_not_discarded_while_it_is_imported(at_once, editor, imported, slow):
    trial = run.Trial(imported, by=editor, now=timezone.now())
    list(trial.batches())
    slow.has_read.clear()
    seen = Import.objects.get()
    writing = run.Writing(imported, by=editor, now=timezone.now(), reason="", digest=trial.outcome.digest)  # fmt: skip

    def discard() -> None:
        slow.has_read.wait()
        uploads.discard(seen)

    assert at_once(lambda: len(list(writing.batches())), discard) == [1, None]

    assert Import.objects.get().confirmed_at
    assert Commitment.objects.get().title == "After"
    assert Path(imported.file.path).exists()
