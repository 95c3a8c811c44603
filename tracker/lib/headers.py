"""Headers that are put together from settings."""

from collections.abc import Iterable, Mapping


def policy(sources: Mapping[str, Iterable[str]]) -> str:
    """A content security policy as a header says it: https://www.w3.org/TR/CSP3/.

    >>> policy({"default-src": ["'none'"], "img-src": ["'self'", "data:"]})
    "default-src 'none'; img-src 'self' data:"
    """
    return "; ".join(f"{name} {' '.join(values)}" for name, values in sources.items())
