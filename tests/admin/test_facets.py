"""What the rows of the review queue say, and how they are narrowed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests import factories
from tests.admin.desk import review_of, text_of
from tests.views.html import read
from tracker.models import StatusChange
from tracker.services import edits, revisions
from tracker.services.edits import Action

NOW = datetime(2024, 6, 7, 12, tzinfo=UTC)
KINDS = ("commitment", "status_change", "assessment", "event", "figure")


def waiting(kind: str, by=None, *, days=0, **cited):
    """A record of the kind that was sent to review so many days ago."""
    factory = getattr(factories, f"{kind.title().replace('_', '')}Factory")
    record = factory(state="in_review", recorded_by=by)
    role = {"role": "primary"} if kind == "commitment" else {}
    factories.CitationFactory(**{kind: record}, **role, **cited)
    edits.keep(record, Action.SUBMITTED, by=by, now=NOW - timedelta(days))
    return record


def revised(by):
    """A revision in review of a public commitment."""
    public = factories.published_commitment()
    row = {**edits.bundles.take(public)["commitments"][0], "title": f"Revised {public.pk}"}
    after = {**edits.bundles.take(public), "commitments": [row]}
    made = revisions.propose(
        public, after, reason="Better.", is_correction=False, by=by, now=NOW
    )  # fmt: skip
    return factories.set_state(made, "in_review")


@pytest.fixture
def queue(at_reviewer):
    """The page of the queue, as the reviewer has narrowed it."""
    return lambda **query: at_reviewer.client.get(reverse("desk:queue"), query)


def codes(page) -> list[str]:
    return [row.item.record.code for row, _address in page.context["rows"]]


def counts(page) -> dict[str, dict[str, int]]:
    return {
        str(facet["label"]): {option.words: option.count for option, _url in facet["options"]}
        for facet in page.context["facets"]
    }


@time_machine.travel(NOW, tick=False)
def test_queue_heading_says_how_many_and_how_old(queue, editor):
    assert read(queue()).one("h1").words == "To review: 0"
    old = waiting("event", editor, days=6)
    waiting("figure", editor, days=2)

    assert read(queue()).one("h1").words == "To review: 2 (oldest 6 days)"
    assert read(queue(kind="figure")).one("h1").words == "To review: 1 (oldest 2 days)"
    assert codes(queue())[0] == old.code


def test_queue_counts_by_kind_person_source_warnings_and_who_works_on_it(
    queue, editor, reviewer, desk_of
):
    passage = factories.PassageFactory(capture__source__short_title="Joint statement")
    one = waiting("commitment", editor, passage=passage)
    two = waiting("commitment", None, passage=passage)
    three = waiting("event", editor, reference=factories.ReferenceFactory())
    factories.AssignmentFactory(key=one.code, assigned_to=reviewer)

    found = counts(queue())

    assert found == {
        "Kind": {"commitment": 2, "event": 1},
        "From": {"alice": 2, "a data package": 1},
        "Source": {"Joint statement": 2, "no held text": 1},
        "Warnings": {"any": 2, "none": 1},
        "Assigned to": {"bob": 1, "nobody": 2},
    }
    assert codes(queue(author="")) == [two.code]
    assert codes(queue(source="")) == codes(queue(warnings="none")) == [three.code]
    assert codes(queue(assigned="bob")) == [one.code]


def test_queue_counts_are_the_rows_one_gets(queue, editor, reviewer):
    for kind in KINDS:
        waiting(kind, editor)
        page = {} if kind == "commitment" else {"reference": factories.ReferenceFactory()}
        waiting(kind, None, **page)
    revised(editor)

    for start in ({}, {"kind": "event"}, {"author": "alice", "warnings": "none"}):
        page = queue(**start)
        for facet in page.context["facets"]:
            for option, address in facet["options"]:
                there = page.client.get(reverse("desk:queue") + address)
                assert len(there.context["rows"]) == option.count, (start, address)


def test_long_queue_judges_and_shows_its_oldest_and_says_so(queue, editor, monkeypatch):
    monkeypatch.setattr("tracker.desk.facets.MOST", 2)
    events = [waiting("event", editor, days=9 - n) for n in range(3)]
    figure = waiting("figure", editor)

    assert codes(queue()) == [event.code for event in events[:2]]
    assert read(queue()).one("h1").words.startswith("To review: 4 (")
    assert "Only the oldest 2 of 4 are looked at here." in text_of(queue())
    assert counts(queue())["Kind"] == {"event": 3, "figure": 1}
    assert codes(queue(kind="figure", warnings="none")) == [figure.code]
    assert "Only the oldest" not in text_of(queue(kind="figure"))


def test_queue_keeps_a_choice_that_nothing_fits_and_leads_back(queue, editor):
    waiting("event", editor)

    page = queue(kind="event", author="nobody'")

    assert codes(page) == []
    assert counts(page)["From"] == {"alice": 1, "nobody'": 0}
    assert "Nothing of what waits is like that." in page.text
    assert "Show all" in page.text


def test_queue_row_says_what_it_rests_on_and_what_to_look_at_twice(queue, editor, reviewer):
    stands = factories.published_status_change(status="stalled", reason_code="other")
    change = waiting("status_change", editor, days=1, passage=factories.PassageFactory())
    same = {"commitment": stands.commitment, "status": "stalled", "reason_code": "other"}
    StatusChange.objects.filter(pk=change.pk).update(**same)
    bad = factories.PassageFactory(check_failure="Not there.")
    factories.CitationFactory(status_change=change, passage=bad)
    waiting("event", editor, passage=bad)
    factories.AssignmentFactory(table="status_changes", key=change.code, assigned_to=reviewer)

    row, event = (item.words for item in read(queue()).one("ol", "queue").all("li"))

    assert "status change, now: Stalled, 2 passages of which 1 fails, sent by alice" in row
    assert "assigned to bob" in row
    says = f"The commitment has this status on that day already, by {stands.code}."
    assert f"1 warning: {says}" in row
    assert "event, 1 passage of which 1 fails, sent by alice" in event
    assert "warning" not in event


def test_revision_of_a_source_counts_under_that_source(queue, editor):
    passage = factories.published_commitment().citations.get().passage
    source = passage.capture.source
    for record, cell in ((source, "publisher"), (passage, "locator")):
        table = edits.bundles.table_of(record).name
        before = edits.bundles.take(record)
        after = {table: [{**before[table][0], cell: "Another"}]}
        made = revisions.propose(
            record, after, reason="Better.", is_correction=False, by=editor, now=NOW
        )
        factories.set_state(made, "in_review")

    assert counts(queue())["Source"] == {source.short_title: 2}


def test_review_of_a_revision_names_the_other_open_changes_of_its_commitment(at_reviewer, editor):
    revision = revised(editor)
    commitment = revisions.record_of(revision)
    change = factories.StatusChangeFactory(commitment=commitment)
    verdict = factories.AssessmentFactory(commitment=commitment)

    page = review_of(at_reviewer, revision)

    assert page.context["review"].others == [change, verdict]
    assert change.code in text_of(page)


@pytest.mark.parametrize("url", ["desk:queue", "desk:home"])
def test_queue_takes_as_many_queries_for_many_rows_as_for_a_few(
    at_reviewer, editor, url, django_assert_max_num_queries
):
    def more() -> None:
        for kind in KINDS:
            record = waiting(kind, editor)
            factories.AssignmentFactory(
                table=edits.bundles.table_of(record).name, key=record.code, assigned_to=editor
            )
        revised(editor)

    more()
    page = reverse(url)
    at_reviewer.client.get(page)
    with django_assert_max_num_queries(60) as few:
        at_reviewer.client.get(page)
    for _ in range(5):
        more()

    with django_assert_max_num_queries(len(few)):
        at_reviewer.client.get(page)
