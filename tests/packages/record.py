"""A record with rows in every table, in words of the caller's choice, and packages made of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle

from tests import factories
from tracker.cells import bundles

# Words that have broken CSV files, spreadsheets, databases or offsets somewhere.
AWKWARD = (
    "Ermənistan və Azərbaycan “xoş məram” göstərir, İlham",
    "Հայաստանը և Ադրբեջանը՝ որպես բարի կամքի դրսևորում։",
    "Армения и Азербайджан, в знак доброй воли; ёлка",
    "სომხეთი და აზერბაიჯანი",
    "ประเทศอาร์เมเนียและอาเซอร์ไบจาน",
    'He said "no", and ""twice""',
    "one, two; three\tfour",
    "=1+1",
    "'=1+1",
    "''",
    "+994",
    "-32",
    "@here",
    "＝１",
    "\tindented",
    "two\nlines\n",
    "\nbegins with a line end",
    "carriage\rreturn",
    "\r\nWindows\r\n",
    " spaces around ",
    "no\u00a0break\u202fspaces",
    "zero\u200bwidth\u200djoined\ufeff",
    "right\u202eto left\u202c שלום",
    "e\u0301 combining, \u00e9 composed",
    "👨‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈",
    "\x01\x1f\x7f\x85\u2028\u2029",
    "\ufffe\uffff\U0010ffff",
    "²",
    "NULL",
    "..",
    "a/b",
)

Say = Callable[[], str]


def saying(words) -> Say:
    """Each call gives the next of the words, over and over, at most 30 characters of it."""
    endless = cycle(words)
    return lambda: next(endless)[:30]


def everything(say: Say) -> None:
    """Rows in every table: drafts, withdrawn records, corrections, people."""
    factories.DatasetFactory(title=say(), description=say())
    people = _people()
    facts = _places(say)
    commitments = _commitments(say, facts, people)
    _facts(say, facts, commitments)
    _history(say, facts, commitments["published"], people)
    _records(say, facts, commitments["published"])
    _revisions(say, commitments["published"], people)


def _revisions(say: Say, commitment, people: dict) -> None:
    now = bundles.take(commitment)
    common = {"table": "commitments", "key": commitment.code, "before": now}
    approved = factories.RevisionFactory(
        **common,
        code="V-1",
        after=factories.changed(now, title=f"Once {say()}"),
        reason=say(),
        recorded_by=people["entered"],
        is_correction=True,
    )
    factories.publish(approved)
    after = factories.changed(now, title=f"{say()} anew")
    factories.RevisionFactory(**common, code="V-2", after=after, reason=say())


def _people() -> dict:
    names = {"entered": "@editor", "approved": "+reviewer", "left": "-x.y"}
    return {key: factories.UserFactory(username=name) for key, name in names.items()}


def _places(say: Say) -> dict:
    state = factories.PartyFactory(slug="-state", name=say(), short_name=say(), iso_code="AM")
    organ = factories.PartyFactory(
        slug="organ", name=say(), short_name=say(), type="state_body", parent=state, note=say()
    )
    for kind in ("official", "former", "alias"):
        factories.PartyNameFactory(party=organ, name=say(), kind=kind, language="az", note=say())
    source = factories.SourceFactory(
        slug="source", title=say(), short_title=say(), publisher=say(), rights_note=say(), reliability_note=say(),
        date_earliest="2023-12-01", date_latest="2023-12-31", date_precision="month",
        date_words=say(), date_basis=say(), url="https://source.example/",
    )  # fmt: skip
    factories.FormerSlugFactory(slug="former", party=organ)
    factories.FormerSlugFactory(slug="former", party=None, source=source)
    return {"state": state, "organ": organ, "source": source}


def _commitments(say: Say, facts: dict, people: dict) -> dict:
    category = factories.CategoryFactory(slug="meetings", name=say(), definition=say())
    topics = [factories.TopicFactory(slug=slug, name=say()) for slug in ("zeta", "-alpha")]
    text = "".join(say() for _ in range(40))
    facts["capture"] = factories.CaptureFactory(
        code="T-1", source=facts["source"], text=text, method=say(), taken_by=people["left"]
    )
    facts["reference"] = factories.ReferenceFactory(
        code="R-1", title=say(), publisher=say(), note=say(), date_latest="2024-01-01",
        date_precision="before",
    )  # fmt: skip
    made = {}
    for number, state in enumerate(("published", "withdrawn", "draft", "in_review")):
        made[state] = commitment = factories.CommitmentFactory(
            code=f"C-{number}", title=say(), summary=say(), category=category, verb=say(),
            quantity="99999999999.9999", quantity_unit=say(), note=say(), editor_notes=say(),
            recorded_by=people["entered"], last_checked_date="2024-02-29",
        )  # fmt: skip
        commitment.topics.set(topics)
        passage = factories.PassageFactory(
            code=f"P-{number}", capture=facts["capture"], start=number, end=min(number + 60, len(text)),
            locator=say(), translation=say(), translated_by=say(),
        )  # fmt: skip
        factories.CitationFactory(
            commitment=commitment, passage=passage, role="primary", position=1, finding=say()
        )
    factories.publish(made["published"])
    made["published"].reviewed_by = people["approved"]
    made["published"].save()
    factories.withdraw(made["withdrawn"], reason=say())
    factories.set_state(made["in_review"], "in_review")
    return made


def _facts(say: Say, facts: dict, commitments: dict) -> None:
    commitment, organ = commitments["published"], facts["organ"]
    factories.ParticipationFactory(commitment=commitment, party=organ, note=say())
    factories.DeadlineFactory(
        commitment=commitment, position=1, date_earliest="2024-01-01", date_latest="2024-12-31",
        date_precision="year", date_words=say(), passage=commitment.citations.get().passage,
    )  # fmt: skip
    factories.DeadlineFactory(commitment=commitment, position=2, date_precision="vague")
    factories.DeadlineFactory(commitment=commitment, position=10, in_force_from="2024-05-06")
    signed = factories.MilestoneFactory(commitment=commitment, note=say())
    ratified = factories.MilestoneFactory(
        commitment=commitment, step="ratified", party=facts["state"]
    )
    condition = factories.ConditionFactory(
        commitment=commitment, position=1, text=say(), claimant=organ, dispute=say(), is_met=True,
        date_earliest="2024-01-01", date_precision="after", disputed_by=facts["state"],
    )  # fmt: skip
    for target in ({"milestone": signed}, {"milestone": ratified}, {"condition": condition}):
        factories.CitationFactory(**target, reference=facts["reference"], finding=say(), position=1)
    factories.RelationFactory(
        from_commitment=commitment, to_commitment=commitments["draft"], note=say()
    )


def _history(say: Say, facts: dict, commitment, people: dict) -> None:
    common = {"commitment": commitment, "recorded_by": people["entered"]}
    wrong = factories.published_status_change(
        code="S-Z", reason=say(), recorded_at=datetime(2024, 3, 1, 8, tzinfo=UTC), **common
    )
    factories.published_status_change(
        code="S-A", reason=say(), status="stalled", reason_code="other", corrects=wrong,
        delivered_quantity="0.5", recorded_at=datetime(2024, 3, 1, 8, 0, 0, 1, tzinfo=UTC), **common,
    )  # fmt: skip
    factories.published_status_change(reason=say(), code="S-B", party=facts["organ"], **common)
    change = factories.StatusChangeFactory(reason=say(), code="S-DRAFT", date_words=say(), **common)
    factories.CitationFactory(
        status_change=change, reference=facts["reference"], finding=say(), account_words=say(),
        account_of=facts["state"], position=1, stance="contradicts",
    )  # fmt: skip
    factories.published_assessment(
        code="A-1", commitment=commitment, assessor=facts["organ"], verdict=say()
    )
    factories.AssessmentFactory(code="A-2", commitment=commitment, assessor=facts["organ"])


def _records(say: Say, facts: dict, commitment) -> None:
    event = factories.published_event(code="X-1", title=say(), summary=say(), note=say())
    event.topics.add(*commitment.topics.all())
    factories.EventFactory(code="X-2", title=say(), summary=say())
    figure = factories.published_figure(
        code="F-1", title=say(), summary=say(), value=say(), number="-32.5", hedge=say(), unit=say()
    )
    factories.withdraw(factories.published_figure(code="F-2"), reason=say())
    factories.ParticipationFactory(commitment=None, event=event, party=facts["state"])
    factories.ParticipationFactory(commitment=None, figure=figure, party=facts["state"])
    factories.RelationFactory(
        from_commitment=None, from_event=event, to_commitment=None, to_figure=figure, note=say()
    )
