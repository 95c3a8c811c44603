"""Every kind of thing that is not public yet, added to a public record, each word of it a canary."""

from collections.abc import Callable
from itertools import count

from tests import factories
from tests.views.record import Rich, marked
from tracker.cells import bundles
from tracker.models import Event, Party

CANARY = "Qzxjkv"
_numbers = count(1)


def canary(_field: str = "") -> str:
    """A word that stands nowhere else."""
    return f"{CANARY}{next(_numbers)}"


def _commitment(record: Rich, **values):
    commitment = factories.CommitmentFactory(
        code=f"C-{canary()}", title=canary(), summary=canary(), verb=canary(), note=canary(),
        editor_notes=canary(), date_precision="vague", date_words=canary(), date_basis=canary(),
        **{"category": record.commitment.category, **values},
    )  # fmt: skip
    factories.CitationFactory(
        commitment=commitment, passage=record.passage, role="primary", position=1
    )
    factories.ParticipationFactory(
        commitment=commitment, party=Party.objects.get(slug="state"), note=canary()
    )
    return commitment


def draft_commitment(record: Rich) -> None:
    _commitment(record, last_checked_date="2024-05-31")


def commitment_in_review(record: Rich) -> None:
    factories.set_state(_commitment(record), "in_review")


def belongings_of_a_draft(record: Rich) -> None:
    draft, state = _commitment(record), Party.objects.get(slug="state")
    factories.DeadlineFactory(
        commitment=draft, position=1, passage=marked(record.capture, "Preamble", locator=canary())
    )
    step = factories.MilestoneFactory(commitment=draft, note=canary())
    condition = factories.ConditionFactory(
        commitment=draft, position=1, text=canary(), claimant=state, dispute=canary()
    )
    for target in ({"milestone": step}, {"condition": condition}):
        factories.CitationFactory(
            **target, reference=factories.ReferenceFactory(title=canary()), finding=canary()
        )


def _change(record: Rich, **values):
    change = factories.StatusChangeFactory(
        code=f"S-{canary()}", reason=canary(), date_words=canary(), date_basis=canary(),
        recorded_by=factories.EditorFactory(username=canary()),
        **{"commitment": record.commitment, "status": "fulfilled", "day": "2024-05-30", **values},
    )  # fmt: skip
    factories.CitationFactory(
        status_change=change, reference=factories.ReferenceFactory(title=canary(), publisher=canary()),
        finding=canary(), stance="contradicts", account_words=canary(), position=1,
    )  # fmt: skip
    return change


def draft_status_change(record: Rich) -> None:
    _change(record)


def status_change_in_review(record: Rich) -> None:
    factories.set_state(_change(record, commitment=record.pair), "in_review")


def draft_correction(record: Rich) -> None:
    _change(record, corrects=record.commitment.status_changes.get(code="S-2"))


def draft_change_for_a_new_party(record: Rich) -> None:
    _change(record, party=factories.PartyFactory(slug=canary().lower(), short_name=canary()))


def draft_source_with_everything(record: Rich) -> None:
    source = factories.SourceFactory(
        slug=canary().lower(), title=canary(), short_title=canary(), publisher=canary(),
        is_full_text_public=True,
    )  # fmt: skip
    capture = factories.CaptureFactory(code=f"T-{canary()}", source=source, text=canary())
    passage = factories.PassageFactory(code=f"P-{canary()}", capture=capture, locator=canary())
    draft = factories.CommitmentFactory(code=f"C-{canary()}", category=record.commitment.category)
    factories.CitationFactory(commitment=draft, passage=passage, role="primary", position=1)
    factories.FormerSlugFactory(slug=canary().lower(), party=None, source=source)


def newer_capture_of_a_public_source(record: Rich) -> None:
    factories.CaptureFactory(
        source=record.source, text=canary(), method=canary(), taken_at="2024-05-30T00:00Z"
    )


def uncited_passage_in_a_public_text(record: Rich) -> None:
    marked(record.capture, "The first side", code=f"P-{canary()}", translation=canary(),
           translated_by=canary())  # fmt: skip


def passage_of_a_draft_in_a_public_text(record: Rich) -> None:
    draft = factories.CommitmentFactory(code=f"C-{canary()}", category=record.commitment.category)
    passage = marked(record.capture, "The end.", code=f"P-{canary()}", locator=canary())
    factories.CitationFactory(commitment=draft, passage=passage, role="primary", position=1)


def passage_of_a_draft_in_a_withheld_text(record: Rich) -> None:
    capture = record.withheld.captures.get()
    draft = factories.CommitmentFactory(code=f"C-{canary()}", category=record.commitment.category)
    passage = marked(capture, "intend", code=f"P-{canary()}", locator=canary())
    factories.CitationFactory(commitment=draft, passage=passage, role="primary", position=1)


def draft_party(record: Rich) -> None:
    party = factories.PartyFactory(slug=canary().lower(), name=canary(), short_name=canary())
    factories.PartyNameFactory(party=party, name=canary())
    factories.FormerSlugFactory(slug=canary().lower(), party=party)
    factories.ParticipationFactory(
        commitment=factories.CommitmentFactory(category=record.commitment.category), party=party
    )


def child_of_a_public_party(record: Rich) -> None:
    parent = Party.objects.get(slug="state")
    factories.PartyFactory(slug=canary().lower(), short_name=canary(), parent=parent)


