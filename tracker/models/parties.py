"""Parties, the names they have had, and addresses that have moved."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker import choices

from .base import PublicManager, exactly_one, related, validate_language

# Where a record can name a party: the relation as the party sees it, and the field at its far end.
_NAMED_BY = {
    "participations": "party",
    "cited_accounts": "account_of",
    "status_changes": "party",
    "assessments": "assessor",
    "milestones": "party",
    "conditions_stated": "claimant",
    "conditions_disputed": "disputed_by",
}


class PartyQuerySet(models.QuerySet["Party"]):
    """Which parties there are to see."""

    def public(self) -> "PartyQuerySet":
        """Parties that something public names."""
        named = Q()
        for relation, field in _NAMED_BY.items():
            rows = related(self.model, relation).public.filter(**{f"{field}__isnull": False})
            named |= Q(pk__in=rows.values(field))
        return self.filter(named)


class Party(models.Model):
    """A state, organ, organisation, movement, person or group that has a role in a record."""

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Permanent; part of the address.")
    )
    name = models.CharField(_("name"), max_length=300, help_text=_("Full name, in our language."))
    short_name = models.CharField(
        _("short name"), max_length=120, help_text=_("For lists, tables and charts.")
    )
    type = models.CharField(
        _("type"),
        max_length=32,
        choices=choices.PartyType.choices,
        help_text=_("What kind of party it is."),
    )
    iso_code = models.CharField(
        _("ISO code"),
        max_length=2,
        blank=True,
        help_text=_("ISO 3166-1 alpha-2, for states only."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text=_("The party it is an organ or part of."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("Public remark, for example what it must not be mixed with."),
    )

    objects = PartyQuerySet.as_manager()
    public = PublicManager.from_queryset(PartyQuerySet)()

    class Meta:
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                name="party_iso_code_only_for_states", condition=Q(iso_code="") | Q(type="state")
            ),
            models.CheckConstraint(
                name="party_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("party", args=[self.slug])


class PartyName(models.Model):
    """Another name of a party, with its language and period."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=300, help_text=_("As it is written."))
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=choices.NameKind.choices,
        help_text=_("What sort of name it is."),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        validators=[validate_language],
        blank=True,
        help_text=_("BCP 47 tag, for example az or hy."),
    )
    valid_from = models.CharField(
        _("from"), max_length=10, blank=True, help_text=_("Year, month or day: 1991, 1991-12.")
    )
    valid_to = models.CharField(
        _("to"), max_length=10, blank=True, help_text=_("Year, month or day: 2011-06-28.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Public remark."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="partyname_once_per_kind", fields=["party", "name", "kind"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerSlugQuerySet(models.QuerySet["FormerSlug"]):
    """Which former addresses lead anywhere."""

    def public(self) -> "FormerSlugQuerySet":
        """Those of public parties and sources."""
        sources = related(self.model, "source").public
        return self.filter(
            Q(party__in=Party.public.values("pk")) | Q(source__in=sources.values("pk"))
        )


class FormerSlug(models.Model):
    """An address that a party or source once had; it redirects to the present one."""

    slug = models.SlugField(
        _("former slug"), max_length=80, help_text=_("The address it once had.")
    )
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, blank=True, related_name="former_slugs"
    )
    source = models.ForeignKey(
        "Source", on_delete=models.CASCADE, null=True, blank=True, related_name="former_slugs"
    )

    objects = FormerSlugQuerySet.as_manager()
    public = PublicManager.from_queryset(FormerSlugQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="formerslug_of_one_thing", condition=exactly_one("party", "source")
            ),
            models.UniqueConstraint(
                name="formerslug_party_unique", fields=["slug"], condition=Q(party__isnull=False)
            ),
            models.UniqueConstraint(
                name="formerslug_source_unique", fields=["slug"], condition=Q(source__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.slug
