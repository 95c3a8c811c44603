"""Public codes of records that people do not name themselves.

They are random, so that no gap in a series of numbers tells of an unpublished draft.
"""

import re
import secrets

# Crockford's base 32 without vowels: nothing to misread, no words by accident.
_ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
_LENGTH = 8

PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


def new_code(letter: str) -> str:
    """A fresh code such as `P-7K3F9QXD`; 30^8 of them, and the database refuses a repeat."""
    return f"{letter}-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
