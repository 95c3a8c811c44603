"""Every public address: one for each entry of the site map, and each with queries that matter."""

from typing import Any

from django.urls import get_resolver

from tracker.models import Commitment, Party, Passage, Source, StatusChange

# The names in the site map that take a key, and the public rows that have one.
KEYS = {
    "commitment": lambda: Commitment.public.values_list("code", flat=True),
    "commitment-revisions": lambda: Commitment.public.values_list("code", flat=True),
    "embed-commitment": lambda: Commitment.public.values_list("code", flat=True),
    "status": lambda: StatusChange.public.values_list("code", flat=True),
    "source": lambda: Source.public.values_list("slug", flat=True),
    "passage": lambda: Passage.public.values_list("code", flat=True),
    "party": lambda: Party.public.values_list("slug", flat=True),
}

# Of every table all forms, by the names in the site map.
FILES = {
    "commitments": ("commitments-csv", "commitments-json", "commitments-jsonl", "commitments-xlsx", "commitments-csv-metadata.json", "commitments-csv-schema.json"),
    "statuses": ("statuses-csv", "statuses-json", "statuses-jsonl", "statuses-xlsx", "statuses-csv-metadata.json", "statuses-csv-schema.json"),
    "passages": ("passages-csv", "passages-json", "passages-jsonl", "passages-xlsx", "passages-csv-metadata.json", "passages-csv-schema.json"),
    "parties": ("parties-csv", "parties-json", "parties-jsonl", "parties-xlsx", "parties-csv-metadata.json", "parties-csv-schema.json"),
    "events": ("events-csv", "events-json", "events-jsonl", "events-xlsx", "events-csv-metadata.json", "events-csv-schema.json"),
    "figures": ("figures-csv", "figures-json", "figures-jsonl", "figures-xlsx", "figures-csv-metadata.json", "figures-csv-schema.json"),
}  # fmt: skip


def routes() -> dict[str, str]:
    """The public part of the site map: names, and routes as they stand in urls.py."""
    closed = ("admin", "desk")
    public = [r for r in get_resolver().url_patterns if getattr(r, "app_name", "") not in closed]
    return {entry.name: str(entry.pattern) for part in public for entry in part.url_patterns}


def addresses() -> list[str]:
    """One address for each public page there is now."""
    found = []
    for name, route in routes().items():
        if name == "oembed":  # answers about the address that it is given, and has none of its own
            continue
        if "<" not in route:
            found.append(f"/{route}")
            continue
        before, after = route.split("<")[0], route.split(">")[1]
        found += [f"/{before}{key}{after}" for key in sorted(KEYS[name]())]
    return found


def closed(answer: Any) -> Any:
    """The answer; a file is read to its end, by which it is let go. To close it would close the database."""
    if answer.streaming:
        answer.getvalue()
    return answer
