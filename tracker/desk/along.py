"""What becomes public together with a record: what it rests on and nothing public rests on yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tracker.cells import shown, wording
from tracker.cells.bundles import Bundle
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
    seen = shown.take(record)
    return [each for table in _TABLES for each in _not_public(table, seen)]


def _not_public(table: Table, seen: Bundle) -> Iterator[Along]:
    found = {table.key_of(cells): cells for cells in seen.get(table.name, [])}
    (by,) = table.key
    model: Any = table.model
    public = set(model.public.filter(**{f"{by}__in": found}).values_list(by, flat=True))
    for record in model._default_manager.filter(**{f"{by}__in": found.keys() - public}):
        name = (table.name, getattr(record, by))
        rows = wording.for_editors({}, {table.name: [found[name[1]]]}, name)
        yield Along(str(model._meta.verbose_name), record, rows)
