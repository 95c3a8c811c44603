"""Moving a record on its way to the public: with a note or a public reason, where one is asked for."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from tracker.forms.base import LinesField


class MoveForm(forms.Form):
    """Carries the version that was looked at, and the words that the move asks for."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    words = LinesField(widget=AdminTextareaWidget(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, meaning: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not label:
            del self.fields["words"]
            return
        field = self.fields["words"]
        field.label, field.help_text = label, meaning
        field.error_messages["required"] = meaning
