"""From draft to public and back: the one place where `state` is moved.

    draft ──submit──▶ in review ──publish──▶ published ──withdraw──▶ withdrawn
      ▲                   │
      └─return_, take_back┘

Published status changes are never withdrawn: `services.statuses` corrects them. Each move is a step
in the history that `services.edits` keeps.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import choices, permissions
from tracker.lib import quotes
from tracker.models import (
    Assessment,
    Capture,
    Citation,
    Commitment,
    DataVersion,
    Event,
    Figure,
    Passage,
    PublishedModel,
    Revision,
    StatusChange,
)
from tracker.services import edits, sources
from tracker.services.edits import Action
from tracker.services.problems import Problem, Refused

State = choices.State
WEAK = gettext_lazy("A source of low reliability never moves a status alone: add another.")
TOO_LATE = gettext_lazy("Its commitment is withdrawn: nothing new is recorded about it. Only a published status change of it can still be corrected.")  # fmt: skip
Record = Commitment | Event | Figure | StatusChange | Assessment | Revision


class PublicationRefused(Refused):
    """The record cannot be moved; the message says what to do."""


def problems(record: PublishedModel) -> list[str]:
    """Why the record may not be public, in sentences; empty when it may.

    The one statement of the publication rules: publishing, loading and verifying all ask here.
    """
    return _RULES[type(record)](record)


def with_evidence(records: QuerySet[Any]) -> QuerySet[Any]:
    """The records with all that the rules ask of them, so that many cost as few queries as one."""
    paths = ["citations__passage__capture"]
    if records.model is StatusChange:
        records = records.select_related("commitment", "corrects")
        paths += [f"commitment__{name}__passage__capture" for name in ("citations", "deadlines")]
    # The rules ask where passages stand, not what the whole texts say.
    texts = (Prefetch(path, Capture.objects.defer("text")) for path in paths)
    return records.prefetch_related("citations__reference", *texts)


@transaction.atomic
def submit(record: Record, *, by: User, now: datetime) -> None:
    """Hand a draft over for review. Raises PublicationRefused."""
    hold(record)
    _require(
        permissions.may_edit(by),
        _("Only editors send records to review: ask an administrator to make you one."),
    )
    require_none(problems(record))
    _move(record, State.DRAFT, State.IN_REVIEW)
    edits.keep(record, Action.SUBMITTED, by=by, now=now)


@transaction.atomic
def take_back(record: Record, *, by: User, now: datetime) -> None:
    """Take one's own record out of the review, to write on. Raises PublicationRefused."""
    hold(record)
    _require(
        permissions.may_edit(by) and is_author(record, by),
        _("Only those who wrote a record take it back: a reviewer can return it."),
    )
    _move(record, State.IN_REVIEW, State.DRAFT)
    edits.keep(record, Action.TAKEN_BACK, by=by, now=now)


@transaction.atomic
def return_(record: Record, *, note: str, by: User, now: datetime) -> None:
    """Give a record in review back to its author, with what is to be done."""
    hold(record)
    _require(
        permissions.may_review(by),
        _("Only reviewers return records: ask one of them, or its author to take it back."),
    )
    _require(bool(note.strip()), _("Say what is to be done: the author reads it."))
    _move(record, State.IN_REVIEW, State.DRAFT)
    edits.keep(record, Action.RETURNED, by=by, now=now, note=note.strip())


@transaction.atomic
def publish(record: Record, *, by: User, now: datetime) -> None:
    """Make a reviewed record public. Raises PublicationRefused; nobody approves their own."""
    hold(record)
    refused = refusal(record, by=by)
    _require(not refused, refused)
    record.recorded_at = now  # the rules ask whether it happened before it is recorded
    require_none(problems(record))
    _move(record, State.IN_REVIEW, State.PUBLISHED, recorded_at=now, reviewed_by=by)
    compare_words(record, now=now)
    edits.keep(record, Action.PUBLISHED, by=by, now=now)


def compare_words(record: Any, *, now: datetime) -> None:
    """Compare all that the record quotes with the archived texts. Raises PublicationRefused."""
    if not hasattr(record, "citations"):
        return
    named = Q(citations__in=record.citations.all())
    if isinstance(record, Commitment):
        named |= Q(deadlines__in=record.deadlines.all())
        named |= Q(citations__milestone__commitment=record)
        named |= Q(citations__condition__commitment=record)
    failure = sources.compare(Passage.objects.filter(named).distinct(), now=now)
    _require(not failure, failure)


@transaction.atomic
def withdraw(record: Commitment | Event | Figure | Assessment, *, reason: str, by: User,
             now: datetime) -> None:  # fmt: skip
    """Take a published record back; its address answers 410 with the reason from now on."""
    hold(record)
    _require(permissions.may_review(by), _("Only reviewers withdraw records: ask one of them."))
    _require(bool(reason.strip()), _("Give the reason: it is shown in public."))
    _move(
        record, State.PUBLISHED, State.WITHDRAWN, withdrawn_at=now, withdrawn_reason=reason.strip()
    )
    edits.keep(record, Action.WITHDRAWN, by=by, now=now, note=reason.strip())


