"""Writing a package: where it may stand, what happens to what stood there, what is in it."""

import csv
import io
import json

import pytest
from django.utils import timezone

from tests import factories
from tests.packages.folders import everything_stored, files, forgotten, rows
from tests.packages.record import AWKWARD, everything, saying
from tracker.cells.tables import TABLES
from tracker.models import Commitment, Dataset
from tracker.packages import write
from tracker.packages.load import load_package
from tracker.packages.write import PackageFolderRefused, write_package

pytestmark = pytest.mark.django_db


def test_write_package_replaces_an_older_package_whole(package):
    (package / "texts" / "T-OLD.txt").write_text("An older text.", encoding="utf-8")
    factories.CaptureFactory(code="T-NEW")

    counts = write_package(package)

    assert counts["captures"] == 1
    assert {path.name for path in (package / "texts").iterdir()} == {"T-NEW.txt"}
    assert {path.name for path in package.parent.iterdir()} == {"package"}


@pytest.mark.parametrize(
    "stranger", ["notes.md", ".gitignore", "texts/notes.md", "texts/more/T-1.txt", "more/T-1.txt"]
)
def test_write_package_refuses_a_folder_with_strangers(package, stranger):
    (package / stranger).parent.mkdir(exist_ok=True)
    (package / stranger).write_text("Keep me.", encoding="utf-8")
    before = files(package)

    with pytest.raises(PackageFolderRefused, match="is no part of a package"):
        write_package(package)

    assert files(package) == before


def test_write_package_refuses_a_file(tmp_path):
    (tmp_path / "file").write_text("Keep me.", encoding="utf-8")

    with pytest.raises(PackageFolderRefused, match="is a file"):
        write_package(tmp_path / "file")

    assert (tmp_path / "file").read_text(encoding="utf-8") == "Keep me."


def test_write_package_makes_the_folders_above_it(tmp_path):
    write_package(tmp_path / "one" / "two")

    assert (tmp_path / "one" / "two" / "datapackage.json").is_file()


def test_write_package_takes_the_folder_it_stands_in(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    write_package(write.Path())

    assert (tmp_path / "here" / "datapackage.json").is_file()


def failing(name: str):
    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    return fail


@pytest.mark.parametrize("step", ["write_bytes", "describe", "rename"])
def test_write_package_leaves_the_old_package_when_it_fails(package, monkeypatch, step):
    before = files(package)
    if step == "describe":
        monkeypatch.setattr(write.descriptor, "describe", failing(step))
    elif step == "write_bytes":
        monkeypatch.setattr(write.Path, "write_bytes", failing(step))
    else:
        rename = write.Path.rename

        def rename_all_but_the_new(path, target):
            return failing(step)() if path.name == "new" else rename(path, target)

        monkeypatch.setattr(write.Path, "rename", rename_all_but_the_new)

    with pytest.raises(OSError, match="No space left"):
        write_package(package)

    assert files(package) == before
    assert {path.name for path in package.parent.iterdir()} == {"package"}


def test_write_package_changes_nothing_in_the_record(package, tmp_path):
    load_package(package, now=timezone.now())
    before = everything_stored()

    write_package(tmp_path / "out")

    assert everything_stored() == before


def test_write_package_gives_the_same_bytes_whatever_the_order_of_entry(package, tmp_path):
    load_package(package, now=timezone.now())
    titles = Commitment.objects.order_by("code").values_list("code", "title")
    for code, title in reversed(titles):
        Commitment.objects.filter(code=code).update(title=title)

    write_package(tmp_path / "out")

    assert files(tmp_path / "out") == files(package)


def test_write_package_counts_the_rows_of_each_table(tmp_path):
    with forgotten():
        everything(saying(AWKWARD))
        counts = write_package(tmp_path / "out")

    assert counts == {table.name: len(rows(tmp_path / "out", table.name)) for table in TABLES}


def test_write_package_leaves_no_cell_that_a_spreadsheet_runs(package):
    risky = tuple("=+@\t\r\n＝＋－＠")
    for table in TABLES:
        for row in rows(package, table.name):
            for cell in row.values():
                assert not cell.startswith(risky), (table.name, cell)
                assert not cell.startswith("-") or float(cell) < 0, (table.name, cell)


def test_write_package_gives_each_text_as_it_was_captured(package):
    load_package(package, now=timezone.now())

    assert {path.stem for path in (package / "texts").iterdir()} >= {"T-1"}
    for capture in rows(package, "captures"):
        text = (package / "texts" / f"{capture['code']}.txt").read_bytes().decode()
        assert text == factories.CaptureFactory._meta.model.objects.get(code=capture["code"]).text


def test_write_package_sorts_whole_numbers_as_numbers(package):
    positions = [row["position"] for row in rows(package, "deadlines")]

    assert positions == ["1", "2", "10"]


def test_write_package_writes_header_and_lines_in_one_form(package):
    for table in TABLES:
        data = (package / table.file).read_bytes()
        reader = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        assert next(reader) == [column.name for column in table.columns]
        assert data.endswith(b"\n")
        assert not data.endswith(b"\r\n")


def test_write_package_of_an_empty_record_can_be_loaded(tmp_path):
    write_package(tmp_path / "out")

    loaded = load_package(tmp_path / "out", now=timezone.now())

    assert loaded.added.total() == 0
    assert Dataset.objects.get().name == "record"


def test_description_gives_every_column_its_meaning(package):
    content = json.loads((package / "datapackage.json").read_bytes())
    tables = [r for r in content["resources"] if r["path"].endswith(".csv")]

    assert len(tables) == len(TABLES)
    for table, resource in zip(TABLES, tables, strict=True):
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == [column.name for column in table.columns]
        assert all(f["description"] for f in fields), table.name
        assert set(resource["schema"]["primaryKey"]) <= {f["name"] for f in fields}