def draft_event_and_figure(record: Rich) -> None:
    words = {"title": canary(), "summary": canary(), "note": canary()}
    event = factories.EventFactory(code=f"X-{canary()}", **words)
    figure = factories.FigureFactory(code=f"F-{canary()}", value=canary(), **words)
    party = factories.PartyFactory(slug=canary().lower(), short_name=canary())
    for name, row in (("event", event), ("figure", figure)):
        factories.CitationFactory(**{name: row}, passage=record.passage, position=1)
        factories.ParticipationFactory(commitment=None, **{name: row}, party=party)
        factories.RelationFactory(
            from_commitment=record.commitment, to_commitment=None, **{f"to_{name}": row},
            note=canary(),
        )  # fmt: skip


def draft_assessment(record: Rich) -> None:
    assessment = factories.AssessmentFactory(
        code=f"A-{canary()}", commitment=record.commitment, verdict=canary(),
        assessor=factories.PartyFactory(slug=canary().lower(), short_name=canary()),
    )  # fmt: skip
    factories.CitationFactory(
        assessment=assessment,
        reference=factories.ReferenceFactory(title=canary()),
        finding=canary(),
    )


def relations_to_drafts(record: Rich) -> None:
    for kind in ("reciprocal_to", "part_of"):
        factories.RelationFactory(
            from_commitment=record.commitment, kind=kind, to_commitment=_commitment(record), note=canary()
        )  # fmt: skip
    factories.RelationFactory(
        from_commitment=_commitment(record), to_commitment=record.pair, note=canary()
    )


def account_of_a_new_party_in_a_draft(record: Rich) -> None:
    change = _change(record)
    party = factories.PartyFactory(slug=canary().lower(), short_name=canary())
    factories.CitationFactory(
        status_change=change, passage=record.passage, account_of=party, position=2
    )


def labels_of_drafts_only(record: Rich) -> None:
    category = factories.CategoryFactory(slug=canary().lower(), name=canary(), definition=canary())
    draft = _commitment(record, category=category)
    draft.topics.add(factories.TopicFactory(slug=canary().lower(), name=canary()))
    factories.CategoryFactory(slug=canary().lower(), name=canary())


def unused_reference(record: Rich) -> None:
    factories.ReferenceFactory(code=f"R-{canary()}", title=canary(), note=canary())


def words_of_a_withdrawn_commitment(record: Rich) -> None:
    type(record.withdrawn).objects.filter(pk=record.withdrawn.pk).update(
        title=canary(), summary=canary(), editor_notes=canary()
    )


def _revision(record: Rich, of=None, **values):
    target = of or record.commitment
    cell = "name" if isinstance(target, Party) else "title"
    after = factories.changed(bundles.take(target), **{cell: canary()})
    return factories.RevisionFactory(
        code=f"V-{canary()}", table=bundles.table_of(target).name, key=bundles.key_of(target),
        before=bundles.take(target), after=after, reason=canary(), is_correction=True, **values,
    )  # fmt: skip


def draft_revision(record: Rich) -> None:
    _revision(record)


def revision_in_review(record: Rich) -> None:
    factories.set_state(_revision(record, of=Event.objects.get(code="X-1")), "in_review")


def draft_revision_of_a_party(record: Rich) -> None:
    _revision(record, of=Party.objects.get(slug="state"))


def approved_revision_of_what_was_withdrawn(record: Rich) -> None:
    factories.publish(_revision(record, of=record.withdrawn))


def approved_revision_that_is_internal(record: Rich) -> None:
    now = bundles.take(record.pair)
    factories.published_revision(
        record.pair, before=factories.changed(now, editor_notes=canary()), code=f"V-{canary()}",
        reason=canary(), is_correction=True,
    )  # fmt: skip


def approved_revision_that_relates_to_a_draft(record: Rich) -> None:
    draft = _commitment(record)
    now = bundles.take(record.pair)
    relation = factories.RelationFactory(
        from_commitment=record.pair, to_commitment=draft, note=canary()
    )
    factories.published_revision(
        record.pair, before=now, code=f"V-{canary()}", reason=canary(), is_correction=True
    )
    assert relation.note in str(bundles.take(record.pair))


def steps_of_a_public_record(record: Rich) -> None:
    content = factories.changed(bundles.take(record.commitment), title=canary())
    factories.EditFactory(
        table="commitments", key="C-1", action="returned", note=canary(), content=content,
        made_by=factories.EditorFactory(username=canary()),
    )  # fmt: skip


def withdrawn_verdict_on_a_draft(record: Rich) -> None:
    assessment = factories.AssessmentFactory(
        code=f"A-{canary()}", commitment=_commitment(record), verdict=canary()
    )
    factories.CitationFactory(assessment=assessment, reference=factories.ReferenceFactory())
    factories.publish(assessment)
    factories.withdraw(assessment, reason=canary())


def people(record: Rich) -> None:
    factories.ReviewerFactory(username=canary(), email=f"{canary()}@example.org")


KINDS: tuple[Callable[[Rich], None], ...] = (
    draft_commitment,
    commitment_in_review,
    belongings_of_a_draft,
    draft_status_change,
    status_change_in_review,
    draft_correction,
    draft_change_for_a_new_party,
    draft_source_with_everything,
    newer_capture_of_a_public_source,
    uncited_passage_in_a_public_text,
    passage_of_a_draft_in_a_public_text,
    passage_of_a_draft_in_a_withheld_text,
    draft_party,
    child_of_a_public_party,
    draft_event_and_figure,
    draft_assessment,
    relations_to_drafts,
    account_of_a_new_party_in_a_draft,
    labels_of_drafts_only,
    unused_reference,
    words_of_a_withdrawn_commitment,
    draft_revision,
    revision_in_review,
    draft_revision_of_a_party,
    approved_revision_of_what_was_withdrawn,
    approved_revision_that_is_internal,
    approved_revision_that_relates_to_a_draft,
    steps_of_a_public_record,
    withdrawn_verdict_on_a_draft,
    people,
)
