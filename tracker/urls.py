"""The site map: one line per public address."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tracker.lib import codes
from tracker.views import (
    calendar,
    commitments,
    compare,
    data,
    embeds,
    feeds,
    files,
    matrix,
    overview,
    pairs,
    parties,
    records,
    revisions,
    sources,
    statuses,
)


class CodeConverter(StringConverter):
    """A public code; anything else is an address that does not exist."""

    regex = codes.PATTERN.pattern


register_converter(CodeConverter, "code")

# commitments.csv, statuses.xlsx, passages.csv-metadata.json ...: every table in every form.
_files = [
    path(f"{table}.{form}", files.file, {"table": table, "form": form}, name=f"{table}-{form}")
    for table in files.TABLES
    for form in files.FORMS
]

_feeds = [
    path(f"statuses.{form}", feeds.feed, {"form": form}, name=f"statuses-{form}")
    for form in feeds.FORMS
]

urlpatterns = [
    *_files,
    *_feeds,
    path("", overview.index, name="overview"),
    path("over-time.csv", overview.over_time_csv, name="over-time-csv"),
    path("commitments/", commitments.commitment_list, name="commitments"),
    path("commitments/<code:code>/", commitments.commitment, name="commitment"),
    path(
        "commitments/<code:code>/revisions/",
        revisions.commitment_revisions,
        name="commitment-revisions",
    ),
    path("statuses/", statuses.status_list, name="statuses"),
    path("statuses/<code:code>/", statuses.status, name="status"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("passages/<code:code>/", sources.passage, name="passage"),
    path("parties/", parties.party_list, name="parties"),
    path("parties/<slug:slug>/", parties.party, name="party"),
    path("events/", records.event_list, name="events"),
    path("figures/", records.figure_list, name="figures"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs.csv", pairs.pairs_csv, name="pairs-csv"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.csv", calendar.calendar_csv, name="calendar-csv"),
    path("calendar.ics", calendar.calendar_ics, name="calendar-ics"),
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare-csv"),
    path("matrix/", matrix.matrix_page, name="matrix"),
    path("matrix.csv", matrix.matrix_csv, name="matrix-csv"),
    path("embed/status/", embeds.status, name="embed-status"),
    path("embed/commitments/<code:code>/", embeds.commitment, name="embed-commitment"),
    path("oembed.json", embeds.oembed, name="oembed"),
    path("data/", data.data, name="data"),
    path("accessibility/", data.accessibility, name="accessibility"),
    path("sitemap.xml", data.sitemap, name="sitemap"),
    path("method/", records.method, name="method"),
    path("corrections/", revisions.corrections, name="corrections"),
]
