"""Text cells that no spreadsheet program takes for a formula, and the way back.

Spreadsheet programs run a cell that begins with = + - @ (also the full-width forms), TAB, CR or LF as
a formula (OWASP, CSV injection). Such a text gets one leading apostrophe; so does a text that
already has apostrophes before such a character, which makes the change reversible.
"""

import re

_RISKY = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_ESCAPED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def escape(text: str) -> str:
    """The cell to write for a text."""
    return "'" + text if _RISKY.match(text) else text


def unescape(cell: str) -> str:
    """The text a written cell stands for; the inverse of `escape`."""
    return cell[1:] if _ESCAPED.match(cell) else cell
