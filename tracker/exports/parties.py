"""The columns of the export of parties, in order; also its data dictionary."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from tracker.exports.columns import DAYS, Column, Context, Reads, Table, names
from tracker.lib.clocks import Clocks
from tracker.models import Party
from tracker.selectors.many import Many


def _reads(_clocks: Clocks) -> Reads:
    parent = Party.public.filter(children=OuterRef("pk")).order_by("pk")
    named = Party.public.filter(pk=OuterRef("pk"), names__isnull=False)
    others = named.order_by("names__name", "names__kind")
    return {
        "parent": Subquery(parent.values("slug")[:1]),
        "others": Many(others, "names__name", "names__language"),
    }


def _names(_context: Context, others: list[list[str]]) -> str:
    return names(f"{name} ({language})" if language else name for name, language in others)


COLUMNS = (
    Column("slug", "Permanent short name of the party, as in its address.", ("slug",)),
    Column("name", "Full name.", ("name",)),
    Column("short_name", "Name in lists and charts.", ("short_name",)),
    Column("type", "What kind of party it is.", ("type",)),
    Column("iso_code", "ISO 3166-1 alpha-2, of states only.", ("iso_code",)),
    Column("parent", "Slug of the party that it is an organ or part of.", ("parent",)),
    Column("names", "Other names and spellings, each with its language, divided by semicolons.",
           ("others",), _names),
    Column("note", "Remark to the reader.", ("note",)),
    Column("permalink", "Permanent address of the party.", ("slug",),
           lambda x, slug: x.address("party", slug), format="uri"),
    *DAYS,
)  # fmt: skip

TABLE = Table("parties", _("Parties"), COLUMNS, _reads, key="slug")
