"""A small public record that uses every field a page shows, in words of the caller's choice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests import factories
from tracker.cells import bundles
from tracker.lib import csv_cells, quotes
from tracker.models import Capture, Commitment, Passage, Source
from tracker.services import statuses

TODAY = date(2024, 6, 1)
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)

PARAGRAPHS = (
    "Preamble of the statement.",
    "The first side meets the second side as a gesture of goodwill, and the second side meets it"
    " as a gesture of goodwill.",
    "The end.",
)
TEXT = "\n\n".join(PARAGRAPHS)

Say = Callable[[str], str]


def plainly(field: str) -> str:
    """Words that tell which field they stand in."""
    return f"the {field}"


@dataclass
class Rich:
    """What tests ask for by name."""

    commitment: Commitment
    pair: Commitment
    withdrawn: Commitment
    source: Source
    withheld: Source
    capture: Capture
    passage: Passage


def marked(capture: Capture, exact: str, *, occurrence: int = 1, **values) -> Passage:
    """A passage of these words, the second time they stand there if need be."""
    start = quotes.find_all(capture.text, exact)[occurrence - 1]
    return factories.PassageFactory(capture=capture, start=start, end=start + len(exact), **values)


def cited(passage: Passage, **values) -> Commitment:
    """A published commitment that rests on the passage."""
    commitment = factories.CommitmentFactory(**values)
    factories.CitationFactory(commitment=commitment, passage=passage, role="primary", position=1)
    return factories.publish(commitment)


def rich(say: Say = plainly, *, text: str = TEXT) -> Rich:
    """Rows in every table, all of them public or withdrawn."""
    factories.DatasetFactory(
        title=say("dataset title"), description=say("dataset description"),
        licence_name=say("licence"), licence_url="https://licence.example/",
    )  # fmt: skip
    facts = _parties(say) | _sources(say, text)
    main, pair, withdrawn = _commitments(say, facts)
    _belongings(say, facts, main)
    _history(say, facts, main)
    _records(say, facts, main)
    factories.RelationFactory(
        from_commitment=main, kind="reciprocal_to", to_commitment=pair, note=say("pair note")
    )
    _revision(say, main)
    return Rich(
        main, pair, withdrawn, facts["source"], facts["withheld"], facts["capture"], facts["words"]
    )


def _parties(say: Say) -> dict:
    state = factories.PartyFactory(
        slug="state", name=say("party name"), short_name=say("party short name"), note=say("party note")
    )  # fmt: skip
    organ = factories.PartyFactory(
        slug="organ", name=say("organ name"), short_name=say("organ short name"), type="state_body",
        parent=state, note=say("organ note"),
    )  # fmt: skip
    factories.PartyNameFactory(
        party=state, name=say("other name"), kind="former", language="az", note=say("name note")
    )
    factories.FormerSlugFactory(slug="former-state", party=state)
    return {"state": state, "organ": organ}


def _sources(say: Say, text: str) -> dict:
    source = factories.SourceFactory(
        slug="source", title=say("source title"), short_title=say("source short title"),
        subtitle=say("source subtitle"), publisher=say("source publisher"),
        author=say("source author"), document_symbol=say("document symbol"), language="en",
        url="https://source.example/", located_url="https://located.example/",
        located_note=say("located note"), is_full_text_public=True,
        reliability_note=say("source reliability"), date_precision="vague",
        date_words=say("source date words"), date_basis=say("source date basis"),
    )  # fmt: skip
    withheld = factories.SourceFactory(
        slug="withheld", title=say("withheld title"), short_title=say("withheld short title"),
        rights_note=say("rights note"),
    )  # fmt: skip
    capture = factories.CaptureFactory(
        code="T-1", source=source, text=text, method=say("capture method")
    )
    middle = len(text) // 3
    words = factories.PassageFactory(
        code="P-1", capture=capture, start=middle, end=2 * middle, locator=say("locator"),
        translation=say("translation"), translated_by=say("translator"),
    )  # fmt: skip
    inner = factories.PassageFactory(
        code="P-2", capture=capture, start=middle + 2, end=2 * middle + 2, locator=say("locator")
    )
    factories.FormerSlugFactory(slug="former-source", party=None, source=source)
    reference = factories.ReferenceFactory(
        code="R-1", title=say("page title"), publisher=say("page publisher"), note=say("page note"),
        date_precision="vague", date_words=say("page date words"),
    )  # fmt: skip
    return {
        "source": source,
        "withheld": withheld,
        "capture": capture,
        "words": words,
        "inner": inner,
        "reference": reference,
    }


def _commitments(say: Say, facts: dict) -> tuple[Commitment, Commitment, Commitment]:
    category = factories.CategoryFactory(
        slug="meetings", name=say("category"), definition=say("definition")
    )
    main = factories.CommitmentFactory(
        code="C-1", title=say("title"), summary=say("summary"), category=category, verb=say("verb"),
        quantity="32", quantity_unit=say("unit"), quantity_words=say("quantity words"),
        recurrence=say("recurrence"), note=say("commitment note"), editor_notes="KEPT INSIDE",
        last_checked_date="2023-01-01", date_precision="vague", date_words=say("date words"),
        date_basis=say("date basis"),
    )  # fmt: skip
    main.topics.add(factories.TopicFactory(slug="topic", name=say("topic")))
    for position, (role, passage) in enumerate(
        [("primary", "words"), ("paraphrase", "inner"), ("context", "inner")], start=1
    ):
        factories.CitationFactory(
            commitment=main, passage=facts[passage], role=role, position=position
        )
    factories.publish(main)
    pair = cited(facts["inner"], code="C-2", title=say("pair title"), category=category,
                 is_standing=True)  # fmt: skip
    other = factories.CaptureFactory(code="T-2", source=facts["withheld"])
    cited(factories.PassageFactory(code="P-3", capture=other), code="C-4", title=say("third title"),
          category=category)  # fmt: skip
    withdrawn = factories.withdraw(
        cited(facts["words"], code="C-3", title="GONE", category=category),
        reason=say("reason of withdrawal"),
    )
    return main, pair, withdrawn


def _belongings(say: Say, facts: dict, main: Commitment) -> None:
    for role, party in (("obligor", "state"), ("counterparty", "organ")):
        factories.ParticipationFactory(
            commitment=main, party=facts[party], role=role, note=say("role note")
        )
    factories.DeadlineFactory(
        commitment=main, position=1, date_precision="vague", date_words=say("due words")
    )
    factories.DeadlineFactory(
        commitment=main, position=2, date_earliest="2024-05-01", date_latest="2024-05-01",
        date_precision="day", passage=facts["inner"],
    )  # fmt: skip
    step = factories.MilestoneFactory(commitment=main, party=facts["state"], note=say("step note"))
    condition = factories.ConditionFactory(
        commitment=main, position=1, text=say("condition"), claimant=facts["state"],
        disputed_by=facts["organ"], dispute=say("dispute"),
    )  # fmt: skip
    for target in ({"milestone": step}, {"condition": condition}):
        factories.CitationFactory(
            **target, reference=facts["reference"], finding=say("finding"), position=1
        )


def _history(say: Say, facts: dict, main: Commitment) -> None:
    wrong = factories.published_status_change(
        code="S-1", commitment=main, reason=say("first reason"), date_basis=say("change date basis")
    )
    change = factories.StatusChangeFactory(
        code="S-2", commitment=main, status="stalled", reason_code="refused", corrects=wrong,
        reason=say("second reason"), delivered_quantity="12.5", date_words=say("change date words"),
        original_status=say("original status"),
    )  # fmt: skip
    accounts = (
        {"account_of": facts["state"]},
        {"stance": "contradicts", "account_words": say("account words")},
    )
    for position, account in enumerate(accounts, start=1):
        factories.CitationFactory(
            status_change=change, reference=facts["reference"], finding=say("finding"),
            position=position, **account,
        )  # fmt: skip
    factories.CitationFactory(status_change=change, passage=facts["words"], position=3)
    factories.publish(change, recorded_at=datetime(2024, 4, 1, 8, tzinfo=UTC))
    statuses.refresh_current([main.pk])
    factories.published_status_change(
        code="S-3", commitment=main, party=facts["organ"], reason=say("third reason")
    )
    factories.published_assessment(
        code="A-1", commitment=main, assessor=facts["organ"], verdict=say("verdict"),
        mapped_status="not_kept",
    )  # fmt: skip


def _revision(say: Say, main: Commitment) -> None:
    before = factories.changed(
        bundles.take(main), title=say("former title"), modality="will", editor_notes="KEPT INSIDE TOO"
    )  # fmt: skip
    before["conditions"] = []
    before["milestones"][0]["note"] = csv_cells.escape(say("former step note"))
    factories.published_revision(
        main, code="V-1", before=before, reason=say("revision reason"), is_correction=True,
        recorded_at=datetime(2024, 5, 2, 8, tzinfo=UTC),
    )  # fmt: skip


def _records(say: Say, facts: dict, main: Commitment) -> None:
    event = factories.EventFactory(
        code="X-1", title=say("event title"), summary=say("event summary"), note=say("event note"),
        editor_notes="KEPT INSIDE", date_basis=say("event date basis"),
    )  # fmt: skip
    figure = factories.FigureFactory(
        code="F-1", title=say("figure title"), summary=say("figure summary"), value=say("value"),
        unit=say("figure unit"), hedge=say("hedge"), note=say("figure note"),
        editor_notes="KEPT INSIDE",
    )  # fmt: skip
    for name, record in (("event", event), ("figure", figure)):
        factories.CitationFactory(**{name: record}, passage=facts["words"], position=1)
        factories.CitationFactory(
            **{name: record}, reference=facts["reference"], finding=say("finding"), position=2
        )
        factories.publish(record)
        factories.ParticipationFactory(
            commitment=None, **{name: record}, party=facts["organ"], role="reporter"
        )
    factories.RelationFactory(
        from_commitment=main, kind="implemented_by_event", to_commitment=None, to_event=event,
        note=say("relation note"),
    )  # fmt: skip
    factories.RelationFactory(
        from_commitment=main, kind="same_subject_as", to_commitment=None, to_figure=figure
    )
