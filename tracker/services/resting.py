"""What a changed record would do to the record as a whole: to its own rules, and to what rests on it.

A published status change is judged by the words, deadlines and quantity of its commitment, but is never
changed itself: so whatever changes a commitment asks here first. What else a status change rests on,
the database refuses to change (`tracker.guards`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker import choices
from tracker.models import Commitment, PublishedModel, StatusChange
from tracker.services import publishing

_BATCH = 500


def problems(record: Model) -> list[str]:
    """Why the record may not read as it is stored now, in sentences; empty when it may."""
    return problems_of_several([record])[0]


def problems_of_several(records: Sequence[Any]) -> list[list[str]]:
    """The same for several records of one kind, in few queries."""
    if not records:
        return []
    model = type(records[0])
    found: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(records), _BATCH):
        keys = [record.pk for record in records[start : start + _BATCH]]
        for key, sentence in (*_own(model, keys), *_of_history(model, keys)):
            found[key].append(sentence)
    return [found[record.pk] for record in records]


def _own(model: type[Model], keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What the rules say of the records themselves, where they are public."""
    if not issubclass(model, PublishedModel):
        return
    public = model._base_manager.filter(pk__in=keys, state=choices.State.PUBLISHED)
    for record in publishing.with_evidence(public):
        for sentence in publishing.problems(record):
            yield record.pk, sentence


def _of_history(model: type[Model], keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What they say of the published history of commitments, withdrawn ones included."""
    if model is not Commitment:
        return
    public = StatusChange.objects.filter(commitment__in=keys, state=choices.State.PUBLISHED)
    for change in publishing.with_evidence(public.order_by("pk")):
        for sentence in publishing.problems(change):
            says = _("{code} is public, is never changed, and rests on this. It would break a rule: {sentence} Leave as it was what {code} needs.")  # fmt: skip
            yield change.commitment_id, says.format(code=change.code, sentence=sentence)
