"""The state of a commitment on a day, worked out from its published status changes.

Two clocks: `as_of` asks what had happened by a day, `known_at` what had been recorded by a moment.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Change:
    """What the rule needs to know of a status change; an empty status takes a change back."""

    key: Hashable
    status: str
    happened: date
    recorded_at: datetime
    corrects: Hashable | None = None


def in_force(changes: Iterable[Change], *, as_of: date, known_at: datetime) -> Change | None:
    """The change with the latest day up to `as_of` among those recorded up to `known_at`.

    A correction takes its target out from the moment it is recorded, not before. Of two changes of
    the same day the one recorded later counts, then the greater key.
    """
    known = [c for c in changes if c.recorded_at <= known_at]
    corrected = {c.corrects for c in known if c.corrects is not None}
    standing = [c for c in known if c.key not in corrected and c.status and c.happened <= as_of]
    return max(standing, key=lambda c: (c.happened, c.recorded_at, c.key), default=None)
