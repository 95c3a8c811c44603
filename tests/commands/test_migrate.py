"""`migrate` on a SQLite database in use, whose guards name the tables that it rebuilds."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The last migration before a guarded table was changed for the first time.
BEFORE = "0003_edits"


def migrate(file: Path, *target: str) -> set[str]:
    """Run the command in a process of its own; the names of the guards there are afterwards."""
    environment = {**os.environ, "DEBUG": "1", "DATABASE_URL": f"sqlite:///{file}"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0", *target]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603
    with closing(sqlite3.connect(file)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return {name for (name,) in names if name.startswith("guard_")}


def test_migrate_rebuilds_guarded_tables_and_puts_the_guards_back(tmp_path):
    file = tmp_path / "record.sqlite3"
    guarded = migrate(file, "tracker", BEFORE)
    assert "guard_reference_update" in guarded

    assert guarded <= migrate(file)
