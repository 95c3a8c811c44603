"""What waits for a second person, and what a reviewer has to see before they approve it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from tracker import choices
from tracker.cells import bundles, wording
from tracker.cells.wording import RowInWords
from tracker.desk import warnings
from tracker.desk.along import Along, along
from tracker.lib import csv_cells, quotes
from tracker.models import (
    Assessment,
    Citation,
    Commitment,
    Edit,
    Event,
    Figure,
    Revision,
    StatusChange,
)
from tracker.services import edits, reviews, revisions, statuses

KINDS: tuple[type[Any], ...] = (Commitment, StatusChange, Assessment, Event, Figure, Revision)
# By which other record something is called in a list.
_CALLED_BY: dict[type[Any], tuple[str, ...]] = {
    StatusChange: ("commitment",),
    Assessment: ("commitment", "assessor"),
}


@dataclass(frozen=True)
class Waiting:
    """A record in review: since when, handed over by whom, and whether the reader wrote in it."""

    record: Any
    kind: str
    submitted_at: datetime | None
    submitted_by: User | None
    is_mine: bool


@dataclass(frozen=True)
class Cited:
    """A citation as a reviewer checks it: the words in their paragraph, compared just now."""

    citation: Citation
    before: str = ""
    words: str = ""
    after: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Review:
    """All that the page of one record in review shows.

    It is `about` what a revision revises, or the commitment, whose own words are `owed`.
    """

    record: Any
    about: Any
    owed: list[Citation]
    was: str
    changes: list[RowInWords]
    cited: list[Cited]
    along: list[Along]
    problems: list[str]
    warnings: list[str]
    others: list[Any]
    note: str
    since_returned: list[RowInWords]
    version: str

    @property
    def is_new(self) -> bool:
        """Whether all of it is new, and nothing is replaced."""
        return not isinstance(self.record, Revision)


def rows(model: type[Any]) -> Any:
    """The records of one kind with all that they are called by, so that no list asks for each."""
    return model.objects.select_related(*_CALLED_BY.get(model, ()))


def waiting(reader: User) -> list[Waiting]:
    """Everything in review, the oldest first."""
    found = [item for model in KINDS for item in _waiting(model, reader)]
    return sorted(found, key=lambda w: (w.submitted_at is not None, w.submitted_at, w.record.pk))


def _waiting(model: type[Any], reader: User) -> Iterable[Waiting]:
    records = list(rows(model).filter(state=choices.State.IN_REVIEW).order_by("pk"))
    if not records:
        return
    codes = [record.code for record in records]
    submitted = edits.last_submissions(model, codes)
    written = edits.written_by(reader, model, codes)
    for record in records:
        step = submitted.get(record.code)
        yield Waiting(
            record,
            str(model._meta.verbose_name),
            step.made_at if step else None,
            step.made_by if step else None,
            record.recorded_by_id == reader.pk or record.code in written,
        )


def review(record: Any) -> Review:
    """What a reviewer has to see; of a revision that cannot be carried out, why."""
    returned = edits.of(record).filter(action=edits.Action.RETURNED).first()
    about = _about(record)
    broken = revisions.problem(record) if isinstance(record, Revision) else ""
    return Review(
        record=record,
        about=about,
        owed=[] if about is None or isinstance(record, Revision) else _own_words(about),
        was=_status_before(record),
        changes=_changes(record),
        cited=[] if broken else [_cited(citation) for citation in _citations(record)],
        along=along(record),
        problems=reviews.problems(record),
        warnings=warnings.of(record),
        others=_others(record),
        note=returned.note if returned else "",
        since_returned=_since(returned, record) if returned else [],
        version=version(record),
    )


def version(record: Any) -> str:
    """A fingerprint of what the page shows: the record, and the commitment that it judges."""
    return "-".join(filter(None, [edits.shown(record), version_of_judged(record)]))


def version_of_judged(record: Any) -> str:
    """A fingerprint of the commitment and its status as they are now; empty where none is judged."""
    about = getattr(record, "commitment", None)
    if about is None:
        return ""
    about.refresh_from_db()
    return f"{edits.shown(about)}.{about.status}"


def _about(record: Any) -> Any:
    if not isinstance(record, Revision):
        return getattr(record, "commitment", None)
    try:
        return revisions.record_of(record)
    except LookupError:
        return None


def _own_words(commitment: Commitment) -> list[Citation]:
    primary = commitment.citations.filter(role=choices.CitationRole.PRIMARY)
    return list(_with_words(primary.filter(passage__isnull=False)))


def _status_before(record: Any) -> str:
    if not isinstance(record, StatusChange):
        return ""
    current = statuses.derive_current(record.commitment)
    return current.status_label if current else str(choices.NOT_ASSESSED_LABEL)


def _changes(record: Any) -> list[RowInWords]:
    if isinstance(record, Revision):
        return revisions.changes(record)
    own = (bundles.table_of(record).name, record.code)
    return wording.for_editors({}, bundles.take(record), own)


def _since(returned: Edit, record: Any) -> list[RowInWords]:
    """What its author changed since it was returned; of a revision, in what it proposes."""
    if isinstance(record, Revision):
        then = json.loads(returned.content["revisions"][0]["after"])
        return wording.for_editors(then, record.after, (record.table, record.key))
    own = (bundles.table_of(record).name, record.code)
    return wording.for_editors(returned.content, bundles.take(record), own)


def _citations(record: Any) -> list[Citation]:
    """Its own; for a revision those of its record as it is to read, which may not be stored yet."""
    if not isinstance(record, Revision):
        return list(_with_words(record.citations.all()))
    return [_proposed(row) for row in bundles.readable(record.after).get("citations", [])]


def _proposed(row: dict[str, str]) -> Citation:
    named = {"passage": "passages", "reference": "references", "account_of": "parties"}
    found = {name: bundles.find(table, row[name]) for name, table in named.items() if row.get(name)}
    typed = ("role", "stance", "finding", "account_words")
    words = {name: csv_cells.unescape(row.get(name, "")) for name in typed}
    return Citation(**found, **words)


def _with_words(citations: Any) -> Any:
    return citations.select_related("passage__capture__source", "reference", "account_of").order_by(
        "position", "pk"
    )


def _cited(citation: Citation) -> Cited:
    if citation.passage is None:
        return Cited(citation)
    passage, text = citation.passage, citation.passage.capture.text
    block = quotes.block_at(quotes.blocks(text), passage.start)
    start, end = (
        (block.start, max(block.end, passage.end)) if block else (passage.start, passage.end)
    )
    return Cited(
        citation,
        text[start : passage.start],
        text[passage.start : passage.end],
        text[passage.end : end],
        quotes.problem(text, passage.quote),
    )


def _others(record: Any) -> list[Any]:
    """Other changes to the same commitment that are open."""
    commitment = _commitment_of(record)
    found = [] if commitment is None else open_about(commitment)
    return [other for other in found if other != record]


def open_about(record: Any) -> list[Any]:
    """What is written or reviewed about a record: a revision; of a commitment also what judges it."""
    revision = revisions.waiting(record)
    return [*_judging(record), *([revision] if revision else [])]


def _judging(record: Any) -> list[Any]:
    if not isinstance(record, Commitment):
        return []
    is_open = Q(state__in=(choices.State.DRAFT, choices.State.IN_REVIEW))
    changes = record.status_changes.filter(is_open).order_by("pk")
    verdicts = Assessment.objects.filter(is_open, commitment=record).order_by("pk")
    return [*changes, *verdicts]


def _commitment_of(record: Any) -> Commitment | None:
    found = record if isinstance(record, Commitment) else _about(record)
    return found if isinstance(found, Commitment) else None
