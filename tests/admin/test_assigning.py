"""Giving records to people to work on: from lists, from a record’s page, and where it is seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.admin.desk import delete, text_of
from tests.admin.test_bulk import done
from tests.admin.test_queue import list_named, work_of
from tests.admin.test_review import draft_of
from tracker.admin.base import address
from tracker.models import ASSIGNABLE, Assignment, Commitment
from tracker.services import assigning, edits

ROWS = {
    table: getattr(factories, f"{model.__name__}Factory") for table, model in ASSIGNABLE.items()
}


def step(table: str = "commitments") -> str:
    return reverse("desk:assign", args=[table])


def list_of(table: str) -> str:
    return reverse(f"admin:tracker_{ASSIGNABLE[table]._meta.model_name}_changelist")


def send(desk, page, person, **typed):
    """Send the form that the page shows."""
    form = page.context["form"]
    data = {name: page.context[name] for name in ("seen", "then")}
    data["records"] = form["records"].value()
    key = getattr(person, "pk", person)
    return desk.client.post(page.context["step"], {**data, "person": key, **typed}, follow=True)


def assigned() -> dict[str, str]:
    return {each.key: str(each.assigned_to) for each in Assignment.objects.order_by("pk")}


@pytest.mark.parametrize("table", ASSIGNABLE)
def test_records_of_a_list_are_given_to_a_person(at_editor, reviewer, table):
    one, other, third = (ROWS[table]() for _ in range(3))

    asked = done(at_editor, "assign", one, other, url=list_of(table) + "?o=1")
    answer = send(at_editor, asked, reviewer, note="Look at the dates.")

    assert (str(one) in text_of(asked), str(third) in text_of(asked)) == (True, False)
    assert answer.redirect_chain == [(list_of(table) + "?o=1", 302)]
    assert "2 records assigned to bob." in answer.text
    assert set(assigned().values()) == {"bob"}
    assert len(assigned()) == 2
    for row, says in ((one, "bob, by alice on"), (other, "Look at the dates."), (third, "Nobody.")):
        assert says in text_of(at_editor.page(row))


def test_record_is_given_from_its_own_page_and_taken_off_again(at_editor, reviewer):
    draft = factories.CommitmentFactory()
    there = dict(at_editor.page(draft).context["links"])["Assign to…"]

    given = send(at_editor, at_editor.client.get(there), reviewer)
    taken = send(at_editor, at_editor.client.get(there), "nobody")

    assert given.redirect_chain == taken.redirect_chain == [(address(draft), 302)]
    assert "1 record assigned to bob." in given.text
    assert "1 record is assigned to nobody now." in taken.text
    assert assigned() == {}


def test_person_has_to_be_chosen(at_editor, stranger, editor):
    factories.AssignmentFactory(
        key=factories.CommitmentFactory(code="C-1").code, assigned_to=editor
    )
    asked = at_editor.client.get(step(), {"records": "C-1"})

    for value, says in (
        ("", "Choose a person, or nobody."),
        (stranger.pk, "does not work at this desk"),
        ("9" * 40, "does not work at this desk"),
        ("\x00", "does not work at this desk"),
    ):
        answer = send(at_editor, asked, value, note="Typed words")
        assert answer.status_code == 200
        assert says in text_of(answer)
        assert "Typed words" in answer.text
        assert assigned() == {"C-1": "alice"}


def test_page_shows_who_has_it_and_the_note_that_would_be_replaced(at_editor, reviewer, editor):
    given, free = draft_of(editor, code="C-1"), draft_of(editor, code="C-2")
    send(at_editor, done(at_editor, "assign", given), reviewer, note="Look at <the> dates.")

    page = text_of(done(at_editor, "assign", given, free))

    assert page.count("Now with bob, by alice on") == 1
    assert page.index("Now with bob") < page.index("Look at <the> dates.") < page.index(str(free))


@pytest.mark.parametrize("person", ["yourself", "nobody"])
def test_what_a_colleague_assigned_meanwhile_is_shown_and_not_wiped(
    at_editor, at_reviewer, editor, reviewer, person
):
    drafts = [draft_of(editor, code=f"C-{number:02}") for number in range(25)]
    asked = done(at_editor, "assign", *drafts)
    theirs = done(at_reviewer, "assign", drafts[-1])
    send(at_reviewer, theirs, reviewer, note="Call the ministry first.")

    chosen = editor if person == "yourself" else "nobody"
    told = send(at_editor, asked, chosen, note="My own note.")

    assert assigned() == {"C-24": "bob"}
    assert "Who works on some of this has changed since you opened the page" in told.text
    assert "Now with bob, by bob on" in told.text
    assert "Call the ministry first." in told.text
    assert "My own note." in told.text
    send(at_editor, told, editor, note="My own note.")
    assert set(assigned().values()) == {"alice"}


def test_assigning_without_having_looked_changes_nothing(at_editor, editor):
    draft = draft_of(editor, code="C-1")

    page = at_editor.client.post(step(), {"records": draft.code, "person": editor.pk})

    assert "Look at who has it now" in page.text
    assert assigned() == {}


def test_what_was_deleted_meanwhile_is_named_and_the_others_go(at_editor, editor, reviewer):
    gone, kept = draft_of(editor, code="C-GONE"), draft_of(editor, code="C-KEPT")
    asked = done(at_editor, "assign", gone, kept)
    gone.citations.all().delete()
    gone.delete()

    answer = send(at_editor, asked, reviewer)

    assert "1 record assigned to bob." in answer.text
    assert "C-GONE was deleted in the meantime." in answer.text
    assert assigned() == {"C-KEPT": "bob"}


@pytest.mark.parametrize("records", ["", ",", "C-NOTHING", "\u0661", "../../etc", "C-1' OR 1=1"])
def test_records_that_are_not_there_give_a_sentence(at_editor, reviewer, records):
    page = at_editor.client.get(step(), {"records": records})
    answer = at_editor.client.post(step(), {"records": records, "person": reviewer.pk}, follow=True)

    assert page.status_code == answer.status_code == 200
    assert "There is no such record any more." in page.text
    assert assigned() == {}


def test_table_that_is_not_assigned_is_not_found(at_editor):
    for table in ("parties", "citations", "nonsense"):
        assert at_editor.client.get(step(table)).status_code == 404


def test_more_records_than_can_be_named_are_refused_before_and_after(
    at_editor, reviewer, monkeypatch
):
    monkeypatch.setattr(assigning, "MOST", 2)
    keys = [factories.CommitmentFactory().code for _ in range(3)]
    every = {"action": "assign", "select_across": "1", "_selected_action": ["1"], "index": "0"}

    listed = at_editor.client.post(list_of("commitments"), every, follow=True)
    sent = at_editor.client.post(step(), {"records": ",".join(keys), "person": reviewer.pk})

    assert "Choose at most 2 records at a time." in listed.text
    assert "Choose at most 2 records at a time." in sent.text
    assert assigned() == {}


def test_two_hundred_records_take_few_queries(at_editor, reviewer, django_assert_max_num_queries):
    category = factories.CategoryFactory()
    drafts = factories.CommitmentFactory.build_batch(200, category=category)
    keys = [draft.pk for draft in Commitment.objects.bulk_create(drafts)]
    chosen = {"action": "assign", "select_across": "0", "_selected_action": keys}

    with django_assert_max_num_queries(16):
        asked = at_editor.client.post(list_of("commitments"), chosen)
    with django_assert_max_num_queries(16):
        at_editor.client.post(
            step(),
            {
                "records": asked.context["form"]["records"].value(),
                "seen": asked.context["seen"],
                "person": reviewer.pk,
            },
        )

    assert len(assigned()) == 200
    assert "and 180 more" in asked.text


def test_assigning_moves_nothing_and_makes_no_form_stale(at_editor, at_reviewer, editor, reviewer):
    draft = draft_of(editor, code="C-1")
    opened = at_editor.opened(draft, title="Typed before")
    steps = edits.of(draft).count()

    send(at_reviewer, done(at_reviewer, "assign", draft), reviewer)
    moved = edits.of(draft).count() - steps
    at_editor.post(draft, opened)

    draft.refresh_from_db()
    assert (draft.title, draft.state, draft.recorded_by, moved) == ("Typed before", "draft", editor, 0)  # fmt: skip


def test_assigning_gives_no_right(at_editor, at_reviewer, editor, reviewer):
    draft = draft_of(editor)
    at_editor.move(draft, "submit")

    send(at_reviewer, done(at_reviewer, "assign", draft), editor)
    answer = at_editor.move(draft, "publish")

    draft.refresh_from_db()
    assert draft.state == "in_review"
    assert "Only reviewers publish" in answer.text


def test_assignment_is_not_public(at_editor, client_of, reviewer):
    public = factories.published_commitment(code="C-1")
    send(at_editor, done(at_editor, "assign", public), reviewer, note="Internal words")

    visitor = client_of(None)
    for page in ("/", "/commitments/", public.get_absolute_url(), "/commitments.csv"):
        text = text_of(visitor.get(page)) if not page.endswith(".csv") else visitor.get(page).getvalue().decode()  # fmt: skip
        assert "Internal words" not in text
        assert "bob" not in text


def test_assignment_ends_with_the_draft_and_stays_with_what_is_published(
    at_editor, at_reviewer, editor, reviewer
):
    gone, public = draft_of(editor, code="C-GONE"), draft_of(editor, code="C-1")
    send(at_editor, done(at_editor, "assign", gone, public), reviewer)
    at_editor.move(public, "submit")
    at_reviewer.move(public, "publish")

    delete(at_editor.client, address(gone, "delete"))

    assert not Commitment.objects.filter(pk=gone.pk).exists()
    assert assigned() == {"C-1": "bob"}


def test_page_says_when_the_person_has_left(at_editor, reviewer):
    draft = factories.CommitmentFactory()
    send(at_editor, done(at_editor, "assign", draft), reviewer)
    reviewer.is_active = False
    reviewer.save()

    assert "bob does not work at this desk any more." in at_editor.page(draft).text


def test_work_list_names_what_is_assigned_to_me_the_latest_first(at_editor, at_reviewer, editor):
    rows = {table: factory() for table, factory in ROWS.items()}
    for table, row in rows.items():
        asked = done(at_reviewer, "assign", row, url=list_of(table))
        send(at_reviewer, asked, editor, note=f"Of the {table}.")
    counts = [work_of(desk)["Assigned to me"] for desk in (at_editor, at_reviewer)]
    factories.AssignmentFactory(key="C-DELETED", assigned_to=editor)
    page = at_editor.client.get(list_named("assigned"))

    assert counts == [7, 0]
    assert [row for row, _address in page.context["rows"]] == [*rows.values()][::-1]
    assert all(f"Of the {table}." in page.text for table in rows)
    assert "by bob" in page.text


def test_work_list_of_many_takes_few_queries(at_editor, editor, django_assert_max_num_queries):
    for table in ("status_changes", "assessments", "commitments"):
        for _ in range(15):
            row = ROWS[table]()
            factories.AssignmentFactory(table=table, key=row.code, assigned_to=editor)

    with django_assert_max_num_queries(9):
        page = at_editor.client.get(list_named("assigned"))
    with CaptureQueriesContext(connection) as home:
        at_editor.client.get(reverse("desk:home"))

    assert len(page.context["rows"]) == 45
    assert sum("tracker_assignment" in query["sql"] for query in home) == 1
