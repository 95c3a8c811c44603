"""Who works on which record: who may say so, of whom, and what becomes of it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User

from tests import factories
from tracker import permissions
from tracker.models import ASSIGNABLE, Assignment, Commitment
from tracker.services import assigning
from tracker.services.assigning import AssignmentRefused

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def person(kind: str) -> User:
    if kind == "superuser":
        return User.objects.create_superuser("root", password="x")
    user = factories.UserFactory(
        username=kind, is_active=kind != "closed account", is_staff=kind != "not staff"
    )
    groups = {"reviewer": "Reviewer", "administrator": "Administrator", "stranger": None}
    if name := groups.get(kind, permissions.EDITOR):
        user.groups.add(Group.objects.get_or_create(name=name)[0])
    return user


# kind of person: whether they are at the desk, and so assign and are assigned.
AT_THE_DESK = {
    "editor": True,
    "reviewer": True,
    "administrator": True,
    "superuser": True,
    "stranger": False,
    "closed account": False,
    "not staff": False,
}
DESKS = AT_THE_DESK.items()


def assigned() -> dict[str, str]:
    return {each.key: str(each.assigned_to) for each in Assignment.objects.order_by("pk")}


@pytest.mark.parametrize(("kind", "is_there"), DESKS)
def test_assign_is_for_those_at_the_desk(kind, is_there):
    record, alice, by = factories.CommitmentFactory(), factories.EditorFactory(), person(kind)

    if is_there:
        assert assigning.assign(Commitment, [record.code], to=alice, by=by, now=NOW)
    else:
        with pytest.raises(AssignmentRefused, match="Only editors assign records"):
            assigning.assign(Commitment, [record.code], to=alice, by=by, now=NOW)

    assert Assignment.objects.filter(assigned_by=by).exists() is is_there


@pytest.mark.parametrize(("kind", "is_there"), DESKS)
def test_assign_gives_records_to_those_at_the_desk(kind, is_there):
    record, alice, to = factories.CommitmentFactory(), factories.EditorFactory(), person(kind)

    if is_there:
        assert assigning.assign(Commitment, [record.code], to=to, by=alice, now=NOW)
    else:
        with pytest.raises(AssignmentRefused, match=f"{kind} does not work at this desk"):
            assigning.assign(Commitment, [record.code], to=to, by=alice, now=NOW)

    assert Assignment.objects.filter(assigned_to=to).exists() is is_there


@pytest.mark.parametrize(("kind", "is_there"), DESKS)
def test_editors_are_exactly_those_who_may_edit(kind, is_there):
    user = person(kind)

    assert permissions.may_edit(user) is is_there
    assert permissions.editors().filter(pk=user.pk).exists() is is_there


def test_assign_replaces_who_it_was_assigned_to_and_with_nobody_takes_it_off():
    one, other, third = (factories.CommitmentFactory(code=f"C-{n}") for n in "123")
    alice, bob = factories.EditorFactory(username="alice"), factories.EditorFactory(username="bob")
    event = factories.EventFactory(code="C-1")

    assigning.assign(type(event), ["C-1"], to=alice, by=bob, now=NOW)
    assigning.assign(Commitment, ["C-1", "C-2", "C-3"], to=alice, by=bob, now=NOW, note=" Soon. ")
    assigning.assign(Commitment, ["C-2"], to=bob, by=alice, now=NOW)
    assigning.assign(Commitment, ["C-3"], to=None, by=alice, now=NOW)

    kept = [(str(assigning.of(row).assigned_to), assigning.of(row).note) for row in (one, other)]
    assert kept == [("alice", "Soon."), ("bob", "")]
    assert assigning.of(third) is None
    assert str(assigning.of(event).assigned_to) == "alice"


def test_assign_leaves_out_what_was_deleted_meanwhile():
    record, alice = factories.CommitmentFactory(code="C-1"), factories.EditorFactory(username="a")

    there = assigning.assign(Commitment, ["C-0", record.code], to=alice, by=alice, now=NOW)

    assert there == ["C-1"]
    assert assigned() == {"C-1": "a"}


def test_assign_refuses_more_than_it_can_name():
    alice = factories.EditorFactory()
    keys = [f"C-{number}" for number in range(assigning.MOST + 1)]

    with pytest.raises(AssignmentRefused, match="at most 500 records at a time"):
        assigning.assign(Commitment, keys, to=alice, by=alice, now=NOW)


def test_assign_asks_as_many_questions_for_many_records_as_for_one(django_assert_max_num_queries):
    category, alice = factories.CategoryFactory(), factories.EditorFactory()
    drafts = factories.CommitmentFactory.build_batch(200, category=category)
    keys = [draft.code for draft in Commitment.objects.bulk_create(drafts)]

    for some in (keys[:1], keys):
        with django_assert_max_num_queries(7):  # two are those of the transaction
            assert len(assigning.assign(Commitment, some, to=alice, by=alice, now=NOW)) == len(some)


@pytest.mark.parametrize("table", ASSIGNABLE)
def test_what_may_be_assigned_goes_by_the_name_of_its_table(table):
    record = getattr(factories, f"{ASSIGNABLE[table].__name__}Factory")()
    alice = factories.EditorFactory()
    key = getattr(record, "code", None) or record.slug

    assigning.assign(type(record), [key], to=alice, by=alice, now=NOW)

    assert Assignment.objects.get().table == table
    assert assigning.of(record) == assigning.of_person(alice).get()
