"""The account of a person: nobody gives back unseen what a colleague took away meanwhile."""

import json
from typing import Any

from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker.forms import versions

# What an administrator sets.
_SET = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "groups")


class AccountForm(UserChangeForm):
    """Says what it was opened with; what differs from that when it is sent is told before it is saved."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened"] = json.dumps(_held(self.instance))

    def clean(self) -> dict[str, Any]:
        """Refuse, once, what was written on a page older than the account."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        versions.hold(self.instance)
        was, now = _read(cleaned.get("opened", "")), _held(User.objects.get(pk=self.instance.pk))
        if was != now:
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent[self.add_prefix("opened")] = json.dumps(now)
            raise ValidationError(self._told(was, now))
        return cleaned

    def _told(self, was: dict[str, str], now: dict[str, str]) -> list[str]:
        changed = [
            _("{field}: now {value}.").format(field=User._meta.get_field(name).verbose_name, value=value or "–")  # type: ignore[union-attr]
            for name, value in now.items() if was.get(name) != value
        ]  # fmt: skip
        says = _("Somebody changed this account after you opened it, and nothing was saved. What you typed is below: set what is to hold, then save again.")  # fmt: skip
        return [says, *changed]


def _held(person: User) -> dict[str, str]:
    """What is set now, in words."""
    held = {name: getattr(person, name) for name in _SET if name != "groups"}
    words = {True: _("yes"), False: _("no")}
    groups = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
    return {
        **{name: str(words.get(value, value)) for name, value in held.items()},
        "groups": groups,
    }


def _read(opened: str) -> dict[str, str]:
    """What the form was opened with; nothing where it is nonsense."""
    try:
        held = json.loads(opened)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
