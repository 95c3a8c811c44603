"""How many commitments have each status: one bar, and a list whose numbers are links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker import choices

# Told apart by a pattern in print and forced colours, where the fills alone do not differ enough.
_HATCHED = {
    choices.Status.STALLED,
    choices.Status.NOT_KEPT,
    choices.Status.NO_LONGER_APPLIES,
    choices.Status.NOT_ASSESSABLE,
}


@dataclass(frozen=True)
class Share:
    """One status: its count, the address of the rows, and its place in the bar in per cent."""

    status: str
    label: str
    count: int
    url: str
    x: str
    width: str
    is_hatched: bool


@dataclass(frozen=True)
class Group:
    """Statuses that belong together."""

    name: str
    count: int
    shares: list[Share]


@dataclass(frozen=True)
class StatusBar:
    """The bar; commitments that are not assessed stand beside it, never in it."""

    groups: list[Group]
    assessed: int
    unassessed: int
    unassessed_url: str

    @property
    def shares(self) -> list[Share]:
        """All statuses in their fixed order."""
        return [share for group in self.groups for share in group.shares]

    @property
    def present(self) -> list[Share]:
        """The statuses that occur."""
        return [share for share in self.shares if share.count]

    @property
    def total(self) -> int:
        """Everything counted, in the bar and beside it."""
        return self.assessed + self.unassessed


def status_bar(counts: Mapping[str, int], url_for: Callable[[str], str]) -> StatusBar:
    """The bar of these counts by status; the empty status counts what is not assessed."""
    assessed = sum(count for status, count in counts.items() if status)
    groups, before = [], 0
    for name, statuses in choices.GROUPS:
        shares = []
        for status in statuses:
            count = counts.get(status, 0)
            shares.append(_share(status, count, before, assessed, url_for(status)))
            before += count
        groups.append(Group(str(name), sum(s.count for s in shares), shares))
    return StatusBar(groups, assessed, counts.get("", 0), url_for(choices.NOT_ASSESSED))


def _share(status: choices.Status, count: int, before: int, whole: int, url: str) -> Share:
    return Share(
        status=status.value,
        label=_("In progress or being kept")
        if status == choices.Status.IN_PROGRESS
        else str(status.label),
        count=count,
        url=url,
        x=_percent(before, whole),
        width=_percent(count, whole),
        is_hatched=status in _HATCHED,
    )


def _percent(part: int, whole: int) -> str:
    # A string: a template would write the decimal point of the reader's language into the SVG.
    return f"{100 * part / whole:.3f}%" if whole else "0%"
