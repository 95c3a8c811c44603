"""Sources, the archived copies of their text, and the passages in them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.lib import quotes

from .base import DatedModel, PublicManager, code_field, related, validate_language


class SourceQuerySet(models.QuerySet["Source"]):
    """Which sources there are to see."""

    def public(self) -> "SourceQuerySet":
        """Sources with a passage that something public rests on."""
        return self.filter(pk__in=Passage.public.values("capture__source"))


class Source(DatedModel):
    """A document: who published it, when, and whether its full text may be shown."""

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Permanent; part of the address.")
    )
    title = models.CharField(_("title"), max_length=300, help_text=_("As the document gives it."))
    short_title = models.CharField(
        _("short title"), max_length=80, help_text=_("Ours, for lists and beside quotations.")
    )
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True, help_text=_("If any."))
    kind = models.CharField(
        _("kind"),
        max_length=32,
        choices=choices.SourceKind.choices,
        help_text=_("What kind of document it is."),
    )
    publisher = models.CharField(
        _("publisher"), max_length=300, blank=True, help_text=_("Who published it.")
    )
    author = models.CharField(
        _("author"), max_length=300, blank=True, help_text=_("Who wrote it, if the source says.")
    )
    document_symbol = models.CharField(
        _("document symbol"), max_length=80, blank=True, help_text=_("Official number, if any.")
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        validators=[validate_language],
        help_text=_("BCP 47 tag of the text."),
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("Only an address that the source itself states."),
    )
    located_url = models.URLField(
        _("located address"),
        max_length=500,
        blank=True,
        help_text=_("An address found by the editors, not stated in the source."),
    )
    located_note = models.TextField(
        _("note on the located address"), blank=True, help_text=_("How it was found.")
    )
    rights_note = models.TextField(
        _("rights note"), blank=True, help_text=_("What the source says about its rights.")
    )
    is_full_text_public = models.BooleanField(
        _("full text public"),
        default=False,
        help_text=_("Otherwise only the cited passages are shown, with a little context."),
    )
    reliability_note = models.TextField(
        _("what it can show"),
        blank=True,
        help_text=_("Public: what this source is good evidence for, and what not."),
    )

    objects = SourceQuerySet.as_manager()
    public = PublicManager.from_queryset(SourceQuerySet)()

    class Meta(DatedModel.Meta):
        pass

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        """The reader."""
        return reverse("source", args=[self.slug])


class CaptureQuerySet(models.QuerySet["Capture"]):
    """Which captures there are to see."""

    def public(self) -> "CaptureQuerySet":
        """Captures with a passage that something public rests on."""
        return self.filter(pk__in=Passage.public.values("capture"))


class Capture(models.Model):
    """One archived copy of a source's text. The database refuses to change or delete it."""

    code = code_field("T")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="captures")
    text = models.TextField(_("text"), help_text=_("The text as it was captured, in Unicode."))
    sha256 = models.CharField(
        _("SHA-256"), max_length=64, editable=False, help_text=_("Of the text as UTF-8.")
    )
    taken_at = models.DateTimeField(_("taken at"), help_text=_("When the copy was made (UTC)."))
    taken_by = models.ForeignKey(
        "auth.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who made it; empty when it came with a data package."),
    )
    method = models.CharField(
        _("method"), max_length=200, help_text=_("How the text was taken from the document.")
    )
    original = models.FileField(
        _("original file"),
        upload_to="originals",
        blank=True,
        help_text=_("The file the text was taken from, if any."),
    )

    objects = CaptureQuerySet.as_manager()
    public = PublicManager.from_queryset(CaptureQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(name="capture_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="capture_sha256_is_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PassageQuerySet(models.QuerySet["Passage"]):
    """Which passages there are to see."""

    def public(self) -> "PassageQuerySet":
        """Passages that something public cites, or that give a public deadline."""
        citations, deadlines = related(self.model, "citations"), related(self.model, "deadlines")
        return self.filter(
            Q(pk__in=citations.public.filter(passage__isnull=False).values("passage"))
            | Q(pk__in=deadlines.public.filter(passage__isnull=False).values("passage"))
        )


class Passage(models.Model):
    """Exact words in a capture. The words and where they stand never change."""

    code = code_field("P")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField(
        _("start"), help_text=_("First character, counted in Unicode code points from 0.")
    )
    end = models.PositiveIntegerField(
        _("end"), help_text=_("The character after the last one, in code points.")
    )
    exact = models.TextField(_("exact words"), help_text=_("As they stand in the capture."))
    prefix = models.CharField(
        _("before"), max_length=32, blank=True, help_text=_("Up to 32 characters before.")
    )
    suffix = models.CharField(
        _("after"), max_length=32, blank=True, help_text=_("Up to 32 characters after.")
    )
    occurrence = models.PositiveIntegerField(
        _("occurrence"), help_text=_("Which occurrence of these words it is, from 1.")
    )
    locator = models.CharField(
        _("locator"), max_length=80, help_text=_("Page or paragraph, for people.")
    )
    language = models.CharField(
        _("language"), max_length=35, validators=[validate_language], help_text=_("BCP 47 tag.")
    )
    translation = models.TextField(_("translation"), blank=True, help_text=_("If needed."))
    translated_by = models.CharField(
        _("translated by"), max_length=200, blank=True, help_text=_("Whose translation it is.")
    )
    checked_at = models.DateTimeField(
        _("checked at"),
        null=True,
        editable=False,
        help_text=_("When it was last compared with the capture, word for word (UTC)."),
    )
    check_failure = models.CharField(
        _("failure of the last check"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("Empty when the words stood in the capture as recorded."),
    )

    objects = PassageQuerySet.as_manager()
    public = PublicManager.from_queryset(PassageQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(name="passage_is_not_empty", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(name="passage_counts_from_one", condition=Q(occurrence__gte=1)),
            models.UniqueConstraint(
                name="passage_once_per_place", fields=["capture", "start", "end"]
            ),
            models.CheckConstraint(
                name="passage_translation_has_translator",
                condition=Q(translation="") | ~Q(translated_by=""),
            ),
        ]

    def __str__(self) -> str:
        words = self.exact if len(self.exact) <= 60 else self.exact[:59] + "…"
        return f"{self.code}: “{words}”"

    def get_absolute_url(self) -> str:
        """The permanent address of the words; it leads into the reader."""
        return reverse("passage", args=[self.code])

    def get_reader_url(self) -> str:
        """The reader of the source, with these words marked and in view."""
        return f"{self.capture.source.get_absolute_url()}?p={self.code}#p{self.code}"

    @property
    def quote(self) -> quotes.Quote:
        """Where the words stand, for comparison with a text."""
        return quotes.Quote(
            self.start, self.end, self.exact, self.prefix, self.suffix, self.occurrence
        )
