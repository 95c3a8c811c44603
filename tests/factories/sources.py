"""Sources, captures and passages; a passage covers the whole text unless told otherwise."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tracker.lib import quotes
from tracker.lib.hashes import sha256_of_text
from tracker.models import Capture, Passage, Source


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    title = factory.Sequence(lambda n: f"Source {n}")
    short_title = factory.Sequence(lambda n: f"Source {n}")
    kind = "adopted_statement"
    language = "en"


class CaptureFactory(DjangoModelFactory):
    class Meta:
        model = Capture

    code = factory.Sequence(lambda n: f"T-S{n}")
    source = factory.SubFactory(SourceFactory)
    text = "The parties intend to meet."
    sha256 = factory.LazyAttribute(lambda capture: sha256_of_text(capture.text))
    taken_at = datetime(2024, 1, 2, tzinfo=UTC)
    method = "typed by hand"


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = Passage

    class Params:
        quote = factory.LazyAttribute(lambda p: quotes.quote_at(p.capture.text, p.start, p.end))

    code = factory.Sequence(lambda n: f"P-S{n}")
    capture = factory.SubFactory(CaptureFactory)
    start = 0
    end = factory.LazyAttribute(lambda passage: len(passage.capture.text))
    exact = factory.LazyAttribute(lambda passage: passage.quote.exact)
    prefix = factory.LazyAttribute(lambda passage: passage.quote.prefix)
    suffix = factory.LazyAttribute(lambda passage: passage.quote.suffix)
    occurrence = factory.LazyAttribute(lambda passage: passage.quote.occurrence)
    locator = "paragraph 1"
    language = "en"