def refusal(record: Record, *, by: User) -> str:
    """Why this person cannot approve the record, and who can; empty when they can.

    Somebody else has stood for all that becomes public, what it rests on included.
    """
    if not permissions.may_review(by):
        return _("Only reviewers publish records: one of them has to approve it.")
    if is_author(record, by):
        return _("You wrote in this record yourself: another reviewer has to approve it.")
    return _refusal_as_submitted(record, by) or _refusal_along(record, by)


def _refusal_as_submitted(record: Record, by: User) -> str:
    submitted = edits.of(record).filter(action=Action.SUBMITTED).first()
    if submitted is None:
        return ""  # it came in review with a data package
    if submitted.made_by_id == by.pk:
        return _("You submitted this record yourself: another reviewer has to approve it.")
    if submitted.shown != edits.shown(record):
        return _("Something that this record shows was changed after it was submitted: return it, and have it submitted again.")  # fmt: skip
    return ""


def _refusal_along(record: Record, by: User) -> str:
    # Who submitted it need not have seen what somebody else wrote a moment before (decision 15).
    wrote = (row for row, authors in edits.authors_along(record) if by.pk in authors)
    row: Any = next(wrote, None)
    if row is None:
        return ""
    return _("You wrote the {kind} {name}, which becomes public with this: another reviewer has to approve it.").format(kind=row._meta.verbose_name, name=row)  # fmt: skip


def approvers(record: Record) -> QuerySet[User]:
    """All who may approve the record as it was submitted: who wrote nothing of what becomes public,
    and did not send it.
    """
    sent = edits.of(record).filter(action=Action.SUBMITTED).values_list("made_by", flat=True)[:1]
    return _reviewers_but({*_writers(record), *sent})


def takes_the_last(writer: User, draft: Record | None) -> bool:
    """Whether nobody could approve the draft any more if this person wrote in it, and somebody can now.

    None is a new revision, in which nobody wrote yet.
    """
    before = _reviewers_but(_writers(draft) if draft is not None else set())
    return before.exists() and not before.exclude(pk=writer.pk).exists()


def _writers(record: Record) -> set[int | None]:
    """The keys of all who wrote something of what becomes public."""
    along = {person for _row, authors in edits.authors_along(record) for person in authors}
    return {record.recorded_by_id, *edits.authors_of(record), *along}


def _reviewers_but(concerned: set[int | None]) -> QuerySet[User]:
    return permissions.reviewers().exclude(pk__in=[key for key in concerned if key is not None])


def is_author(record: Record, user: User) -> bool:
    """Whether the person wrote anything of the record itself, and so may take it back."""
    return record.recorded_by_id == user.pk or user.pk in edits.authors_of(record)


def hold(record: Any) -> None:
    """Nobody else writes from here on: what is asked of the record still holds when it is moved."""
    DataVersion.objects.take_turn()
    try:
        record.refresh_from_db()
    except ObjectDoesNotExist:
        raise PublicationRefused(_("It was deleted in the meantime.")) from None


def _move(record: Any, old: State, new: State, **values: Any) -> None:
    # Compare and set: of two people who press at once, one is told that it has moved already.
    moved = type(record).objects.filter(pk=record.pk, state=old).update(state=new, **values)
    _require(
        moved == 1,
        _("This record is not “{state}” any more: reload the page.").format(state=old.label),
    )
    record.refresh_from_db()


def _require(condition: bool, refusal: str) -> None:
    if not condition:
        raise PublicationRefused(refusal)


def require_none(found: Sequence[str]) -> None:
    """Refuse what has problems. Raises PublicationRefused, which keeps where each is mended."""
    if found:
        raise PublicationRefused(*found)


def _commitment_problems(commitment: Commitment) -> list[str]:
    # In Python, so that a caller who prefetched the citations of many pays no query for each.
    if any(
        c.role == choices.CitationRole.PRIMARY and c.is_quoted for c in commitment.citations.all()
    ):
        return []
    says = _("A commitment needs a primary passage: the words it rests on.")
    return [Problem(says, part="citations")]


def _cited_problems(record: Any) -> list[str]:
    if record.citations.all():
        return []
    return [Problem(_("It needs at least one citation."), part="citations")]


def is_weak(evidence: Iterable[Any]) -> bool:
    """Whether a status would rest on pages of low reliability alone; evidence or citations."""
    cited = list(evidence)
    supporting = [piece for piece in cited if piece.stance == choices.Stance.SUPPORTS]
    return bool(cited) and all(
        piece.reference and piece.reference.reliability == choices.Reliability.LOW
        for piece in supporting or cited
    )


