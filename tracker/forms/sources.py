"""Archiving a text, and marking a passage in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.forms.base import EditorForm, LinesField
from tracker.models import Capture, Passage

MOST_BYTES = 25 * 1024 * 1024


class CaptureForm(EditorForm):
    """A text to be kept for ever, as it is."""

    text = LinesField(
        label=_("Text"),
        strip=False,
        help_text=_(
            "Paste the whole text of the document. It is kept as it is and never changed afterwards."
        ),
    )

    class Meta:
        model = Capture
        fields = ("source", "text", "method", "original")

    def clean_text(self) -> str:
        """A text with something in it."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(_t("There is no text here."))
        return text

    def clean_original(self) -> Any:
        """A file of a size that can be kept."""
        original = self.cleaned_data.get("original")
        if isinstance(original, UploadedFile) and (original.size or 0) > MOST_BYTES:
            raise ValidationError(_t("The file is larger than 25 MB."))
        return original


class CaptureChoiceField(forms.ModelChoiceField):
    """A choice of archived texts that names their sources."""

    def label_from_instance(self, obj: Any) -> str:
        """Source, day and code."""
        return f"{obj.source} ({obj.taken_at:%Y-%m-%d}, {obj.code})"


class PassageForm(EditorForm):
    """Exact words of an archived text; where they stand is found, not typed."""

    exact = LinesField(
        label=_("Exact words"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=_("Copied from the archived text, spaces and line ends included."),
    )
    occurrence = forms.IntegerField(
        label=_("Occurrence"),
        required=False,
        min_value=1,
        help_text=_("Which one is meant, from 1, if the words stand in the text several times."),
    )

    class Meta:
        model = Passage
        fields = ("capture", "exact", "occurrence", "translation", "translated_by")

    def clean_exact(self) -> str:
        """Words, not only spaces."""
        exact: str = self.cleaned_data["exact"]
        if not exact.strip():
            raise ValidationError(_t("There are no words here."))
        return exact
