"""Imports: an uploaded spreadsheet, how its columns are read, and which record each row became."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .edits import OfRecord

# The tables whose rows can be imported, and what they are called.
IMPORTED = {"commitments": _("Commitments"), "status_changes": _("Status changes")}


class ImportMapping(models.Model):
    """How the spreadsheets of one list are read; kept under its name for the next time."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("Of the list whose rows are read so.")
    )
    table = models.CharField(
        _("rows"), max_length=40, choices=IMPORTED, help_text=_("What each row holds.")
    )
    rules = models.JSONField(
        _("rules"),
        help_text=_("Which column is which, whose words are which, how dates are written."),
    )

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """A spreadsheet that an editor uploaded. Nothing of it is written until the editor confirms."""

    table = models.CharField(
        _("rows"), max_length=40, choices=IMPORTED, help_text=_("What each row holds.")
    )
    file = models.FileField(_("file"), upload_to="imports", help_text=_("CSV or XLSX."))
    name = models.CharField(_("file name"), max_length=200, help_text=_("As it was uploaded."))
    sha256 = models.CharField(_("SHA-256"), max_length=64, help_text=_("Of the file."))
    encoding = models.CharField(
        _("encoding"), max_length=20, blank=True, help_text=_("Of a CSV file; empty: found out.")
    )
    delimiter = models.CharField(
        _("delimiter"), max_length=1, blank=True, help_text=_("Of a CSV file; empty: found out.")
    )
    sheet = models.TextField(
        _("sheet"), blank=True, help_text=_("Of a workbook; empty: the first.")
    )
    origin = models.CharField(
        _("list"),
        max_length=80,
        blank=True,
        help_text=_("The name under which its mapping is kept; empty for our own columns."),
    )
    rules = models.JSONField(
        _("rules"),
        default=dict,
        help_text=_("Which column is which, whose words are which, how dates are written."),
    )
    brings_back = models.BooleanField(
        _("brings back what was deleted"),
        default=False,
        help_text=_("Whether rows whose records were deleted here are entered anew."),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), help_text=_("When (UTC)."))
    uploaded_by = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text=_("Who.")
    )
    confirmed_at = models.DateTimeField(
        _("imported at"), null=True, help_text=_("When it was written (UTC).")
    )
    counts = models.JSONField(
        _("counts"), default=dict, help_text=_("How many rows were new, changed, and so on.")
    )
    report = models.FileField(
        _("report"),
        upload_to="imports",
        blank=True,
        help_text=_("CSV: what became of each row, and why some were left out."),
    )

    def __str__(self) -> str:
        return self.name


class ImportedRow(OfRecord):
    """A row that was imported: what its list calls it, which record it became, and what it said."""

    origin = models.CharField(
        _("list"), max_length=80, blank=True, help_text=_("Empty for our own columns.")
    )
    original_id = models.CharField(
        _("identifier in the original"), max_length=200, help_text=_("Word for word.")
    )
    original = models.JSONField(_("original"), help_text=_("The row as it was, word for word."))
    cells = models.JSONField(_("cells"), help_text=_("The row as it was read, in our columns."))
    line = models.PositiveIntegerField(_("line"), help_text=_("Where it stood in the file."))
    imported = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="rows", help_text=_("The latest file.")
    )
    made_in = models.ForeignKey(
        Import,
        on_delete=models.PROTECT,
        null=True,
        related_name="made",
        help_text=_("The file whose row made the record; empty when it was there before."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="importedrow_once_per_list", fields=["table", "origin", "original_id"]
            )
        ]
        indexes = [models.Index(name="importedrow_of_record", fields=["table", "key"])]

    def __str__(self) -> str:
        return f"{self.origin} {self.original_id}".strip()