def weak(change: StatusChange) -> Problem:
    """What is said of evidence that is weak, at the page on which the status would rest."""
    return _at_citation(change, WEAK, "reference")


def _at_citation(change: StatusChange, sentence: Any, name: str) -> Problem:
    """The sentence at the first citation that supports the status by this; else at the first with it."""
    cited = sorted(change.citations.all(), key=lambda c: (c.position, c.pk))
    having = [c for c in cited if getattr(c, f"{name}_id")]
    supporting = [c for c in having if c.stance == choices.Stance.SUPPORTS]
    first = next(iter(supporting or having), None)
    row = cited.index(first) if first else None
    return Problem(sentence, name if first else "", part="citations", row=row)


def _rests_on_own_words(change: StatusChange) -> bool:
    # “Releases” is not released. Only that something cannot be judged can be read off its words; and
    # where a change is taken back, nothing is put in its place that could be shown.
    return bool(change.status and change.citations.all()) and not any(
        piece.stance == choices.Stance.SUPPORTS for piece in _evidence_proper(change)
    )


def _evidence_proper(change: StatusChange) -> list[Citation]:
    """The citations without the commitment's own words, unless these are what is judged."""
    cited = list(change.citations.all())
    if change.status in ("", choices.Status.NOT_ASSESSABLE):
        return cited
    commitment = change.commitment
    own = [c.passage for c in commitment.citations.all() if c.passage]
    own += [deadline.passage for deadline in commitment.deadlines.all() if deadline.passage]
    return [c for c in cited if not (c.passage and any(_overlap(c.passage, o) for o in own))]


def _overlap(one: Passage, other: Passage) -> bool:
    """Whether two passages are the same words, or share some: also in another copy of the text."""
    if one.capture_id == other.capture_id:
        return one.start < other.end and other.start < one.end
    is_same_source = one.capture.source_id == other.capture.source_id
    return is_same_source and quotes.share_words(one.exact, other.exact)


def _status_change_problems(change: StatusChange) -> list[str]:
    found = [*_cited_problems(change), *_evidence_problems(change), *correction_problems(change)]
    found += too_late(change)
    recorded, happened = change.recorded_at, change.date_latest
    if recorded and happened and happened > recorded.date():
        says = _("It cannot have happened after the day on which it was recorded.")
        found.append(Problem(says, "date_latest"))
    if change.commitment.state not in (State.PUBLISHED, State.WITHDRAWN):
        found.append(Problem(_("Its commitment has to be published first."), "commitment"))
    if change.delivered_quantity is not None and change.commitment.quantity is None:
        says = _("It gives a delivered quantity, but the commitment owes none.")
        found.append(Problem(says, "delivered_quantity"))
    return found


def too_late(change: StatusChange) -> list[str]:
    """Why nothing new is said of a withdrawn commitment; what was public of it stays, to be corrected."""
    is_new = not change.is_published and change.corrects_id is None
    is_late = is_new and change.commitment.state == State.WITHDRAWN
    return [Problem(TOO_LATE, "commitment")] if is_late else []


def _evidence_problems(change: StatusChange) -> list[str]:
    found: list[str] = [weak(change)] if is_weak(_evidence_proper(change)) else []
    if _rests_on_own_words(change):
        found.append(_nothing_shows(change))
    return found


def _nothing_shows(change: StatusChange) -> Problem:
    if len(_evidence_proper(change)) == len(change.citations.all()):
        says = _("Nothing that is cited supports the status: say which citation does, or cite other evidence.")  # fmt: skip
        return Problem(says, "stance", part="citations", row=0)
    says = _("The words of a commitment do not show what became of it: cite other evidence.")
    return _at_citation(change, says, "passage")


def correction_problems(change: StatusChange) -> list[str]:
    """Why it may not correct the change that it names."""
    target, found = change.corrects, []
    if target is None:
        return []
    if target.commitment_id != change.commitment_id:
        found.append((_("It corrects a status change of another commitment."), "corrects"))
    if target.party_id != change.party_id:
        says = _("It corrects a status change for another party, or for the whole.")
        found.append((says, "party"))
    then, now = target.date_latest, change.date_latest
    if then and now and now < then and not change.status:
        says = _("Taking a change back is not dated before the change itself.")
        found.append((says, "date_earliest"))
    if not target.is_published:
        found.append((_("It corrects a status change that is not published."), "corrects"))
    return [Problem(says, field) for says, field in found]


def _revision_problems(revision: Revision) -> list[str]:
    if revision.before == revision.after:
        return [_("Nothing was changed, so there is nothing to revise.")]
    return []


_RULES: dict[type, Callable[[Any], list[str]]] = {
    Commitment: _commitment_problems,
    Event: _cited_problems,
    Figure: _cited_problems,
    Assessment: _cited_problems,
    StatusChange: _status_change_problems,
    Revision: _revision_problems,
}
