"""What a column of public data is: its name, meaning and type, and how its cell follows from what is read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from tracker.lib import dates
from tracker.lib.clocks import Clocks

CHUNK = 2000


@dataclass(frozen=True)
class Context:
    """What holds for the whole file: the address of the site, and the days asked about."""

    site_url: str
    clocks: Clocks

    def address(self, name: str, key: str) -> str:
        """The address of the page of this name about the record with this key."""
        before, after = _place(name)
        return f"{self.site_url}{before}{key}{after}"


@dataclass(frozen=True)
class Column:
    """One column of text; `write` makes the cell from the context and from what `reads` names, in that order.

    `type` says what the text stands for, in the words of Frictionless Table Schema: string, number,
    boolean, datetime, or date where it is one of a day.
    """

    name: str
    meaning: str
    reads: Sequence[str] = ()
    write: Callable[..., str] | None = None
    type: str = "string"
    format: str = "default"

    def cell(self, context: Context, places: Sequence[int]) -> Callable[[Sequence[Any]], str]:
        """What makes the cell from the values that were read, of which its own are at these places.

        Of a single value, where nothing else is said, it is the text of it.
        """
        write = self.write
        if write is None:
            (place,) = places
            return lambda values: "" if values[place] is None else str(values[place])
        if len(places) == 1:
            (place,) = places
            return lambda values: write(context, values[place])
        return lambda values: write(context, *[values[place] for place in places])


# What the columns name, each as an expression over the rows.
Reads = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """What is exported about one kind of record: its columns, and where it says what from.

    `reads` gives for the clocks what the columns name and is no field of the record itself.
    """

    name: str
    title: Any
    columns: Sequence[Column]
    reads: Callable[[Clocks], Reads]
    key: str = "code"

    def rows(self, records: QuerySet[Any], columns: Sequence[Column], context: Context) -> Iterator[list[str]]:  # fmt: skip
        """The cells of each record, one record at a time; only what these columns need is read."""
        sources = self.reads(context.clocks)
        names = list(dict.fromkeys(name for column in columns for name in column.reads))
        # One that is read anyway, so that there are rows also where all cells are the same.
        asked = [sources.get(name, F(name)) for name in names] or [F("pk")]
        cells = [c.cell(context, [names.index(name) for name in c.reads]) for c in columns]
        for values in records.values_list(*asked).iterator(chunk_size=CHUNK):
            yield [cell(values) for cell in cells]


@cache
def _place(name: str) -> tuple[str, str]:
    before, _key, after = reverse(name, args=["KEY"]).partition("KEY")
    return before, after


def fuzzy_date(_context: Context, earliest: Any, latest: Any, precision: str) -> str:
    """A date with no more precision than it has, ISO 8601; the bounds as days or as text."""
    return dates.to_text(dates.FuzzyDate(_day(earliest), _day(latest), precision))


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def number(_context: Context, value: Any) -> str:
    """As few digits as it needs."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def truth(_context: Context, value: Any) -> str:
    """The words of JSON, as Frictionless and XML Schema have them, too."""
    return "true" if value else "false"


def moment(_context: Context, value: datetime | str | None) -> str:
    """ISO 8601, in UTC."""
    if not value:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def first(cell: int) -> Callable[[Context, list[list[Any]]], str]:
    """This cell of the first of many, or nothing."""
    return lambda _context, many: str(many[0][cell] or "") if many else ""


def names(values: Iterable[Any]) -> str:
    """Several values in one cell, divided by semicolons."""
    return "; ".join(str(value) for value in values)


DAYS = (
    Column("as_of", "What had happened by this day is counted.", (),
           lambda x: x.clocks.as_of.isoformat(), "date"),
    Column("known_at", "What had been recorded here by this day is counted.", (),
           lambda x: x.clocks.known_at.isoformat(), "date"),
)  # fmt: skip
