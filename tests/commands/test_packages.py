"""`load_package` and `export_package`."""

from pathlib import Path

from django.db import connection

from tests import factories
from tests.packages.folders import files
from tracker import guards
from tracker.models import Category, Commitment


def exported(manage, directory: Path) -> Path:
    """A package with one published commitment, which is gone from the record again."""
    factories.published_commitment(title="A title", category__slug="meetings")
    manage("export_package", directory)
    guards.drop(connection)
    Commitment.objects.all().delete()
    guards.install(connection)
    Category.objects.all().delete()
    return directory


def test_export_package_says_how_many_rows(manage, tmp_path):
    factories.PartyFactory()

    ran = manage("export_package", tmp_path / "out")

    assert ran == (0, f"1 rows in 21 tables in {tmp_path / 'out'}.\n", "")
    assert (tmp_path / "out" / "parties.csv").is_file()


def test_export_package_refuses_a_folder_with_strangers(manage, tmp_path):
    (tmp_path / "notes.md").write_text("Keep me.", encoding="utf-8")

    ran = manage("export_package", tmp_path)

    assert (ran.code, ran.out) == (1, "")
    assert "notes.md, which is no part of a package" in ran.err
    assert set(files(tmp_path)) == {"notes.md"}


def test_load_package_says_how_many_rows_and_that_nothing_changed_the_second_time(manage, tmp_path):
    package = exported(manage, tmp_path / "package")

    first = manage("load_package", package)
    second = manage("load_package", package)

    # The source, its capture and the passage are there still.
    assert first == (0, "3 rows added, 0 changed, 3 unchanged.\n", "")
    assert second == (0, "0 rows added, 0 changed, 6 unchanged.\n", "")
    assert Commitment.public.get().title == "A title"


def test_load_package_names_every_problem_and_fails(manage, tmp_path):
    package = exported(manage, tmp_path / "package")
    table = package / "commitments.csv"
    table.write_bytes(table.read_bytes().replace(b"meetings", b"nowhere"))

    ran = manage("load_package", package)

    assert (ran.code, ran.out) == (1, "")
    assert "commitments.csv: It is not the file described in datapackage.json" in ran.err
    assert "column category: There is no “nowhere” in categories.csv." in ran.err
    assert "commitments.csv, line 2 (" in ran.err
    assert "CommandError: Nothing was loaded: 2 problems, named above." in ran.err
    assert not Commitment.objects.exists()


def test_load_package_names_the_folder_that_is_not_there(manage, tmp_path):
    ran = manage("load_package", tmp_path / "nowhere")

    assert ran.code == 1
    assert f"datapackage.json: There is no such file in {tmp_path / 'nowhere'}." in ran.err


def test_load_package_asks_for_a_folder(manage):
    ran = manage("load_package")

    assert ran.code == 2
    assert "directory" in ran.err
