"""Measure importing spreadsheets with three bad rows in a hundred: .venv/bin/python scripts/bench/imports.py

Imports 2,000 and 20,000 commitments, then as many status changes, then the commitments once more with
other words in every row, each run in a process of its own on a fresh SQLite database with the sample data. Prints a table in Markdown: seconds, rows a second, how many
times as long as only reading the file, and the largest memory of the process beside that before the run.
"""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "fixtures" / "south-caucasus"
SIZES = (2_000, 20_000)
# Which rows; of the last, each changes the draft that the first made.
TABLES = {
    "commitments": "commitments",
    "status_changes": "status_changes",
    "changed": "commitments",
}
ONE_BAD_IN = 33
# How rows go wrong, one after the other.
BAD: dict[str, list[dict[str, str]]] = {
    "commitments": [{"category": "nonsense"}, {"date_made": "31.02.2024"}, {"title": ""},
                    {"parties": "Nobody (obligor)"}, {"quantity": "12"}],
    "status_changes": [{"status": "nonsense"}, {"commitment": "C-NONE"}, {"evidence": ""},
                       {"happened": "2190-01-01"}, {"reason": ""}],
}  # fmt: skip


def _rows(table: str, size: int) -> Iterator[dict[str, str]]:
    """The rows of a file, the bad ones among them."""
    for number in range(size):
        good = _change(number) if table == "status_changes" else _commitment(number)
        if table == "changed":
            good |= {"title": f"Pledge {number}", "parties": "armenia (obligor)"}
        bad = BAD[TABLES[table]][number // ONE_BAD_IN % len(BAD[TABLES[table]])]
        yield good | (bad if number % ONE_BAD_IN == 0 else {})


def _commitment(number: int) -> dict[str, str]:
    return {
        "code": f"B-{number}", "title": f"Promise {number}", "summary": "One of many.",
        "category": "shared_position", "modality": "acts_as", "bindingness": "joint_state_statement",
        "date_made": "2023-12-07", "quantity": "", "passage": f"P-CICA-{number % 18 + 1:02}",
        "parties": "armenia (obligor); azerbaijan (counterparty)",
    }  # fmt: skip


def _change(number: int) -> dict[str, str]:
    return {
        "commitment": f"B-{number + (number % ONE_BAD_IN == 0)}", "status": "in_progress", "happened": "2024-02-01",
        "reason": "One of many.", "evidence": "REF-001", "finding": "They met.",
    }  # fmt: skip


def _main() -> None:
    titles = ["Rows", "Size", "Step", "Seconds", "Rows/s", "× reading", "Bad", "Peak MB", "Before"]
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _in_a_process("prepare", 0, Path(folder))
            for table in TABLES:
                for line in _in_a_process(table, size, Path(folder)):
                    print("| " + " | ".join(line) + " |", flush=True)


def _in_a_process(table: str, size: int, folder: Path) -> list[list[str]]:
    environment = {
        **os.environ, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "MEDIA_ROOT": str(folder),
    }  # fmt: skip
    command = [sys.executable, __file__, table, str(size)]
    done = subprocess.run(  # noqa: S603 (our own words)
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def _measure(table: str, size: int) -> list[list[str]]:
    """Read, try, write, and try once more."""
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False
    if table == "prepare":
        return _prepare()
    from django.contrib.auth.models import User
    from django.utils import timezone

    from tracker.importers import run, uploads

    by, now = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)[0], timezone.now()  # fmt: skip
    imported = _upload(table, size, by, now)
    before = _memory()
    reading, _count = _timed(lambda: uploads.count_rows(imported))
    found = [
        [table, f"{size:,}", "read", *_figures(size, reading, reading), "", *_memories(before)]
    ]
    trial = run.Trial(imported, by=by, now=now)
    for step in ("preview", "import", "again"):
        if step == "import":
            trial = run.Writing(imported, by=by, now=now, reason="", digest=trial.outcome.digest)
        if step == "again":
            trial = run.Trial(imported, by=by, now=now)
        took, _batches = _timed(lambda trial=trial: sum(1 for _batch in trial.batches()))
        bad = f"{trial.outcome.counts['left_out']:,}"
        found.append([table, f"{size:,}", step, *_figures(size, took, reading), bad, *_memories(before)])  # fmt: skip
    return found


def _prepare() -> list[list[str]]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("load_package", str(SAMPLE), stdout=nowhere)
    return []


def _upload(table: str, size: int, by: Any, now: Any) -> Any:
    from django.core.files.uploadedfile import TemporaryUploadedFile

    from tracker.importers import mapping, uploads
    from tracker.importers.kinds import KINDS

    with TemporaryUploadedFile("bench.csv", "text/csv", 0, "utf-8") as file:
        text = io.TextIOWrapper(file.file, "utf-8", newline="", write_through=True)
        writer = csv.DictWriter(text, list(next(_rows(table, 2))))
        writer.writeheader()
        writer.writerows(_rows(table, size))
        file.seek(0)
        imported = uploads.keep(file, table=TABLES[table], kept=None, by=by, now=now)
        text.detach()
    rules = mapping.for_own_columns(KINDS[TABLES[table]], uploads.header_of(imported))
    uploads.set_rules(imported, rules, origin="")
    return imported


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = call()
    return time.perf_counter() - begun, result


def _figures(size: int, took: float, reading: float) -> list[str]:
    return [f"{took:.1f}", f"{size / took:,.0f}", f"{took / reading:.0f}"]


def _memories(before: float) -> list[str]:
    return [f"{_memory():.0f}", f"{before:.0f}"]


def _memory() -> float:
    """The largest memory of this process so far, in megabytes."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) > 1:
        print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]))))
    else:
        _main()
