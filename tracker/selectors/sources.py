"""The sources, with what rests on each."""

from django.db.models import Count, Q, QuerySet

from tracker.models import Citation, Source


def source_list() -> QuerySet[Source]:
    """All sources, each with the number of commitments that cite its words."""
    cited = Citation.public.filter(commitment__isnull=False, passage__isnull=False)
    counted = Count(
        "captures__passages__citations__commitment",
        filter=Q(captures__passages__citations__in=cited),
        distinct=True,
    )
    sources: QuerySet[Source] = Source.public.annotate(commitments=counted)
    return sources.order_by("short_title", "pk")
