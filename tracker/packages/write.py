"""Writing the whole record, drafts and internal notes included, as a data package."""

import csv
import io
import shutil
import tempfile
from pathlib import Path

from django.db import transaction

from tracker.models import Capture, Dataset
from tracker.packages import descriptor
from tracker.packages.tables import TABLES, TEXTS, Table, text_path


class PackageFolderRefused(Exception):
    """The folder cannot take a package; the message says why."""


def write_package(directory: Path) -> dict[str, int]:
    """Write the package into the folder, replacing an older one whole. Number of rows by table.

    Raises PackageFolderRefused when the folder holds anything that is no part of a package.
    """
    _refuse_strangers(directory)
    files, counts = _files()
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".package-") as scratch:
        fresh, old = Path(scratch) / "new", Path(scratch) / "old"
        for path, data in files.items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if directory.exists():
            shutil.move(directory, old)
        shutil.move(fresh, directory)
    return counts


@transaction.atomic
def _files() -> tuple[dict[str, bytes], dict[str, int]]:
    files, counts = {}, {}
    for table in TABLES:
        files[table.file], counts[table.name] = _csv(table)
    for capture in Capture.objects.order_by("code"):
        files[text_path(capture.code)] = capture.text.encode()
    dataset = Dataset.objects.first() or Dataset(name="record", title="Record")
    return {descriptor.FILE: descriptor.describe(dataset, files), **files}, counts


def _csv(table: Table) -> tuple[bytes, int]:
    rows = sorted((table.cells(record) for record in table.queryset()), key=table.sort_key)
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, [column.name for column in table.columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode(), len(rows)


def _refuse_strangers(directory: Path) -> None:
    if directory.is_file():
        raise PackageFolderRefused(f"{directory} is a file: name a folder.")
    known = {descriptor.FILE, TEXTS, *(table.file for table in TABLES)}
    strangers = sorted(p.name for p in directory.glob("*") if p.name not in known)
    if strangers:
        raise PackageFolderRefused(
            f"{directory} holds {strangers[0]}, which is no part of a package:"
            " name an empty or new folder."
        )
