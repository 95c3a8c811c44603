"""Moving a record on its way to the public: the reason, where one is asked for."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from tracker.forms.base import LinesField


class MoveForm(forms.Form):
    """Carries the version that was looked at, and the public reason of a withdrawal."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = LinesField(
        label=_("Reason"),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": _("Give the reason: it is shown in public.")},
        help_text=_("Public: shown at the address of the record from now on."),
    )

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
