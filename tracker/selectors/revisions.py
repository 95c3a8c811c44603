"""Approved revisions of what is public, as anybody may read them.

A record that is not public is not named here, whatever was approved with it: a revision may add a
relation to a draft, which nobody sees until the draft is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tracker.cells import wording
from tracker.cells.bundles import readable
from tracker.cells.wording import ChangedRow, RowInWords
from tracker.lib.clocks import Clocks
from tracker.models import Commitment, Revision

_LONGEST_TITLE = 120  # of words that are revised, which are quoted below in full
# Without these at its other end a row says nothing that the public may know.
_ENDS = ("commitments", "events", "figures")


@dataclass(frozen=True)
class Approved:
    """A revision, what it changed in words, and the record as it is called and found today."""

    revision: Revision
    changed: list[ChangedRow]
    rows: list[RowInWords] = field(default_factory=list)
    kind: str = ""
    title: str = ""
    url: str = ""

    @property
    def at(self) -> datetime | None:
        """When it was approved."""
        return self.revision.recorded_at


def of_commitment(commitment: Commitment, clocks: Clocks) -> list[Approved]:
    """The revisions of one commitment that the public could read by then, the latest first."""
    of_it = Revision.public.filter(table="commitments", key=commitment.code)
    return visible(of_it.filter(recorded_at__lt=clocks.recorded_before))


def visible(revisions: QuerySet[Revision]) -> list[Approved]:
    """Those that change something public; what they change is not in words yet."""
    changed = [
        (r, wording.changed_rows(r.before, r.after, leave_out=wording.INTERNAL))
        for r in revisions.order_by("-recorded_at", "-pk")
    ]
    ends = {name for _r, rows in changed for row in rows for name in row.names if name[0] in _ENDS}
    public = wording.look_up(ends, _door)
    hidden = ends - public.keys()
    kept = [Approved(r, [row for row in rows if not row.names & hidden]) for r, rows in changed]
    return [approved for approved in kept if approved.changed]


def in_words(several: Iterable[Approved]) -> list[Approved]:
    """The same with what each changed in words, in one query for each table that is named."""
    several = list(several)
    wanted = {name for a in several for row in a.changed for name in row.names}
    found = wording.look_up(wanted | {_own(a.revision) for a in several}, _door)
    found |= wording.look_up((name for name in wanted if name[0] == "passages"), _once)
    call = wording.caller(found, missing=_("(not in the public record)"))
    return [_in_words(approved, found, call) for approved in several]


def that_rested_on(passage: str) -> Any:
    """What is public and rested on the passage of this code until it was revised last; None for nothing."""
    named = Revision.public.annotate(text=Cast("before", TextField()))
    for revision in named.filter(text__contains=f'"{passage}"').order_by("-recorded_at", "-pk"):
        rows = chain.from_iterable(readable(revision.before).values())
        if any(row.get("passage") == passage for row in rows):
            return wording.look_up([_own(revision)], _door).get(_own(revision))
    return None


def _in_words(approved: Approved, found: dict[wording.Name, Any], call: wording.Call) -> Approved:
    own = _own(approved.revision)
    record: Any = found.get(own)
    return Approved(
        approved.revision,
        approved.changed,
        rows=wording.in_words(approved.changed, own, call),
        kind=str(record._meta.verbose_name) if record else "",
        title=Truncator(wording.title_of(own[0], record)).chars(_LONGEST_TITLE) if record else "",
        url=record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
    )


def _own(revision: Revision) -> wording.Name:
    return revision.table, revision.key


def _door(model: Any) -> Any:
    return model.public


def _once(model: Any) -> Any:
    return model.public.once()
