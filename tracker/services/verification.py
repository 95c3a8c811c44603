"""Checking the record against itself: words, hashes, states, publication rules, guards.

Whatever a damaged row does to its readers, it is reported, and the next one is looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import Error, IntegrityError, connection, transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    Revision,
    StatusChange,
)
from tracker.services import damage, publishing, resting, revisions, statuses
from tracker.services.damage import Failure

_CANNOT_BE_CHECKED = gettext_lazy(
    "It cannot be checked: something in it, or in what it rests on, cannot be read."
)


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
    for check in _CHECKS:
        report.failures.extend(check(report, now))
    return report


def _check_database(_report: Report, _now: datetime) -> Iterator[Failure]:
    for check in (connection.check_constraints, _check_file):
        try:
            with transaction.atomic():
                check()
        except Error as error:
            yield Failure("database", connection.vendor, str(error))


def _check_file() -> None:
    """What SQLite knows of its own file, and of rows that break its rules."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found = [sentence for (sentence,) in cursor.fetchall() if sentence != "ok"]
        if found:
            raise IntegrityError(" ".join(found))


def _check_values(_report: Report, _now: datetime) -> Iterator[Failure]:
    yield from damage.stored()
    yield from damage.unseen()
    yield from damage.dangling()


def _check_words(report: Report, now: datetime) -> Iterator[Failure]:
    # One at a time: a text may be long.
    for key in damage.keys_of(Capture.objects.all()):
        report.captures += 1
        try:
            with transaction.atomic():
                text, kept = Capture.objects.values_list("text", "sha256").get(pk=key)
                digest = sha256_of_text(text)
        except (AttributeError, UnicodeError, Error):
            yield damage.failure(Capture, key, _("The text cannot be read."))
            continue
        if digest != kept:
            yield damage.failure(Capture, key, _("The text does not match its SHA-256."))
        yield from _check_passages(text, Passage.objects.filter(capture=key), report, now)


def _check_passages(text: str, passages: Any, report: Report, now: datetime) -> Iterator[Failure]:
    keys = damage.keys_of(passages)
    report.passages += len(keys)
    results = dict.fromkeys(keys, str(_CANNOT_BE_CHECKED))

    def compare(passage: Passage) -> list[str]:
        results[passage.pk] = found = quotes.problem(text, passage.quote)
        return [found] if found else []

    yield from _judged(passages, compare)
    for result in sorted(set(results.values())):
        yield from _kept([key for key in keys if results[key] == result], result, now)


def _kept(keys: list[int], result: str, now: datetime) -> Iterator[Failure]:
    def keep(some: Sequence[int]) -> list[Failure]:
        Passage.objects.filter(pk__in=some).update(checked_at=now, check_failure=result)
        return []

    def refused(key: int) -> list[Failure]:
        says = _("The database refuses to keep the result, because the row breaks its rules.")
        return [damage.failure(Passage, key, says)]

    return damage.in_halves(keys, keep, refused)


def _judged(rows: QuerySet[Any], judge: Callable[[Any], Iterable[str]]) -> Iterator[Failure]:
    """What is to be said of each row; of one that cannot be read or judged, that."""
    model: Any = rows.model

    def ask(keys: Sequence[int]) -> list[Failure]:
        return [
            damage.failure(model, row.pk, sentence)
            for row in rows.filter(pk__in=keys).order_by("pk")
            for sentence in judge(row)
        ]

    def alone(key: int) -> list[Failure]:
        return [damage.failure(model, key, str(_CANNOT_BE_CHECKED))]

    return damage.in_halves(damage.keys_of(rows), ask, alone)


def _check_states(report: Report, _now: datetime) -> Iterator[Failure]:
    changes = Prefetch("status_changes", StatusChange.objects.order_by("pk"))
    report.commitments = Commitment.objects.count()
    yield from _judged(Commitment.objects.prefetch_related(changes), _state_problems)


def _state_problems(commitment: Commitment) -> list[str]:
    current = statuses.derive_current(commitment)
    kept = (commitment.current_change_id, commitment.status, commitment.status_since)
    derived = (current.pk, current.status, current.date_latest) if current else (None, "", None)
    return [] if kept == derived else [_("Its current status is not the one its history gives.")]


def _check_publication(report: Report, now: datetime) -> Iterator[Failure]:
    def judge(record: Any) -> list[str]:
        sentences = publishing.problems(record)
        if record.recorded_at > now:
            sentences.append(_("It was recorded at a moment that has not come yet."))
        return sentences

    kinds: tuple[Any, ...] = (Commitment, Event, Figure, StatusChange, Assessment)
    for model in kinds:
        published = model.objects.filter(state=choices.State.PUBLISHED)
        report.published += published.count()
        yield from _judged(publishing.with_evidence(published), judge)


def _check_rings(_report: Report, _now: datetime) -> Iterator[Failure]:
    for model in resting.with_own_names():
        for key, sentence in resting.in_rings(model):
            yield damage.failure(model, key, sentence)


def _check_revisions(_report: Report, _now: datetime) -> Iterator[Failure]:
    def judge(revision: Revision) -> list[str]:
        try:
            revisions.record_of(revision)
        except LookupError:
            return [_("The record that it revises is not there.")]
        found = "" if revision.is_published else revisions.problem(revision)
        return [found] if found else []

    yield from _judged(Revision.objects.defer("before"), judge)


def _check_guards(_report: Report, _now: datetime) -> Iterator[Failure]:
    for name in guards.missing(connection):
        yield Failure("guard", name, _("This trigger is missing: run `manage.py migrate`."))


_CHECKS = (
    _check_database,
    _check_values,
    _check_words,
    _check_states,
    _check_publication,
    _check_rings,
    _check_revisions,
    _check_guards,
)
