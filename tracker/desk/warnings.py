"""What an editor or reviewer should look at twice; nothing of it forbids anything."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from tracker import choices
from tracker.lib.titles import Titles
from tracker.models import Citation, Commitment, StatusChange
from tracker.services import statuses

_MOST = 5


def of(record: Any) -> list[str]:
    """Sentences, each naming the other record where there is one."""
    return of_several([record])[0]


def of_several(records: Sequence[Any]) -> list[list[str]]:
    """The sentences for each, in as many queries for many records as for a few."""
    commitments = [r for r in records if isinstance(r, Commitment)]
    changes = [r for r in records if isinstance(r, StatusChange)]
    prefetch_related_objects(commitments, "citations")
    prefetch_related_objects(changes, "commitment__status_changes__citations", "citations")
    found = {**_of_commitments(commitments), **{c: _of_change(c) for c in changes}}
    return [found.get(record, []) for record in records]


def _of_commitments(commitments: list[Commitment]) -> dict[Any, list[str]]:
    if not commitments:
        return {}
    stored = {c.pk: c for c in Commitment.objects.only("code", "title").order_by("pk")}
    titles = Titles({key: c.title for key, c in stored.items()})
    resting = _resting({p for c in commitments for p in _passages(c)})
    return {c: _of_commitment(c, stored, titles, resting) for c in commitments}


def _of_commitment(commitment: Commitment, stored: dict[int, Commitment], titles: Titles,
                   resting: dict[int, set[int]]) -> list[str]:  # fmt: skip
    alike = [stored[key] for key in titles.like(commitment.title) if key != commitment.pk]
    sentences = [
        _("The title is nearly that of {other}.").format(other=str(other))
        for other in alike[:_MOST]
    ]
    keys = {key for passage in _passages(commitment) for key in resting.get(passage, ())}
    same = [stored[key] for key in sorted(keys - {commitment.pk})]
    return sentences + [
        _("{other} rests on the same words.").format(other=str(other)) for other in same[:_MOST]
    ]


def _passages(commitment: Commitment) -> list[int]:
    return [c.passage_id for c in commitment.citations.all() if c.passage_id]


def _resting(passages: set[int]) -> dict[int, set[int]]:
    """The commitments that rest on each of these passages."""
    found: dict[int, set[int]] = defaultdict(set)
    primary = Citation.objects.filter(
        role=choices.CitationRole.PRIMARY, passage__in=passages, commitment__isnull=False
    )
    for passage, commitment in primary.order_by("pk").values_list("passage", "commitment"):
        found[passage].add(commitment)
    return found


def _of_change(change: StatusChange) -> list[str]:
    line = [
        c for c in change.commitment.status_changes.all()
        if c.party_id == change.party_id and c.pk != change.pk
    ]  # fmt: skip
    published = [c for c in line if c.is_published]
    return [
        *_about_history(change, published),
        *_about_doubles(change, line),
        *_about_evidence(change),
    ]


def _about_history(change: StatusChange, published: list[StatusChange]) -> list[str]:
    if not published or change.date_latest is None:
        return []
    now, found = statuses.standing_on_its_day(change), []
    if now and now.status == change.status:
        found.append(_("The commitment has this status on that day already."))
    latest = max((c.date_latest for c in published if c.date_latest), default=change.date_latest)
    if change.date_latest < latest:
        found.append(_("It is dated before the latest change, and will be inserted, not appended."))
    return found


def _about_doubles(change: StatusChange, line: list[StatusChange]) -> list[str]:
    same = [
        c for c in line
        if (c.status, c.date_latest) == (change.status, change.date_latest) and not c.is_published
    ]  # fmt: skip
    return [
        _("{other} says the same for the same day and is not published yet.").format(other=c.code)
        for c in same
    ]


def _about_evidence(change: StatusChange) -> list[str]:
    cited = list(change.citations.all())
    words = {c.passage_id for c in cited if c.passage_id}
    used = [
        other for other in change.commitment.status_changes.all()
        if other.pk != change.pk and any(c.passage_id in words for c in other.citations.all())
    ]  # fmt: skip
    found = [
        _("{other} cites the same words already.").format(other=other.code)
        for other in used[:_MOST]
    ]
    supporting = [c for c in cited if c.stance == choices.Stance.SUPPORTS]
    accounts = {c.account_of_id for c in supporting}
    if supporting and len(accounts) == 1 and None not in accounts:
        found.append(_("Only one party’s word supports it."))
    return found
