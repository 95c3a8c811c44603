"""The record as it stood then: by a day on which it had happened, by a day on which it was recorded."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tracker.lib import history
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment, StatusChange

# The status of a day and the change that gives it; of two changes of one day the later record counts.
_LATEST = ("-date_latest", "-recorded_at", "-pk")


def as_history(change: StatusChange) -> history.Change:
    """The change as the rule in `lib.history` sees it."""
    assert change.date_latest is not None
    assert change.recorded_at is not None
    return history.Change(
        change.pk, change.status, change.date_latest, change.recorded_at, change.corrects_id
    )


def there(records: QuerySet[Any], clocks: Clocks) -> QuerySet[Any]:
    """The records that had been recorded by then, less those that are dated later."""
    dated = records.filter(dated_by(clocks))
    return dated if clocks.are_now else dated.filter(recorded_at__lt=clocks.recorded_before)


def is_there(record: Any, clocks: Clocks) -> bool:
    """The same of one record; a status change had happened by the last day that it can be."""
    if record.recorded_at >= clocks.recorded_before:
        return False
    is_change = isinstance(record, StatusChange)
    dated = (record.date_earliest, record.date_latest, record.recorded_at)
    day = record.date_latest if is_change else first_day(*dated)
    return not (day and day > clocks.as_of)


def first_day(
    earliest: date | None, latest: date | None, recorded_at: datetime
) -> date | None:  # fmt: skip
    """From when a record is there: the last day that it can be, or sooner if it was recorded sooner."""
    if latest is None:
        return earliest
    known = min(latest, recorded_at.astimezone(UTC).date())
    return max(earliest, known) if earliest else known


def dated_by(clocks: Clocks, recorded_at: str = "recorded_at") -> Q:
    """Which records have their first day (`first_day`) by then; without any date they are there at all times."""
    may_be_later = Q(date_latest__gt=clocks.as_of, **{f"{recorded_at}__gte": clocks.as_of_ended})
    return ~(Q(date_earliest__gt=clocks.as_of) | may_be_later)


def is_documented(citation: Citation, clocks: Clocks) -> bool:
    """Whether what a statement rests on is not dated later: what was said has its day from where it stands."""
    passage = citation.passage
    cited = passage.capture.source if passage else citation.reference
    return not (cited and cited.date_earliest and cited.date_earliest > clocks.as_of)


def documented_by(clocks: Clocks) -> Q:
    """The same of citations in the database."""
    later = Q(passage__capture__source__date_earliest__gt=clocks.as_of)
    return ~(later | Q(reference__date_earliest__gt=clocks.as_of))


def standing(commitments: QuerySet[Commitment], clocks: Clocks) -> QuerySet[Commitment]:
    """The commitments that were there, with `status_then` (empty: not assessed), `change_then`, `since_then`, `reason_then`.

    The present ones are kept on the commitment by `services.statuses`; others are looked up.
    """
    none = Value("", output_field=CharField())
    commitments = there(commitments, clocks)
    if clocks.are_now:
        current = StatusChange.public.filter(pk=OuterRef("current_change"))
        return commitments.annotate(
            status_then=F("status"),
            change_then=F("current_change"),
            since_then=F("status_since"),
            # Looked up where it is asked for; a join would be made for every count.
            reason_then=Coalesce(Subquery(current.values("reason_code")), none),
        )
    latest = changes_that_count(clocks).filter(commitment=OuterRef("pk"), party=None)
    latest = latest.order_by(*_LATEST)
    found: QuerySet[Commitment] = commitments.annotate(
        status_then=Coalesce(Subquery(latest.values("status")[:1]), none),
        change_then=Subquery(latest.values("pk")[:1]),
        since_then=Subquery(latest.values("date_latest")[:1]),
        reason_then=Coalesce(Subquery(latest.values("reason_code")[:1]), none),
    )
    return found


def changes_then(clocks: Clocks) -> QuerySet[StatusChange]:
    """The change that gives each commitment its status then."""
    if clocks.are_now:
        return StatusChange.public.filter(pk=F("commitment__current_change"))
    latest = changes_that_count(clocks).filter(commitment=OuterRef("commitment"), party=None)
    return StatusChange.public.filter(pk=Subquery(latest.order_by(*_LATEST).values("pk")[:1]))


def changes_by(clocks: Clocks) -> QuerySet[StatusChange]:
    """The changes that had happened and were recorded by then, whatever became of them."""
    if clocks.are_now:
        return StatusChange.public.all()
    return known_changes(clocks).filter(date_latest__lte=clocks.as_of)


def changes_there(clocks: Clocks) -> QuerySet[StatusChange]:
    """Those of them whose commitment was there too: an aim can have been reached before it was written."""
    commitments = there(Commitment.public.all(), clocks).values("pk")
    return changes_by(clocks).filter(commitment__in=commitments)


def known_changes(clocks: Clocks) -> QuerySet[StatusChange]:
    """The changes that were recorded by then, also of a later day."""
    if clocks.are_now:
        return StatusChange.public.all()
    return StatusChange.public.filter(recorded_at__lt=clocks.recorded_before)


def changes_that_count(clocks: Clocks) -> QuerySet[StatusChange]:
    """Those of them that give a status and were not corrected by then (`lib.history.in_force`)."""
    return changes_by(clocks).exclude(status="").exclude(pk__in=_out(clocks))


def _out(clocks: Clocks) -> list[int]:
    """What corrections had taken out by then; they are few, and one may take back another."""
    known = known_changes(clocks)
    corrections = known.filter(corrects__isnull=False)
    involved = known.filter(Q(pk__in=corrections.values("pk")) | Q(pk__in=corrections.values("corrects")))  # fmt: skip
    out = history.corrections_that_count([as_history(change) for change in involved])
    return [key for key in out if isinstance(key, int)]
