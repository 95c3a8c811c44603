"""Every public address: one for each entry of the site map, and each with queries that matter."""

from django.urls import get_resolver

from tracker.models import Commitment, Party, Passage, Source, StatusChange

# The names in the site map that take a key, and the public rows that have one.
KEYS = {
    "commitment": lambda: Commitment.public.values_list("code", flat=True),
    "commitment-revisions": lambda: Commitment.public.values_list("code", flat=True),
    "status": lambda: StatusChange.public.values_list("code", flat=True),
    "source": lambda: Source.public.values_list("slug", flat=True),
    "passage": lambda: Passage.public.values_list("code", flat=True),
    "party": lambda: Party.public.values_list("slug", flat=True),
}


def routes() -> dict[str, str]:
    """The public part of the site map: names, and routes as they stand in urls.py."""
    closed = ("admin", "desk")
    public = [r for r in get_resolver().url_patterns if getattr(r, "app_name", "") not in closed]
    return {entry.name: str(entry.pattern) for part in public for entry in part.url_patterns}


def addresses() -> list[str]:
    """One address for each public page there is now."""
    found = []
    for name, route in routes().items():
        if "<" not in route:
            found.append(f"/{route}")
            continue
        before, after = route.split("<")[0], route.split(">")[1]
        found += [f"/{before}{key}{after}" for key in sorted(KEYS[name]())]
    return found
