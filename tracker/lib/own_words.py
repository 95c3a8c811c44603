"""Words that an editor types or imports, without the signs that nobody sees; never those of a source."""

import re
import unicodedata

# NUL is not among them: it is refused, here as everywhere.
_CONTROL = "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_DROPPED = re.compile(f"[{_CONTROL}{_UNSEEN}]")
# Persian and Indian scripts, and emoji, join and part their signs by these; at an end they do nothing.
_JOINERS = re.compile(r"(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# No-break spaces of French too: the same sentence is the same text whoever typed it.
_SPACE = re.compile(r"[^\S\n\t\x1c-\x1f]")


def lines(text: str) -> str:
    """The text of several lines with plain spaces, line ends as LF, and without what is not seen."""
    plain = _SPACE.sub(" ", _DROPPED.sub("", _BREAK.sub("\n", text)))
    return _JOINERS.sub("", plain)


def line(text: str) -> str:
    """The same in one line."""
    return in_one_line(lines(text)).replace("\t", " ")


def in_one_line(text: str) -> str:
    """The text, each line break with the spaces about it a space: boxes of one line drop breaks."""
    return re.sub(r"[ \t]*[\r\n]\s*", " ", text.strip("\r\n"))


def look_alike(one: str, other: str) -> bool:
    """Whether two texts differ in nothing that a reader sees."""
    return _seen(one) == _seen(other)


def _seen(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", lines(text)).strip()
    return [" ".join(each.split()) for each in plain.split("\n")]
