"""What changed between two days: the state at each of them, side by side."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import F, QuerySet

from tracker import choices
from tracker.lib.clocks import Clocks
from tracker.models import Commitment, StatusChange
from tracker.selectors import then

# Before a commitment was there it had no status, not even that of not being assessed.
NOT_THERE = "not_there"
ORDER = (*choices.Status.values, "", NOT_THERE)
# What an address calls each of them.
NAMES = {status or choices.NOT_ASSESSED: status for status in ORDER}


@dataclass(frozen=True)
class Difference:
    """A commitment with its status on the two days, and the changes that came between."""

    commitment: Commitment
    was: str
    now: str
    changes: list[StatusChange]

    @property
    def was_label(self) -> str:
        """The words for the status on the first day."""
        return label(self.was, self.commitment)

    @property
    def now_label(self) -> str:
        """The words for the status on the second day."""
        return label(self.now, self.commitment)


@dataclass(frozen=True)
class Comparison:
    """All differences, and how many commitments had each status on either day."""

    changed: list[Difference]
    new: list[Difference]
    before: Counter[str]
    after: Counter[str]

    @property
    def differences(self) -> list[Difference]:
        """Those whose status changed, then those that were not there on the first day."""
        return [*self.changed, *self.new]

    @property
    def on_both(self) -> int:
        """How many were there on both days."""
        return self.after.total() - len(self.new)

    @property
    def moves(self) -> Counter[tuple[str, str]]:
        """How many went from one status to another."""
        return Counter((d.was, d.now) for d in self.differences)


def compare(first: QuerySet[Commitment], second: QuerySet[Commitment], changes: QuerySet[StatusChange]) -> Comparison:  # fmt: skip
    """The same commitments as they stood then (`selectors.then.standing`) and as they stood later.

    `changes` are those that came between. A commitment carries its marks of the later day.
    """
    was = dict(first.order_by().values_list("pk", "status_then"))
    now = dict(second.order_by().values_list("pk", "status_then"))
    moved = {pk for pk in now.keys() | was.keys() if was.get(pk, NOT_THERE) != now.get(pk, NOT_THERE)}  # fmt: skip
    by_commitment: dict[int, list[StatusChange]] = {}
    for change in changes.filter(commitment__in=moved):
        by_commitment.setdefault(change.commitment_id, []).append(change)
    rows = {row.pk: row for state in (first, second) for row in state.filter(pk__in=moved)}
    found = [
        Difference(c, was.get(c.pk, NOT_THERE), now.get(c.pk, NOT_THERE), by_commitment.get(c.pk, []))
        for c in sorted(rows.values(), key=attrgetter("code"))
    ]  # fmt: skip
    return Comparison(
        changed=[d for d in found if d.was != NOT_THERE],
        new=[d for d in found if d.was == NOT_THERE],
        before=Counter(was.values()),
        after=Counter(now.values()),
    )


def between(first: Clocks, second: Clocks) -> QuerySet[StatusChange]:
    """The changes that had come by the second day and had not by the first."""
    earlier = then.changes_by(first).values("pk")
    later = then.changes_there(second).exclude(pk__in=earlier)
    return later.select_related("commitment").order_by("date_latest", "recorded_at", F("pk"))


def label(status: str, commitment: Commitment | None = None) -> str:
    """The words for a status, or for not being there yet."""
    if status == NOT_THERE:
        return str(choices.NOT_THERE_LABEL)
    return choices.status_label(status, is_standing=bool(commitment and commitment.is_standing))


def name_of(status: str) -> str:
    """What an address calls it."""
    return status or choices.NOT_ASSESSED


def in_order(statuses: Iterable[str]) -> list[str]:
    """These in the order of all statuses."""
    return sorted(statuses, key=ORDER.index)
