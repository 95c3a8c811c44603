"""Addresses of lists, for numbers that lead to exactly the rows they count."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import ResolverMatch, reverse

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


@dataclass(frozen=True)
class Embed:
    """What other sites may show of a page in a frame; `discovery` tells them so (oEmbed)."""

    address: str
    height: int
    discovery: str


# Of the page that is shared: what is shown of it, and how high that is, in pixels.
_EMBEDS = {
    "overview": ("embed-status", 520),
    "commitments": ("embed-status", 520),
    "commitment": ("embed-commitment", 300),
}


def embed(match: ResolverMatch | None, pairs: Iterable[tuple[str, str]]) -> Embed | None:
    """What is shown elsewhere of the page that this is the match of, asked for these; None of most pages."""
    if match is None or match.url_name not in _EMBEDS:
        return None
    pairs = list(pairs)
    name, height = _EMBEDS[match.url_name]
    address, shared = (
        settings.SITE_URL + with_query(reverse(n, kwargs=match.kwargs), pairs)
        for n in (name, match.url_name)
    )
    return Embed(
        address, height, settings.SITE_URL + with_query(reverse("oembed"), {"url": shared})
    )
