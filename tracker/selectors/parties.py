"""Parties and the commitments in which they have a role, the roles kept apart."""

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.choices import Bindingness, Role
from tracker.lib.clocks import Clocks
from tracker.models import Commitment, Event, Participation, Party, PartyName
from tracker.selectors import then
from tracker.selectors.commitments import for_list, with_marks


@dataclass(frozen=True)
class Kind:
    """A kind of part that a party can have; the speaker is not the doer, so none are added up."""

    slug: str
    title: Promise
    meaning: Promise
    roles: tuple[Role, ...]
    # Whether a third party attributes the commitment; None where that makes no difference.
    is_attributed: bool | None = None

    @property
    def condition(self) -> Q:
        """Which roles in which commitments make this kind of part."""
        attributed = Q(commitment__bindingness=Bindingness.ATTRIBUTED_STATE_POLICY)
        wanted = {None: Q(), True: attributed, False: ~attributed}[self.is_attributed]
        return Q(role__in=self.roles, commitment__isnull=False) & wanted


KINDS = (
    Kind("made", _("Made"), _("It is to act, and speaks for itself or is bound by the instrument."),
         (Role.OBLIGOR, Role.COORDINATOR), is_attributed=False),
    Kind("attributed", _("Attributed to it"),
         _("A third party describes this as its policy and cites no act that sets it."),
         (Role.OBLIGOR, Role.COORDINATOR), is_attributed=True),
    Kind("told", _("Told to it by others"),
         _("Others say that it should act. It has not undertaken these."),
         (Role.WOULD_BE_OBLIGOR,)),
    Kind("proposed", _("Proposed by it"),
         _("It holds or proposes these; somebody else would have to act."), (Role.PROPONENT,)),
    Kind("received", _("Received"), _("Somebody else is to act towards it or for it."),
         (Role.COUNTERPARTY, Role.BENEFICIARY)),
    Kind("asked", _("Asked of it"),
         _("A hope or a call is addressed to it; it has agreed to nothing."), (Role.ADDRESSEE,)),
    Kind("issued", _("Issued by it"), _("It adopted or issued the text."), (Role.ADOPTER,)),
    Kind("other", _("In another role"),
         _("It hosts, witnesses, reports or is what the commitment is about."),
         (Role.HOST, Role.WITNESS, Role.TARGET_BODY, Role.SUBJECT, Role.REPORTER, Role.CLAIMANT,
          Role.PARTICIPANT)),
)  # fmt: skip


# What the list of parties counts together: in these a party neither acts nor gains.
OTHERS = KINDS[-3:]


@dataclass(frozen=True)
class Part:
    """The commitments in which a party has one kind of part."""

    kind: Kind
    commitments: list[Commitment]

    @property
    def counts(self) -> Counter[str]:
        """How many have each status."""
        return Counter(c.status_then for c in self.commitments)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PartyPage:
    """A party, its other names, and its parts."""

    party: Party
    parent: Party | None
    names: list[PartyName]
    parts: list[Part]
    events: list[Event]


def party_list(clocks: Clocks) -> QuerySet[Party]:
    """All parties, each with the number of commitments in every kind of part, named by its slug."""
    parties: QuerySet[Party] = Party.public.annotate(
        **{kind.slug: _number_of(kind.condition, clocks) for kind in KINDS},
        in_other_roles=_number_of(reduce(or_, (k.condition for k in OTHERS)), clocks),
    )
    return parties.order_by("short_name", "pk")


def _number_of(condition: Q, clocks: Clocks) -> Coalesce:
    mine = Participation.public.filter(condition, party=OuterRef("pk")).order_by()
    mine = mine.filter(commitment__in=then.there(Commitment.public.all(), clocks).values("pk"))
    counted = mine.values("party").annotate(number=Count("commitment", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


def page(slug: str, clocks: Clocks) -> PartyPage:
    """One party. Raises Party.DoesNotExist."""
    party = Party.public.get(slug=slug)
    roles = Participation.public.filter(party=party)
    parts = {kind: set(_commitments(roles, kind)) for kind in KINDS}
    public = Commitment.public.filter(pk__in=set().union(*parts.values())).order_by("code")
    listed = list(for_list(with_marks(public, clocks), clocks))
    return PartyPage(
        party=party,
        parent=Party.public.filter(children=party).first(),
        names=list(party.names.order_by("kind", "valid_from", "name")),
        parts=[
            Part(kind, mine)
            for kind, found in parts.items()
            if (mine := [c for c in listed if c.pk in found])
        ],
        events=list(
            then.there(Event.public.all(), clocks)
            .filter(pk__in=roles.filter(event__isnull=False).values("event"))
            .order_by(F("date_latest").desc(nulls_last=True), "code")
        ),
    )


def _commitments(roles: QuerySet[Participation], kind: Kind) -> QuerySet[Any]:
    return roles.filter(kind.condition).values_list("commitment_id", flat=True)
