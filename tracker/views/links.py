"""Addresses of lists, for numbers that lead to exactly the rows they count."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tracker import choices
from tracker.lib.addresses import with_query
from tracker.lib.clocks import Clocks


@dataclass(frozen=True)
class Rows:
    """The list of commitments as it stood then, with these filters besides."""

    clocks: Clocks
    filters: tuple[tuple[str, str], ...] = ()

    def narrowed(self, name: str, *values: str) -> "Rows":
        """With one filter set to these values, whatever it was set to."""
        others = tuple(pair for pair in self.filters if pair[0] != name)
        return Rows(self.clocks, (*others, *((name, value) for value in values)))

    def with_status(self, *statuses: str) -> str:
        """The address of those with any of these; the empty one is that of those not assessed."""
        return self.narrowed("status", *(s or choices.NOT_ASSESSED for s in statuses)).url

    @property
    def url(self) -> str:
        """The address."""
        return page("commitments", self.clocks, self.filters)


def page(name: str, clocks: Clocks, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The address of a page of this name, asked by the same clocks."""
    return with_query(with_query(reverse(name), pairs), clocks.asked)
