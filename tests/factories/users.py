"""People: by default somebody who may sign in and has no right to anything."""

import factory
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory

from tracker import permissions


def _in_group(name: str) -> factory.PostGeneration:
    def join(user, create, extracted, **kwargs):
        user.groups.add(Group.objects.get_or_create(name=name)[0])

    return factory.PostGeneration(join)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    is_staff = True


class EditorFactory(UserFactory):
    group = _in_group(permissions.EDITOR)


class ReviewerFactory(UserFactory):
    group = _in_group(permissions.REVIEWER)
