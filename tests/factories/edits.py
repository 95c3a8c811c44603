"""Steps in the history of a record, and revisions, which are drafts unless told otherwise."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tracker.cells import bundles
from tracker.lib import csv_cells
from tracker.models import Edit, Revision

from .published import RECORDED_AT, publish


class EditFactory(DjangoModelFactory):
    class Meta:
        model = Edit

    table = "topics"
    key = factory.Sequence(lambda n: f"topic-{n}")
    action = "entered"
    content = factory.LazyAttribute(lambda edit: {"topics": [{"slug": edit.key, "name": "Peace"}]})
    made_at = datetime(2024, 1, 2, tzinfo=UTC)


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = Revision

    code = factory.Sequence(lambda n: f"V-S{n}")
    table = "topics"
    key = factory.Sequence(lambda n: f"topic-{n}")
    before = factory.LazyAttribute(lambda r: {"topics": [{"slug": r.key, "name": "Peace"}]})
    after = factory.LazyAttribute(lambda r: {"topics": [{"slug": r.key, "name": "Peace talks"}]})
    reason = "The talks are meant."


def changed(bundle: bundles.Bundle, **cells: str) -> bundles.Bundle:
    """The bundle with other words in the record's own row, which is its first."""
    own, *_others = bundle
    words = {name: csv_cells.escape(cell) for name, cell in cells.items()}
    return {**bundle, own: [{**bundle[own][0], **words}]}


def published_revision(record, *, before=None, after=None, recorded_at=RECORDED_AT, **values):
    """An approved revision, from what the record said to what it says, unless told otherwise."""
    now = bundles.take(record)
    revision = RevisionFactory(
        table=bundles.table_of(record).name,
        key=bundles.key_of(record),
        before=now if before is None else before,
        after=now if after is None else after,
        **values,
    )
    return publish(revision, recorded_at=recorded_at)
