"""Every linter and the type checker, as tests: `make test` is the one command."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))

pytestmark = pytest.mark.tool


def run(tool: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 (fixed words, no shell)
        [BIN / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.fail(f"{tool} {' '.join(arguments)[:80]}\n{done.stdout}{done.stderr}", pytrace=False)


def test_types_hold():
    run("mypy", "--no-error-summary")


def test_imports_run_one_way():
    run("lint-imports", "--no-logo")


def test_python_has_no_lint():
    run("ruff", "check", "--quiet", "--output-format", "concise")


def test_python_is_formatted():
    run("ruff", "format", "--check", "--quiet", "--output-format", "concise")


@pytest.mark.skipif(not TEMPLATES, reason="there are no templates")
def test_template_tags_are_formatted():
    run("djade", "--check", "--target-version", "5.2", *TEMPLATES)


@pytest.mark.skipif(not TEMPLATES, reason="there are no templates")
def test_templates_have_no_lint():
    run("djlint", "--lint", "--quiet", "templates")


@pytest.mark.parametrize("script", ["environment", "lock", "with-postgres"])
def test_scripts_are_plain_shell(script):
    shell = shutil.which("dash") or shutil.which("sh")
    assert shell is not None

    run(shell, "-n", f"scripts/{script}")
