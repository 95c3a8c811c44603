"""Where the sentences, list items and clauses of a text stand.

All positions are Unicode code points, the end excluded. Every step looks at a text once from left to
right, with a bounded look back, so that a text of any shape is cut in time proportional to its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """A sentence, or what stands between semicolons, without white space or list mark around it."""

    start: int
    end: int
    is_item: bool  # stands in a list
    is_first: bool  # opens its paragraph or list item
    is_lead: bool  # ends it unfinished: a list that follows hangs on it


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A dot after these never ends a sentence ...
_ABBREVIATIONS = _words(
    "adm amb approx brig capt cf col dr gen gov hon lt maj messrs mr mrs ms mt prof rep rev sen sgt"
    " st ste viz vs"
)
# ... and after these it does not when a number follows.
_BEFORE_NUMBERS = _words(
    "add annex app apr art arts aug ch chap dec doc ed eq feb fig jan jul jun mar no nos nov oct p"
    " para paras pp pt rec ref reg res sec sect sep sept ser vol"
)
# Words that begin a sentence even after “U.S.”; a name would rather go on with it.
_OPENERS = _words(
    "a all an and as at both but each for he however if in it its on our she since that the their"
    " there these they this those we when where while"
)
# A line that ends in one of these goes on in the next.
_LINKS = _words(
    "a an and at between by for from in into its nor of on or our that the their these this to under"
    " upon which who with within"
)

_LIST_MARK = re.compile(
    r"(?:(?:and|or)\s++(?=\(?\w{1,5}\)))?"
    r"(?:[•‣⁃▪◦●○■□·*–—-]++|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\(?(?:[a-zA-Z]|[ivxlIVXL]{2,5})\)"
    r"|[a-z]\.|[IVXL]{2,5}\.)\s++"
)
_MARK = re.compile(r"[()]|;(?=\s|$)|(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)")
_SPACE = re.compile(r"\s*+")
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘«-])((?:\w\.)*\w+)$")
_WORD = re.compile(r"\w{1,20}")
_LONGEST_WORD = 24
_LIST_GOES_ON = (";", "; and", "; or")
_DEPTHS = {"(": 1, ")": -1}


def clauses(text: str) -> Iterator[Clause]:
    """Every clause of the text, in order; none overlaps another."""
    is_list_open = False
    for start, end in _paragraphs(text):
        is_item = is_list_open or _looks_listed(text, start, end)
        spans = list(_spans(text, start, end))
        for number, (first, last) in enumerate(spans, start=1):
            is_lead = number == len(spans) and _hangs_open(text[first:last])
            yield Clause(first, last, is_item=is_item, is_first=number == 1, is_lead=is_lead)
        is_list_open = text[start:end].endswith(_LIST_GOES_ON)


def _hangs_open(words: str) -> bool:
    """Whether a list may follow: “The parties agree to:”, or no more than “Decides,”."""
    return words[-1] == ":" or (words[-1] == "," and len(words.split(maxsplit=2)) <= 2)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, joined where one plainly goes on in the next."""
    start = end = 0
    for first, last in _lines(text):
        if start < end and first < last and _goes_on(text, start, end, first):
            end = last
            continue
        if start < end:
            yield start, end
        start, end = first, last
    if start < end:
        yield start, end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Each line without white space around it; a blank one has no length."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield _trimmed(text, at, at + len(line))
        at += len(line)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return first, first + len(words.strip())


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Whether the line that ends here was only wrapped, as in text taken from a printed page."""
    tail = text[max(start, end - _LONGEST_WORD) : end]
    if tail.endswith((*".!?…:", *_LIST_GOES_ON)) or _LIST_MARK.match(text, following):
        return False
    return text[following].islower() or tail.split()[-1].lower() in _LINKS


def _looks_listed(text: str, start: int, end: int) -> bool:
    has_mark = _LIST_MARK.match(text, start, end) is not None
    return has_mark or text[start].islower() or text[end - 1] == ";"


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph at the ends of sentences, and at semicolons outside brackets."""
    start = _after_list_mark(text, start, end)
    depth = 0
    for mark in _MARK.finditer(text, start, end):
        depth = max(0, depth + _DEPTHS.get(mark[0], 0))
        if mark.start() < start or not _cuts(text, mark, end, depth):
            continue
        # A full stop belongs to its sentence, a semicolon to neither side.
        yield from _unless_empty(text, start, mark.start() if mark[0] == ";" else mark.end())
        start, depth = _after_list_mark(text, mark.end(), end), 0
    yield from _unless_empty(text, start, end)


def _after_list_mark(text: str, start: int, end: int) -> int:
    """Where the words begin. A mark with no words after it is left to be words."""
    start = _space_end(text, start, end)
    mark = _LIST_MARK.match(text, start, end)
    return mark.end() if mark else start


def _unless_empty(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trimmed(text, start, end)
    if start < end:
        yield start, end


def _cuts(text: str, mark: re.Match[str], end: int, depth: int) -> bool:
    if mark[0] in _DEPTHS:
        return False
    if mark[0] == ";":
        return depth == 0
    return _ends_sentence(text, mark, end)


def _ends_sentence(text: str, mark: re.Match[str], end: int) -> bool:
    following = _space_end(text, mark.end(), end)
    if text[following : following + 1].islower() and not _LIST_MARK.match(text, following, end):
        return False
    return mark[0] != "." or not _is_abbreviated(text, mark.start(), following)


def _is_abbreviated(text: str, dot: int, following: int) -> bool:
    """Whether the dot belongs to the word before it: “Mr.”, “J.”, “U.S.”, “No. 5”."""
    found = _WORD_BEFORE.search(text[max(0, dot - _LONGEST_WORD) : dot])
    word = found[1] if found else ""
    if "." in word:
        return _word_at(text, following) not in _OPENERS
    is_initial = len(word) == 1 and word.isupper()
    is_numbered = word.lower() in _BEFORE_NUMBERS and text[following : following + 1].isdigit()
    return is_initial or is_numbered or word.lower() in _ABBREVIATIONS


def _word_at(text: str, start: int) -> str:
    found = _WORD.match(text, start)
    return found[0].lower() if found else ""


def _space_end(text: str, start: int, end: int) -> int:
    found = _SPACE.match(text, start, end)
    return found.end() if found else start
