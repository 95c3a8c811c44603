"""What an editor or reviewer should look at twice; nothing of it forbids anything."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from tracker import choices
from tracker.desk import wording
from tracker.desk.wording import Parts
from tracker.lib import history
from tracker.lib.titles import Titles
from tracker.models import Citation, Commitment, StatusChange
from tracker.selectors.then import as_history
from tracker.services import statuses

_MOST = 5

# Whatever else is recorded has nothing that it could double.
KINDS = (Commitment, StatusChange)
Typed = tuple[Any, Parts]
_LINE = "status_changes__citations"
_CITED = ("citations__passage__capture__source", "citations__reference")


def of(record: Any) -> list[str]:
    """Sentences, each naming the other record where there is one."""
    return of_several([record])[0]


def of_several(records: Sequence[Any]) -> list[list[str]]:
    """The sentences for each, in as many queries for many records as for a few."""
    commitments = [r for r in records if isinstance(r, Commitment)]
    changes = [r for r in records if isinstance(r, StatusChange)]
    prefetch_related_objects(commitments, *_CITED, "deadlines__passage__capture", "participations")
    prefetch_related_objects(changes, f"commitment__{_LINE}", *_CITED)
    return _of_each([(record, _parts(record)) for record in records])


def of_typed(record: Any, parts: Parts) -> list[str]:
    """The sentences for a record as it is typed, whether stored or not, and what belongs to it."""
    if isinstance(record, StatusChange) and _is_about(record):
        prefetch_related_objects([record.commitment], _LINE)
    return _of_each([(record, parts)])[0]


def _parts(record: Any) -> Parts:
    if isinstance(record, Commitment):
        names = ("citations", "deadlines", "participations")
        return Parts(*(list(getattr(record, name).all()) for name in names))
    return Parts(list(record.citations.all()) if isinstance(record, StatusChange) else [])


def _of_each(records: Sequence[Typed]) -> list[list[str]]:
    commitments = {n: r for n, r in enumerate(records) if isinstance(r[0], Commitment)}
    changes = {n: r for n, r in enumerate(records) if isinstance(r[0], StatusChange)}
    sentences = _of_commitments(list(commitments.values()))
    found = dict(zip(commitments, sentences, strict=True))
    found |= {n: _of_change(*change) for n, change in changes.items()}
    return [found.get(n, []) for n in range(len(records))]


def _of_commitments(commitments: Sequence[Typed]) -> list[list[str]]:
    if not commitments:
        return []
    stored = {c.pk: c for c in Commitment.objects.only("code", "title").order_by("pk")}
    titles = Titles({key: c.title for key, c in stored.items()})
    resting = _resting({p for _c, parts in commitments for p in _passages(parts.citations)})
    return [
        [*_of_doubles(c, parts.citations, stored, titles, resting), *wording.of_commitment(c, parts)]
        for c, parts in commitments
    ]  # fmt: skip


def _of_doubles(commitment: Commitment, cited: Sequence[Citation], stored: dict[int, Commitment],
                   titles: Titles, resting: dict[int, set[int]]) -> list[str]:  # fmt: skip
    alike = [
        stored[key] for key in titles.like(commitment.title, _MOST + 1) if key != commitment.pk
    ]
    sentences = [
        _("The title is nearly that of {other}.").format(other=str(other))
        for other in alike[:_MOST]
    ]
    keys = {key for passage in _passages(cited) for key in resting.get(passage, ())}
    same = [stored[key] for key in sorted(keys - {commitment.pk})]
    return sentences + [
        _("{other} rests on the same words.").format(other=str(other)) for other in same[:_MOST]
    ]


def _passages(cited: Sequence[Citation]) -> list[int]:
    return [c.passage_id for c in cited if c.passage_id]


def _resting(passages: set[int]) -> dict[int, set[int]]:
    """The commitments that rest on each of these passages."""
    found: dict[int, set[int]] = defaultdict(set)
    primary = Citation.objects.filter(
        role=choices.CitationRole.PRIMARY, passage__in=passages, commitment__isnull=False
    )
    for passage, commitment in primary.order_by("pk").values_list("passage", "commitment"):
        found[passage].add(commitment)
    return found


def _is_about(change: StatusChange) -> bool:
    """Whether the commitment is typed already."""
    return hasattr(change, "commitment")


def _of_change(change: StatusChange, parts: Parts) -> list[str]:
    cited, words = parts.citations, wording.of_change(change, parts)
    if not _is_about(change):
        return [*words, *_about_accounts(cited)]
    others = [c for c in change.commitment.status_changes.all() if c.pk != change.pk]
    line = [c for c in others if c.party_id == change.party_id]
    return [
        *_about_making(change),
        *_about_history(change),
        *_about_corrections(change, line),
        *_about_doubles(change, line),
        *_about_words(others, set(_passages(cited))),
        *words,
        *_about_accounts(cited),
    ]


def _about_history(change: StatusChange) -> list[str]:
    if change.date_latest is None:
        return []
    now, found = statuses.standing_on_its_day(change), []
    if now and change.status and now.status == change.status:
        found.append(_("The commitment has this status on that day already, by {other}.").format(other=now.code))  # fmt: skip
    if statuses.standing_after(change):
        found.append(_("It is dated before the latest change, which stays the present status."))
    return found


def _about_making(change: StatusChange) -> list[str]:
    made, happened = change.commitment.date_earliest, change.date_latest
    if made is None or happened is None or happened >= made:
        return []
    return [_("It is dated before the commitment was made: look at the year.")]


def _about_corrections(change: StatusChange, line: list[StatusChange]) -> list[str]:
    """What corrects the same change already, unless that was taken back."""
    codes = {c.pk: c.code for c in line}
    if change.corrects_id not in codes:
        return []
    published = [as_history(c) for c in line if c.is_published]
    counting = history.corrections_that_count(published).get(change.corrects_id, [])
    waiting = [c.pk for c in line if c.corrects_id == change.corrects_id and not c.is_published]
    wrong = codes[change.corrects_id]
    return [
        *(_("{other} corrects {wrong} already, and both would count: if {other} is wrong, correct that one.").format(other=codes[key], wrong=wrong) for key in counting),  # type: ignore[index]
        *(_("{other} corrects {wrong} as well, and is not published yet.").format(other=codes[key], wrong=wrong) for key in waiting),
    ]  # fmt: skip


def _about_doubles(change: StatusChange, line: list[StatusChange]) -> list[str]:
    same = [
        c for c in line
        if (c.status, c.date_latest) == (change.status, change.date_latest) and not c.is_published
    ]  # fmt: skip
    return [
        _("{other} says the same for the same day and is not published yet.").format(other=c.code)
        for c in same
    ]


def _about_words(others: Sequence[StatusChange], words: set[int]) -> list[str]:
    used = [o for o in others if any(c.passage_id in words for c in o.citations.all())]
    return [
        _("{other} cites the same words already.").format(other=other.code)
        for other in used[:_MOST]
    ]


def _about_accounts(cited: Sequence[Citation]) -> list[str]:
    supporting = [c for c in cited if c.stance == choices.Stance.SUPPORTS]
    accounts = {c.account_of_id for c in supporting}
    is_alone = bool(supporting) and len(accounts) == 1 and None not in accounts
    return [_("Only one party’s word supports it.")] if is_alone else []
