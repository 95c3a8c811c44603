"""The sources, with what rests on each."""

from django.db.models import Count, Q, QuerySet

from tracker.lib.clocks import Clocks
from tracker.models import Citation, Commitment, Source
from tracker.selectors import then


def source_list(clocks: Clocks) -> QuerySet[Source]:
    """All sources, each with the number of commitments there then that cite its words.

    A source is evidence, which may be younger than what it reports.
    """
    there = then.there(Commitment.public.all(), clocks).values("pk")
    cited = Citation.public.filter(commitment__in=there, passage__isnull=False)
    counted = Count(
        "captures__passages__citations__commitment",
        filter=Q(captures__passages__citations__in=cited),
        distinct=True,
    )
    sources: QuerySet[Source] = Source.public.annotate(commitments=counted)
    return sources.order_by("short_title", "pk")
