"""The marks beside a status, as one cell."""

from typing import Any

from tracker.exports.columns import Context, names

NAMES = ("is_disputed", "is_one_sided", "is_overdue", "is_stale")


def marks(_context: Context, *flags: Any) -> str:
    """The names of those that hold, in the order of `NAMES`, divided by semicolons."""
    held = (name for name, flag in zip(NAMES, flags, strict=False) if flag)
    return names(name.removeprefix("is_") for name in held)


def marks_of(record: Any) -> str:
    """The same of a record; a status change has the first two alone."""
    held = (name for name in NAMES if getattr(record, name, False))
    return names(name.removeprefix("is_") for name in held)
