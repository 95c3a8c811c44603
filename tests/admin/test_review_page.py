"""What the page of one record in review shows: the words, what differs, and what it is about."""

from datetime import date

import pytest

from tests import factories
from tests.admin.desk import address, review_of, text_of
from tests.admin.test_review import draft_of
from tests.views.html import read
from tracker.cells import bundles, wording
from tracker.models import Commitment, Party, Revision

WHY = {"revision_reason": "The date stood in the wrong month."}


def revision_in_review(desk, record, **typed) -> Revision:
    desk.change(record, _submit="1", **WHY, **typed)
    return Revision.objects.get()


def test_review_shows_the_words_in_their_paragraph_and_that_they_are_there(
    at_editor, at_reviewer, editor
):
    text = "Before.\n\nThe parties intend to meet soon, they say.\n\nAfter."
    capture = factories.CaptureFactory(text=text)
    passage = factories.PassageFactory(capture=capture, start=9, end=36)
    draft = factories.CommitmentFactory(recorded_by=editor, summary="They intend to meet.")
    factories.CitationFactory(commitment=draft, passage=passage, role="primary")
    at_editor.move(draft, "submit")

    page = review_of(at_reviewer, draft)

    assert "<mark>The parties intend to meet </mark>soon, they say.</blockquote>" in page.text
    assert "word for word" in page.text
    assert "They intend to meet." in page.text


def test_review_of_a_revision_shows_what_differs(at_editor, at_reviewer):
    commitment = factories.published_commitment(title="As approved")
    at_editor.change(commitment, title="As revised", _submit="1", **WHY)

    page = review_of(at_reviewer, Revision.objects.get())

    [row] = page.context["review"].changes
    assert [(cell.before, cell.after) for cell in row.cells] == [("As approved", "As revised")]


def test_review_of_a_status_change_shows_the_status_now_and_other_open_changes(
    at_editor, at_reviewer, editor
):
    commitment = factories.published_commitment()
    factories.published_status_change(
        commitment=commitment, status="in_progress", day=date(2024, 3, 1)
    )
    change = factories.StatusChangeFactory(
        commitment=commitment, status="fulfilled", recorded_by=editor, day=date(2024, 2, 1)
    )
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    other = factories.StatusChangeFactory(commitment=commitment)
    at_editor.move(change, "submit")

    page = review_of(at_reviewer, change)

    assert page.context["review"].was == "In progress"
    assert page.context["review"].others == [other]
    assert "dated before the latest change" in page.text


def heading(page) -> str:
    return read(page).one(id="content").one("h1").words


def test_review_of_a_revision_names_its_record_and_gives_its_public_reason(at_editor, at_reviewer):
    commitment = factories.published_commitment(code="C-1", title="To release 32 servicemen")
    revision = revision_in_review(at_editor, commitment, title="To release thirty-two")

    page = review_of(at_reviewer, revision)

    assert heading(page) == f"Review: {revision.code}, C-1 To release 32 servicemen"
    assert WHY["revision_reason"] in page.text
    assert "It does not correct a mistake." in page.text
    assert f'<a href="{address(Commitment, "change", commitment.pk)}">C-1 To release' in page.text


def test_review_says_that_a_revision_corrects_a_mistake(at_editor, at_reviewer):
    party = factories.ParticipationFactory(commitment=factories.published_commitment()).party
    revision = revision_in_review(
        at_editor, party, short_name="Another", revision_is_correction="on"
    )

    page = review_of(at_reviewer, revision)

    assert "It corrects a mistake, and will appear in the register of corrections." in page.text
    assert heading(page) == f"Review: {revision.code}, {Party.objects.get().short_name}"


def test_review_of_a_status_change_shows_its_commitment_in_its_own_words(at_editor, at_reviewer):
    commitment = factories.published_commitment(code="C-1", title="To meet")
    words = commitment.citations.get().passage.exact
    change = factories.StatusChangeFactory(commitment=commitment, status="fulfilled")
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    at_editor.move(change, "submit")

    page = text_of(review_of(at_reviewer, change))

    to_commitment = f'<a href="{address(Commitment, "change", commitment.pk)}">C-1 To meet</a>'
    assert to_commitment in page
    assert f'{words}</blockquote><p class="help">{commitment.citations.get().passage.capture.source}' in page  # fmt: skip


@pytest.mark.parametrize(
    ("precision", "earliest", "latest", "says"),
    [
        ("before", None, "2026-12-31", "not later than 31 December 2026"),
        ("after", "2026-12-01", None, "not before 1 December 2026"),
        ("range", "2026-12-01", "2027-01-02", "1 December 2026 – 2 January 2027"),
        ("between", "2026-12-01", "2027-01-02", "1 December 2026 – 2 January 2027"),
        ("day", "2026-12-01", "2026-12-01", "1 December 2026"),
        ("month", "2026-12-01", "2026-12-31", "December 2026"),
        ("year", "2026-01-01", "2026-12-31", "2026"),
    ],
)
def test_review_says_dates_in_words(at_editor, at_reviewer, editor, precision, earliest, latest, says):  # fmt: skip
    draft = draft_of(editor)
    deadline = factories.DeadlineFactory.build(
        commitment=draft, date_precision=precision, date_earliest=earliest, date_latest=latest
    )
    deadline.save()
    at_editor.move(draft, "submit")

    page = review_of(at_reviewer, draft)

    [due] = [c.after for row in page.context["review"].changes for c in row.cells if c.label == "due"]  # fmt: skip
    assert due == says


def test_date_that_is_none_is_shown_as_it_was_kept(db):
    event = factories.EventFactory()
    kept = bundles.take(event)
    odd = {"events": [{**kept["events"][0], "date": "../soon"}]}

    [row] = wording.for_editors(kept, odd, ("events", event.code))

    assert [cell.after for cell in row.cells] == ["not later than soon"]


def test_review_of_a_revision_shows_the_external_pages_that_it_cites(at_editor, at_reviewer):
    reference = factories.ReferenceFactory(title="A page", url="https://example.org/page")
    row = {
        "reference": reference.pk,
        "role": "context",
        "stance": "context",
        "finding": "=It says so.",
    }
    side = {"account_of": factories.PartyFactory(short_name="One side").pk}
    revision = revision_in_review(
        at_editor, factories.published_commitment(), parts={"citations": [row | side]}
    )

    words = text_of(review_of(at_reviewer, revision)).partition("On which words")[2]

    assert 'A page: <a href="https://example.org/page"' in words
    assert "<p>=It says so.</p>" in words
    assert "account of One side" in words


@pytest.mark.parametrize("changed", [{"title": "Not to meet"}, {"status": "fulfilled"}])
def test_change_is_judged_by_the_commitment_that_was_read(at_editor, at_reviewer, changed):
    commitment = factories.published_commitment(title="To meet")
    change = factories.StatusChangeFactory(commitment=commitment, status="in_progress")
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    at_editor.move(change, "submit")
    read_before = review_of(at_reviewer, change).context["review"].version
    if "status" in changed:
        factories.published_status_change(commitment=commitment, **changed)
    else:
        Commitment.objects.filter(pk=commitment.pk).update(**changed)

    refused = at_reviewer.move(change, "publish", version=read_before)
    change.refresh_from_db()
    assert change.state == "in_review"
    assert "The commitment that it judges" in refused.text

    at_reviewer.move(change, "publish", version=refused.context["review"].version)
    change.refresh_from_db()
    assert change.state == "published"
