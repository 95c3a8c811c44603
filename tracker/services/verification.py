"""Checking the record against itself: words, hashes, states, publication rules, guards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from tracker import choices, guards
from tracker.lib import quotes
from tracker.lib.hashes import sha256_of_text
from tracker.models import (
    Assessment,
    Capture,
    Commitment,
    Event,
    Figure,
    Passage,
    StatusChange,
)
from tracker.services import publishing, statuses

_BATCH = 500


@dataclass(frozen=True)
class Failure:
    """Something that is not as the record says it is."""

    kind: str
    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.sentence}"


@dataclass
class Report:
    """How much was looked at, and what was wrong with it."""

    captures: int = 0
    passages: int = 0
    commitments: int = 0
    published: int = 0
    failures: list[Failure] = field(default_factory=list)


def verify(*, now: datetime) -> Report:
    """Check everything, and keep the result of each passage, which is shown in public."""
    report = Report()
    for check in (_check_links, _check_words, _check_states, _check_publication, _check_guards):
        report.failures.extend(check(report, now))
    return report


def _check_links(_report: Report, _now: datetime) -> Iterator[Failure]:
    try:
        with transaction.atomic():
            connection.check_constraints()
    except IntegrityError as error:
        yield Failure("database", connection.vendor, str(error))
    for passage in Passage.objects.exclude(capture__in=Capture.objects.order_by().values("pk")):
        yield Failure("passage", passage.code, _("Its archived text is not there."))


def _check_words(report: Report, now: datetime) -> Iterator[Failure]:
    # One at a time: a text may be long, and one that cannot be read must not hide the others.
    for key, code in Capture.objects.order_by("pk").values_list("pk", "code"):
        report.captures += 1
        try:
            capture = Capture.objects.get(pk=key)
            digest = sha256_of_text(capture.text)
        except (AttributeError, UnicodeError, OperationalError):
            yield Failure("capture", code, _("The text cannot be read."))
            continue
        if digest != capture.sha256:
            yield Failure("capture", code, _("The text does not match its SHA-256."))
        yield from _check_passages(capture, report, now)


def _check_passages(capture: Capture, report: Report, now: datetime) -> Iterator[Failure]:
    checked = []
    for passage in capture.passages.order_by("pk"):
        report.passages += 1
        passage.checked_at = now
        passage.check_failure = quotes.problem(capture.text, passage.quote)
        checked.append(passage)
        if passage.check_failure:
            yield Failure("passage", passage.code, passage.check_failure)
    with transaction.atomic():
        Passage.objects.bulk_update(checked, ["checked_at", "check_failure"], batch_size=_BATCH)


def _check_states(report: Report, _now: datetime) -> Iterator[Failure]:
    changes = Prefetch("status_changes", StatusChange.objects.order_by("pk"))
    commitments = Commitment.objects.order_by("pk").prefetch_related(changes)
    for commitment in commitments.iterator(chunk_size=_BATCH):
        report.commitments += 1
        current = statuses.derive_current(commitment)
        kept = (commitment.current_change_id, commitment.status, commitment.status_since)
        derived = (current.pk, current.status, current.date_latest) if current else (None, "", None)
        if kept != derived:
            yield Failure(
                "commitment",
                commitment.code,
                _("Its current status is not the one its history gives."),
            )


def _check_publication(report: Report, now: datetime) -> Iterator[Failure]:
    kinds: tuple[Any, ...] = (Commitment, Event, Figure, StatusChange, Assessment)
    for model in kinds:
        published = model.objects.filter(state=choices.State.PUBLISHED).order_by("pk")
        if model is StatusChange:
            published = published.select_related("commitment", "corrects").prefetch_related(
                _without_text("commitment__citations__passage__capture")
            )
        cited = published.prefetch_related(
            "citations__reference", _without_text("citations__passage__capture")
        )
        for record in cited.iterator(chunk_size=_BATCH):
            report.published += 1
            sentences = publishing.problems(record)
            if record.recorded_at > now:
                sentences.append(_("It was recorded at a moment that has not come yet."))
            for sentence in sentences:
                yield Failure(model._meta.model_name or "", record.code, sentence)


def _without_text(path: str) -> "Prefetch[Any]":
    return Prefetch(path, Capture.objects.defer("text"))


def _check_guards(_report: Report, _now: datetime) -> Iterator[Failure]:
    for name in guards.missing(connection):
        yield Failure("guard", name, _("This trigger is missing: run `manage.py migrate`."))
