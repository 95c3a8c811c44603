"""Rules about the repository that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from factory.django import DjangoModelFactory

from tests import factories

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))

MOST_LINES = 400
MOST_LINES_OF_A_TEST = 600

# Left to right: only what is published may be reached from here.
PUBLIC_ROOMS = ["views", "filtersets", "templatetags", "feeds", "selectors"]
UNFILTERED = {"objects", "_default_manager", "_base_manager"}

UNSAFE_IN_TEMPLATES = {
    "|safe": r"\|\s*safe\b",
    "autoescape off": r"autoescape\s+off",
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script written into the page": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/)[^>]*>",
    "an event handler attribute": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "a javascript: address": r"javascript:",
}
# A template that follows a relation meets rows that are not published.
LOOKUPS = r"\{[{%][^}%]*\.(?:all|objects|\w+_set)\b"

# In brackets where a letter might be, so that this file does not find itself.
FOREIGN_TO_THE_PRODUCT = {
    "the address of a package index": r"/simpl[e]/?[\"' )]|pythonhoste[d]|registry\.[a-z]+j[s]\b",
    "a path of somebody's machine": r"(?<![\w./-])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/",
}
COMMITTED_THOUGH_HIDDEN = {".ci", ".editorconfig", ".gitignore"}
NOT_OURS = {
    "__pycache__",
    "htmlcov",
    "local",
    "media",
    "node_modules",
    "static-collected",
    "test-results",
}
# Source texts in a data package are kept word for word: what they say is not ours to choose.
ARCHIVED = "texts"
TEXT_SUFFIXES = {"", ".css", ".csv", ".html", ".js", ".json", ".md", ".po", ".py", ".sh", ".sql"}
TEXT_SUFFIXES |= {".cfg", ".svg", ".toml", ".txt", ".xml", ".yml"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def repository_files() -> Iterator[Path]:
    """What is, or would be, committed: no environment, cache, collected or archived file."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            hidden = path.name.startswith(".") and path.name not in COMMITTED_THOUGH_HIDDEN
            if hidden or path.name in {*NOT_OURS, ARCHIVED} or path.is_symlink():
                continue
            if path.is_dir():
                folders.append(path)
            elif path.suffix in TEXT_SUFFIXES:
                yield path


def all_test_text() -> str:
    others = [path for path in python_files("tests") if path != Path(__file__).resolve()]
    return "\n".join(path.read_text(encoding="utf-8") for path in others)


def lines_matching(pattern: str, paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(pattern, line):
                found.append(f"{named(path)}:{number}: {line.strip()[:120]}")
    return found


def test_files_are_short_enough_to_be_read_whole():
    too_long = []
    for path in python_files("config", "tracker", "scripts", "tests"):
        most = MOST_LINES_OF_A_TEST if TESTS in path.parents else MOST_LINES
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length >= most:
            too_long.append(f"{named(path)}: {length} lines, fewer than {most} wanted")

    assert not too_long, "\n".join(too_long)


def test_every_module_says_in_its_first_line_what_a_reader_finds():
    silent = []
    for path in python_files("config", "tracker", "tests"):
        text = path.read_text(encoding="utf-8")
        first_line = (ast.get_docstring(ast.parse(text), clean=True) or "").partition("\n")[0]
        if text.strip() and not first_line.strip():
            silent.append(named(path))

    assert not silent, "\n".join(silent)


def test_every_model_has_a_factory():
    made = {
        value._meta.model
        for value in vars(factories).values()
        if isinstance(value, type) and issubclass(value, DjangoModelFactory)
    }

    models = apps.get_app_config("tracker").get_models()
    lacking = [model.__name__ for model in models if model not in made]

    assert not lacking, f"tests/factories has none for: {', '.join(lacking)}"


@pytest.mark.django_db
def test_makemigrations_finds_nothing_to_write(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"The models have changed:\n{capsys.readouterr().out}", pytrace=False)


def url_names(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name not in ("admin", "desk"):
                yield from url_names(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name


def test_every_url_name_appears_in_a_test():
    text = all_test_text()

    names = url_names(get_resolver())
    unseen = [name for name in names if not re.search(rf"[\"':]{re.escape(name)}[\"']", text)]

    assert not unseen, f"no test names: {', '.join(unseen)}"


def test_every_management_command_is_named_in_a_test():
    text = all_test_text()
    commands = [path.stem for path in (ROOT / "tracker/management/commands").glob("[!_]*.py")]

    unseen = [name for name in commands if not re.search(rf"\b{name}\b", text)]

    assert not unseen, f"no test names: {', '.join(unseen)}"


@pytest.mark.parametrize("what", FOREIGN_TO_THE_PRODUCT)
def test_repository_speaks_of_the_product_alone(what):
    found = lines_matching(FOREIGN_TO_THE_PRODUCT[what], list(repository_files()))

    assert not found, f"{what}:\n" + "\n".join(found)


def test_public_rooms_reach_rows_through_public_only():
    found = []
    for path in python_files("tracker"):
        room = path.relative_to(ROOT / "tracker").with_suffix("").parts[0]
        if room not in PUBLIC_ROOMS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in UNFILTERED:
                found.append(f"{named(path)}:{node.lineno}: {ast.unparse(node)}")

    assert not found, "say `.public`, which leaves out what is not published:\n" + "\n".join(found)


@pytest.mark.parametrize("what", UNSAFE_IN_TEMPLATES)
def test_templates_contain_nothing_the_content_policy_or_escaping_forbids(what):
    found = lines_matching(UNSAFE_IN_TEMPLATES[what], TEMPLATES)

    assert not found, f"{what}:\n" + "\n".join(found)


def test_public_templates_follow_no_relation_by_themselves():
    public = [path for path in TEMPLATES if "/admin/" not in path.as_posix()]

    found = lines_matching(LOOKUPS, public)

    assert not found, "\n".join(found)
