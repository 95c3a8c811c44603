"""Texts made alike for comparison: whatever copying and typesetting change, and readers do not see."""

import re
import unicodedata
from array import array
from functools import lru_cache

_DOUBLE = "“”„‟«»″〝〞〟＂"
_SINGLE = "‘’‚‛‹›′´`ʼ＇"
_DASHES = "‐‑‒–—―⁃−⸺⸻﹘﹣－"
# Soft hyphens, zero widths, and the marks that turn the direction of writing.
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"

_PLAIN = str.maketrans(
    {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DASHES, "-")}
)
_SPACE = re.compile(r"\s")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_LINE_END = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")
_MARKS = str.maketrans({'"': "", "'": "", "-": " "})


def fold(text: str) -> str:
    """The text with plain quotation marks, dashes and letters; its spaces and lines are kept."""
    # Before, because the normal form of an acute accent begins with a space; and after, because
    # that of three primes is made of primes.
    plain = _UNSEEN.sub("", text.translate(_PLAIN))
    return unicodedata.normalize("NFKC", plain).translate(_PLAIN)


@lru_cache(maxsize=4)  # in one text many words are looked for, one after the other
def with_places(text: str) -> tuple[str, "array[int]"]:
    """The text with plain quotation marks and dashes, one space for several and no unseen signs; and
    where in the text each of its signs stands.
    """
    signs: list[str] = []
    places = array("L")
    for place, sign in enumerate(_SPACE.sub(" ", text).translate(_PLAIN)):
        if _UNSEEN.match(sign) or (sign == " " and signs[-1:] == [" "]):
            continue
        signs.append(sign)
        places.append(place)
    return "".join(signs), places


def name(text: str) -> str:
    """A name as it reads, whichever spaces, unseen signs and ways to write an accent it is made of."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def readings(text: str) -> list[list[str]]:
    """The words of the text, without quotation marks and dashes, and without upper case.

    There are two readings where a hyphen ends a line: it may belong to the word, or to the line.
    """
    folded = fold(text).casefold()
    both = dict.fromkeys((folded, _LINE_END.sub("", folded)))
    return [reading.translate(_MARKS).split() for reading in both]
