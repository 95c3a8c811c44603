"""A revision whose rows are incomplete or outdated: every page says what is wrong, and where."""

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.admin.desk import address, review_of, text_of
from tests.admin.test_queue import queue_of
from tracker.admin.base import review_address
from tracker.cells import bundles
from tracker.models import Commitment, Revision
from tracker.services import verification


def saying(after, table, **cells):
    """The same bundle with other cells; None takes a column away."""
    rows = [{**row, **cells} for row in after[table]]
    return {**after, table: [{n: c for n, c in row.items() if c is not None} for row in rows]}


# What is wrong, and what is said of it.
BROKEN = {
    "a column": (
        lambda after: saying(after, "commitments", category=None),
        "commitments, category: This column is missing",
    ),
    "a date": (
        lambda after: saying(after, "commitments", date_made=None),
        "commitments, date_made: This column is missing",
    ),
    "a column of a part": (
        lambda after: saying(after, "citations", role=None),
        "citations, role: This column is missing",
    ),
    "a row that it names": (
        lambda after: saying(after, "citations", passage="P-GONE"),
        "citations, passage: There is no “P-GONE”",
    ),
    "a value that there was": (
        lambda after: saying(after, "commitments", modality="longed_for"),
        "commitments: Value 'longed_for' is not a valid choice",
    ),
    "the words on which it rests": (
        lambda after: saying(after, "citations", role="evidence"),
        "A published commitment keeps its primary passage",
    ),
    "what the database keeps": (
        lambda after: saying(after, "citations", passage=""),
        "Choose a passage or an external page: one, not both",
    ),
    "its own row": (lambda after: {**after, "commitments": []}, "It holds no row of commitments"),
    "its form": (lambda after: ["citations"], "It holds no row of commitments"),
}


@pytest.fixture(params=BROKEN)
def broken(request, editor):
    """A revision that cannot be carried out, its record, and what is to be said."""
    commitment = factories.published_commitment(code="C-1")
    before = bundles.take(commitment)
    spoil, says = BROKEN[request.param]
    revision = factories.RevisionFactory(
        code="V-1", table="commitments", key="C-1", recorded_by=editor, before=before,
        after=spoil(factories.changed(before, title="As revised")), state="in_review",
    )  # fmt: skip
    return revision, commitment, says


def test_every_page_of_it_answers_and_says_what_is_wrong(at_reviewer, broken, client):
    revision, commitment, says = broken
    pages = [
        reverse("desk:queue"),
        address(Revision, "change", revision.pk),
        address(Revision, "history", revision.pk),
        commitment.get_absolute_url(),
    ]
    told = [
        review_address(revision),
        address(Commitment, "change", commitment.pk),
        address(Revision, "preview", revision.pk),
    ]

    assert [at_reviewer.client.get(url).status_code for url in pages] == [200] * len(pages)
    for url in told:
        page = text_of(at_reviewer.client.get(url, follow=True))
        assert f"Revision V-1 cannot be carried out ({says}" in page.replace("&#x27;", "'"), url


def test_it_is_returned_and_not_approved(at_reviewer, broken):
    revision, commitment, _says = broken

    page = review_of(at_reviewer, revision)
    at_reviewer.move(revision, "publish")
    revision.refresh_from_db()
    state = revision.state
    at_reviewer.move(revision, "return", words="Write it anew.")

    revision.refresh_from_db()
    assert 'value="approve"' not in page.text
    assert (state, revision.state) == ("in_review", "draft")
    commitment.refresh_from_db()
    assert commitment.title != "As revised"


def test_its_author_writes_it_anew_on_the_page_of_the_record(at_editor, broken):
    revision, commitment, _says = broken
    Revision.objects.update(state="draft")

    answer = at_editor.change(commitment, title="Anew", revision_reason="Better words.")

    revision.refresh_from_db()
    assert answer.status_code == 302
    assert revision.after["commitments"][0]["title"] == "Anew"
    assert "cannot be carried out" not in at_editor.page(commitment).text


def test_nobody_else_replaces_it_unseen(desk_of, broken, editor):
    revision, commitment, _says = broken
    factories.set_state(revision, "draft")
    kept, erin = revision.after, desk_of(factories.EditorFactory(username="erin"))
    sent = erin.opened(commitment, note="By Erin", revision_reason="Better.")

    answer = erin.post(commitment, sent)
    revision.refresh_from_db()
    is_kept = revision.after == kept
    editor.groups.clear()
    later = erin.post(commitment, sent)

    assert f"alice wrote revision {revision.code}" in text_of(answer)
    assert "By Erin" in text_of(answer)
    assert is_kept
    assert later.status_code == 302


def test_nobody_sends_it_to_review(at_editor, broken):
    revision, _commitment, says = broken
    factories.set_state(revision, "draft")

    answer = text_of(at_editor.move(revision, "submit"))
    chosen = {"action": "submit_for_review", "_selected_action": [revision.pk]}
    among_others = at_editor.client.post(address(Revision, "changelist"), chosen, follow=True)

    revision.refresh_from_db()
    assert revision.state == "draft"
    for page in (answer, text_of(among_others)):
        assert f"Revision V-1 cannot be carried out ({says}" in page.replace("&#x27;", "'")


def test_busy_database_says_nothing_of_a_revision(at_editor, at_reviewer, monkeypatch):
    commitment = factories.published_commitment()
    at_editor.change(commitment, title="As revised", _submit="1", revision_reason="Better.")

    def busy(*_rest, **_named):
        raise OperationalError("database is locked")

    monkeypatch.setattr(bundles, "put", busy)
    pages = [review_of(at_reviewer, Revision.objects.get()), at_editor.page(commitment)]

    assert [page.status_code for page in pages] == [503, 503]
    assert not any("cannot be carried out" in page.text for page in pages)


def test_queue_lists_the_others(at_editor, at_reviewer, broken):
    other = factories.published_commitment()
    at_editor.change(other, title="Revised", revision_reason="Better.", _submit="1")

    assert queue_of(at_reviewer) == ["V-1", Revision.objects.get(key=other.code).code]


def test_verify_names_it(broken):
    _revision, _commitment, says = broken

    failures = [str(each) for each in verification.verify(now=timezone.now()).failures]

    assert any(line.startswith("revision V-1: ") and says in line for line in failures)


def test_what_was_approved_long_ago_is_still_shown(broken, client):
    revision, commitment, _says = broken
    Revision.objects.update(state="draft")
    factories.publish(revision)

    for name, args in (("commitment-revisions", ["C-1"]), ("corrections", [])):
        assert client.get(reverse(name, args=args)).status_code == 200
    assert client.get(commitment.get_absolute_url()).status_code == 200
