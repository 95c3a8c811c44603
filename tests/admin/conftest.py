"""People at their desks, and how they fill in a form: what the page shows, with some of it changed."""

import pytest
from django.contrib.auth.models import Group
from django.template.response import SimpleTemplateResponse
from django.test import Client

from tests import factories
from tests.admin import world as worlds
from tests.admin.desk import Desk
from tracker import permissions


@pytest.fixture
def desk_of(client_of):
    """A desk for any user; None is a visitor who has not signed in."""
    return lambda user: Desk(client_of(user))


@pytest.fixture
def client_of():
    def make(user):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def editor(db):
    return factories.EditorFactory(username="alice")


@pytest.fixture
def reviewer(db):
    return factories.ReviewerFactory(username="bob")


@pytest.fixture
def administrator(db):
    carol = factories.UserFactory(username="carol")
    carol.groups.add(Group.objects.get_or_create(name=permissions.ADMINISTRATOR)[0])
    return carol


@pytest.fixture
def stranger(db):
    """May sign in, belongs to no group."""
    return factories.UserFactory(username="dave")


@pytest.fixture
def at_editor(desk_of, editor):
    return desk_of(editor)


@pytest.fixture
def at_reviewer(desk_of, reviewer):
    return desk_of(reviewer)


@pytest.fixture
def typed(db):
    """What is typed into the form of a status change, but for its evidence."""
    return {
        "commitment": factories.published_commitment().pk,
        "status": "fulfilled",
        "reason": "It was done, with a & and a “quote”.",
        "date_precision": "month",
        "date_earliest": "2024-05-01",
    }


@pytest.fixture
def world(db):
    """Everybody, and whatever record is asked for, in any state."""
    return worlds.make()


@pytest.fixture
def unrendered(monkeypatch):
    """For tests that ask who gets a page, hundreds of times: how it looks is asked in the browser."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
