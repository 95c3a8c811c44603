"""Who may do what, one function each. Groups: Editor enters, Reviewer also approves."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Q, QuerySet

EDITOR, REVIEWER, ADMINISTRATOR = "Editor", "Reviewer", "Administrator"
GROUPS = (EDITOR, REVIEWER, ADMINISTRATOR)
_REVIEWING = (REVIEWER, ADMINISTRATOR)

AnyUser = User | AbstractBaseUser | AnonymousUser


def may_edit(user: AnyUser) -> bool:
    """May enter records and submit them for review."""
    return _is_in(user, GROUPS)


def editors() -> QuerySet[User]:
    """All who may edit."""
    return _people(GROUPS)


def may_review(user: AnyUser) -> bool:
    """May approve, return and withdraw what somebody else entered."""
    return _is_in(user, _REVIEWING)


def reviewers() -> QuerySet[User]:
    """All who may review."""
    return _people(_REVIEWING)


def may_administer(user: AnyUser) -> bool:
    """May manage accounts."""
    return _is_in(user, (ADMINISTRATOR,))


def _people(groups: tuple[str, ...]) -> QuerySet[User]:
    at_the_desk = Q(groups__name__in=groups) | Q(is_superuser=True)
    people = User.objects.filter(at_the_desk, is_active=True, is_staff=True)
    return people.distinct().order_by("username", "pk")


def _is_in(user: AnyUser, groups: tuple[str, ...]) -> bool:
    if not isinstance(user, User) or not (user.is_active and user.is_staff):
        return False
    return user.is_superuser or any(name in groups for name in _group_names(user))


def _group_names(user: User) -> list[str]:
    # Kept on the user for the length of a request: the admin asks for every model it lists.
    if not hasattr(user, "_group_names"):
        user._group_names = list(user.groups.values_list("name", flat=True))  # type: ignore[attr-defined]
    return user._group_names  # type: ignore[attr-defined, no-any-return]
