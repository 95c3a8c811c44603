"""Marking words of an archived text: the words decide, positions only say which place is meant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.forms.base import VerbatimField
from tracker.lib import marking
from tracker.lib.marking import Place, Span

# Longer than any clause; a longer search in a text that repeats itself would take too long.
MOST_CHARACTERS = 20_000
# As many places as somebody would compare.
MOST_PLACES = 20


class PositionField(forms.IntegerField):
    """A position that a script filled in; nonsense counts as nothing, because the words decide."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        """The number, if it is one."""
        try:
            position: int | None = super().clean(value)
        except ValidationError:
            return None
        return position


class WordsForm(forms.Form):
    """Words of one text. Valid, it knows the places where they stand and, if certain, the one meant."""

    exact = VerbatimField(
        label=_("Words"),
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("There are no words here. Copy them from the text.")},
    )
    start = PositionField(required=False)
    end = PositionField(required=False)
    place = forms.CharField(required=False)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.spans: list[Span] = []
        self.chosen: Span | None = None

    def clean(self) -> dict[str, Any]:
        """Find the words."""
        super().clean()
        exact = self.cleaned_data.get("exact", "")
        if not exact:
            return self.cleaned_data
        if not exact.strip():
            self.add_error("exact", _t("There are no words here. Copy them from the text."))
            return self.cleaned_data
        self.spans = self._stated() or marking.find(self.text, exact)
        if not self.spans:
            self.add_error("exact", _t("These words do not stand in the archived text. Copy them from it; only spaces, line ends, quotation marks and dashes may differ."))  # fmt: skip
        self.chosen = self._choice()
        return self.cleaned_data

    def _stated(self) -> list[Span]:
        """What the script selected, if the text there reads as the words do."""
        span = self._selected()
        is_true = span and self.text[span[0] : span[1]] == self.cleaned_data["exact"]
        return [span] if span and is_true else []

    def _selected(self) -> Span | None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start is None or end is None or not marking.is_inside(self.text, (start, end)):
            return None
        return start, end

    def _choice(self) -> Span | None:
        """The place meant: picked from the list, the only one, or the only one in the selection."""
        picked = marking.span_of(self.cleaned_data.get("place"))
        if picked in self.spans:
            return picked
        selected = self._selected()
        inside = marking.within(self.spans, selected) if selected else []
        certain = inside or self.spans
        return certain[0] if len(certain) == 1 else None

    def require_choice(self) -> None:
        """Say what is to be done when the place is not certain."""
        if self.is_valid() and self.chosen is None:
            self.add_error("exact", _t("These words stand {count} times in the text: choose the place below.").format(count=len(self.spans)))  # fmt: skip

    @property
    def places(self) -> list[Place]:
        """The first places where the words stand, and always the one that is meant."""
        shown = self.spans[:MOST_PLACES]
        if self.chosen and self.chosen not in shown:
            shown.append(self.chosen)
        return marking.places(self.text, shown)

    @property
    def chosen_key(self) -> str:
        """The place meant, as the list of places names it."""
        return f"{self.chosen[0]}-{self.chosen[1]}" if self.chosen else ""

    @property
    def left_out(self) -> int:
        """How many places are not listed."""
        return max(0, len(self.spans) - MOST_PLACES)
