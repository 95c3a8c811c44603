"""Packages in folders: made, altered, refused."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from tests.packages.record import AWKWARD, everything, saying
from tracker.cells.tables import TABLES
from tracker.packages.load import PackageRefused, load_package
from tracker.packages.read import Problem
from tracker.packages.write import write_package

Rows = list[dict[str, str]]
BY_NAME = {table.name: table for table in TABLES}


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@cache
def sample_files(scratch: Path) -> dict[str, bytes]:
    """A package of a record with rows in every table, in awkward words; made once."""
    with forgotten():
        everything(saying(AWKWARD))
        write_package(scratch / "sample")
    return files(scratch / "sample")


def files(directory: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path."""
    paths = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in sorted(paths)}


def put(directory: Path, content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(data)
    return directory


def about(directory: Path) -> dict:
    return json.loads((directory / "datapackage.json").read_bytes())


def set_about(directory: Path, content) -> None:
    (directory / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")


def forget_hashes(directory: Path) -> None:
    """As somebody does who edits a package on purpose."""
    content = about(directory)
    for resource in content["resources"]:
        resource.pop("hash", None)
        resource.pop("bytes", None)
    set_about(directory, content)


def rows(directory: Path, table: str) -> Rows:
    text = (directory / f"{table}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def set_rows(directory: Path, table: str, content: Rows) -> None:
    lines = io.StringIO(newline="")
    names = [column.name for column in next(t for t in TABLES if t.name == table).columns]
    writer = csv.DictWriter(lines, names, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(content)
    (directory / f"{table}.csv").write_bytes(lines.getvalue().encode())


def alter(directory: Path, table: str, change: Callable[[Rows], object]) -> None:
    """Change the rows of a table in place, and forget its hash."""
    content = rows(directory, table)
    change(content)
    set_rows(directory, table, content)
    forget_hashes(directory)


def line_of(directory: Path, table: str, index: int) -> int:
    """The line on which the row with this index begins, line breaks within cells counted."""
    text = (directory / f"{table}.csv").read_bytes().decode()
    reader = csv.reader(io.StringIO(text, newline=""))
    for _ in range(index + 1):
        next(reader)
    return reader.line_num + 1


def everything_stored() -> dict[str, list]:
    """Every row of every table, the version number among them."""
    models = [*apps.get_app_config("tracker").get_models(include_auto_created=True), User]
    stored = {}
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in models):
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 (our own names)
            stored[table] = cursor.fetchall()
    return stored


def problems_of(directory: Path) -> list[Problem]:
    """Why the package is refused; not one row may differ afterwards."""
    before = everything_stored()
    try:
        load_package(directory, now=timezone.now())
    except PackageRefused as refusal:
        assert everything_stored() == before
        return refusal.problems
    raise AssertionError("The package was loaded.")
