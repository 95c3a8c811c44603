"""What a list can be narrowed to, and how many rows each value would give."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.db.models import Count, QuerySet

from tracker import choices
from tracker.filtersets.commitments import DUE, FACETS, MARKS, related_by
from tracker.filtersets.reading import Query
from tracker.models import Participation, Relation
from tracker.selectors import groupings
from tracker.selectors.kept import kept
from tracker.selectors.parties import KINDS

_SHOWN = 8
_OPEN = {"status", "party", "source"}
# These stand in the order of their vocabulary; the others with the most rows first.
_ORDERED = {"status", "role", "bindingness", "reason", "due"}


@dataclass(frozen=True)
class Option:
    """One value, with the number of rows that the list would have with it alone in its group."""

    name: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of values; those that are `more` stand behind a button."""

    name: str
    label: str
    options: list[Option]
    more: list[Option]

    @property
    def is_open(self) -> bool:
        """Whether it is shown without being asked for: what most look for, and what is in use."""
        return self.name in _OPEN or any(option.is_chosen for option in self.options)


def facets(query: Query, leave_out: Collection[str] = ()) -> list[Facet]:
    """Every group, each counted with the other groups but without its own values.

    However the rows are sorted and whatever page is shown, they are counted once.
    """
    known = (query.filterset.clocks, query.filters.urlencode(), sorted(leave_out))
    return kept(partial(_groups, query, leave_out), "facets", *known)


def _groups(query: Query, leave_out: Collection[str]) -> list[Facet]:
    found = [_facet(query, name) for name in FACETS if name not in leave_out]
    return found if "marks" in leave_out else [*found, _marks(query)]


def _facet(query: Query, name: str) -> Facet:
    field = query.filterset.form.fields[name]
    counts, chosen = _counts(query.less(name), name), query.values.getlist(name)
    options = [
        Option(name, str(value), str(label), counts[str(value)], str(value) in chosen)
        for value, label in field.choices
    ]
    if name in _ORDERED:
        return Facet(name, str(field.label), options, [])
    options.sort(key=lambda option: -option.count)
    first = [option for n, option in enumerate(options) if n < _SHOWN or option.is_chosen]
    rest = [option for option in options if option not in first]
    return Facet(name, str(field.label), first, rest)


def _counts(query: Query, name: str) -> Counter[str]:
    if name in _COUNTED:
        return _COUNTED[name](query)
    counts = groupings.counts_by(rows_to_group(query, name), name)
    if name == "status":
        counts[choices.NOT_ASSESSED] = counts.pop("", 0)
    return counts


def _parts(query: Query) -> Counter[str]:
    rows = query.rows.order_by().values("pk")
    counted = {
        kind.slug: Count("commitment", distinct=True, filter=query.filterset.parts(kind.slug))
        for kind in KINDS
    }
    return Counter(Participation.public.filter(commitment__in=rows).aggregate(**counted))


def rows_to_group(query: Query, name: str) -> QuerySet:
    """The rows as they are grouped by this: a party counts where it has the part that is chosen itself."""
    kinds = query.values.getlist("role")
    if name != "party" or not kinds:
        return query.rows
    roles = Participation.public.filter(query.filterset.parts(*kinds))
    return query.less("role").rows.filter(participations__in=roles)


def _deadlines(query: Query) -> Counter[str]:
    of_kind = query.filterset.deadline
    return Counter({kind: query.rows.filter(of_kind(kind)).count() for kind, _label in DUE})


def _relations(query: Query) -> Counter[str]:
    """One question for all kinds: a commitment at several ends of one kind counts once."""
    kinds = Relation.public.order_by().values_list("kind", flat=True).distinct()
    counted = {
        kind: Count("pk", distinct=True, filter=related_by(Relation.public.filter(kind=kind)))
        for kind in kinds
    }
    return Counter(query.rows.order_by().aggregate(**counted))


# What is not a group that a commitment belongs to, but follows from its parts.
_COUNTED = {"role": _parts, "due": _deadlines, "relation": _relations}


def _marks(query: Query) -> Facet:
    """Each mark is a group of its own: one narrows the other."""
    options = [_mark(query, name) for name in MARKS]
    return Facet("marks", "", options, [])


def _mark(query: Query, name: str) -> Option:
    label = str(query.filterset.form.fields[name].label)
    count = query.less(name).rows.filter(**{f"is_{name}": True}).count()
    return Option(name, "1", label, count, name in query.values)
