"""What was typed into a form that cannot be saved: to be copied, in the words of the form."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from tracker.admin.fields import is_key
from tracker.forms import opened
from tracker.forms.opened import Held

# A field of the form, or of a row of a part.
_NAME = re.compile(r"(?:(?P<part>\w+)-(?P<number>\d{1,4})-)?(?P<field>[a-z]\w*)")

Typed = list[tuple[str, str]]


def differing(pages: Any, request: HttpRequest) -> Typed:
    """Label and words of every field that was sent otherwise than the form was opened with."""
    was = opened.read(request.POST.get(opened.NAME, ""))
    return [*_lines(pages, request, was)]


def everything(pages: Any, request: HttpRequest) -> Typed:
    """Label and words of every field that was filled in."""
    return [*_lines(pages, request, {})]


def _lines(pages: Any, request: HttpRequest, was: Held) -> Iterator[tuple[str, str]]:
    of_parts = _models(pages, request)
    for name, values in request.POST.lists():
        place = _NAME.fullmatch(name)
        if place is None or not any(map(str.strip, values)) or _reads_so(was, place, values):
            continue
        label, field = _field(pages, of_parts, place)
        if label:
            yield label, _in_words(field, values)


def _models(pages: Any, request: HttpRequest) -> dict[str, Any]:
    """The model of the form, and of each part with the field that names the record it belongs to."""
    parts = [inline.get_formset(request) for inline in pages.get_inline_instances(request)]
    found = {part.get_default_prefix(): (part.model, part.fk.name) for part in parts}
    return {"": (pages.model, ""), **found}


def _reads_so(was: Held, place: re.Match[str], values: list[str]) -> bool:
    """Whether the row, if it was there, was opened with these values."""
    rows, number = was.get(place["part"] or "", []), int(place["number"] or 0)
    before = rows[number].get(place["field"], "") if number < len(rows) else ""
    return before in (values, values[-1].replace("\r\n", "\n")) or before is True


def _field(pages: Any, of_parts: dict[str, Any], place: re.Match[str]) -> tuple[str, Any]:
    """The label, empty for what nobody types; and the field of the model, where it is one."""
    model, belongs_by = of_parts.get(place["part"] or "", (None, ""))
    known = {f.name: f for f in model._meta.get_fields() if not f.auto_created} if model else {}
    field = known.get(place["field"])
    asked = pages.form.declared_fields.get(place["field"])
    if field is None or place["field"] == belongs_by:
        is_asked = asked is not None and not asked.widget.is_hidden and not place["part"]
        return (capfirst(str(asked.label)) if is_asked else ""), None
    row = (
        f"{capfirst(model._meta.verbose_name)} {int(place['number']) + 1}: "
        if place["part"]
        else ""
    )
    return row + capfirst(str(field.verbose_name)), field


def _in_words(field: Any, values: list[str]) -> str:
    if field is not None and field.is_relation:
        keys = [int(value) for value in values if is_key(value)]
        found = field.related_model._default_manager.filter(pk__in=keys)
        return ", ".join(map(str, found))
    known = dict(getattr(field, "flatchoices", ()))
    return ", ".join(str(known.get(value, value)) for value in values)
