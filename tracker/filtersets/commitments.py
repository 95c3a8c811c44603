"""What commitments may be filtered and sorted by; the list, its chart, CSV and JSON share it."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from operator import itemgetter
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker import choices
from tracker.filtersets.filters import AnyOf, DayFilter, MarkFilter, SearchFilter
from tracker.lib.clocks import Clocks
from tracker.models import (
    Category,
    Citation,
    Commitment,
    Participation,
    Party,
    Relation,
    Source,
    Topic,
)
from tracker.selectors.commitments import deadlines_then, with_marks
from tracker.selectors.kept import kept
from tracker.selectors.parties import KINDS

SORTS: dict[str, tuple[Promise, tuple[Any, ...]]] = {
    "code": (_("Code"), ()),
    "-status_since": (_("Latest change first"), (F("since_then").desc(nulls_last=True),)),
    "date_made": (_("Date made, earliest first"), (F("date_latest").asc(nulls_last=True),)),
    "-date_made": (_("Date made, latest first"), (F("date_latest").desc(nulls_last=True),)),
    "title": (_("Title"), ("title",)),
}


def _cited(**conditions: Any) -> QuerySet:
    cited = Citation.public.filter(commitment__isnull=False, **conditions)
    return cited.values("commitment")


def _taken_part(condition: Q) -> QuerySet:
    roles = Participation.public.filter(condition, commitment__isnull=False)
    return roles.values("commitment")


def _may_be_since(day: date) -> Q:
    return Q(date_latest__gte=day) | Q(date_latest__isnull=True, date_earliest__isnull=False)


def _may_be_until(day: date) -> Q:
    return Q(date_earliest__lte=day) | Q(date_earliest__isnull=True, date_latest__isnull=False)


def _languages() -> list[tuple[str, str]]:
    tags = Source.public.order_by("language").values_list("language", flat=True).distinct()
    return sorted(((tag, choices.language_label(tag)) for tag in tags), key=itemgetter(1))


def related_by(relations: QuerySet[Relation]) -> Q:
    """Which commitments are at an end of these relations."""
    ends = ("from_commitment", "to_commitment")
    rows = [relations.filter(**{f"{end}__isnull": False}).values(end) for end in ends]
    return Q(pk__in=rows[0]) | Q(pk__in=rows[1])


def _pairs(rows: QuerySet, label: str) -> list[tuple[str, str]]:
    return list(rows.order_by(label, "pk").values_list("slug", label))


Offered = dict[str, Callable[[], list[tuple[str, str]]]]

# What can be ticked where that is data: all of it, so that “none of this one” is an answer, too.
OFFERED: Offered = {
    "party": lambda: _pairs(Party.public.all(), "short_name"),
    "source": lambda: _pairs(Source.public.all(), "short_title"),
    "category": lambda: _pairs(Category.public.all(), "name"),
    "topic": lambda: _pairs(Topic.public.all(), "name"),
    "language": _languages,
}


def _once(name: str) -> Callable[[], list[tuple[str, str]]]:
    """Asked for once, however many filter sets a request makes."""
    return cache(partial(kept, OFFERED[name], "offered", name))


DATED, IN_WORDS, NO_DEADLINE = "day", "words", "none"
DUE = [
    (DATED, _("With a day")), (IN_WORDS, _("Without a day")), (NO_DEADLINE, _("None recorded"))
]  # fmt: skip

MARKS = ("disputed", "one_sided", "overdue", "stale", "quiet")
FACETS = (
    "status",
    "party",
    "role",
    "source",
    "category",
    "topic",
    "bindingness",
    "reason",
    "relation",
    "language",
    "due",
)
DAYS = ("made_from", "made_to", "due_from", "due_to")


class CommitmentFilterSet(django_filters.FilterSet):
    """Values within one filter are alternatives; filters narrow each other.

    The rows are the commitments that were there by the clocks, with their marks.
    """

    q = SearchFilter(label=_("Words"))
    status = AnyOf(
        label=_("Status"),
        choices=[*choices.Status.choices, (choices.NOT_ASSESSED, choices.NOT_ASSESSED_LABEL)],
        method="with_status",
    )
    party = AnyOf(label=_("Party"), method="with_party")
    role = AnyOf(
        label=_("Its part"),
        choices=[(kind.slug, kind.title) for kind in KINDS],
        method="with_role",
    )
    source = AnyOf(label=_("Source"), method="from_source")
    category = AnyOf(label=_("Kind of commitment"), field_name="category__slug")
    topic = AnyOf(label=_("Topic"), method="on_topic")
    bindingness = AnyOf(label=_("Bindingness"), choices=choices.Bindingness.choices)
    language = AnyOf(label=_("Language of the source"), method="in_language")
    made_from = DayFilter(label=_("Made from"), method="made_since")
    made_to = DayFilter(label=_("Made to"), method="made_until")
    reason = AnyOf(
        label=_("Reason of the status"), choices=choices.ReasonCode.choices, method="for_reason"
    )
    relation = AnyOf(
        label=_("Related to another record"),
        choices=choices.RelationKind.choices,
        method="related_as",
    )
    due = AnyOf(label=_("Deadline"), choices=DUE, method="with_deadline")
    due_from = DayFilter(label=_("Due from"), method="due_since")
    due_to = DayFilter(label=_("Due to"), method="due_until")
    disputed = MarkFilter(field_name="is_disputed", label=_("Disputed"))
    one_sided = MarkFilter(field_name="is_one_sided", label=_("One party’s word only"))
    overdue = MarkFilter(field_name="is_overdue", label=_("Overdue"))
    stale = MarkFilter(field_name="is_stale", label=_("Not checked for a year"))
    quiet = MarkFilter(field_name="is_quiet", label=_("No evidence of the last year"))
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        choices=[(name, label) for name, (label, _fields) in SORTS.items()],
        empty_label=None,
        method="in_order",
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, *, clocks: Clocks, like: "CommitmentFilterSet | None" = None
    ) -> None:
        """`like` is a filter set of the same request, which knows the rows and what can be ticked."""
        self.clocks = clocks
        self.offered: Offered = like.offered if like else {name: _once(name) for name in OFFERED}
        public = Commitment.public.order_by("code")
        super().__init__(data, queryset=like.queryset if like else with_marks(public, clocks))
        for name, offered in self.offered.items():
            self.filters[name].extra["choices"] = offered

    def with_status(self, commitments: QuerySet, _name: str, values: list[str]) -> QuerySet:
        """“Not assessed” is the absence of a status."""
        if not values:
            return commitments
        return commitments.filter(
            status_then__in=["" if value == choices.NOT_ASSESSED else value for value in values]
        )

    def with_party(self, commitments: QuerySet, _name: str, slugs: list[str]) -> QuerySet:
        """Commitments in which any of these parties has a role."""
        if not slugs:
            return commitments
        return commitments.filter(pk__in=_taken_part(Q(party__slug__in=slugs)))

    def with_role(self, commitments: QuerySet, _name: str, kinds: list[str]) -> QuerySet:
        """Those in which the parties chosen, or any where none is, have one of these parts."""
        if not kinds:
            return commitments
        return commitments.filter(pk__in=_taken_part(self.parts(*kinds)))

    def parts(self, *kinds: str) -> Q:
        """Which roles are one of these parts of the parties chosen."""
        found = Q()
        for kind in KINDS:
            found |= kind.condition if kind.slug in kinds else Q()
        slugs = self.data.getlist("party")
        return found & Q(party__slug__in=slugs) if slugs else found

    def from_source(self, commitments: QuerySet, _name: str, slugs: list[str]) -> QuerySet:
        """Commitments whose words stand in any of these sources."""
        if not slugs:
            return commitments
        return commitments.filter(pk__in=_cited(passage__capture__source__slug__in=slugs))

    def on_topic(self, commitments: QuerySet, _name: str, slugs: list[str]) -> QuerySet:
        """Commitments on any of these topics."""
        if not slugs:
            return commitments
        on = Commitment.public.filter(topics__slug__in=slugs)
        return commitments.filter(pk__in=on.values("pk"))

    def in_language(self, commitments: QuerySet, _name: str, tags: list[str]) -> QuerySet:
        """Commitments whose words stand in a source in any of these languages."""
        if not tags:
            return commitments
        return commitments.filter(pk__in=_cited(passage__capture__source__language__in=tags))

    def for_reason(self, commitments: QuerySet, _name: str, codes: list[str]) -> QuerySet:
        """Commitments whose status has any of these reasons."""
        if not codes:
            return commitments
        return commitments.filter(reason_then__in=codes)

    def related_as(self, commitments: QuerySet, _name: str, kinds: list[str]) -> QuerySet:
        """Commitments that stand in any of these relations to another record, at either end."""
        if not kinds:
            return commitments
        return commitments.filter(related_by(Relation.public.filter(kind__in=kinds)))

    def made_since(self, commitments: QuerySet, _name: str, day: date) -> QuerySet:
        """Made on the day or later, or perhaps so; one without any date is left out."""
        return commitments.filter(_may_be_since(day))

    def made_until(self, commitments: QuerySet, _name: str, day: date) -> QuerySet:
        """Made on the day or earlier, or perhaps so; one without any date is left out."""
        return commitments.filter(_may_be_until(day))

    def due_since(self, commitments: QuerySet, _name: str, day: date) -> QuerySet:
        """Due on the day or later, or perhaps so, by the deadline in force."""
        return self._due(commitments, _may_be_since(day))

    def due_until(self, commitments: QuerySet, _name: str, day: date) -> QuerySet:
        """Due on the day or earlier, or perhaps so, by the deadline in force."""
        return self._due(commitments, _may_be_until(day))

    def _due(self, commitments: QuerySet, condition: Q) -> QuerySet:
        due = deadlines_then(self.clocks).filter(condition)
        return commitments.filter(pk__in=due.values("commitment"))

    def with_deadline(self, commitments: QuerySet, _name: str, kinds: list[str]) -> QuerySet:
        """By what the deadline in force gives: a day, words alone, or there is none."""
        found = Q()
        for kind in kinds:
            found |= self.deadline(kind)
        return commitments.filter(found)

    def deadline(self, kind: str) -> Q:
        """Which commitments have a deadline of this kind."""
        due = deadlines_then(self.clocks)
        if kind == NO_DEADLINE:
            return ~Q(pk__in=due.values("commitment"))
        undated = Q(date_latest__isnull=True)
        return Q(pk__in=due.filter(undated if kind == IN_WORDS else ~undated).values("commitment"))

    def in_order(self, commitments: QuerySet, _name: str, value: str) -> QuerySet:
        """One of the orders offered, down to the key."""
        _label, fields = SORTS[value]
        return commitments.order_by(*fields, "code")
