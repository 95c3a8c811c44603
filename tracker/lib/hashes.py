"""Fingerprints of archived texts and files."""

import hashlib


def sha256_of_text(text: str) -> str:
    """SHA-256, in lower-case hex, of the text as UTF-8."""
    return sha256_of_bytes(text.encode())


def sha256_of_bytes(data: bytes) -> str:
    """SHA-256 of bytes, in lower-case hex."""
    return hashlib.sha256(data).hexdigest()
