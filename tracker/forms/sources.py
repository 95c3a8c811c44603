"""Archiving a text, and marking a passage in it."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.forms.base import EditorForm, VerbatimField
from tracker.models import Capture, Passage, Source

MOST_BYTES = 25 * 1024 * 1024
MOST_BYTES_OF_TEXT = 10 * 1024 * 1024


class TextForm(EditorForm):
    """Takes the text of a document: pasted, or in a file, which is then kept as the original."""

    text = VerbatimField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=AdminTextareaWidget(attrs={"rows": 12}),
        help_text=_(
            "Paste the whole text of the document. It is kept as it is and never changed afterwards."
        ),
    )
    text_file = forms.FileField(
        label=_("Text file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("Instead of pasting: a .txt file in UTF-8. The file itself is kept too."),
    )

    def clean_text_file(self) -> UploadedFile | None:
        """A text file; what it says is kept for `clean`."""
        file: UploadedFile | None = self.cleaned_data["text_file"]
        self.text_of_file = _text_of(file) if file else ""
        return file

    def clean(self) -> dict[str, Any]:
        """The text from where it was given."""
        super().clean()
        typed = self.cleaned_data
        if not {"text", "text_file"} <= typed.keys():
            return typed
        if typed["text"].strip() and typed["text_file"]:
            self.add_error("text_file", _t("Paste the text or choose its file: one, not both."))
        elif typed["text"] and not typed["text"].strip():
            self.add_error("text", _t("There is no text here."))
        elif typed["text_file"]:
            typed["text"] = self.text_of_file
        return typed


def _text_of(file: UploadedFile) -> str:
    """What a text file says. Raises ValidationError when it is none."""
    if not (file.name or "").lower().endswith(".txt"):
        raise ValidationError(_t("Only .txt files are read here. Save the document as plain text, or paste its text."))  # fmt: skip
    if (file.size or 0) > MOST_BYTES_OF_TEXT:
        raise ValidationError(_t("The text is larger than 10 MB: archive it in parts."))
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_t("This file is not in UTF-8. Save it again with the encoding UTF-8, or paste its text.")) from error  # fmt: skip
    finally:
        file.seek(0)
    if "\x00" in text:
        raise ValidationError(_t("This file is not a plain text: it holds NUL characters."))
    if not text.strip():
        raise ValidationError(_t("There is no text in this file."))
    return text


class SourceForm(TextForm):
    """A new document, if possible with its text."""

    method = forms.CharField(
        label=_("How the text was taken"),
        required=False,
        max_length=200,
        widget=AdminTextInputWidget,
        help_text=_(
            "Needed with a text, as “copied from the page in a browser”. It is shown in public."
        ),
    )

    class Meta:
        model = Source
        fields = ("title",)  # the admin says which others

    def clean(self) -> dict[str, Any]:
        """A text and how it was taken, or neither."""
        typed = super().clean()
        has_text = bool(typed.get("text") or typed.get("text_file"))
        if {"text", "text_file"} & self.errors.keys():
            return typed
        if has_text and not typed.get("method") and "method" not in self.errors:
            self.add_error("method", _t("Say how the text was taken from the document."))
        if typed.get("method") and not has_text:
            self.add_error("text", _t("Paste the text, or choose its file: you say how it was taken, and there is none."))  # fmt: skip
        return typed


class CaptureForm(TextForm):
    """A text to be kept for ever, as it is."""

    class Meta:
        model = Capture
        fields = ("source", "text", "method", "original")

    def clean(self) -> dict[str, Any]:
        """A text with something in it."""
        typed = super().clean()
        if not typed.get("text") and not {"text", "text_file"} & self.errors.keys():
            self.add_error("text", _t("There is no text here. Paste it, or choose its file."))
        return typed

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

    exact = VerbatimField(
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
