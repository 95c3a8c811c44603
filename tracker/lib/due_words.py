"""Words by which an English sentence says until when something is to be done."""

import re

_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_ORDINAL = r"[0-9]{1,2}(?:st|nd|rd|th)?\b"
# “2000 tonnes” is no year.
_UNIT = (
    r"(?:tonnes|tons|persons|people|prisoners|members|units|houses|hectares|dollars|euros|m3|km)"
)
_YEAR = rf"(?:19|20|21)[0-9]{{2}}\b(?!\s+{_UNIT}\b)"
_NUMBERS = rf"(?:[0-9]{{1,2}}([./-])[0-9]{{1,2}}\1{_YEAR}|{_YEAR}-[0-9]{{2}}-[0-9]{{2}}\b)"
_DAY = rf"{_MONTH}(?:\s+{_ORDINAL},?)?(?:\s+{_YEAR})?"
_AROUND = (
    rf"(?:the|end|start|beginning|middle|close|early|late|of|on|year|midnight|{_ORDINAL}"
    r"|first|second|third|fourth|last|quarter|half|spring|summer|autumn|winter|[A-Z][a-z]+day,?)"
)
_LATEST = r"(?:[Nn]ot?\s+)?[Ll]ater\s+than"
_TIME = re.compile(
    rf"\b(?:[Bb]y|[Uu]ntil|[Bb]efore|{_LATEST}|[Pp]rior\s+to)\s+(?:{_AROUND}\s+)*"
    rf"(?:{_DAY}|{_NUMBERS}|(?:mid-)?{_YEAR}|(?:next|this)\s+(?:week|month|year)\b)"
    rf"|\b(?:[Ww]ithin|{_LATEST})\s+(?:[\w()-]+\s+){{1,5}}(?:hour|day|week|month|year)s?\b"
)


def due_words(text: str) -> str:
    """The first of them, as “by 31 December 2025” or “within thirty days”; empty where there are none."""
    found = _TIME.search(text)
    return " ".join(found[0].split()) if found else ""
