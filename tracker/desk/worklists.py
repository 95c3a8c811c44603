"""The work lists of the desk: what is to be done, each with its count on the home page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker import choices, permissions
from tracker.cells import bundles
from tracker.desk.queue import KINDS, rows
from tracker.lib.clocks import Clocks
from tracker.models import (
    ASSIGNABLE,
    Assignment,
    Citation,
    Commitment,
    Deadline,
    Edit,
    Passage,
    Reference,
)
from tracker.selectors import commitments as selector
from tracker.services import assigning, edits
from tracker.services.edits import Action

Rows = QuerySet[Any] | list[Any]

CHECKED_WITHIN = timedelta(days=183)


@dataclass(frozen=True)
class WorkList:
    """A list with its name in the address, what it is called, and what is to be done with it."""

    name: str
    label: Promise
    meaning: Promise
    rows: Callable[[User, date], Sequence[Rows]]
    shown: Callable[[list[Any]], list[Any]] = list

    def count(self, user: User, today: date) -> int:
        """How many there are; an import may leave thousands of drafts, which nobody reads to count."""
        return sum(
            part.count() if isinstance(part, QuerySet) else len(part)
            for part in self.rows(user, today)
        )

    def first(self, user: User, today: date, most: int) -> list[Any]:
        """As many as fit on a page, as they are shown there."""
        found = (row for part in self.rows(user, today) for row in part[:most])
        return self.shown(list(islice(found, most)))


def _assigned(user: User, _today: date) -> Sequence[Rows]:
    return [assigning.of_person(user)]


def _records_of(assignments: list[Assignment]) -> list[Any]:
    """The record of each, with its assignment; what is not there any more is left out."""
    given = {(each.table, each.key): each for each in assignments}
    found = []
    for table, model in ASSIGNABLE.items():
        for record in assigning.records(model, [key for name, key in given if name == table]):
            record.assignment = given[table, bundles.key_of(record)]
            found.append(record)
    return sorted(found, key=lambda record: assignments.index(record.assignment))


def _drafts(user: User, _today: date) -> Sequence[Rows]:
    return [_drafts_of(model, _wrote(model, user)) for model in KINDS]


def _wrote(model: type[Any], user: User) -> Q:
    """Those in which the person wrote, also when somebody else wrote in them since."""
    steps = _steps(model).filter(action__in=choices.WRITING, made_by=user)
    return Q(recorded_by=user) | Q(Exists(steps))


def _drafts_of(model: type[Any], authors: Q) -> Any:
    return rows(model).filter(authors, state=choices.State.DRAFT).order_by("-pk")


def _returned(user: User, _today: date) -> Sequence[Rows]:
    """Drafts that were returned and not sent to review since; to reviewers also those of nobody here."""
    found, gone = [], Q()
    if permissions.may_review(user):
        gone = ~Q(recorded_by__in=permissions.editors().order_by().values("pk"))
    for model in KINDS:
        authors = _wrote(model, user) | gone
        last = Subquery(_steps(model).filter(action__in=edits.TURNS).values("action")[:1])
        found.append(_drafts_of(model, authors).alias(last=last).filter(last=Action.RETURNED))
    return found


def _sent(user: User, _today: date) -> Sequence[Rows]:
    """What is in review and this person sent there, also when somebody else sent it since."""
    found = []
    for model in KINDS:
        mine = Exists(_steps(model).filter(action=Action.SUBMITTED, made_by=user))
        found.append(rows(model).filter(mine, state=choices.State.IN_REVIEW).order_by("-pk"))
    return found


def _steps(model: type[Any]) -> QuerySet[Edit]:
    steps = Edit.objects.filter(table=bundles.table_of(model).name, key=OuterRef("code"))
    return steps.order_by("-pk")


def _with_times(records: list[Any]) -> list[Any]:
    """The records, each with the step by which it was sent."""
    return _with_steps(records, "sent", edits.last_submissions)


def _with_notes(records: list[Any]) -> list[Any]:
    """The records, each with the step by which it was returned."""
    return _with_steps(records, "returned", edits.returns)


def _with_steps(records: list[Any], name: str, steps_of: Callable[..., dict[str, Edit]]) -> list[Any]:  # fmt: skip
    for model in KINDS:
        mine = {record.code: record for record in records if type(record) is model}
        for code, step in steps_of(model, [*mine]).items():
            setattr(mine[code], name, step)
    return records


def _failed(_user: User, _today: date) -> Sequence[Rows]:
    failed = Passage.objects.exclude(check_failure="").select_related("capture__source")
    return [failed.defer("capture__text").order_by("code")]


def _not_held(_user: User, _today: date) -> Sequence[Rows]:
    cited = Citation.objects.filter(reference=OuterRef("pk"))
    return [Reference.objects.filter(Exists(cited)).order_by("publisher", "code")]


def _public(today: date) -> Any:
    return selector.with_marks(Commitment.public.order_by("code"), Clocks.at(today))


def _overdue(_user: User, today: date) -> Sequence[Rows]:
    of_each = Deadline.public.filter(commitment=OuterRef("pk")).order_by("-position")
    late = _public(today).filter(is_overdue=True)
    last_day = Subquery(of_each.values("date_latest")[:1])
    return [late.annotate(last_day=last_day).order_by("last_day", "code")]


def _unchecked(_user: User, today: date) -> Sequence[Rows]:
    since = today - CHECKED_WITHIN
    is_old = Q(last_checked_date__lt=since) | Q(
        last_checked_date__isnull=True, recorded_at__date__lt=since
    )
    is_open = ~Q(status__in=(choices.Status.FULFILLED, choices.Status.NO_LONGER_APPLIES))
    return [_public(today).filter(is_old, is_open)]


def _not_assessed(_user: User, today: date) -> Sequence[Rows]:
    return [_public(today).filter(status="")]


def _one_side_missing(_user: User, today: date) -> Sequence[Rows]:
    named = Q(account_of__isnull=False) | ~Q(account_words="")
    told = Citation.public.filter(named, status_change=OuterRef("current_change"))
    both = Exists(told.filter(stance=choices.Stance.SUPPORTS)) & Exists(
        told.filter(stance=choices.Stance.CONTRADICTS)
    )
    return [_public(today).filter(~Q(both), is_disputed=True)]


LISTS = (
    WorkList("assigned", _("Assigned to me"),
             _("What somebody asked you to work on, the latest first."), _assigned, _records_of),
    WorkList("returned", _("Returned to me"),
             _("A reviewer says what is to be done; each stays here until it is sent to review again. Reviewers also find here what was returned to somebody who does not work at this desk any more."),
             _returned, _with_notes),
    WorkList("drafts", _("Drafts of mine"),
             _("What you wrote in, and nobody sent to review."), _drafts),
    WorkList("sent", _("Sent by me, waiting"),
             _("In review until another person approves it or returns it; you can take back what you wrote."),
             _sent, _with_times),
    WorkList("quotation-failures", _("Quotations that fail"),
             _("The words no longer stand in the archived text as quoted."), _failed),
    WorkList("references", _("References without held text"),
             _("Evidence that is not quoted: archive the page to quote it."), _not_held),
    WorkList("overdue", _("Overdue"),
             _("The latest due date has passed: look for what became of it. The oldest comes first."), _overdue),
    WorkList("unchecked", _("Not checked for six months"),
             _("Look for new evidence, and mark as checked."), _unchecked),
    WorkList("not-assessed", _("Without a status"),
             _("Record a status change as soon as there is evidence."), _not_assessed),
    WorkList("one-side-missing", _("Disputed without both sides"),
             _("Say whose account each citation is, and add the other side’s."), _one_side_missing),
)  # fmt: skip


def named(name: str) -> WorkList | None:
    """The list with this name."""
    return next((each for each in LISTS if each.name == name), None)
