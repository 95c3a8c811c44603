"""Where a word is looked for: in what commitments say, quote, and call themselves or a party."""

import re
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from tracker.models import Citation, Participation, StatusChange

# More of either than a database can compare, or than anybody means, is refused instead of looked for.
MOST_WORDS, MOST_SIGNS = 10, 200

_OWN = ("title", "summary", "code", "note", "category__name")
_NAMES = ("party__name", "party__short_name", "party__names__name")

# Quotation marks of any kind hold words together.
_PIECE = re.compile(r'["“”„‟«»]([^"“”„‟«»]+)["“”„‟«»]|(\S+)')


def words_of(text: str) -> list[str]:
    """The words to look for; those between quotation marks are one, in their order."""
    pieces = (" ".join((quoted or word).split()) for quoted, word in _PIECE.findall(text))
    return [piece for piece in pieces if piece]


def holding(
    commitments: QuerySet[Any],
    words: str,
    *,
    seen_by: str = "public",
    changes: QuerySet[StatusChange] | None = None,
) -> QuerySet[Any]:
    """Those that hold every word; what belongs to them as the manager of this name lets see it.

    `changes` are the status changes whose reasons are looked into, where that is not all.

    Asked of the database as they are typed: `%` is a sign like others, case is told apart as the database does.
    """
    if changes is None:
        changes = getattr(StatusChange, seen_by).all()
    for word in words_of(words):
        commitments = commitments.filter(_holds(word, seen_by, changes))
    return commitments


def _holds(word: str, seen_by: str, changes: QuerySet[StatusChange]) -> Q:
    cited = Q(passage__exact__icontains=word) | Q(passage__code__iexact=word)
    found = (
        _of(Citation, cited, seen_by),
        _of(Participation, _any(_NAMES, word), seen_by),
        Q(pk__in=changes.filter(reason__icontains=word).values("commitment")),
    )
    return reduce(or_, found, _any(_OWN, word))


def _any(paths: tuple[str, ...], word: str) -> Q:
    return reduce(or_, (Q(**{f"{path}__icontains": word}) for path in paths))


def _of(model: Any, condition: Q, seen_by: str) -> Q:
    rows = getattr(model, seen_by).filter(condition, commitment__isnull=False)
    return Q(pk__in=rows.values("commitment"))
