"""External pages and citations; a citation is of a draft commitment unless told otherwise."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.commitments import CommitmentFactory
from tests.factories.sources import PassageFactory
from tracker.models import TARGETS, Citation, Reference


class ReferenceFactory(DjangoModelFactory):
    class Meta:
        model = Reference

    code = factory.Sequence(lambda n: f"R-S{n}")
    title = "A page"
    url = "https://news.example/page"
    publisher = "A publisher"
    language = "en"
    reliability = "established_news"


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = Citation

    position = factory.Sequence(lambda n: n % 30_000 + 1)
    role = "evidence"

    @classmethod
    def _create(cls, model_class, *args, **values):
        if not values.keys() & set(TARGETS):
            values["commitment"] = CommitmentFactory()
        if "reference" in values:
            values.setdefault("finding", "What the page reports.")
        elif "passage" not in values:
            values["passage"] = PassageFactory()
        return super()._create(model_class, *args, **values)
