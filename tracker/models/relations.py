"""Relations between records: reciprocal, part of, in tension with, carried out by an event."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import PublicManager, exactly_one, or_nothing
from .commitments import Commitment
from .records import Event, Figure

PUBLISHED = choices.State.PUBLISHED
RECORDS = ("commitment", "event", "figure")


class RelationQuerySet(models.QuerySet["Relation"]):
    """Which relations there are to see."""

    def public(self) -> "RelationQuerySet":
        """Relations with a published record at both ends."""
        return self.filter(*(_end_is_published(end) for end in ("from", "to")))


def _end_is_published(end: str) -> Q:
    published = Q()
    for record in RECORDS:
        published |= Q(**{f"{end}_{record}__state": PUBLISHED})
    return published


def _ends_differ() -> Q:
    differ = Q()
    for record in RECORDS:
        either_is_none = Q(**{f"from_{record}__isnull": True}) | Q(**{f"to_{record}__isnull": True})
        differ &= either_is_none | ~Q(**{f"from_{record}": F(f"to_{record}")})
    return differ


class Relation(models.Model):
    """One record stands in this relation to another; reciprocal is not conditional."""

    from_commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="relations_from"
    )
    from_event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="relations_from"
    )
    from_figure = models.ForeignKey(
        Figure, on_delete=models.CASCADE, null=True, blank=True, related_name="relations_from"
    )
    kind = models.CharField(
        _("kind"),
        max_length=32,
        choices=choices.RelationKind.choices,
        help_text=_("Read it as: the first record … the second."),
    )
    to_commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="relations_to"
    )
    to_event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="relations_to"
    )
    to_figure = models.ForeignKey(
        Figure, on_delete=models.PROTECT, null=True, blank=True, related_name="relations_to"
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Public: why, in one sentence."))

    objects = RelationQuerySet.as_manager()
    public = PublicManager.from_queryset(RelationQuerySet)()

    class Meta:
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"relation_{end}_one_record",
                    condition=exactly_one(*(f"{end}_{record}" for record in RECORDS)),
                )
                for end in ("from", "to")
            ),
            models.CheckConstraint(
                name="relation_not_to_itself",
                condition=_ends_differ(),
            ),
            models.UniqueConstraint(
                *(or_nothing(f"from_{record}") for record in RECORDS),
                "kind",
                *(or_nothing(f"to_{record}") for record in RECORDS),
                name="relation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.get_kind_display()} {self.target}"

    @property
    def origin(self) -> "Commitment | Event | Figure":
        """The record it starts from."""
        return self.from_commitment or self.from_event or self.from_figure  # type: ignore[return-value]

    @property
    def target(self) -> "Commitment | Event | Figure":
        """The record it leads to."""
        return self.to_commitment or self.to_event or self.to_figure  # type: ignore[return-value]
