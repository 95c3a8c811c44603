"""What an editor or reviewer should look at twice; nothing of it forbids anything."""

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from tracker import choices
from tracker.models import Citation, Commitment, StatusChange
from tracker.services import statuses

_ALIKE = 0.85
_MOST = 5


def of(record: Any) -> list[str]:
    """Sentences, each naming the other record where there is one."""
    found = _OF.get(type(record))
    return found(record) if found else []


def _of_commitment(commitment: Commitment) -> list[str]:
    others = Commitment.objects.exclude(pk=commitment.pk)
    alike = [c for c in others.only("code", "title") if _is_alike(c.title, commitment.title)]
    sentences = [
        _("The title is nearly that of {other}.").format(other=str(other))
        for other in alike[:_MOST]
    ]
    passages = [c.passage_id for c in commitment.citations.all() if c.passage_id]
    same = others.filter(citations__role="primary", citations__passage__in=passages).distinct()
    return sentences + [
        _("{other} rests on the same words.").format(other=str(other)) for other in same[:_MOST]
    ]


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.casefold(), other.casefold())
    return matcher.real_quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


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
    cited = list(change.citations.select_related("account_of"))
    used = Citation.objects.filter(
        status_change__commitment=change.commitment_id,
        status_change__isnull=False,
        passage__in=[c.passage_id for c in cited if c.passage_id],
    ).exclude(status_change=change.pk)
    found = [
        _("{other} cites the same words already.").format(other=citation.status_change.code)  # type: ignore[union-attr]
        for citation in used.select_related("status_change", "passage")[:_MOST]
    ]
    supporting = [c for c in cited if c.stance == choices.Stance.SUPPORTS]
    accounts = {c.account_of_id for c in supporting}
    if supporting and len(accounts) == 1 and None not in accounts:
        found.append(_("Only one party’s word supports it."))
    return found


_OF: dict[type, Callable[[Any], list[str]]] = {
    Commitment: _of_commitment,
    StatusChange: _of_change,
}
