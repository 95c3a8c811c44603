"""Commitments, their categories and their topics."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import MOST_DIGITS, DatedModel, PublicManager, WithdrawableModel, code_field


class LabelQuerySet(models.QuerySet["Category | Topic"]):
    """Which categories and topics there are to see."""

    def public(self) -> "LabelQuerySet":
        """Those of published commitments."""
        return self.filter(commitments__state=choices.State.PUBLISHED).distinct()


class Category(models.Model):
    """A kind of commitment; each dataset brings its own."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Permanent."))
    name = models.CharField(_("name"), max_length=120, help_text=_("For lists and charts."))
    definition = models.TextField(_("definition"), help_text=_("What belongs here, and what not."))

    objects = LabelQuerySet.as_manager()
    public = PublicManager.from_queryset(LabelQuerySet)()

    class Meta:
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a record is about, in a word or two."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Permanent."))
    name = models.CharField(_("name"), max_length=120, help_text=_("For lists."))

    objects = LabelQuerySet.as_manager()
    public = PublicManager.from_queryset(LabelQuerySet)()

    def __str__(self) -> str:
        return self.name


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Which commitments there are to see, and in what order."""

    def public(self) -> "CommitmentQuerySet":
        """Published ones; a draft looks like a commitment that does not exist."""
        return self.filter(state=choices.State.PUBLISHED)


class Commitment(WithdrawableModel, DatedModel):
    """Something an actor undertakes, performs, demands, hopes for, proposes or holds as an aim.

    `date` is the date on which it was made. `status`, `status_since` and `current_change` are
    derived from the history by `services.statuses` alone, in the transaction that changes it.
    """

    code = code_field("C")
    title = models.CharField(_("title"), max_length=200, help_text=_("Short and neutral."))
    summary = models.TextField(_("summary"), help_text=_("Neutral, in our own words."))
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="commitments")
    modality = models.CharField(
        _("wording"),
        max_length=32,
        choices=choices.Modality.choices,
        help_text=_("The verb of the primary passage."),
    )
    verb = models.CharField(
        _("verb in the text"), max_length=200, blank=True, help_text=_("Word for word.")
    )
    bindingness = models.CharField(
        _("bindingness"),
        max_length=32,
        choices=choices.Bindingness.choices,
        help_text=_("The force of the instrument, not of the verb."),
    )
    is_standing = models.BooleanField(
        _("standing"),
        default=False,
        help_text=_("A role, rule or relation that is kept up and has no end state."),
    )
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=MOST_DIGITS,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("How much is owed, if the text gives a number."),
    )
    quantity_unit = models.CharField(
        _("unit"), max_length=80, blank=True, help_text=_("What is counted.")
    )
    quantity_words = models.CharField(
        _("quantity in the text"), max_length=200, blank=True, help_text=_("Word for word.")
    )
    recurrence = models.CharField(
        _("recurrence"), max_length=120, blank=True, help_text=_("How often it falls due again.")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="commitments")
    last_checked_date = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_("The last day on which an editor looked for new evidence."),
    )
    note = models.TextField(
        _("note to the reader"), blank=True, help_text=_("Public: how the record is to be read.")
    )
    editor_notes = models.TextField(
        _("editors’ notes"), blank=True, help_text=_("Internal; never shown in public.")
    )
    status = models.CharField(
        _("status"),
        max_length=32,
        choices=choices.Status.choices,
        blank=True,
        editable=False,
        help_text=_("Derived from the history; empty means not assessed."),
    )
    status_since = models.DateField(
        _("status since"), null=True, editable=False, help_text=_("Derived from the history.")
    )
    current_change = models.ForeignKey(
        "StatusChange",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("The status change that gives the status; derived."),
    )

    objects = CommitmentQuerySet.as_manager()
    public = PublicManager.from_queryset(CommitmentQuerySet)()

    class Meta:
        constraints = [
            *WithdrawableModel.Meta.constraints,
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                name="commitment_quantity_has_unit",
                condition=Q(quantity__isnull=True) | ~Q(quantity_unit=""),
            ),
            models.CheckConstraint(
                name="commitment_status_has_change",
                condition=Q(status="", status_since__isnull=True, current_change__isnull=True)
                | ~Q(status="") & Q(status_since__isnull=False, current_change__isnull=False),
            ),
        ]
        indexes = [models.Index(name="commitment_by_state_status", fields=["state", "status"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("commitment", args=[self.code])

    @property
    def status_label(self) -> str:
        """The words for the current status."""
        return choices.status_label(self.status, is_standing=self.is_standing)

    @property
    def status_then_label(self) -> str:
        """The words for the status it had then, of a row from `selectors.then.standing`."""
        status: str = self.status_then  # type: ignore[attr-defined]
        return choices.status_label(status, is_standing=self.is_standing)

    @property
    def change_of_status(self) -> Any:
        """The status change that gave that status, or None, of a row from `selectors.commitments.for_list`."""
        return next(iter(self.changes_then), None)  # type: ignore[attr-defined]
