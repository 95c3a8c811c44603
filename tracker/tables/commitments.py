"""How the list of commitments looks."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from tracker.models import Commitment


class CommitmentTable(tables.Table):
    """The words of the source beside our title; on a phone each row becomes a card."""

    title = tables.TemplateColumn(
        template_name="commitments/cell_title.html", verbose_name=_("Commitment"), orderable=False
    )
    words = tables.TemplateColumn(
        template_name="commitments/cell_words.html",
        verbose_name=_("In the words of the source"),
        orderable=False,
        empty_values=(),
    )
    status = tables.TemplateColumn(
        template_name="commitments/cell_status.html",
        verbose_name=_("Status"),
        orderable=False,
        empty_values=(),
    )
    due = tables.TemplateColumn(
        template_name="commitments/cell_due.html",
        verbose_name=_("Due"),
        orderable=False,
        empty_values=(),
    )

    class Meta:
        model = Commitment
        fields = ("title", "words", "status", "due")
        template_name = "components/table.html"
        orderable = False
