"""Text cells that no spreadsheet program takes for a formula, and the way back.

Spreadsheet programs run a cell that begins with = + - @ (also the full-width forms), TAB, CR or LF as
a formula (OWASP, CSV injection). Such a text gets one leading apostrophe; so does a text that
already has apostrophes before such a character, which makes the change reversible.
"""

import re
from collections.abc import Sequence

_RISKY = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_FIRST = frozenset("'=+-@＝＋－＠\t\r\n")
_ESCAPE, _PLAIN = re.compile(r"\\[\\n]"), {"\\\\": "\\", "\\n": "\n"}
_ESCAPED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def escape(text: str) -> str:
    """The cell to write for a text."""
    # Most texts begin with a letter: that is seen without asking the pattern.
    return "'" + text if text[:1] in _FIRST and _RISKY.match(text) else text


def unescape(cell: str) -> str:
    """The text a written cell stands for; the inverse of `escape`."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def join_lines(texts: Sequence[str]) -> str:
    """Several texts in one cell, each on a line of its own; a single one stays as it is."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(text.replace("\\", "\\\\").replace("\n", "\\n") for text in texts)


def split_lines(cell: str) -> list[str]:
    """The inverse of `join_lines` for two and more."""
    return [_ESCAPE.sub(lambda found: _PLAIN[found[0]], line) for line in cell.split("\n")]
