"""The figures in the README are those that a command prints."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

README = Path(settings.BASE_DIR) / "README.md"
SAMPLE = Path(settings.BASE_DIR) / "fixtures" / "south-caucasus"


@pytest.mark.django_db
def test_readme_figures_are_what_summary_prints() -> None:
    call_command("load_package", SAMPLE, stdout=StringIO())
    printed = StringIO()

    call_command("summary", stdout=printed)

    block = README.read_text().split("<!-- summary -->")[1].split("<!-- /summary -->")[0]
    assert [line.strip() for line in block.strip().splitlines()] == printed.getvalue().splitlines()
