"""Fields that no form shows, sent all the same: none is taken, by any form of any model."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models as fields
from django.forms.models import _get_foreign_key

from tests import factories
from tests.admin import world as worlds
from tests.admin.desk import Desk, added, address, filled_in
from tests.admin.rights import MODELS
from tests.admin.world import undone
from tracker import models
from tracker.models import Revision

pytestmark = pytest.mark.usefixtures("unrendered")

CHANGED = [model for model, (_sees, _adds, changes, _deletes) in MODELS.items() if changes]
ADDED = [model for model, (_sees, adds, _changes, _deletes) in MODELS.items() if adds]
# What is revised once it is public, by a field that anybody may revise.
REVISED = {
    models.Commitment: "summary",
    models.Event: "summary",
    models.Figure: "summary",
    models.Assessment: "verdict",
}
PASSWORD = "a long enough password"
WHEN = {"date_precision": "unknown"}


def least(model, world) -> dict[str, Any]:
    """The least that has to be typed to enter one."""
    category, capture = world.record(models.Category), world.record(models.Capture)
    commitment = world.record(models.Commitment, "published")
    named = {"title": "A title", "summary": "What it says."}
    return {
        models.Category: {"name": "A kind", "slug": "a-kind", "definition": "What it is."},
        models.Topic: {"name": "A topic", "slug": "a-topic"},
        models.Party: {"name": "A side", "short_name": "Side", "slug": "side", "type": "state"},
        models.Source: {"title": "A text", "short_title": "Text", "slug": "text", "language": "en",
                        "kind": "adopted_statement", **WHEN},
        models.Capture: {"source": capture.source_id, "text": "New words.", "method": "Typed."},
        models.Passage: {"capture": capture.pk, "exact": "parties intend"},
        models.Reference: {"title": "A page", "url": "https://news.example/a", "language": "en",
                           "publisher": "A paper", "reliability": "established_news", **WHEN},
        models.Commitment: {**named, "category": category.pk, "modality": "performs",
                            "bindingness": "joint_state_statement", **WHEN},
        models.Event: {**named, **WHEN},
        models.Figure: {**named, "value": "32", "unit": "persons", **WHEN},
        models.StatusChange: {"commitment": commitment.pk, "status": "stalled", "reason": "Words.",
                              "reason_code": "other", "date_earliest": "2024-02-02",
                              "citations-0-passage": world.record(models.Passage).pk},
        models.Assessment: {"commitment": commitment.pk, "verdict": "Words.", **WHEN,
                            "assessor": world.record(models.Party).pk},
        models.Dataset: {"title": "A record", "name": "a-record"},
        User: {"username": "new", "password1": PASSWORD, "password2": PASSWORD,
               "usable_password": "true"},
    }[model]  # fmt: skip


# What no form may ever show, whatever else is added to it: it is derived, or for one person alone.
NEVER_TYPED = {
    "id", "state", "recorded_by", "recorded_at", "reviewed_by", "withdrawn_at", "withdrawn_reason",
    "sha256", "taken_at", "taken_by", "start", "end", "prefix", "suffix", "locator",
    "is_superuser", "user_permissions", "last_login", "date_joined", "last_checked_date",
}  # fmt: skip
NEVER_TYPED_OF = {models.Commitment: {"status", "status_since", "current_change"}}


def forced(model, shown, than=None) -> dict[str, Any]:
    """A value for every field of the model that the form does not show."""
    hidden = [f for f in model._meta.get_fields() if f.concrete and f.name not in shown]
    found = {"pk": another(model._meta.pk, than)}
    for field in hidden:
        found[field.name] = value = another(field, than)
        if isinstance(field, fields.DateTimeField):  # as the admin's two boxes would send it
            found |= {f"{field.name}_0": value[:10], f"{field.name}_1": value[11:]}
    return found


def another(field, than) -> Any:
    """Something that the field could hold; its own if it has to be of one record, another's."""
    if field.is_relation:
        return latest(field.related_model, "pk")
    if field.primary_key or field.name in ("code", "slug"):
        return latest(field.model, field.name, than)
    if field.name == "state":
        return "published"
    if field.choices:
        return field.choices[-1][0]
    return next((value for kind, value in VALUES.items() if isinstance(field, kind)), "forced")


def latest(model, name, than=None) -> Any:
    others = model._base_manager.exclude(pk=than.pk) if than else model._base_manager.all()
    return others.order_by("-pk").values_list(name, flat=True).first() or 999


VALUES = {
    fields.DateTimeField: "2020-01-01 00:00",
    fields.DateField: "2020-01-01",
    fields.BooleanField: "on",
    fields.JSONField: "{}",
    fields.IntegerField: "7",
    fields.DecimalField: "7",
}


def row(record) -> dict[str, Any]:
    return type(record)._base_manager.filter(pk=record.pk).values().get()


def fields_of(page, model) -> set[str]:
    shown = set(page.context_data["adminform"].form.fields)
    assert not shown & (NEVER_TYPED | NEVER_TYPED_OF.get(model, set()))
    return shown


def errors_of(answer):
    return getattr(answer, "context_data", {}).get("errors")


def desk_for(model, world) -> Desk:
    return Desk(world.at("author" if model not in (User, models.Dataset) else "superuser"))


