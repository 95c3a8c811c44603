"""The register of corrections: everything in public that was found wrong, and what reads now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, QuerySet, Value

from tracker.choices import State
from tracker.lib.clocks import Clocks
from tracker.models import Assessment, Commitment, Event, Figure, Revision, StatusChange
from tracker.selectors import revisions
from tracker.selectors.revisions import Approved

# When, by which code, and of which of the kinds below.
Line = tuple[datetime, str, str]

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


@dataclass(frozen=True)
class _Kind:
    """One sort of correction: its rows, when each was made, and how some of them are read whole."""

    rows: QuerySet[Any]
    at: str
    read: Callable[[QuerySet[Any]], dict[str, dict[str, Any]]]

    def lines(self, name: str, clocks: Clocks) -> Any:
        """A line for each of them that was made by then."""
        made = self.rows.filter(**{f"{self.at}__lt": clocks.recorded_before})
        named = made.order_by().annotate(at=F(self.at), kind=Value(name))
        return named.values_list("at", "code", "kind")


def lines(clocks: Clocks) -> Any:
    """A line for each made by then, the latest first: the database sorts them and cuts out a page."""
    first, *others = (kind.lines(name, clocks) for name, kind in _kinds().items())
    return first.union(*others, all=True).order_by("-at", "-code")


def shown(page: Iterable[Line]) -> list[Correction]:
    """These lines with what they say.

    Left out is a revision that changed nothing the public may see: its page is that much shorter,
    because only reading the revision tells.
    """
    page, kinds = list(page), _kinds()
    found = {
        name: kinds[name].read(kinds[name].rows.filter(code__in=[c for _at, c, k in page if k == name]))
        for name in {kind for _at, _code, kind in page}
    }  # fmt: skip
    return [
        Correction(at, code, **found[kind][code]) for at, code, kind in page if code in found[kind]
    ]


def _kinds() -> dict[str, _Kind]:
    return {
        "revision": _Kind(Revision.public.filter(is_correction=True), "recorded_at", _revisions),
        "change": _Kind(
            StatusChange.public.filter(corrects__state=State.PUBLISHED), "recorded_at", _changes
        ),
        **{
            str(model._meta.model_name): _Kind(_gone(model), "withdrawn_at", _withdrawn)
            for model in _WITHDRAWABLE
        },
    }


def _revisions(rows: QuerySet[Revision]) -> dict[str, dict[str, Any]]:
    approved = revisions.in_words(revisions.visible(rows))
    return {each.revision.code: {"revision": each} for each in approved}


def _changes(rows: QuerySet[StatusChange]) -> dict[str, dict[str, Any]]:
    changes = rows.select_related("commitment", "corrects__commitment", "party")
    return {change.code: {"change": change} for change in changes}


def _gone(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.public.withdrawn()
    if model is Assessment:  # on a draft it never was public
        return rows.filter(commitment__state__in=(State.PUBLISHED, State.WITHDRAWN))
    return rows


def _withdrawn(rows: QuerySet[Any]) -> dict[str, dict[str, Any]]:
    """The code and the public reason alone: the record itself is not public any more."""
    kind = str(rows.model._meta.verbose_name)
    reasons = rows.values_list("code", "withdrawn_reason")
    return {code: {"withdrawn": {"kind": kind, "reason": reason}} for code, reason in reasons}
