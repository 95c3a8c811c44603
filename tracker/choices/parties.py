"""What kinds of parties there are, what their names are, and which roles they have."""

from django.utils.translation import gettext_lazy as _

from tracker.choices.vocabulary import Vocabulary


class PartyType(Vocabulary):
    """What a party is."""

    STATE = (
        "state",
        _("A state."),
        _("State"),
    )
    STATE_BODY = (
        "state_body",
        _("An organ of a state."),
        _("State body"),
    )
    PERSON = (
        "person",
        _("A person in an office."),
        _("Person"),
    )
    INTERNATIONAL_ORGANISATION = (
        "international_organisation",
        _("An organisation of states."),
        _("International organisation"),
    )
    UN_BODY = (
        "un_body",
        _("An organ or commission of the United Nations."),
        _("UN body"),
    )
    REGIONAL_GROUP = (
        "regional_group",
        _("A group of states."),
        _("Regional group"),
    )
    PARTY_CONFERENCE = (
        "party_conference",
        _("A conference of political parties."),
        _("Party conference"),
    )
    POLITICAL_PARTY = (
        "political_party",
        _("A political party."),
        _("Political party"),
    )
    POLITICAL_MOVEMENT = (
        "political_movement",
        _("A political movement."),
        _("Political movement"),
    )
    POPULATION_GROUP = (
        "population_group",
        _("People concerned together."),
        _("Population group"),
    )
    TREATY = (
        "treaty",
        _("A treaty or convention."),
        _("Treaty"),
    )
    MEDIA = (
        "media",
        _("An outlet or a text that reports."),
        _("Media"),
    )
    UNSPECIFIED = (
        "unspecified",
        _("The text does not say more."),
        _("Not specified"),
    )


class Role(Vocabulary):
    """What a party has to do with a record; the speaker is not the doer."""

    OBLIGOR = (
        "obligor",
        _(
            "Who is to do it. Only an actor that speaks for itself in the source, or is "
            "bound by the instrument."
        ),
        _("Obligor"),
    )
    WOULD_BE_OBLIGOR = (
        "would_be_obligor",
        _(
            "Who is told by somebody else to do it (a state in a party programme, an "
            "unnamed party in a demand)."
        ),
        _("Would-be obligor"),
    )
    PROPONENT = (
        "proponent",
        _("Who proposes or holds the thesis but cannot perform it."),
        _("Proponent"),
    )
    BENEFICIARY = (
        "beneficiary",
        _("Who gains."),
        _("Beneficiary"),
    )
    COUNTERPARTY = (
        "counterparty",
        _("The other side of a bilateral or reciprocal undertaking."),
        _("Counterparty"),
    )
    ADDRESSEE = (
        "addressee",
        _("Who is asked, hoped for or called on."),
        _("Addressee"),
    )
    ADOPTER = (
        "adopter",
        _("The body that adopted the text."),
        _("Adopter"),
    )
    COORDINATOR = (
        "coordinator",
        _("Holder of a coordinating, chairing or hosting role."),
        _("Coordinator"),
    )
    HOST = (
        "host",
        _("Who hosts the meeting."),
        _("Host"),
    )
    WITNESS = (
        "witness",
        _("Who witnessed, mediated or co-signed without being bound."),
        _("Witness"),
    )
    TARGET_BODY = (
        "target_body",
        _("The organisation or treaty to be joined, left or worked with."),
        _("Target body"),
    )
    SUBJECT = (
        "subject",
        _("The persons or thing concerned (released servicemen, refugees)."),
        _("Subject"),
    )
    CLAIMANT = (
        "claimant",
        _("Who asserts a figure or fact."),
        _("Claimant"),
    )
    REPORTER = (
        "reporter",
        _("The source that attributes the statement to somebody else."),
        _("Reporter"),
    )
    PARTICIPANT = (
        "participant",
        _("Took part in an event."),
        _("Participant"),
    )


class NameKind(Vocabulary):
    """What sort of name of a party this is."""

    OFFICIAL = (
        "official",
        _("Full official name."),
        _("Official"),
    )
    SHORT = (
        "short",
        _("Short form in common use."),
        _("Short"),
    )
    FORMER = (
        "former",
        _("Name of an earlier period."),
        _("Former"),
    )
    ALIAS = (
        "alias",
        _("Another name in use."),
        _("Alias"),
    )
    TRANSLITERATION = (
        "transliteration",
        _("The name in another script or spelling."),
        _("Transliteration"),
    )
