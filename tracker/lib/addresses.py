"""Addresses with a query: one more pair goes in before the fragment."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit


def with_query(address: str, pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """The address, asking for these pairs besides what it asks for already.

    >>> with_query("/sources/s/?p=P-1#pP-1", {"as_of": "2024-01-01"})
    '/sources/s/?p=P-1&as_of=2024-01-01#pP-1'
    """
    more = urlencode(list(pairs.items() if isinstance(pairs, Mapping) else pairs))
    if not more:
        return address
    parts = urlsplit(address)
    query = f"{parts.query}&{more}" if parts.query else more
    return urlunsplit(parts._replace(query=query))
