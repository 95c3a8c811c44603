"""Words by which an English sentence says until when something is to be done."""

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIME = re.compile(
    r"\b(?:by|until|before|within|later than|prior to)\b"
    r"[^.;:]{0,30}?"
    rf"\b(?:(?:(?:{_MONTHS})\s+)?(?:1[5-9]|20)[0-9]{{2}}|{_MONTHS}|[\w-]+\s+(?:day|week|month|year)s?)\b"
)


def due_words(text: str) -> str:
    """The first of them, as “by 31 December 2025” or “within thirty days”; empty where there are none."""
    found = _TIME.search(text)
    return " ".join(found[0].split()) if found else ""
