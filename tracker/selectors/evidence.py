"""What a status change rests on, as marks: disputed, or one party's word only."""

from typing import Any

from django.db.models import Count, Exists, Q, QuerySet, Subquery

from tracker import choices
from tracker.models import StatusChange


def marks(change: QuerySet[StatusChange]) -> dict[str, Any]:
    """`is_disputed` and `is_one_sided` (with `accounts`, the parties on whose accounts it rests), to annotate rows with.

    `change` is the status change that an outer row has. By way of it, because it is public: its
    citations are, without asking of each why.
    """
    supports = Q(citations__stance=choices.Stance.SUPPORTS)
    of_nobody = change.filter(supports, citations__account_of__isnull=True)
    return {
        "accounts": _number_of_accounts(change, supports),
        "is_disputed": Exists(change.filter(citations__stance=choices.Stance.CONTRADICTS)),
        "is_one_sided": Q(accounts=1) & ~Exists(of_nobody),
    }


def _number_of_accounts(change: QuerySet[StatusChange], condition: Q) -> Subquery:
    counted = Count("citations__account_of", distinct=True, filter=condition)
    return Subquery(change.order_by().values("pk").annotate(n=counted).values("n"))
