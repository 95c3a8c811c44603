"""Writing the whole record, drafts and internal notes included, as a data package."""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from tracker.cells.tables import TABLES, Table
from tracker.models import Capture, Dataset
from tracker.packages import descriptor
from tracker.packages.layout import TEXTS, is_part, text_path


class PackageFolderRefused(Exception):
    """The folder cannot take a package; the message says why."""


def write_package(directory: Path) -> dict[str, int]:
    """Write the package into the folder, replacing an older one whole. Number of rows by table.

    Raises PackageFolderRefused when the folder holds anything that is no part of a package.
    """
    directory = directory.resolve()
    _refuse_strangers(directory)
    files, counts = _files()
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".package-") as scratch:
        fresh, old = Path(scratch) / "new", Path(scratch) / "old"
        for path, data in files.items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        _exchange(directory, fresh, old)
    return counts


def _exchange(directory: Path, fresh: Path, old: Path) -> None:
    if not directory.exists():
        fresh.rename(directory)
        return
    directory.rename(old)
    try:
        fresh.rename(directory)
    except OSError:
        old.rename(directory)
        raise


def _files() -> tuple[dict[str, bytes], dict[str, int]]:
    with _one_moment():
        return _read_everything()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every table as it is at one moment, whatever others write meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _read_everything() -> tuple[dict[str, bytes], dict[str, int]]:
    files, counts = {}, {}
    for table in TABLES:
        files[table.file], counts[table.name] = _csv(table)
    for capture in Capture.objects.order_by("code"):
        files[text_path(capture.code)] = capture.text.encode()
    dataset = Dataset.objects.first() or Dataset(name="record", title="Record")
    return {descriptor.FILE: descriptor.describe(dataset, files), **files}, counts


def _csv(table: Table) -> tuple[bytes, int]:
    rows = sorted((table.cells(record) for record in table.readable()), key=table.sort_key)
    lines = _Lines(newline="")
    writer = csv.DictWriter(lines, [column.name for column in table.columns])
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode(), len(rows)


class _Lines(io.StringIO):
    """Lines that end in LF alone.

    The csv module is left to write CR LF, because before Python 3.13 it quotes a CR within a cell
    only when its own line ends hold one; unquoted, the cell could not be read back.
    """

    def write(self, line: str, /) -> int:
        return super().write(line.removesuffix("\r\n") + "\n")


def _refuse_strangers(directory: Path) -> None:
    if directory.is_file():
        raise PackageFolderRefused(f"{directory} is a file: name a folder.")
    paths = sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*"))
    strangers = [p for p in paths if not is_part(p) and p not in (descriptor.FILE, TEXTS)]
    if strangers:
        raise PackageFolderRefused(
            f"{directory} holds {strangers[0]}, which is no part of a package:"
            " name an empty or new folder."
        )
