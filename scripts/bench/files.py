"""Measure the CSV of a large record: .venv/bin/python scripts/bench/files.py [NUMBER ...]

Fills a fresh SQLite database like scripts/bench/pages.py (default: 10000 and 100000 commitments) and takes
away the commitments with their parties, status and source, then all columns. Prints a table in Markdown:
CPU seconds, how many times faster `sqlite3 -csv` writes the same five columns, milliseconds to the first
byte, and by how many megabytes the process grew. The peer is left out where there is no `sqlite3`.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import pages

SIZES = (10_000, 100_000)
FILES = {
    "five columns": "/commitments.csv?columns=code,title,parties,status,source_title",
    "all columns": "/commitments.csv",
}
# The same five columns of the same rows, as somebody would write it by hand.
PEER = """
SELECT c.code, c.title, c.status,
  (SELECT group_concat(p.short_name || ' (' || r.role || ')', '; ') FROM tracker_participation r
   JOIN tracker_party p ON p.id = r.party_id WHERE r.commitment_id = c.id),
  (SELECT s.title FROM tracker_citation t JOIN tracker_passage w ON w.id = t.passage_id
   JOIN tracker_capture k ON k.id = w.capture_id JOIN tracker_source s ON s.id = k.source_id
   WHERE t.commitment_id = c.id AND t.role = 'primary' ORDER BY t.position LIMIT 1)
FROM tracker_commitment c WHERE c.state = 'published' ORDER BY c.code;
"""


def begin() -> None:
    """Django with the settings of the environment."""
    sys.path.insert(0, str(pages.ROOT))
    import django

    django.setup()


def measure(url: str) -> None:
    """One file, read to its end, in a process of its own; what it took as JSON."""
    begin()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.get("/parties.csv?columns=slug").getvalue()
    grown, started, clock = _megabytes(), time.process_time(), time.perf_counter()
    parts = iter(client.get(url).streaming_content)
    lines = [next(parts).count(b"\n")]
    first = time.perf_counter() - clock
    lines.append(sum(part.count(b"\n") for part in parts))
    spent = time.process_time() - started
    print(json.dumps([spent, first, _megabytes() - grown, sum(lines)]))


def _megabytes() -> float:
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _peer(database: str) -> float | None:
    if not (program := shutil.which("sqlite3")):
        return None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Path(database).with_suffix(".csv").open("wb") as out:
        subprocess.run([program, "-csv", "-header", database, PEER], stdout=out, check=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, __file__, *words], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main(sizes: list[int]) -> None:
    """A database for each size, a process for each file, then a line each."""
    print("| commitments | file | CPU s | × sqlite3 -csv | first byte ms | grew MB |")
    print("|---:|---|---:|---:|---:|---:|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            database = f"{folder}/bench.sqlite3"
            env: dict[str, Any] = os.environ | {
                "DEBUG": "1",
                "DATABASE_URL": f"sqlite:///{database}",
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
            _run(env, "--fill", str(size))
            peer = _peer(database)
            for name, url in FILES.items():
                found = json.loads(_run(env, "--measure", url).splitlines()[-1])
                print(_line(name, found, peer), flush=True)


def _line(name: str, found: list[float], peer: float | None) -> str:
    spent, first, grown, lines = found
    times = f"{spent / peer:.1f}" if peer else "–"
    return (
        f"| {lines - 1:.0f} | {name} | {spent:.2f} | {times} | {1000 * first:.0f} | {grown:.1f} |"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2])
    elif sys.argv[1:2] == ["--fill"]:
        begin()
        pages.fill(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
