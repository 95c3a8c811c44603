"""Words by which an English sentence says until when something is to be done."""

import re

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = "(?:19|20|21)[0-9]{2}"
# “2000 tonnes” is no year.
_WHEN = rf"(?:{_MONTH}(?:\s+[0-9]{{1,2}},?)?(?:\s+{_YEAR})?|{_YEAR}(?!\s+[a-z]{{3,}}s\b))\b"
_PART = r"(?:the|end|start|beginning|middle|close|of|on|year|midnight|[0-9]{1,2}(?:st|nd|rd|th)?)"
_TIME = re.compile(
    rf"\b(?:[Bb]y|[Uu]ntil|[Bb]efore|[Ll]ater\s+than|[Pp]rior\s+to)\s+(?:{_PART}\s+)*{_WHEN}"
    r"|\b[Ww]ithin\s+(?:[\w()-]+\s+){1,5}(?:day|week|month|year)s?\b"
)


def due_words(text: str) -> str:
    """The first of them, as “by 31 December 2025” or “within thirty days”; empty where there are none."""
    found = _TIME.search(text)
    return " ".join(found[0].split()) if found else ""
