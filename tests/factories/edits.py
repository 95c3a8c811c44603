"""Steps in the history of a record, and revisions, which are drafts unless told otherwise."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tracker.models import Edit, Revision


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
