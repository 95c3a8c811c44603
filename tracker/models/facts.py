"""What belongs to a commitment: who has which role, when it is due, treaty steps, conditions."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import DatedModel, PublicManager, exactly_one, or_nothing
from .commitments import Commitment
from .parties import Party
from .records import Event, Figure
from .sources import Passage

PUBLISHED = choices.State.PUBLISHED


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Which roles there are to see."""

    def public(self) -> "ParticipationQuerySet":
        """Roles in published records."""
        return self.filter(
            Q(commitment__state=PUBLISHED) | Q(event__state=PUBLISHED) | Q(figure__state=PUBLISHED)
        )


class Participation(models.Model):
    """The role of a party in a commitment, an event or a reported figure."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    figure = models.ForeignKey(
        Figure, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(
        _("role"),
        max_length=32,
        choices=choices.Role.choices,
        help_text=_("What the party has to do with the record."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Public remark."))

    objects = ParticipationQuerySet.as_manager()
    public = PublicManager.from_queryset(ParticipationQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="participation_in_one_record",
                condition=exactly_one("commitment", "event", "figure"),
            ),
            *(
                models.UniqueConstraint(
                    name=f"participation_once_per_{record}_role",
                    fields=[record, "party", "role"],
                    condition=Q(**{f"{record}__isnull": False}),
                )
                for record in ("commitment", "event", "figure")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.party}"


class OfCommitmentQuerySet(models.QuerySet[Any]):
    """Which of the things that belong to a commitment there are to see."""

    def public(self) -> "OfCommitmentQuerySet":
        """Those of published commitments."""
        return self.filter(commitment__state=PUBLISHED)


class Deadline(DatedModel):
    """When a commitment is due. The original and every re-dating are kept; `date` is the due date."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="deadlines")
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=1,
        validators=[MaxValueValidator(32767)],
        help_text=_("1 is the original, each re-dating one more."),
    )
    in_force_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Since when this date applies.")
    )
    passage = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines",
        help_text=_("The words that set it."),
    )

    objects = OfCommitmentQuerySet.as_manager()
    public = PublicManager.from_queryset(OfCommitmentQuerySet)()

    class Meta:
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                name="deadline_once_per_position", fields=["commitment", "position"]
            ),
            models.CheckConstraint(name="deadline_counts_from_one", condition=Q(position__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.code} due {self.date_words or self.date_latest}"


class Milestone(DatedModel):
    """A step of a treaty, with its own citation."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    step = models.CharField(
        _("step"),
        max_length=16,
        choices=choices.MilestoneStep.choices,
        help_text=_("Agreed, initialled, signed, ratified and in force are different facts."),
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        help_text=_("Who took the step, where each side takes it alone."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Public remark."))

    objects = OfCommitmentQuerySet.as_manager()
    public = PublicManager.from_queryset(OfCommitmentQuerySet)()

    class Meta:
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                "commitment", "step", or_nothing("party"), name="milestone_once_per_step_and_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.code} {self.get_step_display()}"


class Condition(DatedModel):
    """A condition that somebody states for a commitment; `date` is when it was met, if it was."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=1,
        validators=[MaxValueValidator(32767)],
        help_text=_("Order within the commitment."),
    )
    text = models.TextField(_("condition"), help_text=_("Neutral, in our own words."))
    claimant = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="conditions_stated",
        help_text=_("Who states it."),
    )
    disputed_by = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conditions_disputed",
        help_text=_("Who says otherwise."),
    )
    dispute = models.TextField(
        _("the other view"), blank=True, help_text=_("What the other party says.")
    )
    is_met = models.BooleanField(
        _("met"), default=False, help_text=_("Whether evidence shows that it was met.")
    )
    is_in_text = models.BooleanField(
        _("in the text"),
        default=False,
        help_text=_("Whether the instrument states it, or a party did so later."),
    )

    objects = OfCommitmentQuerySet.as_manager()
    public = PublicManager.from_queryset(OfCommitmentQuerySet)()

    class Meta:
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                name="condition_once_per_position", fields=["commitment", "position"]
            ),
            models.CheckConstraint(
                name="condition_date_only_when_met",
                condition=Q(is_met=True) | Q(date_precision="unknown"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.code}: {self.text[:60]}"
