"""The state of a commitment on a day, worked out from its published status changes.

Two clocks: `as_of` asks what had happened by a day, `known_at` what had been recorded by a moment.
"""

from collections import defaultdict
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

    A correction takes its target out from the moment it is recorded, not before, and gives it back
    when it is taken back itself. Of two changes of the same day the one recorded later counts, then
    the greater key.
    """
    known = [c for c in changes if c.recorded_at <= known_at]
    out = corrections_that_count(known)
    standing = [c for c in known if c.key not in out and c.status and c.happened <= as_of]
    return max(standing, key=lambda c: (c.happened, c.recorded_at, c.key), default=None)


def corrections_that_count(known: Iterable[Change]) -> dict[Hashable, list[Hashable]]:
    """The keys of what is corrected or taken back, each with those that do so and hold themselves."""
    corrections: dict[Hashable, list[Change]] = defaultdict(list)
    for change in known:
        if change.corrects is not None:
            corrections[change.corrects].append(change)

    def is_taken_back(key: Hashable) -> bool:
        return any(not c.status and not is_taken_back(c.key) for c in corrections.get(key, ()))

    counting = {
        target: [c.key for c in ones if not is_taken_back(c.key)]
        for target, ones in corrections.items()
    }
    return {target: keys for target, keys in counting.items() if keys}
