"""Three versions of the rows of a form: as it was opened, as it was typed, as it is stored now.

What the one person did not touch is taken from what is stored; what both changed stays as it was
typed, and is named. A row knows itself again by its key; one without a key is new.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

Value = str | bool | list[str]
Row = dict[str, Value]

# Which of its values is the key of a row, and which says that it is to be taken out.
KEY, OUT = "id", "DELETE"
# What belongs to the row and is on no form of it, in brief: only whether it changed matters.
NESTED = "nested"


@dataclass
class Merged:
    """The rows; of what the other person did, what was taken over, and what stands against it."""

    rows: list[Row] = field(default_factory=list)
    changed: list[tuple[int, str]] = field(default_factory=list)  # number of the row, field
    added: list[int] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    both: list[tuple[int, str]] = field(default_factory=list)


def merge(opened: Sequence[Row], typed: Sequence[Row], stored: Sequence[Row]) -> Merged:
    """The stored rows in their order, as they were typed where somebody typed; then the others."""
    then, mine = _by_key(opened), _by_key(typed)
    now = {_key(row) for row in stored}
    merged = Merged()
    for row in stored:
        _settle(merged, then.get(_key(row)), mine.get(_key(row)), row)
    for row in typed:
        if _key(row) not in now:
            _keep(merged, then.get(_key(row)), row)
    return merged


def _settle(merged: Merged, then: Row | None, typed: Row | None, now: Row) -> None:
    number = len(merged.rows)
    merged.rows.append(dict(now))
    if typed is None:
        if then is None:
            merged.added.append(number)
        return
    for name, value in now.items():
        was = then.get(name) if then else None
        mine = typed.get(name, value)
        if mine not in (was, value):
            merged.rows[number][name] = mine
        if mine != value and was != value:
            (merged.changed if mine == was else merged.both).append((number, name))
    is_changed = bool(merged.changed) and merged.changed[-1][0] == number
    is_changed |= then is not None and then.get(NESTED) != now.get(NESTED)
    if typed.get(OUT) and is_changed:
        merged.both.append((number, OUT))


def _keep(merged: Merged, then: Row | None, typed: Row) -> None:
    """A row that is not stored: new, or taken out by the other person."""
    if not _key(typed):
        added = [_typed(merged.rows[number]) for number in merged.added]
        if _typed(typed) not in added:  # both typed it alike
            merged.rows.append(dict(typed))
    elif typed.get(OUT) or (then and _typed(typed) == _typed(then)):
        merged.gone.append(typed)
    else:
        merged.both.append((len(merged.rows), OUT))
        merged.rows.append({**typed, KEY: ""})


def _typed(row: Row) -> Row:
    """What was typed in the row, apart from which row it is and what belongs to it elsewhere."""
    return {name: value for name, value in row.items() if name not in (KEY, NESTED)}


def _by_key(rows: Sequence[Row]) -> dict[str, Row]:
    return {_key(row): row for row in rows}


def _key(row: Row) -> str:
    return str(row.get(KEY, ""))
