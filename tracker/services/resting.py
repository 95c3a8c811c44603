"""What a changed record would do to the record as a whole: to its own rules, and to what rests on it.

A published status change is judged by the words, deadlines and quantity of its commitment, but is never
changed itself: so whatever changes a commitment asks here first. What else a status change rests on,
the database refuses to change (`tracker.guards`). The rows of one table that name one another are
loaded one after the other, so none may rest on itself through others.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker import choices
from tracker.lib.rings import rings
from tracker.models import Commitment, Party, PublishedModel, StatusChange
from tracker.services import damage, publishing

_BATCH = 500
# The field by which a row names another of its own table.
_NAMES_ITS_OWN: dict[type[Model], str] = {Party: "parent", StatusChange: "corrects"}


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
    if any(getattr(record, _field(model), None) for record in records):
        for key, sentence in in_rings(model):
            found[key].append(sentence)
    return [found[record.pk] for record in records]


def in_rings(model: type[Model]) -> Iterator[tuple[int, str]]:
    """The key of each row that rests on itself through others, with a sentence that names them."""
    if model not in _NAMES_ITS_OWN:
        return
    name = _NAMES_ITS_OWN[model]
    rows = model._base_manager.filter(**{f"{name}__isnull": False}).order_by("pk")
    for ring in rings(dict(rows.values_list("pk", f"{name}_id"))):
        called = {key: damage.name_of(model, key) for key in ring}
        for place, key in enumerate(ring):
            around = [*ring[place:], *ring[:place], key]
            says = _("“{field}” leads back to the record itself: {around}. Choose another.")
            yield (
                key,
                says.format(
                    field=model._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                    around=" → ".join(called[each] for each in around),
                ),
            )


def with_own_names() -> list[type[Model]]:
    """The models whose rows name others of their own table."""
    return list(_NAMES_ITS_OWN)


def _field(model: type[Model]) -> str:
    return f"{_NAMES_ITS_OWN[model]}_id" if model in _NAMES_ITS_OWN else ""


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
