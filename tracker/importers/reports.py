"""What became of each row of an import: kept as CSV with it, to be shown again and taken away."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from django.core.files import File

from tracker.exports import as_csv
from tracker.importers.planned import Effect
from tracker.lib import csv_cells
from tracker.models import Import


class Line(NamedTuple):
    """A row of the file: what became of it, and what there is to say about one of its columns."""

    line: int
    becomes: str  # an Effect
    record: str  # its code; empty where there is none yet
    column: str = ""  # of the file; empty for the whole row
    sentence: str = ""

    @property
    def is_note(self) -> bool:
        """Whether it says what is only to be known."""
        is_imported = self.becomes in (Effect.NEW, Effect.CHANGED, Effect.UNCHANGED)
        return bool(self.sentence) and is_imported


_HEAD = ("line", "becomes", "record", "column", "remark")


def as_lines(found: Iterable[Line]) -> Iterator[str]:
    """As CSV, with a header."""
    return as_csv.lines(_HEAD, found)


class Draft:
    """A report that is being written, on disk until it is kept."""

    def __init__(self) -> None:
        self._file: BinaryIO = TemporaryFile()  # noqa: SIM115
        self._begun = False

    def add(self, found: Iterable[Line]) -> None:
        """Some rows more."""
        text = as_lines(found)
        header = next(iter(text))
        self._file.writelines(part.encode() for part in ([] if self._begun else [header]))
        self._begun = True
        self._file.writelines(part.encode() for part in text)

    def keep(self, imported: Import) -> None:
        """Put it where uploads are kept."""
        self._file.seek(0)
        imported.report.save("report.csv", File(self._file), save=False)

    def close(self) -> None:
        """Forget it, unless it was kept."""
        self._file.close()


@contextmanager
def removed_unless_done(imported: Import) -> Iterator[None]:
    """What is undone leaves no report behind: files know of no transaction."""
    try:
        yield
    except BaseException:  # one that is left alone ends so, too
        if imported.report:
            imported.report.delete(save=False)
        raise


def is_there(imported: Import) -> bool:
    """Whether the report can be read: imports of long ago have none, and files get lost."""
    name = imported.report.name or ""
    return bool(name) and imported.report.storage.exists(name)


def read(imported: Import) -> Iterator[Line]:
    """The lines of a report that was kept."""
    with imported.report.open("rb") as file:
        text = io.TextIOWrapper(file, "utf-8", newline="")
        rows = csv.reader(text)
        next(rows, None)
        for line, *words in rows:
            yield Line(int(line), *map(csv_cells.unescape, words))


def in_parts(found: Iterable[Line], most: dict[str, int]) -> dict[str, list[Line]]:
    """The first lines of each kind, by what became of the row; under `notes` what is only to be known."""
    parts: dict[str, list[Line]] = defaultdict(list)
    for each in found:
        name = "notes" if each.is_note else each.becomes
        if len(parts[name]) < most.get(name, 0):
            parts[name].append(each)
    return dict(parts)
