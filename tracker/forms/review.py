"""Moving a record on its way to the public: with a note or a public reason, where one is asked for."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

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


APPROVE, RETURN = "approve", "return"


class AnswerForm(forms.Form):
    """The answer to what was read: approved as it is, or returned with a note."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    words = LinesField(
        label=_("Note to the author"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4, "data-key": "r"}),
        help_text=_("For returning it: what is to be done. The public does not see it."),
    )
    answer = forms.ChoiceField(
        choices=[(APPROVE, _("Approve and publish")), (RETURN, _("Return with this note"))],
        error_messages={name: _("Choose one of the two answers.") for name in ("required", "invalid_choice")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A note goes with returning and with nothing else, so that none is lost."""
        typed: dict[str, Any] = super().clean() or {}
        answer, words = typed.get("answer"), typed.get("words")
        if answer == RETURN and not words:
            self.add_error("words", _("Say what is to be done: the author reads it."))
        if answer == APPROVE and words:
            self.add_error("words", _("Nothing was published, as there is a note: return the record with it, or take the note out and approve."))  # fmt: skip
        return typed
