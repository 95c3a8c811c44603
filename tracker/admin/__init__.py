"""The editors' admin; Django finds it here. One file a noun, on top of `base` and `review`."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import (
    accounts,
    categories,
    commitments,
    edits,
    parties,
    records,
    revisions,
    site,
    sources,
    statuses,
)

admin.site.site_header = _("Commitment tracker: the editors’ desk")
admin.site.site_title = _("Commitment tracker")
admin.site.index_title = _("The record")

__all__ = [
    "accounts",
    "categories",
    "commitments",
    "edits",
    "parties",
    "records",
    "revisions",
    "site",
    "sources",
    "statuses",
]
