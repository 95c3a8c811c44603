"""Whether a passage begins or ends inside a word, in writing that parts its words."""

import re
import unicodedata

# Writing that puts no space between words: any two of its signs may stand in two of them.
_UNPARTED = (
    "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "YI ", "THAI", "LAO ", "KHMER", "MYANMAR", "TIBETAN",
    "JAVANESE", "TAI ", "NEW TAI",
)  # fmt: skip


_NOT = re.compile(r"n['’]t\b")


def cut_words(text: str, start: int, end: int) -> list[str]:
    """The words of the text that begin or end outside these positions, in code points, but not wholly."""
    return list(dict.fromkeys(_word_at(text, at) for at in (start, end) if _is_inside(text, at)))


def _is_inside(text: str, at: int) -> bool:
    # The number of a footnote follows a word, and is not of it; but “They can” is not all of “They can’t”.
    is_between = 0 < at < len(text)
    return is_between and (
        _kind(text[at - 1]) == _kind(text[at]) != "" or bool(_NOT.match(text, at - 1))
    )


def _word_at(text: str, at: int) -> str:
    cut = _NOT.match(text, at - 1)
    first, last = at, cut.end() if cut else at
    while first > 0 and _kind(text[first - 1]):
        first -= 1
    while last < len(text) and _kind(text[last]):
        last += 1
    return text[first:last]


def _kind(sign: str) -> str:
    """Whether the sign is of a word or of a number; empty when of neither."""
    if unicodedata.name(sign, "").startswith(_UNPARTED):
        return ""
    category = unicodedata.category(sign)
    if category[0] in "LM":
        return "word"
    return "number" if category == "Nd" else ""
