"""Who is let in where: every address of the desk, reviewed by people.

A new address fails the tests until it has a row here. In every case that is not named the answer is
no: those outside are sent to sign in, the others are told that it is not for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.urls import reverse

from tests import factories
from tests.admin.world import GROUPS, NOW, World
from tracker import models

People = frozenset[str]

OUTSIDE: People = frozenset({"visitor", "dismissed", "outsider"})
EVERYBODY: People = frozenset(GROUPS) - {"writer", "sender"}  # reviewers as any other here
STAFF: People = EVERYBODY - OUTSIDE
EDITORS: People = STAFF - {"stranger"}
ADMINISTRATORS: People = frozenset({"administrator", "superuser"})
AUTHOR: People = frozenset({"author"})
NOBODY: People = frozenset()


@dataclass(frozen=True)
class Row:
    """An address, who may open it, and to whom it answers when something is sent there."""

    name: str
    opens: People
    sends: People
    args: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    model: type[Model] | None = None  # whose record the address is about
    is_page: bool = True  # or a file, or something for a script

    def __str__(self) -> str:
        return " ".join([self.name, *(of for of in self.args.values() if isinstance(of, str))])

    def address(self, world: World, state: str = "draft") -> str:
        args = {name: of(world) if callable(of) else of for name, of in self.args.items()}
        if self.model is not None:
            args[self.key] = world.record(self.model, state).pk
        return reverse(self.name, kwargs=args)

    @property
    def key(self) -> str:
        return "id" if self.name == "admin:auth_user_password_change" else "object_id"


def in_review(world: World) -> str:
    return world.record(models.Commitment, "in_review").code


def uploaded(world: World) -> int:
    return factories.ImportFactory(uploaded_by=world.people["author"]).pk


def confirmed(world: World) -> int:
    made = factories.ImportFactory(confirmed_at=NOW, uploaded_by=world.people["author"])
    made.report.save("report.csv", ContentFile(b"line\n"))
    return made.pk


def kind(_world: World) -> int:
    return ContentType.objects.get_for_model(models.Commitment).pk


PARTY = {"app_label": "tracker", "model_name": "participation", "field_name": "party"}

# The pages that belong to no model.
PAGES = [
    Row("desk:home", STAFF, NOBODY),
    Row("desk:queue", EDITORS, NOBODY),
    Row("desk:review", EDITORS, EDITORS, {"table": "commitments", "key": in_review}),
    Row("desk:work", EDITORS, NOBODY, {"name": "drafts"}),
    Row("desk:assign", EDITORS, EDITORS, {"table": "commitments"}),
    Row("desk:imports", EDITORS, EDITORS),
    Row("desk:import", AUTHOR, AUTHOR, {"pk": uploaded}),
    Row("desk:import-preview", AUTHOR, NOBODY, {"pk": uploaded}),
    Row("desk:import-problems", AUTHOR, NOBODY, {"pk": uploaded}, is_page=False),
    Row("desk:import-write", AUTHOR, AUTHOR, {"pk": uploaded}),
    Row("desk:import-discard", AUTHOR, AUTHOR, {"pk": uploaded}),
    Row("desk:import-report", EDITORS, NOBODY, {"pk": confirmed}),
    Row("desk:import-report-file", EDITORS, NOBODY, {"pk": confirmed}, is_page=False),
    Row("desk:import-remove", EDITORS, EDITORS, {"pk": confirmed}),
    Row("admin:index", STAFF, NOBODY),
    Row("admin:app_list", EDITORS, EDITORS, {"app_label": "tracker"}),
    Row("admin:app_list", ADMINISTRATORS, ADMINISTRATORS, {"app_label": "auth"}),
    Row("admin:login", EVERYBODY, EVERYBODY),
    Row("desk:login", EVERYBODY, EVERYBODY),
    Row("admin:logout", OUTSIDE, EVERYBODY),  # a link signs nobody out
    Row("admin:password_change", STAFF, STAFF),
    Row("admin:password_change_done", STAFF, NOBODY),
    Row("admin:jsi18n", STAFF, NOBODY, is_page=False),
    Row("admin:autocomplete", EDITORS, NOBODY, query=PARTY, is_page=False),
    Row("desk:nowhere", NOBODY, NOBODY, {"record": "1/1"}),
    Row("admin:view_on_site", NOBODY, NOBODY, {"content_type_id": kind}, model=models.Commitment),
]

# Who sees the list, a record and its history; who adds; who changes; who deletes.
MODELS = {
    models.Category: (EDITORS, EDITORS, EDITORS, NOBODY),
    models.Topic: (EDITORS, EDITORS, EDITORS, NOBODY),
    models.Party: (EDITORS, EDITORS, EDITORS, NOBODY),
    models.Source: (EDITORS, EDITORS, EDITORS, NOBODY),
    models.Capture: (EDITORS, EDITORS, NOBODY, NOBODY),  # kept as it is for ever
    models.Passage: (EDITORS, EDITORS, EDITORS, NOBODY),
    models.Reference: (EDITORS, EDITORS, EDITORS, NOBODY),
    models.Commitment: (EDITORS, EDITORS, EDITORS, AUTHOR),
    models.Milestone: (EDITORS, NOBODY, EDITORS, AUTHOR),  # entered with its commitment
    models.Condition: (EDITORS, NOBODY, EDITORS, AUTHOR),
    models.Event: (EDITORS, EDITORS, EDITORS, AUTHOR),
    models.Figure: (EDITORS, EDITORS, EDITORS, AUTHOR),
    models.StatusChange: (EDITORS, EDITORS, EDITORS, AUTHOR),
    models.Assessment: (EDITORS, EDITORS, EDITORS, AUTHOR),
    models.Revision: (EDITORS, NOBODY, NOBODY, AUTHOR),  # written on the page of its record
    models.Edit: (EDITORS, NOBODY, NOBODY, NOBODY),
    models.Dataset: (EDITORS, ADMINISTRATORS, ADMINISTRATORS, NOBODY),  # one, once
    User: (ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS, NOBODY),
    Group: (ADMINISTRATORS, NOBODY, NOBODY, NOBODY),
}

# What some models have besides: who opens it, and to whom it answers.
FURTHER = {
    models.Commitment: {"preview": (EDITORS, NOBODY), "move": (EDITORS, EDITORS)},
    models.Event: {"preview": (EDITORS, NOBODY), "move": (EDITORS, EDITORS)},
    models.Figure: {"preview": (EDITORS, NOBODY), "move": (EDITORS, EDITORS)},
    models.StatusChange: {"preview": (EDITORS, NOBODY), "move": (EDITORS, EDITORS)},
    models.Assessment: {"preview": (EDITORS, NOBODY), "move": (EDITORS, EDITORS)},
    models.Revision: {"preview": (EDITORS, NOBODY), "move": (EDITORS, EDITORS)},
    models.Capture: {"workbench": (EDITORS, EDITORS)},
    models.Passage: {"evidence": (EDITORS, EDITORS)},
    User: {"password_change": (ADMINISTRATORS, ADMINISTRATORS)},
}
ARGS = {"move": {"name": "submit"}}


def _rows() -> Iterator[Row]:
    yield from PAGES
    for model, (sees, adds, changes, deletes) in MODELS.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield Row(f"{name}_changelist", sees, sees)
        yield Row(f"{name}_add", adds, adds)
        yield Row(f"{name}_history", sees, sees, model=model)
        yield Row(f"{name}_change", sees, changes, model=model)
        yield Row(f"{name}_delete", deletes, deletes, sent={"post": "yes"}, model=model)
        for page, (opens, sends) in FURTHER.get(model, {}).items():
            yield Row(f"{name}_{page}", opens, sends, ARGS.get(page, {}), model=model)


TABLE = list(_rows())
