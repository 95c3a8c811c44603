"""Our own exports of the sample data are read without a remark: the export is the import."""

import pytest

from tests.admin.sheets import Importing, counts_of
from tests.admin.test_imports import exported
from tests.views.sample import sample  # noqa: F401 -- a fixture


@pytest.mark.parametrize(
    ("name", "table"), [("commitments-csv", "commitments"), ("statuses-csv", "status_changes")]
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.usefixtures("sample")
def test_export_of_the_sample_is_read_without_a_remark(at_editor, client, name, table, form):
    file = Importing(at_editor, exported(client, name.replace("csv", form)), table)
    file.columns()
    counts = counts_of(file.preview().words)

    assert file.problems() == []
    assert (counts["new"], counts["changed"], counts["bad"]) == (0, 0, 0)
    assert counts["unchanged"] > 0
