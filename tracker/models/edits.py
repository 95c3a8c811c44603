"""What became of a record: every edit with who, when and why, and the revisions that wait or were approved."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import PublicManager, PublishedModel, code_field
from .citations import Reference
from .commitments import Category, Commitment, Topic
from .parties import Party
from .records import Event, Figure
from .sources import Passage, Source
from .statuses import Assessment

_OPEN = (choices.State.DRAFT, choices.State.IN_REVIEW)

# What may be revised once it is public, by the name of its table.
REVISABLE: dict[str, type[models.Model]] = {
    "assessments": Assessment,
    "categories": Category,
    "commitments": Commitment,
    "events": Event,
    "figures": Figure,
    "parties": Party,
    "passages": Passage,
    "references": Reference,
    "sources": Source,
    "topics": Topic,
}


class OfRecord(models.Model):
    """Something about one record of any kind, which is named as other tables name it."""

    table = models.CharField(_("table"), max_length=40, help_text=_("The table of the record."))
    key = models.CharField(_("key"), max_length=200, help_text=_("The code or slug of the record."))

    class Meta:
        abstract = True


class Edit(OfRecord):
    """One step in the life of a record: who did what, when and why, and how it read afterwards.

    The database refuses to change or delete it. Never public.
    """

    action = models.CharField(
        _("action"),
        max_length=16,
        choices=choices.EditAction.choices,
        help_text=_("What was done."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Why, or what is to be done."))
    content = models.JSONField(_("content"), help_text=_("How the record read afterwards."))
    shown = models.CharField(
        _("fingerprint of what was shown"),
        max_length=64,
        help_text=_("Of the content and all that it rests on."),
    )
    made_at = models.DateTimeField(_("made at"), help_text=_("When (UTC)."))
    made_by = models.ForeignKey(
        "auth.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Who; empty when it was a command."),
    )

    class Meta:
        indexes = [models.Index(name="edit_of_record", fields=["table", "key", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.table} {self.key}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Which revisions there are to see."""

    def public(self) -> "RevisionQuerySet":
        """Approved revisions of what is public."""
        of_public = Q()
        for table, model in REVISABLE.items():
            public: Any = model.public  # type: ignore[attr-defined]
            of_public |= Q(table=table, key__in=public.values(_key_field(model)))
        return self.filter(of_public, state=choices.State.PUBLISHED)


class Revision(PublishedModel, OfRecord):
    """A change to a record that is public already: it waits until a second person approves it.

    Until then the public sees the record as it was approved before. One waits at a time.
    """

    code = code_field("V")
    before = models.JSONField(
        _("before"), editable=False, help_text=_("How the record read when it was revised.")
    )
    after = models.JSONField(_("after"), editable=False, help_text=_("How the record is to read."))
    reason = models.TextField(
        _("reason"), help_text=_("Public: why the record is revised, in neutral words.")
    )
    is_correction = models.BooleanField(
        _("corrects a mistake"),
        default=False,
        help_text=_("Ticked, it appears in the register of corrections."),
    )

    objects = RevisionQuerySet.as_manager()
    public = PublicManager.from_queryset(RevisionQuerySet)()

    class Meta:
        constraints = [
            *PublishedModel.Meta.constraints,
            models.CheckConstraint(
                name="revision_is_never_withdrawn", condition=~Q(state="withdrawn")
            ),
            models.CheckConstraint(name="revision_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="revision_one_waits",
                fields=["table", "key"],
                condition=Q(state__in=_OPEN),
                violation_error_message=_("A revision of this record is waiting already."),
            ),
        ]
        indexes = [
            models.Index(name="revision_of_record", fields=["table", "key"]),
            models.Index(name="revision_by_recording", fields=["state", "-recorded_at"]),
        ]

    def __str__(self) -> str:
        model = REVISABLE.get(self.table)
        return f"{self.code}, {model._meta.verbose_name if model else self.table} {self.key}"


def _key_field(model: type[models.Model]) -> str:
    return "code" if any(field.name == "code" for field in model._meta.fields) else "slug"
