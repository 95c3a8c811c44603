"""The dataset as a whole: what it is called, and the number that changes with every write."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Dataset(models.Model):
    """Name, description and licence of the record that this tracker keeps; one row."""

    name = models.SlugField(_("name"), max_length=80, help_text=_("Machine name of the package."))
    title = models.CharField(_("title"), max_length=200, help_text=_("Shown on every page."))
    description = models.TextField(
        _("description"), blank=True, help_text=_("What the record covers, in a paragraph.")
    )
    licence_name = models.CharField(
        _("licence"), max_length=80, blank=True, help_text=_("Of our own words and data.")
    )
    licence_url = models.URLField(
        _("licence address"), blank=True, help_text=_("Where the licence can be read.")
    )

    objects = models.Manager()
    # What the record is called hides nothing; the name tells readers of the code that it is public.
    public = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(name="dataset_is_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.title


class DataVersionManager(models.Manager["DataVersion"]):
    """The row that all who write take in turn."""

    def take_turn(self) -> None:
        """Wait until nobody else writes, and let nobody else write until the transaction ends.

        All who write take this row first (the guards raise its number), so what one reads after
        this holds until one has written, and no two wait for each other.
        """
        self.select_for_update().get()


class DataVersion(models.Model):
    """One row whose number is raised by every write, in the transaction of that write.

    Database triggers raise it (see `tracker.guards`), so nobody can forget to. Caches hang on it.
    """

    number = models.PositiveBigIntegerField(
        _("number"), default=0, help_text=_("Raised by every write to the record.")
    )

    objects = DataVersionManager()

    class Meta:
        constraints = [models.CheckConstraint(name="dataversion_is_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int | None:
        """How many writes the record has seen, as this transaction sees it; None where no guards count them."""
        return cls.objects.values_list("number", flat=True).first()
