"""The history: status changes, which are only ever added, and the verdicts of others."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import (
    MOST_DIGITS,
    DatedModel,
    PublicManager,
    PublishedModel,
    WithdrawableModel,
    code_field,
)
from .commitments import Commitment
from .parties import Party

PUBLISHED = choices.State.PUBLISHED


class StatusChangeQuerySet(models.QuerySet["StatusChange"]):
    """Which status changes and verdicts there are to see."""

    def public(self) -> "StatusChangeQuerySet":
        """Published ones of published commitments."""
        return self.filter(state=PUBLISHED, commitment__state=PUBLISHED)


def _reason_code_fits_status() -> Q:
    fits = ~Q(status__in=list(choices.REASONS)) & Q(reason_code="")
    for status, reasons in choices.REASONS.items():
        fits |= Q(status=status, reason_code__in=list(reasons))
    return fits


class StatusChange(PublishedModel, DatedModel):
    """A status that a commitment reached on a date, with the reason and the words it rests on.

    `date` is when it happened. Once published the database refuses to change or delete it; a
    mistake is answered by another change that corrects it. An empty status takes a change back.
    """

    code = code_field("S")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="status_changes"
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
        help_text=_("Empty for the commitment as a whole."),
    )
    status = models.CharField(
        _("status"),
        max_length=32,
        choices=choices.Status.choices,
        blank=True,
        help_text=_("Empty only in a correction that takes a change back."),
    )
    reason_code = models.CharField(
        _("reason code"),
        max_length=32,
        choices=choices.ReasonCode.choices,
        blank=True,
        help_text=_("Asked for by “not started”, “stalled” and “no longer applies”."),
    )
    original_status = models.CharField(
        _("status in the original"),
        max_length=200,
        blank=True,
        help_text=_("Word for word, as in the list from which the change was imported."),
    )
    reason = models.TextField(
        _("reason"), help_text=_("Public: why this status, in neutral words.")
    )
    delivered_quantity = models.DecimalField(
        _("delivered quantity"),
        max_digits=MOST_DIGITS,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("How much of the quantity owed has been delivered by then."),
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=choices.Confidence.choices,
        help_text=_("How sure the editors are."),
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        help_text=_("The published change that this one corrects."),
    )

    objects = StatusChangeQuerySet.as_manager()
    public = PublicManager.from_queryset(StatusChangeQuerySet)()

    class Meta:
        constraints = [
            *PublishedModel.Meta.constraints,
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                name="statuschange_is_never_withdrawn", condition=~Q(state="withdrawn")
            ),
            models.CheckConstraint(
                name="statuschange_happened_by_a_day",
                condition=Q(date_latest__isnull=False),
                violation_error_message=_("Say by which day at the latest it had happened."),
            ),
            models.CheckConstraint(name="statuschange_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="statuschange_empty_only_to_correct",
                condition=~Q(status="") | Q(corrects__isnull=False),
                violation_error_message=_("Only a correction can take a status back."),
            ),
            models.CheckConstraint(
                name="statuschange_not_its_own_correction",
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("pk")),
            ),
            models.CheckConstraint(
                name="statuschange_reason_code_fits_status",
                condition=_reason_code_fits_status(),
                violation_error_message=_("This status asks for one of its own reason codes."),
            ),
            models.CheckConstraint(
                name="statuschange_delivered_is_not_negative",
                condition=Q(delivered_quantity__isnull=True) | Q(delivered_quantity__gte=0),
            ),
        ]
        indexes = [
            models.Index(
                name="statuschange_by_day", fields=["state", "-date_latest", "-recorded_at"]
            ),
            models.Index(name="statuschange_by_recording", fields=["state", "-recorded_at"]),
        ]

    def __str__(self) -> str:
        what = self.status_label if self.status else _("a change taken back")
        return f"{self.code} {self.commitment.code}: {what}"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("status", args=[self.code])

    @property
    def status_label(self) -> str:
        """The words for the status."""
        return choices.status_label(self.status, is_standing=self.commitment.is_standing)


class Assessment(WithdrawableModel, DatedModel):
    """Somebody else's verdict on a commitment. It never overwrites our status."""

    code = code_field("A")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="assessments", help_text=_("Whose verdict.")
    )
    verdict = models.TextField(
        _("verdict"), help_text=_("What they hold, as reported; quoted only from a passage.")
    )
    mapped_status = models.CharField(
        _("as our status"),
        max_length=32,
        choices=choices.Status.choices,
        blank=True,
        help_text=_("Our mapping of their verdict; empty where none fits."),
    )

    objects = StatusChangeQuerySet.as_manager()
    public = PublicManager.from_queryset(StatusChangeQuerySet)()

    class Meta:
        constraints = [*WithdrawableModel.Meta.constraints, *DatedModel.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.code} {self.assessor}"
