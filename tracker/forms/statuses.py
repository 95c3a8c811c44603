"""A status change as an editor enters it; the service decides whether it may be."""

from typing import Any

from django.forms import RadioSelect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.forms.base import EditorForm
from tracker.models import StatusChange


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # Most changes are known to the day; the model's own default is “unknown”.
            self.initial.setdefault("date_precision", choices.Precision.DAY)
            self.initial.setdefault("confidence", choices.Confidence.MEDIUM)
        if "date_earliest" in self.fields:
            self.fields["date_earliest"].label = _("Happened on")
        if "status" in self.fields:
            corrects = self.initial.get("corrects") or self.data.get("corrects")
            self.fields["status"].choices = _statuses(is_correction=bool(corrects))  # type: ignore[attr-defined]


def _statuses(*, is_correction: bool) -> list[tuple[str, Any]]:
    """Each status with its meaning beside it; in a correction also none, which takes it back."""
    shown = [(s.value, format_html("<b>{}</b> {}", s.label, s.meaning)) for s in choices.Status]
    if not is_correction:
        return shown
    back = format_html(
        "<b>{}</b> {}", _("None"), _("The change is taken back, and nothing put in its place.")
    )
    return [*shown, ("", back)]
