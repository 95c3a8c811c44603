"""The forms that all admin forms build on: plain words, whole dates, no overwritten changes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.cells import bundles
from tracker.lib import dates, own_words
from tracker.models import Revision
from tracker.services import edits, refusals
from tracker.services.problems import Problem

_DATES = {"date_earliest", "date_latest", "date_precision"}
# Of a key that every database can hold.
MOST_DIGITS = 18
# What the form asks besides the record when saving makes a revision.
REVISION_FIELDS = ("revision_reason", "revision_is_correction")


class VerbatimField(forms.CharField):
    """Words of a source, of several lines, whose line ends are LF whatever the browser sends."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The text with its line ends made one."""
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(value)


class LineField(forms.CharField):
    """Our own words in one line, without the signs that nobody sees."""

    reads = staticmethod(own_words.line)

    def to_python(self, value: Any) -> Any:
        """The text as it reads."""
        return super().to_python(self.reads(value) if isinstance(value, str) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it reads otherwise: what is stored may hold what nobody typed here."""
        return super().has_changed(self.to_python(initial), data)


class LinesField(LineField):
    """Our own words in several lines, without the signs that nobody sees."""

    widget = forms.Textarea
    reads = staticmethod(own_words.lines)


class VerbatimLineField(forms.CharField):
    """Words of a source in one line: a break between two of them is a space."""

    def to_python(self, value: Any) -> Any:
        """The words, apart as they were."""
        return super().to_python(own_words.in_one_line(value) if isinstance(value, str) else value)


class AddressField(forms.URLField):
    """An address as it is written: http and https may lead to different pages, so nobody guesses."""

    def to_python(self, value: Any) -> Any:
        """The address, unless Django completed it (see `assume_scheme`)."""
        address = super().to_python(value)
        typed = str(value).strip().lower()
        if address and address.startswith("https:") and not typed.startswith("https:"):
            raise ValidationError(_("Write the whole address, beginning with http:// or https://, as it was read."), code="invalid")  # fmt: skip
        return address


class DayField(forms.DateField):
    """A day; one that is written well and is in no calendar is told so."""

    def to_python(self, value: Any) -> Any:
        """The day."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            try:
                dates.parse_day(str(value).strip())
            except dates.DateTextError as why:
                if why.__cause__ is not None:  # it has the form of a day
                    raise ValidationError(str(why), code="invalid") from error
            raise


class SeveralField(forms.ModelMultipleChoiceField):
    """A choice of several records; what is longer than any key is none of them."""

    def clean(self, value: Any) -> Any:
        """The records chosen."""
        for key in value or ():
            if len(str(key)) > MOST_DIGITS:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)


class WordedForm(forms.ModelForm):
    """Says in sentences what the database would refuse, and completes dates."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Keep the error, in words for people."""
        if isinstance(error, ValidationError):
            if NON_FIELD_ERRORS in getattr(error, "error_dict", ()):
                self._place(error.error_dict)
            error = refusals.in_words(error)
        if "date_precision" in getattr(error, "error_dict", ()) and self._lacks_a_day():
            # The precision is in order, and may be folded away: it is the day that is missing.
            del error.error_dict["date_precision"]
            if "date_earliest" not in self.errors:
                error.error_dict["date_earliest"] = [ValidationError(_("Give the day, as 2023-12-07."))]  # fmt: skip
        super().add_error(field, error)

    def _place(self, found: dict[str, list[ValidationError]]) -> None:
        """What a constraint says stands at its field; of a day that is wrong anyway nothing is said twice."""
        names = {
            c.get_violation_error_message(): c.name for c in self._meta.model._meta.constraints
        }
        is_date_wrong = not _DATES.isdisjoint({*found, *self.errors})
        for error in found.pop(NON_FIELD_ERRORS):
            name = names.get(str(error.message), "")
            field = refusals.field_of(name)
            if field in _DATES and is_date_wrong:
                continue
            place = field if field in self.fields else NON_FIELD_ERRORS
            worded = ValidationError(refusals.of_constraint(name) or error.message)
            found.setdefault(place, []).append(worded)

    def _lacks_a_day(self) -> bool:
        days = [self.cleaned_data.get(name) for name in ("date_earliest", "date_latest")]
        precision = self.cleaned_data.get("date_precision")
        return "date_earliest" in self.fields and precision in dates.WHOLE and not any(days)

    def clean(self) -> dict[str, Any]:
        """Fill in the other days of a day, month or year of which one day was given, or changed."""
        super().clean()
        typed = {name: self.cleaned_data.get(name) for name in ("date_earliest", "date_latest")}
        changed = [name for name in typed if name in self.changed_data]
        given = [name for name, day in typed.items() if day]
        if len(given) == 2 and len(changed) == 1:
            given = changed
        precision = self.cleaned_data.get("date_precision", "")
        if len(given) == 1 and (period := dates.whole_period(typed[given[0]], precision)):  # type: ignore[arg-type]
            self.cleaned_data["date_earliest"], self.cleaned_data["date_latest"] = period
        return self.cleaned_data


