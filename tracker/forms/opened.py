"""What a form and its parts hold: kept in the form when it opens, compared and merged when it is sent.

A form says itself what it was opened with. So whoever sends it later than somebody else changes
only what they touched, whatever has become of the record since.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.forms.base import REVISION_FIELDS
from tracker.lib.merging import NESTED, Merged, Row, Value
from tracker.models import Citation, Condition, Milestone

# The field of the form that says it.
NAME = "opened"
# The rows of the form itself and of each part, by the prefix of their fields.
Held = dict[str, list[Row]]


def of(form: forms.BaseForm, parts: Iterable[BaseInlineFormSet], *, with_new: bool = False) -> Held:
    """What is in the fields; `with_new` also in the rows that are not stored."""
    rows = {str(part.prefix): part.forms if with_new else part.initial_forms for part in parts}
    for mine in rows.values():
        nesting = [row.instance for row in mine if _has_citations(row)]
        models.prefetch_related_objects(nesting, "citations")
    return {"": [_row(form)], **{name: [_row(row) for row in mine] for name, mine in rows.items()}}


def write(held: Held) -> str:
    """As text for a hidden field."""
    return json.dumps(held, ensure_ascii=False)


def read(text: str) -> Held:
    """The inverse; nothing where it is nonsense: then every difference asks for a choice."""
    try:
        held = json.loads(text)
        write(held).encode()  # refuses lone surrogates, which no database and no page can hold
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) and all(map(_are_rows, held.values())) else {}


def fill_in(data: QueryDict, stored: Held, merged: Mapping[str, Merged]) -> None:
    """Make what was sent read like the rows that were merged, opened with what is stored."""
    for prefix, part in merged.items():
        if prefix:
            _make_room(data, prefix, len(part.rows), len(stored[prefix]))
        for number, row in enumerate(part.rows):
            for name, value in row.items():
                if name != NESTED:
                    put(data, field_name(prefix, number, name), value)
    data[NAME] = write(stored)


def put(data: QueryDict, name: str, value: Value) -> None:
    """What a browser sends for the value."""
    data.pop(name, None)
    if isinstance(value, list):
        data.setlist(name, value)
    elif value is not False:
        data[name] = "on" if value is True else value


def field_name(prefix: str, number: int, name: str) -> str:
    """The name under which a browser sends it."""
    return f"{prefix}-{number}-{name}" if prefix else name


def in_words(field: forms.Field, model: type[models.Model], name: str, value: Value) -> str:
    """The value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_records(field, value if isinstance(value, list) else [value])) or "–"
    known = {f.name: dict(getattr(f, "flatchoices", ())) for f in model._meta.get_fields()}
    return str(known.get(name, {}).get(value, value)) or "–"


def _records(field: Any, keys: list[str]) -> Iterator[str]:
    found = field.queryset.in_bulk([int(key) for key in keys if re.fullmatch("-?[0-9]{1,18}", key)])
    return (field.label_from_instance(found[key]) for key in sorted(found))


def _row(form: forms.BaseForm) -> Row:
    return _fields(form) | ({NESTED: _citations(form.instance)} if _has_citations(form) else {})  # type: ignore[attr-defined]


def _has_citations(form: forms.BaseForm) -> bool:
    """Whether it is a row of something that is cited itself, on a page of its own."""
    record = getattr(form, "instance", None)
    return bool(form.prefix and isinstance(record, Condition | Milestone) and record.pk)


def _citations(record: Any) -> str:
    """The citations of a row, which are on a page of their own."""
    cited = sorted(record.citations.all(), key=lambda citation: citation.pk)
    names = [field.attname for field in Citation._meta.concrete_fields]
    return json.dumps([[str(getattr(each, name)) for name in names] for each in cited])


def _fields(form: forms.BaseForm) -> Row:
    # Why a revision is made begins and ends with the revision: nothing else is compared with it.
    is_begun = getattr(form, "revision", None) is not None
    apart = (NAME,) if is_begun else (NAME, *REVISION_FIELDS)
    return {
        bound.name: _plain(bound)
        for bound in form
        if bound.name not in apart and not isinstance(bound.field, InlineForeignKeyField | forms.FileField)
    }  # fmt: skip


def _plain(bound: forms.BoundField) -> Value:
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return bool(value)
    if isinstance(value, list | tuple):
        return sorted(str(getattr(each, "pk", each)) for each in value)
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def _make_room(data: QueryDict, prefix: str, total: int, initial: int) -> None:
    row = re.compile(rf"{re.escape(prefix)}-[0-9]+-")
    for name in [name for name in data if row.match(name)]:
        del data[name]
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(total), str(initial)


def _are_rows(rows: Any) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, dict) and all(map(_is_value, row.values())) for row in rows
    )


def _is_value(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str | bool)
