"""A status change as an editor enters it; the service decides whether it may be."""

from typing import Any

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Most changes are known to the day; the model's own default is “unknown”.
        self.initial["date_precision"] = choices.Precision.DAY
