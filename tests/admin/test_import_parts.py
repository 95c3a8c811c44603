"""What an import says of the parts of a record: checked row by row, and joined with what was done here."""

import pytest

from tests import factories
from tests.admin.sheets import Importing
from tests.admin.test_imports import CHANGE, NEW
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

DUE = {"due": "", "due_precision": "", "due_words": ""}


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


@pytest.mark.parametrize(
    ("column", "due"),
    [
        ("due", {"due": "soon", "due_precision": "day"}),
        ("due", {"due": "2024", "due_precision": "day"}),
        ("due", {"due": "2024-01-01", "due_precision": "vague"}),
        ("due_words", {"due_precision": "vague", "due_words": "x" * 500}),
    ],
)
def test_a_due_date_that_does_not_fit_leaves_its_row_out_and_no_other(at_editor, column, due):
    rows = [{**NEW, **DUE, **due}, {**NEW, **DUE, "code": "C-2"}]

    file = Importing(at_editor, rows)
    file.columns()

    assert [problem[:2] for problem in file.problems()] == [("2", column)]
    file.write()
    assert list(Commitment.objects.values_list("code", flat=True)) == ["C-2"]


def test_a_due_date_that_comes_to_a_row_imported_before_is_checked_too(at_editor):
    Importing(at_editor, [NEW]).done()

    file = Importing(at_editor, [{**NEW, **DUE, "due": "soon", "due_precision": "day"}])
    file.columns()

    assert [problem[:2] for problem in file.problems()] == [("2", "due")]


def test_dates_that_a_list_writes_day_first_beside_a_precision_of_its_own(at_editor):
    rows = [{"No": "1", "Due": "1.2.2024", "How": "month"}, {"No": "2", "Due": "", "How": "day"}]
    fixed = {f"fixed__{name}": NEW[name] for name in NEW if name != "code"}

    file = Importing(at_editor, rows)
    file.columns(origin="List", column__code="No", column__due="Due", column__due_precision="How", format__due="day_first", **fixed)  # fmt: skip

    assert [problem[:2] for problem in file.problems()] == [("2", "Due")]


def test_words_of_evidence_that_are_too_long_leave_their_row_out(at_editor):
    factories.published_commitment(code="C-1")
    rows = [{**CHANGE, "account_words": "x" * 1500}, {**CHANGE, "account_words": "they said"}]

    file = Importing(at_editor, rows, "status_changes")
    file.columns()

    assert [problem[:2] for problem in file.problems()] == [("2", "account_words")]
