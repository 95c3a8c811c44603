"""What is inside an XLSX file: which sheets, number formats and shared texts; and whether it is one.

openpyxl finds the parts. It reads none of the cells: it takes the escapes of control characters
out of texts, drops rows that are out of order, and keeps something of every row it has passed.
"""

import re
import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.ElementTree import ParseError, fromstring, iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS, STYLES_TYPE

from tracker.lib.words import gettext, gettext_noop

from .shapes import SheetRefused

NS = f"{{{SHEET_MAIN_NS}}}"
MOST_PARTS = 10_000
# Sheet and texts are read piece by piece; the other parts are read whole.
LARGEST_UNPACKED = 2_000_000_000
LARGEST_SMALL_PART = 20_000_000
# Rows alike pack well: 40 is usual, 100 was seen; a bomb has 1,000.
LARGEST_RATIO = 200
FREE_RATIO_BELOW = 10_000_000
# Of XML that yields nothing: more than the longest row or text there may be.
LONGEST_PIECE = 20_000_000
TEXTS_IN_MEMORY = 16_000_000
LONGEST_REMEMBERED = 1_000

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAMAGE = (
    *(AttributeError, BadZipFile, EOFError, IndexError, KeyError, NotImplementedError),
    *(OSError, ParseError, RuntimeError, TypeError, ValueError, zlib.error),
    UserWarning,  # what openpyxl warns of becomes an error where warnings are
)
_BROKEN = gettext_noop(
    "The workbook is damaged or not made as XLSX asks: open it in a spreadsheet program and save it anew as XLSX."
)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what the libraries raise over a file that is not as it should be into a refusal."""
    try:
        yield
    except _DAMAGE as error:  # XML with entities is a ValueError too
        raise SheetRefused(gettext(_BROKEN)) from error


class _Archive(ZipFile):
    """A zip file of which no large part is read whole."""

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        part = self.getinfo(name) if isinstance(name, str) else name
        if part.file_size > LARGEST_SMALL_PART:
            raise SheetRefused(
                gettext("A part of the workbook ({part}) is too large. {broken}").format(
                    part=part.filename, broken=gettext(_BROKEN)
                )
            )
        return super().read(part, pwd)


@dataclass
class Package:
    """The parts of a workbook that reading one of its sheets needs."""

    archive: ZipFile
    paths: dict[str, str]  # sheet name -> part
    hidden: set[str]
    formats: list[str]  # number format by style
    texts: "Texts"
    since_1904: bool


def open_package(file: BinaryIO) -> Package:
    """The workbook in a zip file. Raises SheetRefused."""
    with refusing_damage():
        file.seek(0)
        reader = ExcelReader(file, read_only=True, keep_links=False)
        reader.archive = _Archive(file)
        _check_archive(reader.archive)
        reader.read_manifest()
        reader.read_workbook()
        return _package(reader)


def _package(reader: Any) -> Package:
    archive = reader.archive
    sheets = [(s, rel) for s, rel in _sheets(reader) if rel.Type.endswith("/worksheet")]
    return Package(
        archive,
        paths={sheet.name: rel.target for sheet, rel in sheets},
        hidden={sheet.name for sheet, _ in sheets if sheet.state != "visible"},
        formats=_formats(archive, _path(reader, STYLES_TYPE)),
        texts=Texts(archive, _path(reader, SHARED_STRINGS)),
        since_1904=reader.wb.epoch == CALENDAR_MAC_1904,
    )


def _sheets(reader: Any) -> list[Any]:
    if not all(sheet.id for sheet in reader.parser.sheets):
        raise SheetRefused(
            gettext("The workbook is in the “Strict” form: save it as the usual XLSX.")
        )
    return list(reader.parser.find_sheets())


def _path(reader: Any, content_type: str) -> str:
    part = reader.package.find(content_type)
    return part.PartName.removeprefix("/") if part else ""


def _check_archive(archive: ZipFile) -> None:
    """What the directory of the zip file tells, before anything is unpacked."""
    parts = archive.infolist()
    _check_kind(archive)
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(gettext("The workbook is protected by a password: save it without one."))
    # zipfile unpacks no more of a part than its directory says, so these sizes can be relied on.
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    too_dense = unpacked > FREE_RATIO_BELOW and unpacked > LARGEST_RATIO * max(packed, 1)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
        raise SheetRefused(
            gettext(
                "The workbook unpacks to far more than a sheet of text needs: copy the rows that matter to a new workbook, as values only, or save them as CSV."
            )
        )


def _check_kind(archive: ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and "content.xml" in names:
        raise SheetRefused(
            gettext("This is an OpenDocument file (.ods or another): save it as XLSX.")
        )
    if "xl/workbook.bin" in names:
        raise SheetRefused(gettext("This is a binary Excel workbook (.xlsb): save it as XLSX."))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise SheetRefused(
            gettext("This is a ZIP file but no XLSX workbook: choose the workbook itself.")
        )


def _formats(archive: ZipFile, path: str) -> list[str]:
    if not path:
        return []
    root = fromstring(archive.read(path), forbid_dtd=True)
    codes = {int(f.get("numFmtId")): f.get("formatCode", "") for f in root.iterfind(_NUM_FMT)}
    codes = {**BUILTIN_FORMATS, **codes}
    return [codes.get(int(xf.get("numFmtId", 0)), "General") for xf in root.iterfind(_CELL_XF)]


_NUM_FMT, _CELL_XF = f"{NS}numFmts/{NS}numFmt", f"{NS}cellXfs/{NS}xf"


class Gauge:
    """A stream that refuses to go on when too much of it has been read to no result."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.since_result = stream, 0

    def read(self, size: int = -1) -> bytes:
        """As a file's; called by the XML parser."""
        block: bytes = self.stream.read(size)
        self.since_result += len(block)
        if self.since_result > LONGEST_PIECE:
            raise SheetRefused(
                gettext("A row or cell of the workbook is far too large. {broken}").format(
                    broken=gettext(_BROKEN)
                )
            )
        return block


