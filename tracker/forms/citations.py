"""Why a passage or an external page is attached to something, as an editor enters it."""

from django.utils.translation import gettext_lazy as _

from tracker.forms.base import WordedForm
from tracker.models import Citation


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
