"""Which drafts may be deleted: those that no other record names."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from tracker.cells import bundles
from tracker.models import Revision
from tracker.services import revisions


def naming(record: models.Model) -> list[Any]:
    """The other records that name it in a row of theirs, and the revisions that wait and do so."""
    whole, found = bundles.whole_of(record), {}
    for other, name in _names(type(record)):
        for row in other._base_manager.filter(**{name: record}).order_by("pk"):
            owner = bundles.whole_of(row)
            found[bundles.table_of(owner).name, owner.pk] = owner
    found.pop((bundles.table_of(whole).name, whole.pk), None)
    return [*found.values(), *_waiting(record)]


def _waiting(record: models.Model) -> list[Revision]:
    codes = revisions.named_by_waiting([bundles.key_of(record)]).values()
    return list(Revision.objects.filter(code__in=codes).order_by("pk"))


def is_named(model: type[models.Model]) -> models.Q:
    """The condition on records of one kind that a stored record names: not a part of their own."""
    found = models.Q()
    for other, name in _names(model):
        named = other._base_manager.filter(**{f"{name}__isnull": False})
        found |= models.Q(pk__in=named.values(name))
    return found


def _names(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """In which rows, and by which field, such a record is named by what does not belong to it."""
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if not bundles.belongs_by(other, name):
            yield other, name
