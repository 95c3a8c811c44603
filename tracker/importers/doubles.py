"""New rows that may say what is in the record already: told before they are imported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from tracker.cells import bundles
from tracker.choices import CitationRole, State
from tracker.importers.kinds import Kind
from tracker.importers.planned import Effect, Planned
from tracker.models import Citation, Commitment, StatusChange

K = TypeVar("K")


def tell(kind: Kind, planned: Iterable[Planned]) -> None:
    """Name the other record; titles that are only nearly the same are told of in the review."""
    new = [each for each in planned if each.effect == Effect.NEW]
    if kind.table.model is Commitment:
        _tell_commitments(new)
    else:
        _tell_changes(new)


def _tell_commitments(new: Sequence[Planned]) -> None:
    titles, words = _titled([_own(each)["title"] for each in new]), _resting(map(_primary, new))
    for each in new:
        for code in titles.get(_own(each)["title"], ()):
            each.notes.append(("title", _("{code} has this title already.").format(code=code)))
        for code in sorted({code for passage in _primary(each) for code in words.get(passage, ())}):
            each.notes.append(("quote", _("{code} rests on the same words.").format(code=code)))


def _titled(titles: Sequence[str]) -> dict[str, list[str]]:
    return _grouped(Commitment.objects.filter(title__in=titles).values_list("title", "code"))


def _resting(passages: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    primary = Citation.objects.filter(
        role=CitationRole.PRIMARY, commitment__isnull=False,
        passage__code__in={code for codes in passages for code in codes},
    )  # fmt: skip
    return _grouped(primary.values_list("passage__code", "commitment__code"))


def _primary(each: Planned) -> list[str]:
    cited = (each.after or {}).get("citations", [])
    return [
        row["passage"] for row in cited if row["role"] == CitationRole.PRIMARY and row["passage"]
    ]


def _tell_changes(new: Sequence[Planned]) -> None:
    commitments = {_own(each)["commitment"] for each in new}
    waiting = StatusChange.objects.filter(commitment__code__in=commitments)
    found = _grouped(
        (_day(bundle["status_changes"][0]), bundle["status_changes"][0]["code"])
        for bundle in bundles.take_several(list(waiting.exclude(state=State.PUBLISHED)))
    )
    for each in new:
        for code in found.get(_day(_own(each)), ()):
            each.notes.append(("status", _("{code} says the same for the same day and is not published yet.").format(code=code)))  # fmt: skip


def _day(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("commitment", "party", "status", "happened"))


def _own(each: Planned) -> dict[str, str]:
    """The row of the record itself, as it would be kept."""
    return next(iter((each.after or {}).values()))[0]


def _grouped(pairs: Iterable[tuple[K, str]]) -> dict[K, list[str]]:
    found: dict[K, list[str]] = defaultdict(list)
    for key, code in pairs:
        found[key].append(code)
    return found
