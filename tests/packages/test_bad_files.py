"""A file that is missing, cut, misnamed or in another encoding: named, and nothing is loaded."""

import json

import pytest

from tests.packages.folders import about, forget_hashes, line_of, problems_of, set_about

pytestmark = pytest.mark.django_db


def change_file(package, name, change) -> None:
    path = package / name
    path.write_bytes(change(path.read_bytes()))


def problems_of_edited(package, name, change):
    """Of a package of which somebody changed a file and forgot the hash on purpose."""
    change_file(package, name, change)
    forget_hashes(package)
    return problems_of(package)


def without_line_ends(data: bytes) -> bytes:
    """Up to the end of the last whole row but one."""
    return data[: data.rstrip(b"\n").rindex(b"\n") + 1]


CUTS = {
    "in the middle of a row": lambda data: data[: len(data) // 2],
    "at the end of a row": without_line_ends,
    "one byte before the end": lambda data: data[:-1],
    "after the header": lambda data: data[: data.index(b"\n") + 1],
    "to nothing": lambda data: b"",
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS.keys())
@pytest.mark.parametrize("name", ["commitments.csv", "status_changes.csv", "texts/T-1.txt"])
def test_load_package_notices_half_a_file(package, name, cut):
    change_file(package, name, cut)

    problems = problems_of(package)

    assert (name, 0, "") in [(p.file, p.line, p.column) for p in problems]


@pytest.mark.parametrize("place", ["in the middle of a row", "one byte before the end"])
def test_load_package_notices_half_a_text_without_the_hash_of_the_file(package, place):
    problems = problems_of_edited(package, "texts/T-1.txt", CUTS[place])

    assert ("captures.csv", "sha256") in [(p.file, p.column) for p in problems]


def test_load_package_notices_half_a_file_by_its_length_alone(package):
    content = about(package)
    for resource in content["resources"]:
        del resource["hash"]
    set_about(package, content)
    change_file(package, "topics.csv", without_line_ends)

    assert [p.file for p in problems_of(package) if not p.line] == ["topics.csv"]


def test_load_package_refuses_a_file_that_is_listed_twice(package):
    content = about(package)
    content["resources"].append({"path": "topics.csv"})
    set_about(package, content)

    assert "It lists a file twice." in [problem.sentence for problem in problems_of(package)]


def test_load_package_names_the_row_that_was_cut_within_quotes(package):
    def cut(data):
        return data[: data.rindex(b'"')]

    problems = problems_of_edited(package, "commitments.csv", cut)

    [problem] = [p for p in problems if p.file == "commitments.csv"]
    assert problem.line > 1
    assert "cannot be read from here on" in problem.sentence


def test_load_package_names_the_row_with_a_cell_too_many(package):
    problems = problems_of_edited(package, "topics.csv", lambda data: data + b"extra,Extra,cell\n")

    [problem] = problems
    assert str(problem) == (
        f"topics.csv, line {line_of(package, 'topics', 2)}: This row has 3 cells instead of 2."
    )


def test_load_package_names_a_missing_column(package):
    problems = problems_of_edited(
        package, "topics.csv", lambda data: data.replace(b"slug,name", b"slug", 1)
    )

    assert "topics.csv, line 1: The column “name” is missing." in map(str, problems)


def test_load_package_names_an_unknown_column(package):
    problems = problems_of_edited(
        package, "topics.csv", lambda data: data.replace(b"slug,name", b"slug,name,colour", 1)
    )

    assert "topics.csv, line 1: There is no column “colour” in this table." in map(str, problems)


def test_load_package_refuses_a_column_that_is_there_twice(package):
    problems = problems_of_edited(
        package, "topics.csv", lambda data: data.replace(b"slug,name", b"slug,name,name", 1)
    )

    assert "topics.csv, line 1: A column is there twice." in map(str, problems)


def test_load_package_refuses_a_header_that_cannot_be_read(package):
    problems = problems_of_edited(package, "topics.csv", lambda data: b'"slug')

    [problem] = [p for p in problems if p.file == "topics.csv"]
    assert (problem.line, "cannot be read" in problem.sentence) == (1, True)


def test_load_package_takes_columns_in_any_order_and_a_byte_order_mark(package):
    (package / "topics.csv").write_bytes("\ufeffname,slug\nZeta,zeta\nAlpha,'-alpha\n".encode())
    (package / "commitments.csv").unlink()
    content = about(package)
    content["resources"] = []
    set_about(package, content)

    problems = problems_of(package)

    assert "topics.csv" not in {p.file for p in problems}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_load_package_names_the_file_in_another_encoding(package, encoding):
    def encode(data):
        return data.decode().replace("state_body", "état").encode(encoding, "replace")

    problems = problems_of_edited(package, "parties.csv", encode)

    named = [p for p in problems if p.file == "parties.csv" and p.line]
    assert named
    if encoding != "utf-16-le":
        assert "not UTF-8" in " ".join(p.sentence for p in named)


def test_load_package_names_the_text_in_another_encoding(package):
    problems = problems_of_edited(
        package, "texts/T-1.txt", lambda data: data.decode().encode("utf-16")
    )

    assert "texts/T-1.txt" in {p.file for p in problems}


def test_load_package_refuses_a_text_with_nul(package):
    problems = problems_of_edited(package, "texts/T-1.txt", lambda data: data + b"\0")

    assert "NUL" in " ".join(p.sentence for p in problems if p.file == "captures.csv")


@pytest.mark.parametrize("name", ["commitments.csv", "texts/T-1.txt"])
def test_load_package_names_a_file_that_is_described_but_missing(package, name):
    (package / name).unlink()

    problems = problems_of(package)

    assert f"{name}: datapackage.json lists this file; it is not there." in map(str, problems)


def test_load_package_refuses_a_folder_without_description(package):
    (package / "datapackage.json").unlink()

    problems = problems_of(package)

    assert [(p.file, p.sentence[:24]) for p in problems] == [
        ("datapackage.json", "There is no such file in")
    ]


def test_load_package_refuses_a_folder_that_does_not_exist(package):
    [problem] = problems_of(package / "nowhere")

    assert problem.file == "datapackage.json"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"not json", b"[]", b'"text"', b"\xff\xfe", b'{"title": "\\u0000"}',
     b'{"title": "\\ud800"}'],
)  # fmt: skip
def test_load_package_refuses_a_description_that_is_no_json_object(package, content):
    (package / "datapackage.json").write_bytes(content)

    problems = problems_of(package)

    assert problems[0].file == "datapackage.json"
    assert "JSON" in problems[0].sentence


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "texts/../../outside.txt",
        "/etc/hostname",
        "texts\\T-1.txt",
        "notes.md",
        "comitments.csv",
    ],
)
def test_load_package_refuses_a_path_that_no_package_has(package, path):
    (package.parent / "outside.txt").write_text("outside", encoding="utf-8")
    content = about(package)
    content["resources"].append({"name": "x", "path": path})
    set_about(package, content)

    [problem] = problems_of(package)

    assert problem.file == "datapackage.json"
    assert path in problem.sentence


@pytest.mark.parametrize("resources", [None, 1, {"path": "x"}, [1], [{}], [{"path": 1}]])
def test_load_package_never_fails_on_odd_resources(package, resources):
    (package / "topics.csv").write_bytes(b"broken")
    set_about(package, {**about(package), "resources": resources})

    problems = problems_of(package)

    assert "topics.csv" in {p.file for p in problems}


def test_description_names_every_file_with_its_hash(package):
    resources = about(package)["resources"]

    paths = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert {r["path"] for r in resources} == paths - {"datapackage.json"}
    assert all(r["bytes"] == (package / r["path"]).stat().st_size for r in resources)
    assert json.dumps(resources).count('"sha256:') == len(resources)
