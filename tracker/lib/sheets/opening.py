"""Opening a spreadsheet: what its first bytes say it is, and who reads it then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.lib.words import gettext, gettext_noop

from .csv_rows import open_csv
from .shapes import Sheet, SheetRefused
from .xlsx_rows import open_xlsx

ZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Files that decode as text well enough for a misleading answer about their cells.
NO_SHEETS = {
    b"%PDF-": gettext_noop("a PDF document"),
    b"{\\rtf": gettext_noop("a word processor’s document (RTF)"),
    b"<!doctype": gettext_noop("a web page (HTML), whatever its name ends in"),
    b"<html": gettext_noop("a web page (HTML), whatever its name ends in"),
    b"<?xml": gettext_noop("an XML file"),
}
# How the parts of an encrypted workbook are named inside its container.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_sheet(
    source: str | Path | BinaryIO, *, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> Sheet:
    """The header and rows of a CSV or XLSX file; which of the two, its content decides.

    `encoding` (one of ENCODINGS) and `delimiter` are for CSV, `sheet` (a name) for XLSX; where they
    are not given they are found out. Close the result, or use it in a `with` statement; a file
    that was given open stays open. Raises SheetRefused.
    """
    if not isinstance(source, str | Path):
        return _open(source, encoding, delimiter, sheet)
    with _closed_if_refused(Path(source)) as file:
        opened = _open(file, encoding, delimiter, sheet)
        opened.close = _both(opened.close, file.close)
        return opened


def _both(one: Callable[[], None], other: Callable[[], None]) -> Callable[[], None]:
    def close() -> None:
        one()
        other()

    return close


@contextmanager
def _closed_if_refused(path: Path) -> Iterator[BinaryIO]:
    file = path.open("rb")
    try:
        yield file
    except BaseException:
        file.close()
        raise


def _open(file: BinaryIO, encoding: str, delimiter: str, sheet: str) -> Sheet:
    file.seek(0)
    start = file.read(1024)
    if start.startswith(ZIP):
        return open_xlsx(file, sheet=sheet)
    if start.startswith(OLE):
        raise SheetRefused(_why_not_ole(file))
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, what in NO_SHEETS.items():
        if text.startswith(sign.lower()):
            raise SheetRefused(
                gettext("This is {what}, not a spreadsheet: save it as CSV or XLSX.").format(
                    what=gettext(what)
                )
            )
    return open_csv(file, encoding=encoding, delimiter=delimiter)


def _why_not_ole(file: BinaryIO) -> str:
    if _holds(file, _ENCRYPTED):
        return gettext("The workbook is protected by a password: save it without one.")
    return gettext(
        "This is an old Excel file (.xls) or no workbook at all: save it as XLSX or CSV."
    )


def _holds(file: BinaryIO, wanted: bytes) -> bool:
    file.seek(0)
    tail = b""
    while block := file.read(1 << 16):
        if wanted in tail + block:
            return True
        tail = block[-len(wanted) :]
    return False
