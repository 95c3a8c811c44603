"""Measure the public pages of a large record: .venv/bin/python scripts/bench/pages.py [NUMBER ...]

Fills a fresh SQLite database with the sample data and NUMBER further commitments (default: 1000 and
18529, as many as the second cycle of the Universal Periodic Review has recommendations), each with 3
status changes, 2 parties and 2 citations, and asks for each page. Prints a table in Markdown: CPU time
of the page in milliseconds with nothing kept, how many times that of a page without rows
(/accessibility/), the milliseconds when it was kept and when the reader has it already (304), its
kilobytes, and its queries.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "fixtures" / "south-caucasus"
SIZES = (1_000, 18_529)
BARE = "/accessibility/"
PAGES = (
    BARE,
    "/",
    "/commitments/",
    "/commitments/?status=stalled&party=armenia&sort=-status_since",
    "/commitments/?as_of=2024-06-01",
    "/commitments/?q=pledge",
    "/commitments/C-JOINT-05/",
    "/statuses/",
    "/parties/armenia/",
    "/matrix/",
    "/calendar/",
    "/pairs/",
    "/compare/?from=2024-01-01&to=2024-06-01",
)
STATUSES = ("in_progress", "partly_fulfilled", "stalled", "fulfilled", "not_kept")
RECORDED = datetime(2025, 1, 1, tzinfo=UTC)
FIRST = date(2023, 1, 1)


def fill(number: int) -> None:
    """The sample data and so many commitments beside them."""
    from django.core.management import call_command
    from django.utils import timezone

    from tracker.packages.load import load_package

    call_command("migrate", verbosity=0)
    load_package(SAMPLE, now=timezone.now())
    for start in range(0, number, 2000):
        _add(range(start, min(start + 2000, number)))


def _add(numbers: range) -> None:
    from tracker.models import (
        Category,
        Citation,
        Commitment,
        Deadline,
        Participation,
        Party,
        Passage,
        Reference,
        StatusChange,
    )
    from tracker.services import statuses

    categories = list(Category.objects.order_by("pk"))
    parties = list(Party.objects.order_by("pk"))
    passages = list(Passage.objects.order_by("pk"))
    reference = Reference.objects.order_by("pk").first()
    made = Commitment.objects.bulk_create(
        Commitment(
            code=f"B-{n}", title=f"Pledge {n}", summary="One of many.",
            category=categories[n % len(categories)], modality="acts_as",
            bindingness="joint_state_statement", **_on(n),
        )
        for n in numbers
    )  # fmt: skip
    Participation.objects.bulk_create(
        Participation(commitment=c, party=parties[(n + step) % len(parties)], role=role)
        for n, c in zip(numbers, made, strict=True)
        for step, role in ((0, "obligor"), (7, "counterparty"))
    )
    Deadline.objects.bulk_create(
        Deadline(commitment=c, **_on(n + 700))
        for n, c in zip(numbers, made, strict=True)
        if n % 10 == 0
    )
    Citation.objects.bulk_create(
        Citation(commitment=c, passage=passages[n % len(passages)], role=role, position=position)
        for n, c in zip(numbers, made, strict=True)
        for position, role in ((1, "primary"), (2, "context"))
    )
    changes = StatusChange.objects.bulk_create(
        StatusChange(
            code=f"B-{n}-{step}", commitment=c, status=STATUSES[(n + step) % 5], confidence="high",
            reason_code="other" if STATUSES[(n + step) % 5] == "stalled" else "", reason="Reported.",
            **_on(n + 30 * step),
        )
        for n, c in zip(numbers, made, strict=True)
        for step in range(3)
    )  # fmt: skip
    Citation.objects.bulk_create(
        Citation(
            status_change=change,
            reference=reference,
            role="evidence",
            position=1,
            finding="It is so.",
        )
        for change in changes
    )
    Commitment.objects.filter(code__in=[c.code for c in made]).update(state="published", recorded_at=RECORDED)  # fmt: skip
    StatusChange.objects.filter(code__in=[c.code for c in changes]).update(state="published", recorded_at=RECORDED)  # fmt: skip
    statuses.refresh_current([c.pk for c in made])


def _on(number: int) -> dict[str, Any]:
    day = FIRST + timedelta(days=number % 900)
    return {"date_precision": "day", "date_earliest": day, "date_latest": day}


def measure(number: int) -> None:
    """Fill, ask for each page twice, and print the second as JSON."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CACHES["default"]["BACKEND"] = "django.core.cache.backends.locmem.LocMemCache"
    fill(number)
    client, found = Client(), {}
    for url in PAGES:
        client.get(url).getvalue()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer, _spent = _timed(client, url)
        asked = len(queries)
        assert answer.status_code == HTTPStatus.OK, url
        cache.clear()
        spent = [_timed(client, url)[1] for _time in ("drawn", "kept")]
        unchanged, third = _timed(client, url, {"If-None-Match": answer["ETag"]})
        assert unchanged.status_code == HTTPStatus.NOT_MODIFIED, url
        found[url] = ([*spent, third], len(answer.content), asked)
    print(json.dumps(found))


def _timed(client: Any, url: str, headers: dict[str, str] | None = None) -> tuple[Any, float]:
    start = time.process_time()
    answer = client.get(url, headers=headers)
    answer.getvalue()
    return answer, time.process_time() - start


def main(sizes: list[int]) -> None:
    """A process of its own for each size, then the table."""
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            env = os.environ | {
                "DEBUG": "1",
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
            done = subprocess.run(  # noqa: S603
                [sys.executable, __file__, "--measure", str(size)],
                env=env, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                sys.exit(done.stderr)
            found[size] = json.loads(done.stdout.splitlines()[-1])
    heads = (f" {size}: ms | × bare | kept | 304 | kB | queries |" for size in sizes)
    print("| page |" + "".join(heads))
    print("|---|" + "---:|" * 6 * len(sizes))
    for url in PAGES:
        cells = [_cells(found[size], url) for size in sizes]
        print(f"| `{url}` | " + " | ".join(cells) + " |")


def _cells(found: dict[str, Any], url: str) -> str:
    (drawn, *again), length, queries = found[url]
    kept = " | ".join(f"{1000 * spent:.1f}" for spent in again)
    times_bare = drawn / found[BARE][0][0]
    return f"{1000 * drawn:.0f} | {times_bare:.1f} | {kept} | {length / 1000:.0f} | {queries}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
