"""A status change as an editor enters it; the service decides whether it may be."""

import json
from typing import Any

from django.forms import RadioSelect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.forms.base import EditorForm
from tracker.models import StatusChange

# Sent where a change is taken back, whose status is stored as none: that is chosen, never overlooked.
TAKEN_BACK = "taken_back"


class StatusChangeForm(EditorForm):
    """Everything of a status change but its evidence, which is entered below it."""

    class Meta:
        model = StatusChange
        fields = (
            "commitment",
            "party",
            "status",
            "reason_code",
            "date_earliest",
            "date_latest",
            "date_precision",
            "date_words",
            "date_basis",
            "reason",
            "delivered_quantity",
            "confidence",
            "corrects",
        )
        widgets = {"status": RadioSelect}

    owed = ""  # how much, set by the admin

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # Most changes are known to the day; the model's own default is “unknown”.
            self.initial.setdefault("date_precision", choices.Precision.DAY)
            self.initial.setdefault("confidence", choices.Confidence.MEDIUM)
        if self.instance.corrects_id and not self.instance.status and self.instance.pk:
            self.initial["status"] = TAKEN_BACK
        if "status" in self.fields:  # a record that is closed is shown without
            self._explain()

    def _explain(self) -> None:
        day, quantity = self.fields["date_earliest"], self.fields["delivered_quantity"]
        day.label = _("Happened on")
        day.help_text = _("The day, as 2023-12-07. Of a month or a year, any day in it: say below how precise it is.")  # fmt: skip
        quantity.help_text = self.owed or quantity.help_text
        # The script offers only the codes of the status that is chosen.
        self.fields["reason_code"].widget.attrs["data-reasons"] = json.dumps(choices.REASONS)
        is_correction = bool(self.initial.get("corrects") or self.data.get("corrects"))
        status = self.fields["status"]
        status.choices = _statuses(is_correction=is_correction)  # type: ignore[attr-defined]
        status.required = True
        status.error_messages["required"] = _("Choose what became of the commitment.")
        if is_correction:
            status.error_messages["required"] = _("Choose what became of the commitment, the same status too; or that the change is taken back.")  # fmt: skip
            day.help_text = format_html("{} {}", day.help_text, _("Of a change that is taken back: the day of that change, or a later one; never one before it."))  # fmt: skip
        self.fields["reason"].error_messages["required"] = _(
            "Say why this status: the reason is public."
        )
        status.help_text = ""  # each choice says what it means

    def clean_status(self) -> str:
        """The status as it is stored: none, where the change is taken back."""
        status = str(self.cleaned_data["status"])
        return "" if status == TAKEN_BACK else status

    def clean(self) -> dict[str, Any]:
        """Ask for a reason code where the status has some, and for none where it has not."""
        typed = super().clean()
        if typed.get("status") and "reason_code" in typed:
            self._check_code(choices.Status(typed["status"]), typed["reason_code"])
        return typed

    def _check_code(self, status: choices.Status, code: str) -> None:
        own = choices.REASONS.get(status, ())
        if code and not own:
            self.add_error("reason_code", _t("“{status}” has no reason code: leave it empty.").format(status=status.label))  # fmt: skip
        elif own and code not in own:
            codes = ", ".join(str(reason.label) for reason in own)
            self.add_error("reason_code", _t("“{status}” asks for a reason code, one of these: {codes}.").format(status=status.label, codes=codes))  # fmt: skip


def _statuses(*, is_correction: bool) -> list[tuple[str, Any]]:
    """Each status with its meaning beside it; in a correction also none, which takes it back."""
    shown = [
        (s.value, format_html("{} <b>{}</b> {}", _icon(s), s.label, s.meaning))
        for s in choices.Status
    ]
    if not is_correction:
        return shown
    back = format_html(
        "<b>{}</b> {}",
        _("None"),
        _(
            "The change is taken back, and nothing put in its place. Cite what shows that it was wrong: what it cited itself, read again, will do."
        ),
    )
    return [*shown, (TAKEN_BACK, back)]


def _icon(status: choices.Status) -> str:
    return render_to_string("components/status_icon.html", {"status": status.value})