class EditorForm(WordedForm):
    """A form for one record, which says what it was opened with and what was refused.

    The admin sets `refused`, what the services or the database said when the same input was tried a
    moment ago, `is_only_shown` where it was not sent to be saved, and for what is public
    `is_revised` and the `revision` that waits. `opened` is what it held when it was opened, parts
    included: see `tracker.forms.opened`.
    """

    opened = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    revision_reason = LinesField(
        label=gettext_lazy("Reason"),
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Public: why the record is revised, in neutral words."),
        error_messages={
            "required": gettext_lazy("Say why the record is revised: the reason is public.")
        },
    )
    revision_is_correction = forms.BooleanField(
        label=gettext_lazy("Corrects a mistake"),
        required=False,
        help_text=gettext_lazy("Ticked, it appears in the register of corrections."),
    )
    refused: Sequence[Problem] = ()
    is_only_shown = False
    is_revised = False
    revision: Revision | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields.pop("opened", None)
        self._ask_why()

    def _ask_why(self) -> None:
        if self.is_revised and "editor_notes" in self.fields and self.revision is None:
            # What else is changed, the rows of parts too, is asked when it is kept.
            why = self.fields["revision_reason"]
            why.required, why.help_text = False, _("Public: why the record is revised, in neutral words. Internal notes alone need none.")  # fmt: skip
        for name, attribute in zip(REVISION_FIELDS, ("reason", "is_correction"), strict=True):
            if not self.is_revised:
                self.fields.pop(name, None)
            elif self.revision is not None:
                self.initial[name] = getattr(self.revision, attribute)

    def is_valid(self) -> bool:
        """Whether it is in order, and was sent to be saved."""
        return super().is_valid() and not self.is_only_shown

    def clean(self) -> dict[str, Any]:
        """Refuse a code that has a history."""
        super().clean()
        self._require_new_code()
        return self.cleaned_data

    def full_clean(self) -> None:
        """Refuse what was refused before, when all else is read: a field that has an error is lost."""
        super().full_clean()
        for problem in self.refused:
            if not problem.part:
                place = problem.field if problem.field in self.fields else None
                self.add_error(place, ValidationError(str(problem)))

    def _require_new_code(self) -> None:
        """The history of a draft that was deleted would become that of another record."""
        code = self.cleaned_data.get("code")
        if not (code and self.instance._state.adding and bundles.is_held(self.instance)):
            return
        if end := edits.ends(type(self.instance), [code]).get(code):
            says = _("A draft of this code was deleted on {at:%Y-%m-%d} by {name}, and its history is kept: choose another code.")  # fmt: skip
            self.add_error("code", says.format(at=end.made_at, name=end.made_by))

    @staticmethod
    def whole(record: Any) -> Any:
        """The record that is changed; the admin says so for what belongs to another."""
        return record
