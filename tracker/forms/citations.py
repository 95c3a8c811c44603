"""Why a passage or an external page is attached to something, as an editor enters it."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.forms.base import WordedForm
from tracker.models import Citation

_RESTS_ON = {"passage", "reference"}


class CitationForm(WordedForm):
    """A citation; the two ways to say whose account it is can be told apart."""

    class Meta:
        model = Citation
        fields = (
            "passage",
            "reference",
            "role",
            "stance",
            "account_of",
            "account_words",
            "finding",
        )
        labels = {"account_of": _("Account of a party"), "account_words": _("Account of others")}
        help_texts = {
            "account_of": _("Says who, when it is the word of one party."),
            "account_words": _("Says who, when it is not that of one party."),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for one thing on which it rests, at the field where that is chosen."""
        typed = super().clean()
        if self.errors.keys().isdisjoint(_RESTS_ON) and self.fields.keys() >= _RESTS_ON:
            chosen = [name for name in _RESTS_ON if typed.get(name)]
            if len(chosen) == 2:
                self.add_error("reference", _t("A passage is chosen already: empty one of the two, and cite the other in a row of its own."))  # fmt: skip
            elif not chosen:
                self.add_error("passage", self._what_is_missing())
        return typed

    def _what_is_missing(self) -> str:
        if self.has_changed():
            return _t("Choose a passage here, or a reference below. Or take this row out.")
        return _t(
            "Cite at least one piece of evidence: choose a passage here, or a reference below."
        )
