"""What becomes public together with a record: what it rests on and nothing public rests on yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tracker.cells import bundles, shown, wording
from tracker.cells.tables import Table
from tracker.cells.wording import RowInWords

# Archived texts and passages are read with the words that are cited; a source says whether all of
# its text is shown.
_READ_IN_THE_TEXT = {"captures", "passages"}
_TABLES = tuple(table for table in shown.SHARED if table.name not in _READ_IN_THE_TEXT)


@dataclass(frozen=True)
class Along:
    """A record that no reviewer was asked about before, with all that it says."""

    kind: str
    record: Any
    rows: list[RowInWords]


def along(record: Any) -> list[Along]:
    """All that its approval makes public beside itself, in the order of the tables."""
    found = shown.not_public(shown.take(record))
    return [each for table in _TABLES for each in _in_words(table, found.get(table.name, []))]


def _in_words(table: Table, records: list[Any]) -> Iterator[Along]:
    for record, bundle in zip(records, bundles.take_several(records), strict=True):
        rows = wording.for_editors({}, bundle, (table.name, bundles.key_of(record)))
        yield Along(str(table.model._meta.verbose_name), record, rows)
