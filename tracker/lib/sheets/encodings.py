"""The encoding of a CSV file: what its first bytes say, what its editor says, or a short list of guesses.

Without a byte order mark only UTF-8 is taken unasked: text in it can be told from any other, while
one 8-bit encoding reads as well as the next and differs in the letters.
"""

import codecs
import io
import re
import unicodedata
from typing import BinaryIO

from tracker.lib.words import gettext

from .shapes import Guess, SheetRefused

# Python's name for an encoding, and the name people know; the likeliest first.
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "windows-1252": "Western European (Windows-1252)",
    "windows-1251": "Cyrillic (Windows-1251)",
    "windows-1250": "Central European (Windows-1250)",
    "windows-1254": "Turkish (Windows-1254)",
    "windows-1253": "Greek (Windows-1253)",
    "windows-1255": "Hebrew (Windows-1255)",
    "windows-1256": "Arabic (Windows-1256)",
    "windows-1257": "Baltic (Windows-1257)",
    "iso-8859-2": "Central European (ISO 8859-2)",
    "iso-8859-15": "Western European (ISO 8859-15)",
    "mac-roman": "Western European (Mac OS Roman)",
    "mac-cyrillic": "Cyrillic (Mac OS Cyrillic)",
    "mac-latin2": "Central European (Mac OS)",
    "mac-turkish": "Turkish (Mac OS)",
    "koi8-r": "Russian (KOI8-R)",
    "koi8-u": "Ukrainian (KOI8-U)",
    "cp866": "Cyrillic (DOS 866)",
    "cp437": "Western European (DOS 437)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
}
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
MOST_GUESSES = 5
_BLOCK = 1 << 16
_SAMPLE = 80
_WORD = re.compile(r"[^\s,;\"'().:]*[^\x00-\x7f\s][^\s,;\"'().:]*")


def find_encoding(file: BinaryIO, named: str = "") -> tuple[str, int]:
    """The encoding the whole file can be read in, and the bytes to skip. Raises SheetRefused."""
    if named and named not in ENCODINGS:
        raise SheetRefused(
            gettext("“{named}” is none of the encodings to choose from.").format(named=named)
        )
    file.seek(0)
    start = file.read(4)
    # A byte order mark is certain, so it wins over what the editor says.
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            _check(file, encoding, len(mark), by_mark=True)
            return encoding, len(mark)
    if not named and (unmarked := _unmarked_utf_16(file)):
        raise SheetRefused(
            gettext(
                "The text looks like {encoding} without the mark that says so: choose that encoding, or save the sheet as “CSV UTF-8”."
            ).format(encoding=ENCODINGS[unmarked]),
            (Guess(unmarked, ENCODINGS[unmarked], _sample(_start_in(file, unmarked))),),
        )
    _check(file, named or "utf-8", 0, named=named)
    return named or "utf-8", 0


def _unmarked_utf_16(file: BinaryIO) -> str:
    """UTF-16 has a NUL beside each letter of Latin script, and a header has some."""
    file.seek(0)
    start = file.read(2 * _SAMPLE)
    pairs = max(len(start) // 2, 1)
    high = {"utf-16-be": start[::2].count(0), "utf-16-le": start[1::2].count(0)}
    likeliest = max(high, key=lambda encoding: high[encoding])
    others = sum(high.values()) - high[likeliest]
    return likeliest if high[likeliest] > pairs // 2 and not others else ""


def _start_in(file: BinaryIO, encoding: str) -> str:
    file.seek(0)
    return file.read(2 * _SAMPLE).decode(encoding, "replace")


def _check(
    file: BinaryIO, encoding: str, skip: int, *, named: str = "", by_mark: bool = False
) -> None:
    """Read it once from end to end, so that no row is taken before the last is known to decode."""
    # Every line end is a \n for it, so that lines can be counted.
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    line = 1
    file.seek(skip)
    try:
        while True:
            block = file.read(_BLOCK)
            line = _check_text(decoder.decode(block, final=not block), line)
            if not block:
                return
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding)
        line += len(re.findall(r"\r\n|\r|\n", before))
        raise _refusal(file, encoding, line, asked=not named and not by_mark) from error


def _check_text(text: str, line: int) -> int:
    before, nul, _ = text.partition("\0")
    if nul:
        place = line + before.count("\n")
        raise SheetRefused(
            gettext(
                "Line {place} holds a NUL character, which no text has: save the sheet as “CSV UTF-8”, or as XLSX."
            ).format(place=place)
        )
    return line + text.count("\n")


def _refusal(file: BinaryIO, encoding: str, line: int, *, asked: bool) -> SheetRefused:
    if asked:
        guesses = _guesses(file)
        return SheetRefused(
            gettext(
                "The text is not in UTF-8 (line {line} is the first that shows it): choose the encoding in which its words read right, or save the sheet as “CSV UTF-8”."
            ).format(line=line),
            guesses,
        )
    return SheetRefused(
        gettext(
            "Line {line} cannot be read as {encoding}: choose another encoding, or save the sheet as “CSV UTF-8”."
        ).format(line=line, encoding=ENCODINGS[encoding])
    )


def _guesses(file: BinaryIO) -> tuple[Guess, ...]:
    """The encodings in which the first foreign words look most like words."""
    data = _around_first_foreign_byte(file)
    found: dict[str, tuple[float, Guess]] = {}
    for encoding, label in ENCODINGS.items():
        if encoding.startswith("utf"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Two that read alike here are one guess; the form offers the rest of ENCODINGS anyway.
        found.setdefault(text, (_likeness(text), Guess(encoding, label, _sample(text))))
    best = sorted(found.values(), key=lambda pair: -pair[0])  # stable: the likeliest first
    return tuple(guess for _, guess in best[:MOST_GUESSES])


def _around_first_foreign_byte(file: BinaryIO) -> bytes:
    file.seek(0)
    block = file.read(_BLOCK)
    while block and block.isascii():
        block = file.read(_BLOCK)
    first = next((place for place, byte in enumerate(block) if byte > 127), 0)
    begin = max(block.rfind(b"\n", 0, first) + 1, first - _SAMPLE // 2, 0)
    return block[begin : first + 4000]


def _sample(text: str) -> str:
    return " ".join(text[:_SAMPLE].split())


def _likeness(text: str) -> float:
    words = _WORD.findall(text)
    return sum(map(_looks_like_a_word, words)) / max(len(words), 1)


def _looks_like_a_word(word: str) -> bool:
    """Letters of one script, cased as words are, and in Latin script not all of them accented."""
    word = word.strip("-–—«»„“”‘’‚…°§№")
    if not word:
        return True
    has_case = word.lower() != word.upper()
    if not word.isalpha() or (
        has_case and not (word.islower() or word.istitle() or word.isupper())
    ):
        return False
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in word}
    plain = sum(letter.isascii() for letter in word)
    return len(scripts) == 1 and (scripts != {"LATIN"} or 2 * plain >= len(word))


def text_of(file: BinaryIO, encoding: str, skip: int) -> io.TextIOWrapper:
    """The decoded file with its line ends as they are. `let_go` of it, or its end closes the file."""
    file.seek(skip)
    return io.TextIOWrapper(file, encoding=encoding, newline="")


def let_go(text: io.TextIOWrapper) -> None:
    """Leave the file below open: it belongs to whoever opened it."""
    if not text.closed:
        text.detach()
