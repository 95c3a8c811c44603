"""Importing a spreadsheet: the file, how it is read, which column and which word is which, and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.forms.base import LinesField
from tracker.lib import date_formats
from tracker.lib.sheets import ENCODINGS
from tracker.models import IMPORTED, ImportMapping

MOST_BYTES = 25 * 1024 * 1024
_EXAMPLE = 30
# As what a word is chosen that means nothing; no value of ours is written so.
_NOTHING = "-"
_DELIMITERS = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab")}


class UploadForm(forms.Form):
    """A spreadsheet, and what its rows hold."""

    table = forms.ChoiceField(label=_("Each row is"), choices=IMPORTED, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 25 MB, with the names of the columns in its first row."),
        error_messages={"empty": _("The file is empty: there is nothing to import.")},
    )
    mapping = forms.ModelChoiceField(
        label=_("Read it as"),
        queryset=ImportMapping.objects.order_by("name"),
        required=False,
        empty_label=_("our own export, or a new list"),
        help_text=_("A list that was imported before is read in the same way."),
    )

    def clean_file(self) -> Any:
        """A file that can be kept."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_t("The file is larger than 25 MB: divide it."))
        return file

    def clean(self) -> Any:
        """A mapping of the same kind of rows."""
        typed: Any = super().clean()
        kept = typed.get("mapping")
        if kept and typed.get("table") and kept.table != typed["table"]:
            self.add_error("mapping", _t("“{name}” was a list of {rows}.").format(name=kept.name, rows=kept.get_table_display().lower()))  # fmt: skip
        return typed


class ReadingForm(forms.Form):
    """How the bytes are read, where that is not certain."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Cells are divided by"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, *args: Any, sheets: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unasked = [("", _("as found out"))]
        self.fields["encoding"].choices = [*unasked, *ENCODINGS.items()]  # type: ignore[attr-defined]
        self.fields["delimiter"].choices = [*unasked, *_DELIMITERS.items()]  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [("", _("the first")), *((s, s) for s in sheets)]  # type: ignore[attr-defined]
        if not sheets:
            del self.fields["sheet"]
        else:
            del self.fields["encoding"], self.fields["delimiter"]


class ColumnsForm(forms.Form):
    """Which column of theirs is which of ours, and which of their words means which of ours."""

    origin = forms.CharField(
        label=_("Name of the list"),
        required=False,
        max_length=80,
        help_text=_(
            "Empty for our own export. Otherwise the columns and words below are kept under this "
            "name, and what the list calls its rows is not confused with what another calls its."
        ),
    )

    replaces = forms.BooleanField(label=_("Replace how that list is read"), required=False)
    nothing = forms.CharField(
        label=_("Words for nothing"),
        required=False,
        max_length=200,
        help_text=_(
            "Such as: n/a; -; none. Divided by semicolons: a cell that says no more than one of "
            "them is read as empty."
        ),
    )

    def __init__(
        self, *args: Any, table: str, columns: Sequence[Any], header: Mapping[str, str],
        words: Mapping[str, Iterable[str]], begun_with: Mapping[str, Any], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.begun_with = begun_with
        self.table, self.columns, self.header = table, columns, header
        self.words = {name: list(found) for name, found in words.items()}
        for column in columns:
            self._add_column(column)
            for number, word in enumerate(self.words.get(column.name, ())):
                self._add_word(column, number, word)

    def _add_column(self, column: Any) -> None:
        named = ((name, _with_example(name, first)) for name, first in self.header.items())
        theirs = [("", "–"), *named]
        self.fields[f"column-{column.name}"] = forms.ChoiceField(
            label=column.label, choices=theirs, required=False
        )
        same: forms.Field = forms.CharField(required=False, max_length=500)
        if column.values:
            same = forms.ChoiceField(choices=[("", "–"), *column.values.items()], required=False)
        same.label = _("{column}, for every row").format(column=column.label)
        self.fields[f"fixed-{column.name}"] = same
        if column.is_date:
            self.fields[f"format-{column.name}"] = forms.ChoiceField(
                label=_("{column}, written like").format(column=column.label),
                choices=[(name, _(shown)) for name, shown in date_formats.EXAMPLES.items()],
                required=False,
            )

    def _add_word(self, column: Any, number: int, word: str) -> None:
        self.fields[f"word-{column.name}-{number}"] = forms.ChoiceField(
            label=word,
            choices=[
                ("", _("not yet decided")),
                (_NOTHING, _("nothing: read as an empty cell")),
                *((value, label) for value, label in column.values.items() if value),
            ],
            required=False,
        )

    def clean_origin(self) -> str:
        """The name, as it was spelled when the list was kept: case and spaces make no other list."""
        typed = " ".join(self.cleaned_data["origin"].split())
        names = ImportMapping.objects.values_list("name", flat=True)
        return next((name for name in names if name.casefold() == typed.casefold()), typed)

    def clean(self) -> Any:
        """A name for every list whose columns are not ours."""
        typed: Any = super().clean()
        if not typed.get("origin") and not self._are_ours(typed):
            self.add_error("origin", _t("These are not the columns and words of our own export: give the list a name."))  # fmt: skip
        self._clean_name(ImportMapping.objects.filter(name=typed.get("origin", "")).first())
        if not any(typed.get(f"column-{column.name}") for column in self.columns):
            raise ValidationError(_t("No column is chosen: nothing would be read."))
        return typed

    def _clean_name(self, kept: ImportMapping | None) -> None:
        """Nothing that is kept under the name is replaced unseen."""
        if kept is None:
            return
        if kept.table != self.table:
            self.add_error("origin", _t("A list of {rows} has this name: give another.").format(rows=kept.get_table_display().lower()))  # fmt: skip
            return
        is_seen = kept.name == self.initial["origin"] and kept.rules == self.begun_with
        if not (is_seen or self.cleaned_data["replaces"] or kept.rules == self.rules):
            self.add_error("replaces", _t("The list “{name}” is kept already, and is read in another way than you chose here. Give this list another name; or tick this, and the next files of “{name}” are read as you chose here.").format(name=kept.name))  # fmt: skip

    def _are_ours(self, typed: Mapping[str, Any]) -> bool:
        is_same = all(
            typed.get(f"column-{column.name}", "") in ("", column.name, column.exported)
            for column in self.columns
        )
        has_own = any(
            value
            for name, value in typed.items()
            if name.startswith(("fixed-", "word-")) or name == "nothing"
        )
        return is_same and not has_own

    @property
    def rules(self) -> dict[str, Any]:
        """What was chosen, by our columns."""
        return {
            "columns": self._chosen("column"),
            "fixed": self._chosen("fixed"),
            "formats": self._chosen("format"),
            "words": {c.name: words for c in self.columns if (words := self._words(c.name))},
            "nothing": [w.strip() for w in self.cleaned_data["nothing"].split(";") if w.strip()],
        }

    def _chosen(self, what: str) -> dict[str, str]:
        names = [column.name for column in self.columns]
        return {n: value for n in names if (value := self.cleaned_data.get(f"{what}-{n}"))}

    def _words(self, name: str) -> dict[str, str]:
        numbered = enumerate(self.words.get(name, ()))
        chosen = {w: self.cleaned_data[f"word-{name}-{n}"] for n, w in numbered}
        known = self.begun_with.get("words", {}) if self.cleaned_data.get("origin") else {}
        return {
            # What earlier files of the list said, too.
            **{w: ours for w, ours in known.get(name, {}).items() if w not in chosen},
            **{w: "" if ours == _NOTHING else ours for w, ours in chosen.items() if ours},
        }

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each column of ours, for the page."""
        return [
            {
                "column": column,
                "theirs": self[f"column-{column.name}"],
                "fixed": self[f"fixed-{column.name}"],
                "format": self[f"format-{column.name}"] if column.is_date else None,
                "words": [self[f"word-{column.name}-{n}"] for n, _w in enumerate(self.words.get(column.name, ()))],
            }
            for column in self.columns
        ]  # fmt: skip


