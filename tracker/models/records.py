"""Events and reported figures: what the sources report, beside what was committed to."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import MOST_DIGITS, DatedModel, PublicManager, WithdrawableModel, code_field
from .commitments import Topic


class RecordQuerySet(models.QuerySet[Any]):
    """Which events and figures there are to see."""

    def public(self) -> "RecordQuerySet":
        """Published ones."""
        return self.filter(state=choices.State.PUBLISHED)


class RecordModel(WithdrawableModel, DatedModel):
    """What an event and a reported figure have in common."""

    title = models.CharField(_("title"), max_length=200, help_text=_("Short and neutral."))
    summary = models.TextField(_("summary"), help_text=_("Neutral, in our own words."))
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    note = models.TextField(
        _("note to the reader"), blank=True, help_text=_("Public: how the record is to be read.")
    )
    editor_notes = models.TextField(
        _("editors’ notes"), blank=True, help_text=_("Internal; never shown in public.")
    )

    objects = RecordQuerySet.as_manager()
    public = PublicManager.from_queryset(RecordQuerySet)()

    class Meta:
        abstract = True
        constraints = [*WithdrawableModel.Meta.constraints, *DatedModel.Meta.constraints]


class Event(RecordModel):
    """A dated thing that a source reports as having happened; it may carry out a commitment."""

    code = code_field("X")

    class Meta(RecordModel.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Its place on the page of events."""
        return reverse("events") + f"#{self.code}"


class Figure(RecordModel):
    """A number somebody reports for a state of affairs; never summed, never subtracted.

    `date` is the date of the report.
    """

    code = code_field("F")
    value = models.CharField(_("value"), max_length=80, help_text=_("As the source states it."))
    number = models.DecimalField(
        _("number"),
        max_digits=MOST_DIGITS,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The value as a number, if it is one."),
    )
    unit = models.CharField(_("unit"), max_length=120, help_text=_("What is counted."))
    hedge = models.CharField(
        _("hedge"), max_length=80, blank=True, help_text=_("The source’s own caution: “may be”.")
    )

    class Meta(RecordModel.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Its place on the page of reported figures."""
        return reverse("figures") + f"#{self.code}"
