"""The register of corrections: everything in public that was found wrong, and what reads now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tracker.choices import State
from tracker.models import Assessment, Commitment, Event, Figure, Revision, StatusChange
from tracker.selectors import revisions
from tracker.selectors.revisions import Approved

_WITHDRAWABLE = (Commitment, Event, Figure, Assessment)


@dataclass(frozen=True)
class Correction:
    """One line of the register; one of the three is set."""

    at: datetime
    code: str
    revision: Approved | None = None
    change: StatusChange | None = None
    withdrawn: dict[str, Any] | None = None

    @property
    def month(self) -> date:
        """The first day of its month, in UTC."""
        return self.at.astimezone(UTC).date().replace(day=1)


def corrections() -> list[Correction]:
    """All, the latest first. What revisions changed is put into words for one page by `shown`."""
    found = [*_revisions(), *_status_changes(), *_withdrawn()]
    return sorted(found, key=lambda c: (c.at, c.code), reverse=True)


def shown(page: Iterable[Correction]) -> list[Correction]:
    """These, in their order, with what the revisions among them changed in words."""
    page = list(page)
    approved = revisions.in_words(c.revision for c in page if c.revision)
    by_key = {a.revision.pk: a for a in approved}
    return [
        Correction(c.at, c.code, by_key[c.revision.revision.pk]) if c.revision else c for c in page
    ]


def _revisions() -> list[Correction]:
    approved = revisions.visible(Revision.public.filter(is_correction=True))
    return [Correction(a.at, a.revision.code, revision=a) for a in approved if a.at]


def _status_changes() -> list[Correction]:
    changes = StatusChange.public.filter(corrects__state=State.PUBLISHED)
    rows = changes.select_related("commitment", "corrects__commitment", "party")
    return [Correction(c.recorded_at, c.code, change=c) for c in rows if c.recorded_at]


def _withdrawn() -> list[Correction]:
    """The code and the public reason alone: the record itself is not public any more."""
    found = []
    for model in _WITHDRAWABLE:
        rows = model.public.withdrawn()
        if model is Assessment:  # on a draft it never was public
            rows = rows.filter(commitment__state__in=(State.PUBLISHED, State.WITHDRAWN))
        kind = str(model._meta.verbose_name)
        for code, at, reason in rows.values_list("code", "withdrawn_at", "withdrawn_reason"):
            found.append(Correction(at, code, withdrawn={"kind": kind, "reason": reason}))
    return found
