"""Who works on which record: for the desk alone, and no part of the record itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .commitments import Commitment
from .edits import OfRecord, Revision
from .records import Event, Figure
from .sources import Source
from .statuses import Assessment, StatusChange

# What may be assigned, by the name of its table.
ASSIGNABLE: dict[str, type[models.Model]] = {
    "assessments": Assessment,
    "commitments": Commitment,
    "events": Event,
    "figures": Figure,
    "revisions": Revision,
    "sources": Source,
    "status_changes": StatusChange,
}


class Assignment(OfRecord):
    """That a person is to work on a record. It grants no right, and is never public.

    It is no table of a data package: who does what next is of no use to whoever receives one.
    """

    assigned_to = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text=_("Who works on it.")
    )
    assigned_by = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text=_("Who said so.")
    )
    assigned_at = models.DateTimeField(_("assigned at"), help_text=_("When (UTC)."))
    note = models.TextField(_("note"), blank=True, help_text=_("What is to be done."))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="assignment_once_per_record", fields=["table", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.assigned_to}"
