"""A browser of few words: opens a form of the admin, types, sends, and says what came back."""

from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.db import models
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from tracker.admin.base import review_address
from tracker.desk import queue
from tracker.services import edits

# The two answers to what is in review, and what their buttons send.
ANSWERS = {"publish": "approve", "return": "return"}


def address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@dataclass
class Desk:
    """What one person does in the admin."""

    client: Client

    def new(self, model, *, parts=None, **typed):
        """Fill in the form for a new record and send it."""
        return self._send(address(model, "add"), typed, parts)

    def change(self, record, *, parts=None, **typed):
        """Open the record, type, and save it."""
        return self._send(address(type(record), "change", record.pk), typed, parts)

    def opened(self, record, **typed) -> dict[str, Any]:
        """What the form of the record would send now."""
        url = address(type(record), "change", record.pk)
        return {**filled_in(prepared(self.client, url)), **typed}

    def post(self, record, data):
        return self.client.post(address(type(record), "change", record.pk), data)

    def page(self, record):
        return self.client.get(address(type(record), "change", record.pk))

    def move(self, record, step, *, version=None, **typed):
        """Take a step, having seen the record as it is now."""
        if version is None:
            version = queue.version(record) if step in ANSWERS else edits.shown(record)
        sent = {"version": version, **typed}
        return self.client.post(step_address(record, step), answered(step, sent), follow=True)

    def _send(self, url, typed, parts):
        data = {**filled_in(prepared(self.client, url)), **typed}
        for prefix, rows in (parts or {}).items():
            data |= added(data, prefix, rows)
        return self.client.post(url, data)


def prepared(client, url):
    """The page with all that it would say; drawing it, which nobody looks at here, takes longest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SimpleTemplateResponse, "rendered_content", "")
        return client.get(url)


def delete(client, url, **how):
    """Ask to delete the record, and agree to what the page shows."""
    version = prepared(client, url).context_data["version"]
    return client.post(url, {"post": "yes", "version": version}, **how)


def review_of(desk, record):
    """The page on which the record is reviewed."""
    return desk.client.get(review_address(record))


def step_address(record, step) -> str:
    """Where the step is taken: the answers to a review on its page, any other on one of its own."""
    if step in ANSWERS:
        return review_address(record)
    return address(type(record), "move", record.pk, step)


def answered(step, sent) -> dict[str, Any]:
    """What is sent there."""
    return sent | ({"answer": ANSWERS[step]} if step in ANSWERS else {})


def filled_in(response) -> dict[str, Any]:
    """All that the form on a page would send if nothing were typed."""
    context = response.context_data
    data = values_of(context["adminform"].form)
    if context.get("left"):
        data["left"] = context["left"]
    for part in context["inline_admin_formsets"]:
        data |= values_of(part.formset.management_form)
        for form in part.formset.forms:
            data |= values_of(form)
    return data


def again(response, **typed) -> dict[str, Any]:
    """What the form that came back would send, the fields that two people changed included."""
    conflict = response.context_data.get("conflict")
    both = [choice.name for choice in conflict.choices] if conflict else []
    return {**filled_in(response), "both": both, **typed}


def values_of(form) -> dict[str, Any]:
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            data[bound.html_name] = [getattr(each, "pk", each) for each in value]
        elif value is not None and value is not False:
            data[bound.html_name] = value
    return data


def added(data, prefix, rows) -> dict[str, Any]:
    """New rows of a part, numbered after those that are there."""
    first = int(data[f"{prefix}-INITIAL_FORMS"])
    more = {f"{prefix}-TOTAL_FORMS": first + len(rows)}
    for number, row in enumerate(rows, start=first):
        more |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return more


def text_of(response) -> str:
    return unescape(response.content.decode())
