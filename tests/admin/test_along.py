"""Whoever approves a record reads all that becomes public with it."""

import pytest

from tests import factories
from tests.admin.desk import address, review_of
from tests.admin.test_queue import WHY
from tests.views.html import read
from tracker.cells import bundles
from tracker.models import Party, Reference, Revision, Source
from tracker.services import edits, revisions

NOW = factories.RECORDED_AT


def along(page) -> str:
    shown = read(page).one(id="content-main").words
    _before, heading, rest = shown.partition("With it becomes public")
    return rest if heading else ""


@pytest.fixture
def sent(editor):
    """A commitment in review that rests on what nothing public rests on, and on what is public."""
    known = factories.PartyFactory(short_name="Known side")
    factories.ParticipationFactory(commitment=factories.published_commitment(), party=known)
    source = factories.SourceFactory(short_title="Gazette", rights_note="Shown in full by leave.")
    passage = factories.PassageFactory(
        capture__source=source, translation="Our own translation.", translated_by="the editors"
    )
    made = factories.CommitmentFactory(category__name="Hopes", recorded_by=editor)
    factories.CitationFactory(commitment=made, role="primary", passage=passage)
    new = factories.PartyFactory(short_name="New side", note="A remark about the side.")
    factories.PartyNameFactory(party=new, name="The other side", note="Until 1991.")
    factories.FormerSlugFactory(party=new, slug="older-side")
    factories.FormerSlugFactory(party=None, source=source, slug="old-gazette")
    for party in (known, new):
        factories.ParticipationFactory(commitment=made, party=party)
    factories.set_state(made, "in_review")
    edits.keep(made, "submitted", by=editor, now=NOW)
    return made


def test_review_shows_all_that_becomes_public_with_the_record(at_reviewer, sent):
    page = review_of(at_reviewer, sent)

    found = along(page)
    for words in (
        "Gazette",
        "Shown in full by leave.",
        "New side",
        "A remark about the side.",
        "The other side",
        "Until 1991.",
        "older-side",
        "old-gazette",
        "Hopes",
    ):
        assert words in found, words
    assert "Known side" not in found
    assert "Our own translation." in page.text


def test_review_shows_it_of_a_revision_too(at_reviewer, editor):
    public = factories.published_commitment()
    new = factories.PartyFactory(short_name="New side", note="A remark about the side.")
    now = bundles.take(public)
    role = {"party": new.slug, "role": "witness", "note": ""}
    after = {**now, "participations": [*now.get("participations", []), role]}
    made = revisions.propose(public, after, reason="More.", is_correction=False, by=editor, now=NOW)
    factories.set_state(made, "in_review")

    assert "A remark about the side." in along(review_of(at_reviewer, made))


def test_review_of_what_rests_on_public_things_has_no_such_part(at_reviewer, editor):
    stands = factories.published_commitment()
    made = factories.CommitmentFactory(category=stands.category, recorded_by=editor)
    passage = stands.citations.get().passage
    factories.CitationFactory(commitment=made, role="primary", passage=passage)
    factories.set_state(made, "in_review")

    assert along(review_of(at_reviewer, made)) == ""


ADDED = {
    "name": (Party, {"names": [{"name": "Added", "kind": "alias", "note": "Unread."}]}),
    "former address of a party": (Party, {"former_slugs": [{"slug": "added"}]}),
    "former address of a source": (Source, {"former_slugs": [{"slug": "added"}]}),
}


@pytest.mark.parametrize("added", ADDED)
def test_what_was_added_after_the_submission_is_not_approved_with_it(
    at_editor, at_reviewer, sent, added
):
    model, parts = ADDED[added]
    rests_on = model.objects.exclude(pk__in=model.public.values("pk")).get()
    at_editor.change(rests_on, parts=parts)
    assert rests_on.former_slugs.filter(slug="added") or rests_on.names.filter(name="Added")

    answer = at_reviewer.move(sent, "publish")

    sent.refresh_from_db()
    assert sent.state == "in_review"
    assert "was changed after it was submitted" in answer.text


CHANGED = {
    "passage": {"translation": "Another.", "translated_by": "the editors"},
    "source": {"title": "Another"},
    "party": {"note": "Another."},
}


@pytest.fixture
def rests(at_editor):
    """What a revision in review names that nothing public rests on yet, by kind."""
    public = factories.published_commitment()
    found = {"reference": factories.ReferenceFactory(), "party": factories.PartyFactory()}
    passage = factories.PassageFactory()
    found |= {"passage": passage, "source": passage.capture.source}
    context = {"role": "context", "stance": "context"}
    cited = [{"reference": found["reference"].pk, **context, "finding": "So it says."}]
    at_editor.change(
        public,
        parts={
            "citations": [*cited, {"passage": passage.pk, **context}],
            "participations": [{"party": found["party"].pk, "role": "witness"}],
        },
        _submit="1",
        **WHY,
    )
    return found


@pytest.mark.parametrize("kind", CHANGED)
@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_what_a_revision_newly_names_is_approved_as_it_was_read(
    at_editor, at_reviewer, rests, kind, who
):
    revision = Revision.objects.get()
    read_before = review_of(at_reviewer, revision).context["review"].version

    {"author": at_editor, "reviewer": at_reviewer}[who].change(rests[kind], **CHANGED[kind])
    for version in (read_before, review_of(at_reviewer, revision).context["review"].version):
        at_reviewer.move(revision, "publish", version=version)

    revision.refresh_from_db()
    assert revision.state == "in_review"


def test_page_that_a_revision_in_review_cites_is_closed(at_editor, rests):
    answer = at_editor.client.get(address(Reference, "change", rests["reference"].pk))

    assert "A record in review cites this page" in answer.text
