"""How many commitments have each status: one bar, and a list whose numbers are links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker import choices
from tracker.lib import shares

# Told apart by a pattern in print and forced colours, where the fills alone do not differ enough.
HATCHED = {
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
    url: str
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
    def judged(self) -> list[Group]:
        """The groups that count: neither what no longer applies nor what cannot be judged."""
        return self.groups[:3]

    @property
    def in_judgement(self) -> int:
        """How many count."""
        return sum(group.count for group in self.judged)

    @property
    def percentages(self) -> list[tuple[Group, int]]:
        """What share of those that count is in each group; empty where they are too few for that."""
        if self.in_judgement < shares.FEW:
            return []
        found = shares.percentages([group.count for group in self.judged])
        return list(zip(self.judged, found, strict=True))

    @property
    def finding(self) -> str:
        """What the bar shows, in a sentence; no share of fewer than ten."""
        if not self.in_judgement:
            return _("None of these has been judged yet.")
        counted = [
            _("{n} {group} ({share} %)").format(n=g.count, group=g.name.lower(), share=share)
            for g, share in self.percentages
        ] or [_("{n} {group}").format(n=g.count, group=g.name.lower()) for g in self.judged]
        return _("Of the {n} judged: {counted}.").format(
            n=self.in_judgement, counted=", ".join(counted)
        )

    @property
    def is_drawn(self) -> bool:
        """Whether there are enough for a bar that shows shares."""
        return self.in_judgement >= shares.FEWEST

    @property
    def are_few(self) -> bool:
        """Whether the shares that a bar shows rest on few cases."""
        return self.is_drawn and self.in_judgement < shares.FEW

    @property
    def total(self) -> int:
        """Everything counted, in the bar and beside it."""
        return self.assessed + self.unassessed


def status_bar(counts: Mapping[str, int], url_for: Callable[..., str]) -> StatusBar:
    """The bar of these counts by status; the empty status counts what is not assessed."""
    assessed = sum(count for status, count in counts.items() if status)
    groups, before = [], 0
    for name, statuses in choices.GROUPS:
        shares = []
        for status in statuses:
            count = counts.get(status, 0)
            shares.append(_share(status, count, before, assessed, url_for(status)))
            before += count
        number = sum(share.count for share in shares)
        groups.append(Group(str(name), number, url_for(*statuses), shares))
    return StatusBar(groups, assessed, counts.get("", 0), url_for(""))


def label_of(status: choices.Status) -> str:
    """The word for a status where standing commitments are counted among the others."""
    if status == choices.Status.IN_PROGRESS:
        return _("In progress or being kept")
    return str(status.label)


def _share(status: choices.Status, count: int, before: int, whole: int, url: str) -> Share:
    return Share(
        status=status.value,
        label=label_of(status),
        count=count,
        url=url,
        x=_percent(before, whole),
        width=_percent(count, whole),
        is_hatched=status in HATCHED,
    )


def _percent(part: int, whole: int) -> str:
    # A string: a template would write the decimal point of the reader's language into the SVG.
    return f"{100 * part / whole:.3f}%" if whole else "0%"
