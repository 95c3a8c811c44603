"""A row of a spreadsheet: what it says, which record that is about, and what becomes of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tracker.cells.bundles import Bundle
from tracker.importers.parts import Problems
from tracker.models import Edit, ImportedRow


class Effect(StrEnum):
    """What a row does to the record."""

    NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
    DELETED = "deleted"  # it became a draft that was deleted here, and stays so
    LEFT_OUT = "left_out"  # something is wrong with it


@dataclass
class Planned:
    """A row, and how its record is to read afterwards."""

    line: int
    original_id: str = ""
    original: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    effect: Effect = Effect.UNCHANGED
    record: Any = None
    is_called_as_ours: bool = False  # by another list, to which our codes mean nothing
    last: ImportedRow | None = None  # the row as it was imported before
    last_change: Edit | None = None  # of a record that would be changed
    before: Bundle | None = None
    after: Bundle | None = None
    problems: Problems = field(default_factory=list)
    notes: Problems = field(default_factory=list)  # to be known, and nothing against the row

    @property
    def is_bad(self) -> bool:
        """Whether the row is left out."""
        return self.effect == Effect.LEFT_OUT

    def refuse(self, *problems: tuple[str, str]) -> None:
        """Nothing of the row is written; the problems say why."""
        self.effect = Effect.LEFT_OUT
        self.problems += problems