def _with_example(name: str, example: str) -> str:
    return f"{name}: {Truncator(example).chars(_EXAMPLE)}" if example.strip() else name


def initial(
    rules: Mapping[str, Any], words: Mapping[str, Sequence[str]], origin: str
) -> dict[str, str]:
    """What the form of the columns shows for rules that are kept."""
    found = {"origin": origin, "nothing": "; ".join(rules["nothing"])}
    for what, kept in (("column", "columns"), ("fixed", "fixed"), ("format", "formats")):
        found |= {f"{what}-{name}": value for name, value in rules[kept].items()}
    for name, mine in words.items():
        chosen = rules["words"].get(name, {})
        for number, word in enumerate(mine):
            found[f"word-{name}-{number}"] = (chosen[word] or _NOTHING) if word in chosen else ""
    return found


class ConfirmForm(forms.Form):
    """That what the preview showed is to be written."""

    digest = forms.CharField(widget=forms.HiddenInput)
    is_revising = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = LinesField(
        label=_("Public reason"),
        widget=forms.Textarea(attrs={"rows": 2, "required": True}),
        required=False,
        max_length=500,
        help_text=_(
            "Needed, and shown to everybody with each revision: why the public records are revised, in "
            "neutral words. For example: “The deadline was corrected after the text of the protocol.”"
        ),
    )

    def clean(self) -> Any:
        """A reason where something public is revised."""
        typed: Any = super().clean()
        if typed.get("is_revising") and not typed.get("reason", "").strip():
            self.add_error("reason", _t("Say why the records are revised: the reason is public."))
        return typed
