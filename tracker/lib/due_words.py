"""Words by which an English sentence says until when something is to be done."""

import re

_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:19|20|21)[0-9]{2}\b"
_NUMBERS = rf"[0-9]{{1,2}}([./-])[0-9]{{1,2}}\1{_YEAR}"
_DAY = rf"{_MONTH}(?:\s+[0-9]{{1,2}}\b,?)?(?:\s+{_YEAR})?"
_AROUND = r"(?:the|end|start|beginning|middle|close|of|on|year|midnight|[0-9]{1,2}(?:st|nd|rd|th)?)"
_TIME = re.compile(
    rf"\b(?:[Bb]y|[Uu]ntil|[Bb]efore|(?:[Nn]ot?\s+)?[Ll]ater\s+than|[Pp]rior\s+to)\s+(?:{_AROUND}\s+)*"
    rf"(?:{_DAY}|{_NUMBERS}|{_YEAR}(?!\s+[a-z]{{3,}}s\b))"  # “2000 tonnes” is no year
    r"|\b[Ww]ithin\s+(?:[\w()-]+\s+){1,5}(?:day|week|month|year)s?\b"
)


def due_words(text: str) -> str:
    """The first of them, as “by 31 December 2025” or “within thirty days”; empty where there are none."""
    found = _TIME.search(text)
    return " ".join(found[0].split()) if found else ""
