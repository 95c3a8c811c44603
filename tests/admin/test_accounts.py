"""Accounts: administrators keep them, superusers stay out of their reach."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, filled_in
from tracker import permissions


@pytest.fixture
def at_administrator(client_of, administrator):
    return client_of(administrator)


def test_administrator_puts_somebody_into_a_group(at_administrator):
    person = factories.UserFactory(is_staff=False)
    url = address(User, "change", person.pk)
    reviewers = Group.objects.get_or_create(name="Reviewer")[0]

    data = filled_in(at_administrator.get(url))
    at_administrator.post(url, {**data, "is_staff": "on", "groups": [reviewers.pk]})

    person.refresh_from_db()
    assert person.is_staff
    assert list(person.groups.all()) == [reviewers]


def test_administrator_makes_nobody_a_superuser(at_administrator, administrator):
    url = address(User, "change", administrator.pk)

    data = filled_in(at_administrator.get(url))
    at_administrator.post(url, {**data, "is_superuser": "on", "user_permissions": ["1"]})

    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert not administrator.user_permissions.exists()


def test_administrator_changes_no_superuser(at_administrator):
    superuser = User.objects.create_superuser("root", password="x")
    new = {"usable_password": "true", "password1": "a new long one", "password2": "a new long one"}

    changed = at_administrator.post(address(User, "change", superuser.pk), {"username": "mine"})
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])

    assert changed.status_code == 403
    assert at_administrator.post(password, new).status_code == 403


def test_stale_form_does_not_let_a_dismissed_person_in_again(at_administrator, client_of):
    person = factories.EditorFactory(username="erin")
    url = address(User, "change", person.pk)
    old = filled_in(at_administrator.get(url))
    dismissed = {name: value for name, value in old.items() if name not in ("is_active", "groups")}
    at_administrator.post(url, dismissed)

    page = at_administrator.post(url, {**old, "first_name": "Erin-Anne"})

    person.refresh_from_db()
    assert not person.is_active
    assert not person.groups.exists()
    assert "active: now no." in page.text
    assert "groups: now –." in page.text
    assert "staff status: now" not in page.text
    assert 'value="Erin-Anne"' in page.text


def test_administrator_who_was_told_saves_what_is_to_hold(at_administrator):
    person = factories.EditorFactory(username="erin")
    url = address(User, "change", person.pk)
    old = filled_in(at_administrator.get(url))
    User.objects.filter(pk=person.pk).update(is_active=False)
    told = at_administrator.post(url, {**old, "first_name": "Erin-Anne"})

    again = {name: value for name, value in filled_in(told).items() if name != "is_active"}
    at_administrator.post(url, again)

    person.refresh_from_db()
    assert (person.first_name, person.is_active) == ("Erin-Anne", False)


@pytest.mark.parametrize("opened", ["", "[]", "{", "[" * 9000])
def test_form_that_does_not_say_what_it_was_opened_with_is_shown_again(at_administrator, opened):
    person = factories.EditorFactory(username="erin")
    url = address(User, "change", person.pk)

    page = at_administrator.post(url, {**filled_in(at_administrator.get(url)), "opened": opened})

    assert "Somebody changed this account" in page.text


@pytest.mark.django_db
def test_superuser_changes_a_superuser(client_of):
    superuser = User.objects.create_superuser("root", password="x")

    page = client_of(superuser).get(address(User, "change", superuser.pk))

    assert page.context["has_change_permission"]


def test_administrator_adds_an_account(at_administrator):
    password = "correct horse battery"
    typed = {"username": "erin", "password1": password, "password2": password}

    at_administrator.post(address(User, "add"), {**typed, "usable_password": "true"})

    assert User.objects.get(username="erin").check_password(password)


@pytest.mark.django_db
def test_sign_in_page_says_whose_desk_it_is(client):
    page = client.get(reverse("admin:login"))

    assert "Commitment tracker" in page.text
    assert "tracker/admin.css" in page.text
    assert "script-src 'self'" in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_migration_makes_the_groups_that_permissions_names():
    Group.objects.all().delete()  # a test with real transactions may have emptied the table before

    import_module("tracker.migrations.0002_groups").create(apps, connection.schema_editor())

    assert set(permissions.GROUPS) == set(Group.objects.values_list("name", flat=True))


def test_stranger_is_led_back_to_the_desk(desk_of, stranger):
    page = desk_of(stranger).client.get(reverse("desk:queue"))

    assert page.status_code == 403
    assert f'<a href="{reverse("admin:index")}">Your desk</a>' in page.text
