"""Commitments counted by what they have in common: by status, party, source and so on."""

from collections import Counter

from django.db.models import Count, QuerySet

from tracker.models import Commitment

# Where each grouping is found from a commitment. One can be in several groups, or in none.
PATHS = {
    "status": "status_then",
    "party": "participations__party__slug",
    "source": "citations__passage__capture__source__slug",
    "category": "category__slug",
    "topic": "topics__slug",
    "bindingness": "bindingness",
    "reason": "reason_then",
    "language": "citations__passage__capture__source__language",
}


def counts_by(commitments: QuerySet[Commitment], name: str) -> Counter[str]:
    """How many of these (`selectors.then.standing`) are in each group, by its slug or value."""
    path = PATHS[name]
    counted = commitments.order_by().values(path).annotate(n=Count("pk", distinct=True))
    return Counter({row[path]: row["n"] for row in counted if row[path] is not None})


def statuses_by(commitments: QuerySet[Commitment], name: str) -> dict[str, Counter[str]]:
    """The same, each group by status; the empty status counts what is not assessed."""
    path = PATHS[name]
    counted = commitments.order_by().values(path, "status_then").annotate(n=Count("pk", distinct=True))  # fmt: skip
    found: dict[str, Counter[str]] = {}
    for row in counted:
        if row[path] is not None:
            found.setdefault(row[path], Counter())[row["status_then"]] = row["n"]
    return found