def elements(gauge: Gauge) -> Iterator[tuple[str, Element]]:
    """Each element at its start and end, as the stream is read; no DTD, so no entities."""
    yield from iterparse(gauge, events=("start", "end"), forbid_dtd=True)


class Texts:
    """The texts cells share: on disk when they are many, found by number."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=TEXTS_IN_MEMORY)  # noqa: SIM115
        self._ends = array("Q", [0])
        self._short: Callable[[int], str] = lru_cache(maxsize=10_000)(self._read)
        self.close = self._file.close
        try:
            self._keep_all(archive, path)
        except BaseException:
            self.close()
            raise

    def _keep_all(self, archive: ZipFile, path: str) -> None:
        if path in archive.namelist():
            with archive.open(path) as stream:
                for text in _shared_texts(Gauge(stream)):
                    self._file.write(text)
                    self._ends.append(self._ends[-1] + len(text))

    def get(self, number: int) -> str:
        """The text; short ones, which are those that repeat, are remembered."""
        if number < 0:
            raise IndexError("no text has this number")
        size = self._ends[number + 1] - self._ends[number]
        return self._short(number) if size <= LONGEST_REMEMBERED else self._read(number)

    def _read(self, number: int) -> str:
        begin, end = self._ends[number], self._ends[number + 1]
        self._file.seek(begin)
        return self._file.read(end - begin).decode()


def _shared_texts(gauge: Gauge) -> Iterator[bytes]:
    root: Element | None = None
    for event, element in elements(gauge):
        if root is None:
            root = element
        elif event == "end" and element.tag == f"{NS}si":
            yield text_of_element(element).encode()
            root.clear()  # a parent keeps every text it has had
            gauge.since_result = 0


def text_of_element(element: Element) -> str:
    """The text of a cell or shared text, its formatted runs joined, without pronunciation aids."""
    parts = [*element.findall(f"{NS}t"), *element.findall(f"{NS}r/{NS}t")]
    return unescape("".join(part.text or "" for part in parts))


def unescape(text: str) -> str:
    """`_x000D_` stands for a character; half a surrogate pair for none, so it stays as it is."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
