"""A row that breaks a rule of the record or contradicts what is kept: named, and nothing is loaded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.packages.folders import about as about_of
from tests.packages.folders import alter, everything_stored, line_of, problems_of, rows, set_about
from tracker.lib import quotes
from tracker.lib.hashes import sha256_of_text
from tracker.models import Commitment, DataVersion, Passage
from tracker.packages.load import load_package

pytestmark = pytest.mark.django_db


def index_of(package, table, **cells) -> int:
    content = rows(package, table)
    return next(i for i, row in enumerate(content) if row.items() >= cells.items())


def moment(value) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}"


def only_problem(package, table, index):
    [problem] = problems_of(package)
    assert (problem.file, problem.line) == (f"{table}.csv", line_of(package, table, index))
    return problem


PRIMARY = {"commitment": "C-0", "role": "primary"}
OF_CHANGE = {"status_change": "S-A"}

# Table, cells by which the row is found, cells that it gets, words of the sentence.
BAD_ROWS = [
    ("citations", PRIMARY, {"event": "X-1", "position": "7"}, "citation_of_one_thing"),
    ("citations", PRIMARY, {"commitment": "", "position": "7"}, "citation_of_one_thing"),
    ("citations", PRIMARY, {"reference": "R-1", "finding": "x"}, "citation_rests_on_one_thing"),
    ("citations", OF_CHANGE, {"finding": ""}, "in your own words"),
    ("citations", OF_CHANGE, {"role": "primary"}, "Primary words and paraphrases are passages"),
    ("parties", {"slug": "organ"}, {"iso_code": "AZ"}, "party_iso_code_only_for_states"),
    ("commitments", {"code": "C-2"}, {"quantity_unit": ""}, "commitment_quantity_has_unit"),
    ("commitments", {"code": "C-0"}, {"recorded_at": ""}, "recorded_when_published"),
    ("commitments", {"code": "C-1"}, {"withdrawn_reason": ""}, "withdrawn_with_reason"),
    ("commitments", {"code": "C-0"}, {"reviewed_by": "'@editor"}, "reviewer_is_not_author"),
    ("status_changes", {"code": "S-DRAFT"}, {"reason_code": "lapsed"}, "own reason codes"),
    ("status_changes", {"code": "S-DRAFT"}, {"status": ""}, "Only a correction"),
    ("status_changes", {"code": "S-Z"}, {"state": "withdrawn"}, "never_withdrawn"),
    ("relations", {"from_event": "X-1"}, {"to_commitment": "C-0"}, "relation_to_one_record"),
    ("revisions", {"code": "V-2"}, {"after": '{"commitments": []}'}, "cannot be carried out"),
    ("revisions", {"code": "V-2"}, {"after": '{"commitments": [{}]}'}, "This column is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "which", "cells", "words"), BAD_ROWS)
def test_load_package_names_the_row_that_breaks_a_rule(package, table, which, cells, words):
    index = index_of(package, table, **which)
    alter(package, table, lambda rows: rows[index].update(cells))

    problems = problems_of(package)

    named = [p for p in problems if p.line == line_of(package, table, index)]
    assert [(p.file, words in p.sentence) for p in named] == [(f"{table}.csv", True)], problems


def test_load_package_refuses_a_published_commitment_without_primary_passage(package):
    index = index_of(package, "citations", **PRIMARY)
    alter(package, "citations", lambda rows: rows[index].update(role="context"))

    problem = only_problem(package, "commitments", 0)

    assert "primary passage" in problem.sentence


@pytest.mark.parametrize(
    ("table", "code"),
    [("events", "X-1"), ("figures", "F-1"), ("status_changes", "S-B"), ("assessments", "A-1")],
)
def test_load_package_refuses_what_is_published_without_citation(package, table, code):
    target = table.removesuffix("s")
    alter(package, "citations", lambda rows: rows.pop(next(
        i for i, row in enumerate(rows) if row[target] == code)))  # fmt: skip

    problem = only_problem(package, table, index_of(package, table, code=code))

    assert "at least one citation" in problem.sentence


def test_load_package_refuses_a_published_change_of_a_draft(package):
    index = index_of(package, "status_changes", code="S-B")
    alter(package, "status_changes", lambda rows: rows[index].update(commitment="C-2"))

    problem = only_problem(package, "status_changes", index)

    assert "commitment has to be published" in problem.sentence


def test_load_package_takes_a_correction_recorded_in_the_same_moment(package):
    moment = {"recorded_at": "2024-03-01T08:00:00Z"}
    alter(package, "status_changes", lambda rows: [row.update(moment) for row in rows[:2]])

    load_package(package, now=timezone.now())

    assert Commitment.objects.get(code="C-0").current_change.code == "S-A"


@pytest.mark.parametrize(
    ("table", "code", "column"),
    [
        ("status_changes", "S-A", "recorded_at"),
        ("commitments", "C-0", "recorded_at"),
        ("commitments", "C-1", "withdrawn_at"),
        ("captures", "T-1", "taken_at"),
    ],
)
def test_load_package_refuses_a_moment_that_has_not_come(package, table, code, column):
    index = index_of(package, table, code=code)
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    alter(package, table, lambda rows: rows[index].update({column: tomorrow}))

    named = [p for p in problems_of(package) if p.line == line_of(package, table, index)]

    assert (named[0].column, named[0].sentence) == (column, "This moment has not come yet.")


def test_load_package_refuses_another_moment_of_publication(package):
    cells = {"recorded_at": "1999-01-01T00:00:00Z"}

    problem = refused_after_loading(package, "commitments", {"code": "C-0"}, cells)

    assert "published here at another moment" in problem.sentence


def test_load_package_refuses_a_commitment_that_contradicts_its_history(package):
    cells = dict.fromkeys(("quantity", "quantity_unit", "quantity_words"), "")

    problem = refused_after_loading(package, "commitments", {"code": "C-0"}, cells)

    assert "but the commitment owes none" in problem.sentence


def test_load_package_asks_also_for_the_history_of_what_was_withdrawn(package):
    load_package(package, now=timezone.now())
    factories.withdraw(Commitment.objects.get(code="C-0"))
    index = index_of(package, "commitments", code="C-0")
    was = Commitment.objects.get(code="C-0")
    cells = dict.fromkeys(("quantity", "quantity_unit", "quantity_words"), "") | {
        "state": "withdrawn", "withdrawn_reason": was.withdrawn_reason,
        "recorded_at": moment(was.recorded_at), "withdrawn_at": moment(was.withdrawn_at),
    }  # fmt: skip
    alter(package, "commitments", lambda rows: rows[index].update(cells))

    assert "but the commitment owes none" in only_problem(package, "commitments", index).sentence


def test_load_package_refuses_evidence_as_the_words_of_a_deadline(package):
    words = rows(package, "citations")[index_of(package, "citations", **PRIMARY)]["passage"]
    load_package(package, now=timezone.now())
    commitment = factories.published_commitment(code="C-EVIDENCED")
    factories.DeadlineFactory(commitment=commitment, position=1)
    change = factories.StatusChangeFactory(commitment=commitment)
    factories.CitationFactory(status_change=change, passage=Passage.objects.get(code=words))
    factories.publish(change)
    row = dict.fromkeys(rows(package, "deadlines")[0], "") | {
        "commitment": "C-EVIDENCED", "position": "1", "passage": words, "due_precision": "unknown",
    }  # fmt: skip
    alter(package, "deadlines", lambda rows: rows.append(row))

    [problem] = problems_of(package)

    assert "do not show what became of it" in problem.sentence


def test_load_package_refuses_own_words_as_evidence(package):
    words = rows(package, "citations")[index_of(package, "citations", **PRIMARY)]["passage"]
    index = index_of(package, "citations", **OF_CHANGE)
    cells = {"reference": "", "finding": "", "passage": words}
    alter(package, "citations", lambda rows: rows[index].update(cells))

    found = problems_of(package)

    assert any("do not show what became of it" in problem.sentence for problem in found), found


def refused_after_loading(package, table, which, cells):
    load_package(package, now=timezone.now())
    index = index_of(package, table, **which)
    alter(package, table, lambda rows: rows[index].update(cells))

    return only_problem(package, table, index)


def test_load_package_refuses_a_changed_published_status_change(package):
    which, cells = {"code": "S-A"}, {"reason": "Another reason."}

    problem = refused_after_loading(package, "status_changes", which, cells)

    assert "add a status change that corrects it" in problem.sentence


def test_load_package_refuses_a_changed_citation_of_a_published_change(package):
    problem = refused_after_loading(package, "citations", OF_CHANGE, {"finding": "Other words."})

    assert "never changed" in problem.sentence


def test_load_package_refuses_another_citation_of_a_published_change(package):
    load_package(package, now=timezone.now())
    index = index_of(package, "citations", **OF_CHANGE)
    alter(package, "citations", lambda rows: rows.append({**rows[index], "position": "2"}))

    [problem] = problems_of(package)

    assert "never added to" in problem.sentence


def test_load_package_refuses_a_changed_capture(package):
    load_package(package, now=timezone.now())
    text = (package / "texts/T-1.txt").read_bytes().decode() + "!"
    (package / "texts/T-1.txt").write_bytes(text.encode())
    index = index_of(package, "captures", code="T-1")
    alter(package, "captures", lambda rows: rows[index].update(sha256=sha256_of_text(text)))

    problem = only_problem(package, "captures", index)

    assert "never changed: use a new code" in problem.sentence


def test_load_package_refuses_other_words_under_the_code_of_a_passage(package):
    load_package(package, now=timezone.now())
    text = (package / "texts/T-1.txt").read_bytes().decode()
    words = {name: str(value) for name, value in vars(quotes.quote_at(text, 5, 25)).items()}
    alter(package, "passages", lambda rows: rows[1].update(words))

    problem = only_problem(package, "passages", 1)

    assert "words of a passage never change" in problem.sentence


def test_load_package_refuses_to_make_a_draft_of_what_is_published(package):
    cells = {"state": "draft", "recorded_at": "", "reviewed_by": ""}

    problem = refused_after_loading(package, "commitments", {"code": "C-0"}, cells)

    assert "cannot make it a draft again" in problem.sentence


def test_load_package_refuses_to_take_the_words_from_under_a_published_commitment(package):
    problem = refused_after_loading(package, "citations", PRIMARY, {"role": "context"})

    assert "primary passage" in problem.sentence


def test_load_package_twice_changes_nothing(package):
    load_package(package, now=timezone.now())
    before = everything_stored()

    loaded = load_package(package, now=timezone.now())

    assert everything_stored() == before
    assert loaded.added.total() == loaded.changed.total() == 0
    assert loaded.unchanged["commitments"] == 4


def test_load_package_changes_what_differs_and_nothing_else(package):
    load_package(package, now=timezone.now())
    alter(package, "commitments", lambda rows: rows[2].update(title="Another title", topics="zeta"))

    loaded = load_package(package, now=timezone.now())

    assert (loaded.added.total(), loaded.changed) == (0, {"commitments": 1})
    commitment = Commitment.objects.get(code="C-2")
    assert commitment.title == "Another title"
    assert [topic.slug for topic in commitment.topics.all()] == ["zeta"]


def test_load_package_keeps_the_derived_status_of_a_changed_commitment(package):
    load_package(package, now=timezone.now())
    before = Commitment.objects.get(code="C-0")
    alter(package, "commitments", lambda rows: rows[0].update(title="Another title"))

    load_package(package, now=timezone.now())

    after = Commitment.objects.get(code="C-0")
    assert (after.title, after.status) == ("Another title", "stalled")
    assert after.current_change_id == before.current_change_id


def test_load_package_raises_the_version(package):
    before = DataVersion.objects.get().number

    load_package(package, now=timezone.now())

    assert DataVersion.objects.get().number > before


@pytest.mark.parametrize("licences", ["MIT", ["MIT"], [1], {"name": "MIT"}, [], None, [{}]])
def test_load_package_takes_or_refuses_any_licences(package, licences):
    set_about(package, {**about_of(package), "licenses": licences})

    refused = licences in (["MIT"], [1])

    if refused:
        assert [p.column for p in problems_of(package)] == ["licenses"]
    else:
        load_package(package, now=timezone.now())


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", "not a slug"), ("title", "x" * 201), ("title", ""), ("name", "x" * 81)],
)
def test_load_package_names_what_is_wrong_with_the_description(package, key, value):
    set_about(package, {**about_of(package), key: value})

    [problem] = problems_of(package)

    assert (problem.file, problem.column) == ("datapackage.json", key)
