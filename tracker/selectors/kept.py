"""What follows from the record alone, worked out once for each state of it."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar, cast

from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language

from tracker.models import DataVersion

T = TypeVar("T")


def key_of(*about: object) -> str | None:
    """Under what to keep something: no other state of the record has the same key.

    To be asked for before what is kept is read, so that nothing older is kept under it. None inside
    a transaction: it sees what may be taken back, and the number of its state would be given again.
    None also where no guards raise that number.
    """
    if connection.in_atomic_block:
        return None
    number = DataVersion.current()
    if number is None:
        return None
    return sha256(repr((number, get_language(), *about)).encode()).hexdigest()


def kept(make: Callable[[], T], *about: object) -> T:
    """What `make` gives, from the second time on as it was kept; `about` is all else that it follows from."""
    key = key_of(*about)
    return cast("T", cache.get_or_set(key, make)) if key else make()
