"""One row of a package on its way into the record: what it becomes, and why it may not."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model

from tracker import choices
from tracker.cells.fields import Keys
from tracker.models import Commitment, Passage, Revision, StatusChange
from tracker.packages.read import Row

_PUBLICATION = ("state", "recorded_at", "recorded_by", "reviewed_by")
_WITHDRAWAL = ("withdrawn_at", "withdrawn_reason")
_DERIVED: dict[type, tuple[str, ...]] = {
    Commitment: ("status", "status_since", "current_change"),
    Passage: ("checked_at", "check_failure"),
}
PUBLIC = (choices.State.PUBLISHED, choices.State.WITHDRAWN)


@dataclass
class Incoming:
    """A row on its way: the record it became, and how it differs from what was there."""

    row: Row
    record: Any
    many: dict[str, list[Any]]
    publication: dict[str, Any]
    was: Any = None


def new_entry(row: Row, found: dict[str, Any]) -> Incoming:
    """The record that the attributes make, with what is written after it."""
    many = {f.attribute: found.pop(f.attribute) for f in row.table.fields if isinstance(f, Keys)}
    publication = {name: found[name] for name in _PUBLICATION + _WITHDRAWAL if name in found}
    return Incoming(row, row.table.model(**found), many, publication)


def field_problems(entry: Incoming) -> list[tuple[str, str]]:
    """What the model says against its fields, as (column, sentence)."""
    columns = {column.field: column.name for column in entry.row.table.columns}
    found: dict[str, list[str]] = {}
    # References were resolved when they were read: asking the database again costs a query each.
    resolved = [
        f.name
        for f in entry.record._meta.fields
        if f.is_relation and getattr(entry.record, f.attname)
    ]
    for check in (partial(entry.record.clean_fields, exclude=resolved), entry.record.clean):
        try:
            check()
        except ValidationError as error:
            found |= error.message_dict
    found |= bad_choices(entry)
    return [(columns.get(name, ""), " ".join(messages)) for name, messages in found.items()]


def bad_choices(entry: Incoming) -> dict[str, list[str]]:
    """Values outside a closed list, with the list; the model's own words do not name it."""
    found = {}
    for field_ in entry.record._meta.concrete_fields:
        value = entry.publication.get(field_.name, getattr(entry.record, field_.attname))
        allowed = [str(key) for key, _label in field_.flatchoices]
        if allowed and value and value not in allowed:
            found[field_.name] = [f"“{value}” is none of {', '.join(allowed)}."]
    return found


def moment(entry: Incoming, name: str) -> datetime | None:
    """A moment of the row, whether it belongs to its publication or not."""
    return entry.publication.get(name) or getattr(entry.record, name, None)


def many_cells(entry: Incoming) -> dict[str, str]:
    """The cells of its many-to-many fields."""
    keys = [field_ for field_ in entry.row.table.fields if isinstance(field_, Keys)]
    return {field_.name: field_.join(entry.many[field_.attribute]) for field_ in keys}


def why_not_changed(entry: Incoming, was: Any) -> str:
    """Why the row may not differ from what the record holds; empty when it may."""
    if entry.row.table.is_immutable:
        return "The tracker holds it with other content, and it is never changed: use a new code."
    if isinstance(was, StatusChange) and was.is_published:
        return "The tracker holds it published and different: add a status change that corrects it."
    state = entry.publication.get("state")
    if state is not None and was.state in PUBLIC and state not in PUBLIC:
        return "It was published here; a package cannot make it a draft again."
    was_recorded = getattr(was, "recorded_at", None)
    if was_recorded and entry.publication["recorded_at"] != was_recorded:
        return "It was published here at another moment, which does not change afterwards."
    return ""


def hold_back(entry: Incoming) -> None:
    """Leave out what the tracker derives, and publication, which comes when everything is there."""
    record, was = entry.record, entry.was or type(entry.record)()
    if entry.was is not None:
        record.pk = was.pk
        record._state.adding = False
    if isinstance(record, Revision):
        return  # nothing rests on it, and only one may wait
    for name in (*entry.publication, *_DERIVED.get(type(record), ())):
        setattr(record, name, getattr(was, name))


def refusal(record: Model, error: IntegrityError) -> str:
    """What the database refused, in the words of the model where it has some."""
    try:
        record.full_clean()
    except ValidationError as problem:
        return " ".join(problem.messages)
    return str(error).splitlines()[0]
