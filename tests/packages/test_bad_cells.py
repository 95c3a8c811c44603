"""A cell that cannot be: its file, line and column are named, and nothing is loaded."""

import pytest

from tests.packages.folders import alter, line_of, problems_of, rows

pytestmark = pytest.mark.django_db

# Table, index of the row, column, cell, and words of the sentence that names the problem.
BAD_CELLS = [
    ("participations", 0, "party", "nobody", "There is no “nobody” in parties.csv."),
    ("commitments", 0, "category", "nowhere", "There is no “nowhere” in categories.csv."),
    ("commitments", 0, "topics", "zeta;nothing", "There is no “nothing” in topics.csv."),
    ("status_changes", 0, "corrects", "S-NONE", "There is no “S-NONE” in status_changes.csv."),
    ("passages", 0, "capture", "T-NONE", "There is no “T-NONE” in captures.csv."),
    ("citations", 0, "milestone", "C-0/agreed/", "There is no “C-0/agreed/” in milestones.csv."),
    ("sources", 0, "date", "2023-13", "no day of the calendar"),
    ("sources", 0, "date", "2023-12-01", "no date of precision “month”"),
    ("sources", 0, "date_precision", "fortnight", "no date precision"),
    ("commitments", 0, "last_checked_date", "2024-02-30", "no day of the calendar"),
    ("commitments", 0, "last_checked_date", "30/02/2024", "no day in the form YYYY-MM-DD"),
    ("captures", 0, "taken_at", "yesterday", "no moment"),
    ("captures", 0, "taken_at", "2024-01-02T00:00:00", "names no time zone"),
    ("captures", 0, "taken_at", "0001-01-01T00:00:00+14:00", "no moment"),
    ("commitments", 0, "quantity", "a lot", "no number"),
    ("commitments", 0, "quantity", "1e5", "no number"),
    ("commitments", 0, "quantity", "NaN", "no number"),
    ("commitments", 0, "quantity", "1,000", "no number"),
    ("commitments", 0, "quantity", "100000000000", "digits"),
    ("commitments", 0, "quantity", "0.00001", "decimal places"),
    ("commitments", 0, "is_standing", "yes", "neither true nor false"),
    ("deadlines", 0, "position", "1.0", "no whole number"),
    ("deadlines", 0, "position", "01", "no whole number"),
    ("deadlines", 0, "position", "-1", "no whole number"),
    ("commitments", 0, "modality", "vows", "is none of "),
    ("parties", 0, "type", "planet", "is none of "),
    ("status_changes", 0, "confidence", "certain", "is none of "),
    ("commitments", 0, "state", "public", "none of draft, in_review"),
    ("commitments", 0, "title", "x" * 201, "at most 200 characters"),
    ("captures", 0, "method", "x" * 201, "at most 200 characters"),
    ("commitments", 0, "recorded_by", "x" * 151, "at most 150 characters"),
    ("commitments", 0, "title", "", "cannot be blank"),
    ("commitments", 3, "code", "C 3", "letters, digits and hyphens"),
    ("captures", 0, "code", "../T-1", "The package has no texts/../T-1.txt."),
    ("captures", 0, "sha256", "0" * 64, "does not have this SHA-256"),
    ("references", 0, "url", "javascript:alert(1)", "valid URL"),
    ("commitments", 0, "title", "a\0b", "NUL"),
    ("commitments", 0, "date_made_words", "a\0b", "NUL"),
    ("commitments", 0, "recorded_by", "a\0b", "NUL"),
    ("commitments", 0, "topics", "a\0b", "NUL"),
    ("participations", 0, "party", "a\0b", "NUL"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "index", "column", "cell", "words"),
    BAD_CELLS,
    ids=[f"{table}-{column}-{cell[:20]!r}" for table, _index, column, cell, _words in BAD_CELLS],
)
def test_load_package_names_the_bad_cell(package, table, index, column, cell, words):
    alter(package, table, lambda rows: rows[index].update({column: cell}))

    problems = problems_of(package)

    place = (f"{table}.csv", line_of(package, table, index), column)
    named = [p for p in problems if (p.file, p.line, p.column) == place]
    assert len(named) == 1, problems
    assert words in named[0].sentence


@pytest.mark.parametrize(("column", "step"), [("start", 1), ("start", -1), ("end", 1), ("end", -1)])
def test_load_package_finds_an_offset_off_by_one(package, column, step):
    def shift(content):
        content[2][column] = str(int(content[2][column]) + step)

    alter(package, "passages", shift)

    [problem] = problems_of(package)

    assert (problem.file, problem.line) == ("passages.csv", line_of(package, "passages", 2))
    assert problem.column == "start"
    assert "does not read as quoted" in problem.sentence


@pytest.mark.parametrize(
    ("column", "cell"),
    [("prefix", "other words"), ("suffix", "other words"), ("occurrence", "9"), ("end", "999999")],
)
def test_load_package_finds_what_does_not_pin_down_the_words(package, column, cell):
    alter(package, "passages", lambda rows: rows[2].update({column: cell}))

    [problem] = problems_of(package)

    assert (problem.file, problem.line) == ("passages.csv", line_of(package, "passages", 2))


def test_load_package_names_both_lines_of_a_duplicate_code(package):
    alter(package, "commitments", lambda rows: rows.append(dict(rows[1])))

    [problem] = problems_of(package)

    first, second = (line_of(package, "commitments", index) for index in (1, 4))
    assert str(problem) == (
        f"commitments.csv, line {second} (C-1), column code: “C-1” is there already, in line {first}."
    )


def test_load_package_reports_every_problem_at_once(package):
    alter(package, "parties", lambda rows: rows[0].update(type="planet"))
    alter(package, "commitments", lambda rows: rows[0].update(quantity="many", is_standing="no"))
    alter(package, "events", lambda rows: rows[1].update(title=""))

    problems = problems_of(package)

    # In the order in which tables are loaded: what others rest on comes first.
    assert [(p.file, p.column) for p in problems] == [
        ("parties.csv", "type"),
        ("commitments.csv", "is_standing"),
        ("commitments.csv", "quantity"),
        ("events.csv", "title"),
    ]


def test_load_package_reports_a_bad_row_once_though_others_rest_on_it(package):
    alter(package, "parties", lambda rows: rows[0].update(name=""))

    [problem] = problems_of(package)

    assert (problem.file, problem.column) == ("parties.csv", "name")


def test_load_package_reports_a_bad_cell_once_though_its_row_had_to_wait(package):
    def spoil(content):
        content.insert(0, {**content[0], "slug": "a-child", "parent": "organ", "type": "planet"})

    alter(package, "parties", spoil)

    problems = problems_of(package)

    assert [(p.line, p.column) for p in problems] == [(2, "type")]


def test_load_package_finds_a_circle_of_parents(package):
    alter(package, "parties", lambda rows: rows[0].update(parent="organ"))
    slugs = [row["slug"] for row in rows(package, "parties")]

    problems = problems_of(package)

    assert {p.sentence for p in problems} == {"It rests on itself, through other rows."}
    expected = [line_of(package, "parties", slugs.index(slug)) for slug in ("'-state", "organ")]
    assert [(p.file, p.line) for p in problems] == [("parties.csv", line) for line in expected]
