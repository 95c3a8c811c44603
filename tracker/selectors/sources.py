"""The sources, with what rests on each."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tracker.models import Citation, Source


def source_list() -> QuerySet[Source]:
    """All sources, each with the number of commitments that cite its words."""
    cited = Citation.public.filter(
        passage__capture__source=OuterRef("pk"), commitment__isnull=False
    ).order_by()  # fmt: skip
    counted = cited.values("passage__capture__source").annotate(
        number=Count("commitment", distinct=True)
    )
    sources: QuerySet[Source] = Source.public.annotate(
        commitments=Coalesce(Subquery(counted.values("number")), 0)
    )
    return sources.order_by("short_title", "pk")
