"""What several models share: codes, dates with precision, publication, the public door."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.lib import codes, dates

validate_code = RegexValidator(
    rf"^{codes.PATTERN.pattern}\Z",
    _("Use letters, digits and hyphens, at most 64, beginning with a letter or digit."),
)


# SQLite keeps decimals as floating point numbers, which are exact up to so many digits.
MOST_DIGITS = 15


validate_language = RegexValidator(
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z",
    _("Give the tag of a language, for example en, az, hy or ru-Latn."),
)


def code_field(letter: str) -> "models.CharField[str, str]":
    """A public, permanent code; random unless somebody names the record."""
    return models.CharField(
        _("code"),
        max_length=64,
        unique=True,
        default=partial(codes.new_code, letter),
        validators=[validate_code],
        help_text=_("Permanent; part of the public address."),
    )


def exactly_one(*names: str) -> Q:
    """The condition that one and only one of the named fields is set."""
    either = Q()
    for chosen in names:
        either |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return either


def or_nothing(name: str) -> Coalesce:
    """A foreign key for a unique constraint in which two empty ones are the same."""
    return Coalesce(name, models.Value(0), output_field=models.BigIntegerField())


def related(model: type[models.Model], name: str) -> Any:
    """The model at the other end of a relation, for rules that span models of several modules."""
    return model._meta.get_field(name).related_model


class PublicManager(models.Manager[Any]):
    """The one door to what anybody may see: every public page, count and export starts here.

    The rule itself is the queryset method `public()` beside each model. What is public because
    something else is, is asked for with `pk__in`, one list for all rows: an `Exists` for each row is
    planned badly by PostgreSQL while it has no statistics, and then takes minutes.
    """

    def get_queryset(self) -> Any:
        """Only public rows."""
        return self._public.using(self._db)

    @cached_property
    def _public(self) -> Any:
        # The rule is the same at any time, and put together once: of some it takes milliseconds.
        return super().get_queryset().public()  # type: ignore[attr-defined]

    def withdrawn(self) -> Any:
        """Rows that were public and whose address now answers 410 with the reason."""
        return super().get_queryset().filter(state=choices.State.WITHDRAWN)

    def once(self) -> Any:
        """All rows, to name those that an approved revision names: something public rested on them."""
        return super().get_queryset()


class DatedModel(models.Model):
    """A date as the source gives it: two bounds, a precision, the words, and where it comes from."""

    date_earliest = models.DateField(
        _("earliest day"), null=True, blank=True, help_text=_("First day it can be.")
    )
    date_latest = models.DateField(
        _("latest day"), null=True, blank=True, help_text=_("Last day it can be.")
    )
    date_precision = models.CharField(
        _("precision"),
        max_length=16,
        choices=choices.Precision.choices,
        default=choices.Precision.UNKNOWN,
        help_text=_("How precisely the date is known."),
    )
    date_words = models.CharField(
        _("words of the source"),
        max_length=200,
        blank=True,
        help_text=_("The date as the source writes it, word for word."),
    )
    date_basis = models.CharField(
        _("basis of the date"),
        max_length=500,
        blank=True,
        help_text=_("Where the date comes from, in our words."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_date_bounds_fit_precision",
                condition=Q(
                    date_precision__in=["day", "month", "year", "range", "between"],
                    date_earliest__isnull=False,
                    date_latest__isnull=False,
                )
                | Q(date_precision="before", date_earliest__isnull=True, date_latest__isnull=False)
                | Q(date_precision="after", date_earliest__isnull=False, date_latest__isnull=True)
                | Q(
                    date_precision__in=dates.UNDATED,
                    date_earliest__isnull=True,
                    date_latest__isnull=True,
                ),
                violation_error_message=_("The days given do not fit the precision."),
            ),
            models.CheckConstraint(
                name="%(class)s_date_bounds_are_ordered",
                condition=Q(date_earliest__isnull=True)
                | Q(date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                violation_error_message=_("The earliest day is after the latest day."),
            ),
            models.CheckConstraint(
                name="%(class)s_date_day_is_one_day",
                condition=~Q(date_precision="day") | Q(date_earliest=F("date_latest")),
                violation_error_message=_("A date known to the day has one day."),
            ),
        ]

    @property
    def date(self) -> dates.FuzzyDate:
        """The bounds and the precision together."""
        return dates.FuzzyDate(self.date_earliest, self.date_latest, self.date_precision)

    @date.setter
    def date(self, value: dates.FuzzyDate) -> None:
        self.date_earliest, self.date_latest = value.earliest, value.latest
        self.date_precision = value.precision

    def clean(self) -> None:
        """Say in words why the days do not fit the precision."""
        super().clean()
        if problem := self.date.problem():
            raise ValidationError({"date_precision": problem})


class PublishedModel(models.Model):
    """A record that a first person enters and a second person publishes."""

    state = models.CharField(
        _("state"),
        max_length=16,
        choices=choices.State.choices,
        default=choices.State.DRAFT,
        editable=False,
        help_text=_("Draft, in review, published or withdrawn; moved by the review alone."),
    )
    recorded_at = models.DateTimeField(
        _("recorded at"),
        null=True,
        editable=False,
        help_text=_("When it entered the public record (UTC)."),
    )
    recorded_by = models.ForeignKey(
        "auth.User",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Who entered it; empty when it came with a data package."),
    )
    reviewed_by = models.ForeignKey(
        "auth.User",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Who approved it; never the person who entered it."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_recorded_when_published",
                condition=Q(state__in=["draft", "in_review"], recorded_at__isnull=True)
                | Q(state__in=["published", "withdrawn"], recorded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_reviewer_is_not_author",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("recorded_by")),
            ),
        ]

    @property
    def is_published(self) -> bool:
        """Whether anybody may see it."""
        return self.state == choices.State.PUBLISHED


class WithdrawableModel(PublishedModel):
    """A published record that can be taken back, with a reason that stays public."""

    withdrawn_at = models.DateTimeField(
        _("withdrawn at"), null=True, editable=False, help_text=_("When it was taken back (UTC).")
    )
    withdrawn_reason = models.TextField(
        _("reason of withdrawal"),
        blank=True,
        editable=False,
        help_text=_("Public: shown at the address of the record."),
    )

    class Meta:
        abstract = True
        constraints = [
            *PublishedModel.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_reason",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_after_recorded",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("recorded_at")),
            ),
        ]
