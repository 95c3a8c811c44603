"""Accounts and the three groups, for administrators."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tracker import permissions
from tracker.admin.fields import Fields, PlainLookups
from tracker.forms.accounts import AccountForm


class AdministratorRights(PlainLookups):
    """Administrators manage accounts; nobody deletes one, because the record names its people."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return permissions.may_administer(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return permissions.may_administer(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return permissions.may_administer(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return permissions.may_administer(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: accounts are made inactive."""
        return False


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(AdministratorRights, Fields, UserAdmin):
    """People. Superusers are made and changed on the command line or by each other only."""

    form = AccountForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Access"),
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": _(
                    "To let somebody in, mark them as staff and put them into one group: editors "
                    "enter, reviewers also approve, administrators also manage accounts. Nobody is "
                    "deleted: mark them as not active instead."
                ),
            },
        ),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    ordering = ("username", "pk")
    filter_horizontal = ()
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; for an account that may be changed also what the form was opened with."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return (*fieldsets, (None, {"fields": ("opened",), "classes": ("hidden",)}))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators; the account of a superuser only by a superuser."""
        is_allowed = super().has_change_permission(request, obj)
        return is_allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)


@admin.register(Group)
class GroupsAdmin(AdministratorRights, GroupAdmin):
    """The groups that `tracker.permissions` knows; read-only, because the code names them."""

    fields = ("name",)
    actions = None
    ordering = ("name", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False
