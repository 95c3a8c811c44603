"""What a column of public data is: a name, a meaning, and how its cell is read from a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column; `value` takes a row and the export's context and gives text."""

    name: str
    meaning: str
    value: Callable[[Any, "Context"], str]


@dataclass(frozen=True)
class Context:
    """What holds for the whole file: the address of the site, and the days asked about."""

    site_url: str
    as_of: str
    known_at: str
