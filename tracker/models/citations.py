"""Citations: why a passage or an external page is attached to something, and whose account it is."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import DatedModel, PublicManager, code_field, exactly_one, related, validate_language
from .commitments import Commitment
from .facts import Condition, Milestone
from .parties import Party
from .records import Event, Figure
from .sources import Passage
from .statuses import Assessment, StatusChange

PUBLISHED = choices.State.PUBLISHED

TARGETS = (
    "commitment",
    "event",
    "figure",
    "status_change",
    "assessment",
    "milestone",
    "condition",
)


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Which external pages there are to see."""

    def public(self) -> "ReferenceQuerySet":
        """Pages that something public cites."""
        cited = related(self.model, "citations").public.filter(reference__isnull=False)
        return self.filter(pk__in=cited.values("reference"))


class Reference(DatedModel):
    """An external page whose text is not held here: *not quoted*, never a verified quotation.

    `date` is the date of publication.
    """

    code = code_field("R")
    title = models.CharField(_("title"), max_length=300, help_text=_("Title of the page."))
    url = models.URLField(_("address"), max_length=500, help_text=_("Where it was read."))
    publisher = models.CharField(_("publisher"), max_length=300, help_text=_("Who published it."))
    language = models.CharField(
        _("language"), max_length=35, validators=[validate_language], help_text=_("BCP 47 tag.")
    )
    reliability = models.CharField(
        _("reliability"),
        max_length=32,
        choices=choices.Reliability.choices,
        help_text=_("Who stands behind the page."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Public remark on the page."))

    objects = ReferenceQuerySet.as_manager()
    public = PublicManager.from_queryset(ReferenceQuerySet)()

    class Meta(DatedModel.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.code} {self.publisher}: {self.title}"


class CitationQuerySet(models.QuerySet["Citation"]):
    """Which citations there are to see."""

    def public(self) -> "CitationQuerySet":
        """Citations of things that are public themselves."""
        return self.filter(
            # of a published record
            Q(commitment__state=PUBLISHED)
            | Q(event__state=PUBLISHED)
            | Q(figure__state=PUBLISHED)
            # of the published history and verdicts of a published commitment
            | Q(status_change__state=PUBLISHED, status_change__commitment__state=PUBLISHED)
            | Q(assessment__state=PUBLISHED, assessment__commitment__state=PUBLISHED)
            # of what belongs to a published commitment
            | Q(milestone__commitment__state=PUBLISHED)
            | Q(condition__commitment__state=PUBLISHED)
        )

    def in_order(self) -> "CitationQuerySet":
        """As the editors arranged them."""
        return self.order_by("position", "pk")


class Citation(models.Model):
    """One passage or external page, attached to one thing, with a role and a stance."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    figure = models.ForeignKey(
        Figure, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    status_change = models.ForeignKey(
        StatusChange, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    condition = models.ForeignKey(
        Condition, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=1,
        validators=[MaxValueValidator(32767)],
        help_text=_("Order within the thing it is attached to."),
    )
    passage = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        help_text=_("Exact words in an archived source."),
    )
    reference = models.ForeignKey(
        Reference,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        help_text=_("An external page, not quoted."),
    )
    role = models.CharField(
        _("role"),
        max_length=16,
        choices=choices.CitationRole.choices,
        help_text=_("What the citation does."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=16,
        choices=choices.Stance.choices,
        default=choices.Stance.SUPPORTS,
        help_text=_("What it says about the statement it is attached to."),
    )
    account_of = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cited_accounts",
        help_text=_("Whose account it is, when it is that of one party."),
    )
    account_words = models.CharField(
        _("account of"),
        max_length=200,
        blank=True,
        help_text=_("Whose account it is, when it is not that of one party."),
    )
    finding = models.TextField(
        _("finding"), blank=True, help_text=_("What the page reports, in our own words.")
    )

    objects = CitationQuerySet.as_manager()
    public = PublicManager.from_queryset(CitationQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(name="citation_of_one_thing", condition=exactly_one(*TARGETS)),
            models.CheckConstraint(
                name="citation_rests_on_one_thing", condition=exactly_one("passage", "reference")
            ),
            models.CheckConstraint(
                name="citation_of_page_has_finding",
                condition=Q(reference__isnull=True) | ~Q(finding=""),
                violation_error_message=_("Say in your own words what the page reports."),
            ),
            models.CheckConstraint(
                name="citation_primary_words_are_held",
                condition=~Q(role__in=["primary", "paraphrase"]) | Q(passage__isnull=False),
                violation_error_message=_("Primary words and paraphrases are passages."),
            ),
            *(
                models.UniqueConstraint(
                    name=f"citation_position_in_{target}",
                    fields=[target, "position"],
                    condition=Q(**{f"{target}__isnull": False}),
                )
                for target in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.passage or self.reference}"

    @property
    def is_quoted(self) -> bool:
        """Whether it rests on words that are held and checked."""
        return self.passage_id is not None
