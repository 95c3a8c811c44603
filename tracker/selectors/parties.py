"""Parties and the commitments in which they have a role, the roles kept apart."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.choices import Role
from tracker.models import Commitment, Participation, Party, PartyName
from tracker.selectors import commitments as commitments_selector

# What a reader asks of a party; the speaker is not the doer, so these are never added up.
PARTS = (
    ("made", _("Made"), (Role.OBLIGOR, Role.COORDINATOR),
     _("It is to act, and speaks for itself or is bound by the instrument.")),
    ("told", _("Told to it by others"), (Role.WOULD_BE_OBLIGOR,),
     _("Others say that it should act. It has not undertaken these.")),
    ("proposed", _("Proposed by it"), (Role.PROPONENT,),
     _("It holds or proposes these; somebody else would have to act.")),
    ("received", _("Received"), (Role.COUNTERPARTY, Role.BENEFICIARY),
     _("Somebody else is to act towards it or for it.")),
    ("asked", _("Asked of it"), (Role.ADDRESSEE,),
     _("A hope or a call is addressed to it; it has agreed to nothing.")),
    ("issued", _("Issued by it"), (Role.ADOPTER,),
     _("It adopted or issued the text.")),
    ("other", _("In another role"),
     (Role.HOST, Role.WITNESS, Role.TARGET_BODY, Role.SUBJECT, Role.REPORTER, Role.CLAIMANT,
      Role.PARTICIPANT),
     _("It hosts, witnesses, reports or is what the commitment is about.")),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """The commitments in which a party has one kind of role."""

    slug: str
    title: str | Promise
    meaning: str | Promise
    commitments: list[Commitment]
    counts: dict[str, int]


@dataclass(frozen=True)
class PartyPage:
    """A party, its other names, and its parts."""

    party: Party
    names: list[PartyName]
    parts: list[Part]


def party_list() -> QuerySet[Party]:
    """All parties with the number of commitments in which each is to act, proposes or is told."""
    counts = {
        slug: Count(
            "participations__commitment",
            filter=Q(
                participations__role__in=roles,
                participations__commitment__in=Commitment.public.values("pk"),
            ),
            distinct=True,
        )
        for slug, _title, roles, _meaning in PARTS
    }
    parties: QuerySet[Party] = Party.public.annotate(**counts)
    return parties.order_by("short_name", "pk")


def page(slug: str, *, today: date) -> PartyPage:
    """One party. Raises Party.DoesNotExist."""
    party = Party.public.select_related("parent").get(slug=slug)
    roles: dict[str, set[int]] = {}
    rows = Participation.public.filter(party=party, commitment__isnull=False)
    for role, commitment_id in rows.values_list("role", "commitment_id"):
        roles.setdefault(role, set()).add(commitment_id)
    listed = {
        c.pk: c
        for c in commitments_selector.for_list(
            Commitment.public.filter(pk__in=set().union(*roles.values())), today=today
        ).order_by("code")
    }
    parts = [_part(listed, roles, *part) for part in PARTS]
    names = list(party.names.order_by("kind", "valid_from", "name"))
    return PartyPage(party, names, [part for part in parts if part.commitments])


def _part(
    listed: dict[int, Commitment],
    roles: dict[str, set[int]],
    slug: str,
    title: Promise,
    wanted: tuple[Role, ...],
    meaning: Promise,
) -> Part:
    mine = set().union(*(roles.get(role, set()) for role in wanted))
    commitments = [c for pk, c in listed.items() if pk in mine]
    counts: dict[str, int] = {}
    for commitment in commitments:
        counts[commitment.status] = counts.get(commitment.status, 0) + 1
    return Part(slug, title, meaning, commitments, counts)
