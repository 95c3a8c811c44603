"""A desk with everybody at it, and a record of any kind in any state that is asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests import factories
from tracker import models, permissions
from tracker.cells import bundles
from tracker.services import publishing, statuses

NOW = factories.RECORDED_AT

# Everybody who is asked about, and the groups they belong to.
GROUPS = {
    "visitor": [],  # has not signed in
    "dismissed": [permissions.EDITOR],  # signed in once, and is not active any more
    "outsider": [permissions.REVIEWER],  # is not marked as staff
    "stranger": [],  # is staff, and in no group
    "author": [permissions.EDITOR],  # wrote last in every record
    "editor": [permissions.EDITOR],
    "writer": [permissions.REVIEWER],  # entered every record, before the author wrote in it
    "sender": [permissions.REVIEWER],  # sent every record to review
    "reviewer": [permissions.REVIEWER],
    "administrator": [permissions.ADMINISTRATOR],
    "superuser": [],
}


@dataclass
class World:
    people: dict[str, User]
    sessions: dict[str, str]
    records: dict[tuple[type[Model], str], Any] = field(default_factory=dict)

    def at(self, name: str) -> Client:
        """The browser of that person, as it was when the world was made."""
        return Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={self.sessions[name]}"})

    def record(self, model: type[Model], state: str = "draft") -> Any:
        """The record of that kind in that state, made when it is first asked for."""
        key = (model, state if model in MADE else "")
        if key not in self.records:
            self.records[key] = self._made(model, state)
        return self.records[key]

    def _made(self, model: type[Model], state: str) -> Any:
        if model in MADE:  # its code says which it is: commitment-in-review
            made = MADE[model](f"{model._meta.model_name}-{state.replace('_', '-')}")
            return in_state(made, state, self.people)
        if model in PARTS:
            return PARTS[model](commitment=self.record(models.Commitment))
        return STATELESS[model]()

    def page(self, page: str, model: type[Model], *args: Any, state: str = "draft") -> str:
        """The address of a page about the record of that kind."""
        meta, key = model._meta, self.record(model, state).pk
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[key, *args])


def make() -> World:
    people = {name: person(name) for name in GROUPS if name != "visitor"}
    sessions = {name: session_of(people.get(name)) for name in GROUPS}
    people["dismissed"].is_active = False
    people["dismissed"].save()
    return World(people, sessions)


def person(name: str) -> User:
    made = factories.UserFactory(
        username=name, is_staff=name != "outsider", is_superuser=name == "superuser"
    )
    made.groups.set(Group.objects.get_or_create(name=group)[0] for group in GROUPS[name])
    return made


def session_of(user: User | None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.session.session_key or ""


def commitment(code: str) -> models.Commitment:
    made = factories.CommitmentFactory(code=code)
    return factories.CitationFactory(commitment=made, role="primary").commitment


def event(code: str) -> models.Event:
    return factories.CitationFactory(event=factories.EventFactory(code=code)).event


def figure(code: str) -> models.Figure:
    return factories.CitationFactory(figure=factories.FigureFactory(code=code)).figure


def assessment(code: str) -> models.Assessment:
    of = factories.published_commitment()
    made = factories.AssessmentFactory(code=code, commitment=of)
    return factories.CitationFactory(assessment=made).assessment


def status_change(code: str) -> models.StatusChange:
    of = factories.published_commitment()
    made = factories.StatusChangeFactory(code=code, commitment=of)
    return factories.CitationFactory(status_change=made).status_change


def revision(code: str) -> models.Revision:
    of = factories.CategoryFactory()
    before = bundles.take(of)
    after = factories.changed(before, name=f"{of.name}, renamed")
    return factories.RevisionFactory(
        code=code, table="categories", key=of.slug, before=before, after=after
    )


MADE: dict[type[Model], Callable[[str], Any]] = {
    models.Commitment: commitment,
    models.Event: event,
    models.Figure: figure,
    models.Assessment: assessment,
    models.StatusChange: status_change,
    models.Revision: revision,
}
NEVER_WITHDRAWN = (models.StatusChange, models.Revision)
STATELESS = {
    models.Category: factories.CategoryFactory,
    models.Topic: factories.TopicFactory,
    models.Party: factories.PartyFactory,
    models.Source: factories.SourceFactory,
    models.Capture: factories.CaptureFactory,
    models.Passage: factories.PassageFactory,
    models.Reference: factories.ReferenceFactory,
    models.Dataset: factories.DatasetFactory,
    models.Edit: factories.EditFactory,
    models.Import: factories.ImportFactory,
    User: factories.UserFactory,
    Group: lambda: Group.objects.get(name=permissions.EDITOR),
}
PARTS = {
    models.Milestone: factories.MilestoneFactory,
    models.Condition: factories.ConditionFactory,
}


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is seen inside only: the next person finds the same record."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def states_of(model: type[Model]) -> tuple[str, ...]:
    """The states in which records of that kind are met."""
    return ("draft", "in_review", "published", "withdrawn")[: 3 if model in NEVER_WITHDRAWN else 4]


def in_state(record: Any, state: str, people: dict[str, User]) -> Any:
    """The record, entered by one person, changed by its author, and moved on by others."""
    table, key = bundles.table_of(record).name, record.code
    factories.EditFactory(
        table=table, key=key, content=bundles.take(record), made_by=people["writer"]
    )
    factories.set_state(record, "draft", recorded_by=people["author"])
    if state == "in_review":
        publishing.submit(record, by=people["sender"], now=NOW)
    if state in ("published", "withdrawn"):
        factories.publish(record)
    if state == "withdrawn":
        factories.withdraw(record)
    if isinstance(record, models.StatusChange):
        statuses.refresh_current([record.commitment_id])
    return record


def another(model: type[Model]) -> Any:
    """One more record of that kind, which nobody has worked on."""
    if model in MADE:
        return MADE[model](f"another-{model._meta.model_name}")
    return {**STATELESS, **PARTS}[model]()
