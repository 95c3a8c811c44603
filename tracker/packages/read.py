"""Reading the files of a data package into rows of cells, and what is wrong with the files."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.cells.tables import TABLES, Table
from tracker.lib.hashes import sha256_of_bytes
from tracker.packages import descriptor
from tracker.packages.layout import TEXTS, is_part

# A source text may be long; the csv module's own limit is 128 kB a cell.
_CELL_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """Something wrong in a package: where, and a sentence. Line 0 is the file as a whole."""

    file: str
    line: int
    column: str
    sentence: str
    code: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"line {self.line}" + (f" ({self.code})" if self.code else ""))
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.sentence}"


@dataclass(frozen=True)
class Row:
    """One row of a table: its first line in the file, and its cells by column."""

    table: Table
    line: int
    cells: dict[str, str]

    def problem(self, column: str, sentence: str) -> Problem:
        """A problem of this row, with its code: a line of the file need not be a row of a sheet."""
        code = self.cells[self.table.key[0]] if len(self.table.key) == 1 else ""
        return Problem(self.table.file, self.line, column, sentence, code)


@dataclass
class Package:
    """The content of the files."""

    about: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def is_incomplete(self, table: Table) -> bool:
        """Whether rows of the table may be missing, so that nobody can say what it lacks."""
        mine = [problem for problem in self.problems if problem.file == table.file]
        return any(problem.line for problem in mine) or bool(mine and not self.rows[table.name])


def read_package(directory: Path) -> Package:
    """Everything that can be read, with every problem found on the way."""
    package = Package()
    package.about = _read_about(directory, package.problems)
    described = _described(package.about, package.problems)
    for path in sorted(described.keys() | _present(directory)):
        data = _read_bytes(directory, path, described, package.problems)
        text = _decode(path, data, package.problems)
        if path.startswith(f"{TEXTS}/"):
            package.texts[path] = text
    for table in TABLES:
        data = _bytes(directory / table.file)
        text = data.decode("utf-8-sig", "replace")
        package.rows[table.name] = list(_rows(table, text, package.problems)) if data else []
    return package


def _read_about(directory: Path, problems: list[Problem]) -> dict[str, Any]:
    path = directory / descriptor.FILE
    try:
        about = json.loads(path.read_bytes())
        _refuse_unwritable(about)
    except OSError:
        problems.append(Problem(descriptor.FILE, 0, "", f"There is no such file in {directory}."))
        return {}
    except (ValueError, RecursionError) as error:
        problems.append(Problem(descriptor.FILE, 0, "", f"This is not JSON: {error}."))
        return {}
    if not isinstance(about, dict):
        problems.append(Problem(descriptor.FILE, 0, "", "This is no JSON object."))
        return {}
    return about


def _refuse_unwritable(about: Any) -> None:
    # JSON can hold what neither UTF-8 nor PostgreSQL can: lone surrogates and NUL.
    text = json.dumps(about, ensure_ascii=False)
    text.encode()
    if "\\u0000" in text:
        raise ValueError("it holds a NUL character")


def _described(about: dict[str, Any], problems: list[Problem]) -> dict[str, dict[str, Any]]:
    resources = about.get("resources")
    listed = [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    paths = {str(r.get("path")): r for r in listed}
    if len(paths) != len(listed):
        problems.append(Problem(descriptor.FILE, 0, "resources", "It lists a file twice."))
    problems.extend(
        Problem(descriptor.FILE, 0, "", f"It lists “{path}”, which no package of this kind has.")
        for path in paths
        if not is_part(path)
    )
    return {path: resource for path, resource in paths.items() if is_part(path)}


def _present(directory: Path) -> set[str]:
    tables = {table.file for table in TABLES if (directory / table.file).is_file()}
    return tables | {f"{TEXTS}/{path.name}" for path in (directory / TEXTS).glob("*.txt")}


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _read_bytes(
    directory: Path, path: str, described: dict[str, dict[str, Any]], problems: list[Problem]
) -> bytes:
    data = _bytes(directory / path)
    about = described.get(path, {})
    if not (directory / path).is_file():
        problems.append(Problem(path, 0, "", "datapackage.json lists this file; it is not there."))
    elif not data:
        problems.append(Problem(path, 0, "", "This file is empty."))
    elif not _is_as_described(data, about):
        problems.append(
            Problem(
                path, 0, "",
                f"It is not the file described in datapackage.json ({len(data)} bytes instead of"
                f" {about.get('bytes', '?')}), so part of it may be missing. If it was edited on"
                " purpose, remove its “hash” and “bytes” there.",
            )
        )  # fmt: skip
    return data


def _is_as_described(data: bytes, about: dict[str, Any]) -> bool:
    is_same_length = "bytes" not in about or about["bytes"] == len(data)
    is_same = "hash" not in about or about["hash"] == f"sha256:{sha256_of_bytes(data)}"
    return is_same_length and is_same


def _decode(path: str, data: bytes, problems: list[Problem]) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        sentence = f"This is not UTF-8 (byte {error.start}). Save the file as UTF-8."
        problems.append(Problem(path, line, "", sentence))
        return data.decode(errors="replace")


def _rows(table: Table, text: str, problems: list[Problem]) -> Iterator[Row]:
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        if not _header_fits(table, header, problems):
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield Row(table, line, dict(zip(header, cells, strict=True)))
            elif cells:
                sentence = f"This row has {len(cells)} cells instead of {len(header)}."
                problems.append(Problem(table.file, line, "", sentence))
            line = reader.line_num + 1
    except csv.Error as error:
        sentence = f"The file cannot be read from here on: {error}."
        problems.append(Problem(table.file, line, "", sentence))


def _header_fits(table: Table, header: list[str], problems: list[Problem]) -> bool:
    wanted = [column.name for column in table.columns]
    wrong = [
        *(f"The column “{name}” is missing." for name in wanted if name not in header),
        *(f"There is no column “{name}” in this table." for name in header if name not in wanted),
    ]
    if not wrong and len(header) != len(wanted):
        wrong = ["A column is there twice."]
    problems.extend(Problem(table.file, 1, "", sentence) for sentence in wrong)
    return not wrong
