"""Giving records to a person to work on."""

import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from tracker import permissions
from tracker.forms.base import LinesField

NOBODY = "nobody"

_KEY = re.compile(r"[A-Za-z0-9_-]{1,200}")


class KeysField(forms.CharField):
    """The codes or slugs of several records, with commas between; whatever is neither is left out."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Each once."""
        return list(dict.fromkeys(_KEY.findall(value or "")))


class AssignForm(forms.Form):
    """To whom, and what is to be done; nobody has to be chosen, so that no slip takes records off."""

    # The version of the assignments that the page showed.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    records = KeysField(error_messages={"required": _("Choose at least one record.")})
    person = forms.TypedChoiceField(
        label=_("Assign to"),
        empty_value=None,
        error_messages={
            "required": _("Choose a person, or nobody."),
            "invalid_choice": _("This person does not work at this desk: choose another."),
        },
    )
    note = LinesField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("What is to be done: editors read it, the public does not."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(person.pk): person for person in permissions.editors()}
        person: Any = self.fields["person"]
        person.coerce = people.get
        person.choices = [
            ("", _("Choose a person")),
            *((key, _named(each, user)) for key, each in people.items()),
            (NOBODY, _("Nobody: take it off")),
        ]


def _named(person: User, user: User) -> str:
    name = person.get_full_name()
    words = f"{person} ({name})" if name else str(person)
    return _("{name}, yourself").format(name=words) if person.pk == user.pk else words
