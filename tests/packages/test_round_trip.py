"""Load, export, load: not a byte changes."""

import tempfile
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages.folders import files, forgotten, rows
from tests.packages.record import AWKWARD, everything, saying
from tracker.cells.tables import TABLES
from tracker.packages.load import load_package
from tracker.packages.write import write_package

pytestmark = pytest.mark.django_db

# What PostgreSQL can hold and UTF-8 can write.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)


def test_load_package_then_write_package_gives_the_same_bytes(package, tmp_path):
    load_package(package, now=timezone.now())

    write_package(tmp_path / "again")

    assert files(tmp_path / "again") == files(package)


def test_sample_has_rows_in_every_table(package):
    empty = [table.name for table in TABLES if not rows(package, table.name)]

    assert empty == []


@settings(max_examples=8)
@given(st.lists(WORDS | st.sampled_from(AWKWARD), min_size=1, max_size=40))
def test_write_package_and_load_package_keep_any_words(words):
    with tempfile.TemporaryDirectory() as scratch:
        first, second = Path(scratch) / "first", Path(scratch) / "second"
        with forgotten():
            everything(saying(words))
            write_package(first)

        with forgotten():
            load_package(first, now=timezone.now())
            write_package(second)

        assert files(second) == files(first)