def named(model) -> str:
    return model.__name__


@pytest.mark.parametrize("model", CHANGED, ids=named)
def test_changing_a_record_takes_nothing_that_is_not_shown(world, model):
    desk, record = desk_for(model, world), world.record(model)
    page, before = desk.page(record), row(record)

    answer = desk.post(record, {**forced(model, fields_of(page, model), record), **filled_in(page)})

    assert answer.status_code == 302, errors_of(answer)
    assert row(record) == before


@pytest.mark.parametrize("model", [m for m in REVISED if m in CHANGED], ids=named)
def test_revising_what_is_public_takes_nothing_that_is_not_shown(world, model):
    desk, record = desk_for(model, world), world.record(model, "published")
    page, before = desk.page(record), row(record)
    typed = {REVISED[model]: "Better words.", "revision_reason": "They are better."}

    desk.post(record, {**forced(model, fields_of(page, model), record), **filled_in(page), **typed})
    revision = Revision.objects.get(key=record.code, state="draft")
    unapproved = row(record)
    Desk(world.at("author")).move(revision, "submit")
    Desk(world.at("reviewer")).move(revision, "publish")

    assert revision.recorded_by == world.people["author"]
    assert unapproved == before
    assert changes(before, row(record)) == {REVISED[model]}


def changes(before, after) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize("model", ADDED, ids=named)
def test_entering_a_record_takes_nothing_that_is_not_shown(world, model):
    desk, url = desk_for(model, world), address(model, "add")
    page = desk.client.get(url)
    typed = {**filled_in(page), **least(model, world)}
    rows = {record.pk: row(record) for record in model._base_manager.all()}
    with undone():
        assert desk.client.post(url, typed).status_code == 302
        plain = row(model._base_manager.latest("pk"))

    answer = desk.client.post(url, {**forced(model, fields_of(page, model)), **typed})

    assert answer.status_code == 302, errors_of(answer)
    made = row(model._base_manager.latest("pk"))
    assert made.pop("id") not in rows
    assert changes(plain, {**plain, **made}) <= {"code", "password", "date_joined", "taken_at"}
    assert {record.pk: row(record) for record in model._base_manager.filter(pk__in=rows)} == rows


# Every part of every form: the model, the part, and how the part names the record it belongs to.
PARTS = [
    (model, inline.model, _get_foreign_key(model, inline.model, inline.fk_name).name)
    for model in MODELS
    for inline in admin.site.get_model_admin(model).inlines
]


# What a part needs beside its record: to be of no other, and not to be as an empty row.
NEEDED = {
    models.Participation: {"commitment": None},
    models.Relation: {"from_commitment": None},
    models.FormerSlug: {"party": None},
    models.Deadline: {"date_precision": "vague", "date_words": "soon"},
    models.Milestone: {"step": "denounced"},
}


def a_part(part, of, record):
    """A row of that kind that belongs to the record."""
    factory = getattr(factories, f"{part.__name__}Factory")
    return factory(**{**NEEDED.get(part, {}), of: record})


def formset_of(page, part, of):
    shown = (each.formset for each in page.context_data["inline_admin_formsets"])
    return next(f for f in shown if f.model is part and f.fk.name == of)


def rows_of(page, part, of) -> dict[str, Any]:
    """What the form sends about its parts of that kind."""
    prefix = formset_of(page, part, of).prefix
    return {name: v for name, v in filled_in(page).items() if name.startswith(f"{prefix}-")}


@pytest.mark.parametrize(("model", "part", "of"), PARTS)
def test_part_of_another_record_is_neither_taken_nor_changed_nor_deleted(world, model, part, of):
    desk, mine, other = desk_for(model, world), world.record(model), worlds.another(model)
    theirs = a_part(part, of, other)
    stolen, before = rows_of(desk.page(other), part, of), row(theirs)
    mark = next(n for n, v in stolen.items() if n.endswith("-id") and v == theirs.pk)
    here, opened = {mark.removesuffix("id") + of: mine.pk}, desk.opened(mine)

    for turned in ({}, here, here | {mark.removesuffix("id") + "DELETE": "on"}):
        with undone():
            desk.post(mine, opened | stolen | turned)

            assert row(theirs) == before, turned


@pytest.mark.parametrize(("model", "part", "of"), PARTS)
def test_new_part_takes_nothing_that_is_not_shown(world, model, part, of):
    desk, mine, other = desk_for(model, world), world.record(model), worlds.another(model)
    theirs = a_part(part, of, other)
    formset = formset_of(desk.page(other), part, of)
    form = next(f for f in formset.forms if f.instance.pk == theirs.pk)
    typed = {f.name: f.value() for f in form if f.value() is not None and f.name not in ("id", of)}
    extra = forced(part, form.fields.keys(), theirs)
    part._base_manager.filter(pk=theirs.pk).delete()  # some may be there only once

    opened = desk.opened(mine)

    def entered(values):
        answer = desk.post(mine, opened | added(opened, formset.prefix, [values]))
        assert answer.status_code == 302, errors_of(answer)
        return row(part._base_manager.latest("pk"))

    with undone():
        plain = entered(typed)
    made = entered({**extra, **typed})

    assert made[f"{of}_id"] == mine.pk
    assert changes(plain, made) <= {"id"}
