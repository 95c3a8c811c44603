"""How a commitment is worded, what force its instrument has, how records are related."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.choices.vocabulary import Vocabulary


class Modality(Vocabulary):
    """The verb of the primary passage."""

    PERFORMS = (
        "performs",
        _(
            "The wording itself does the act in the present tense (“releases”). Whether "
            "the act followed is a question of evidence."
        ),
        _("Performs"),
    )
    DECIDES = (
        "decides",
        _("An organ with the power to decide decides (“we decide that”, “decided”)."),
        _("Decides"),
    )
    DEMANDS = (
        "demands",
        _("A body demands that others act (“demanding”, “demands”)."),
        _("Demands"),
    )
    SHALL = (
        "shall",
        _(
            "Mandatory wording. Binding only if the text that carries it binds; in a "
            "party programme it does not bind the state."
        ),
        _("Shall"),
    )
    WILL = (
        "will",
        _("Undertaking about future conduct (“will continue”)."),
        _("Will"),
    )
    AGREES = (
        "agrees",
        _("Parties record an agreement (“an agreement has been reached”, “agreed”)."),
        _("Agrees"),
    )
    IS_COMMITTED = (
        "is_committed",
        _("States a standing commitment (“is committed to”)."),
        _("Is committed"),
    )
    SUPPORTS = (
        "supports",
        _("Gives political support (“supports the bid”)."),
        _("Supports"),
    )
    ACTS_AS = (
        "acts_as",
        _("Holds a role (“acts as the coordinator”)."),
        _("Acts as"),
    )
    REAFFIRMS = (
        "reaffirms",
        _(
            "Restates an earlier intention or principle (“reconfirm”, “reaffirmed”). "
            "Creates nothing new; needs a link to what it restates when that is known."
        ),
        _("Reaffirms"),
    )
    INTENDS = (
        "intends",
        _("Plain statement of intention (“intend to”)."),
        _("Intends"),
    )
    AIMS = (
        "aims",
        _("Names an aim, often by a noun (“promotion of”, “elimination of”, “aims to”)."),
        _("Aims"),
    )
    SHOULD = (
        "should",
        _("Recommendation or programme demand (“should”)."),
        _("Should"),
    )
    CONDEMNS = (
        "condemns",
        _("Condemns or deplores. Nobody is asked to act."),
        _("Condemns"),
    )
    CALLS_ON = (
        "calls_on",
        _("Asks others to act (“call on”, “calls upon”, “urges”, “invite”)."),
        _("Calls on"),
    )
    PARTICIPATES = (
        "participates",
        _("Describes taking part or having joined (“participating”, “has joined”)."),
        _("Participates"),
    )
    HOPES = (
        "hopes",
        _("Hope (“do hope”, “we hope”). Nothing is undertaken."),
        _("Hopes"),
    )
    BELIEVES = (
        "believes",
        _("Opinion or shared view (“share the view”, “believes”, “is a matter of”)."),
        _("Believes"),
    )
    DESCRIBES = (
        "describes",
        _("The source only describes the thing; no speech act of the actor is quoted."),
        _("Describes"),
    )


class Bindingness(Vocabulary):
    """The force of the instrument, not of the verb."""

    TREATY_IN_FORCE = (
        "treaty_in_force",
        _("Treaty or convention in force for the party."),
        _("Treaty in force"),
    )
    TREATY_SIGNED = (
        "treaty_signed",
        _("Treaty or framework document signed; entry into force not shown."),
        _("Treaty signed"),
    )
    TREATY_INITIALLED = (
        "treaty_initialled",
        _("Text initialled: the wording is fixed, nothing binds yet."),
        _("Treaty initialled"),
    )
    UNSC_RESOLUTION = (
        "unsc_resolution",
        _("Resolution of the UN Security Council."),
        _("UN Security Council resolution"),
    )
    UN_BODY_RESOLUTION = (
        "un_body_resolution",
        _("Resolution of another UN body (a commission, the General Assembly). Recommends."),
        _("Resolution of another UN body"),
    )
    ORGANISATION_DECISION = (
        "organisation_decision",
        _(
            "Rule or decision adopted by the competent organ of an international "
            "organisation or conference of states."
        ),
        _("Organisation decision"),
    )
    JOINT_STATE_STATEMENT = (
        "joint_state_statement",
        _(
            "Political statement adopted jointly by states or their executive offices. "
            "Politically, not legally, binding."
        ),
        _("Joint state statement"),
    )
    PARTY_LEVEL_STATEMENT = (
        "party_level_statement",
        _("Statement of political parties or another non-state conference. Binds no state."),
        _("Party level statement"),
    )
    UNILATERAL_STATE_POLICY = (
        "unilateral_state_policy",
        _("Policy a state declares for itself, or that an official page of that state declares."),
        _("Unilateral state policy"),
    )
    ATTRIBUTED_STATE_POLICY = (
        "attributed_state_policy",
        _(
            "Policy that a third-party text attributes to a state without citing the act "
            "that sets it."
        ),
        _("Attributed state policy"),
    )
    MOVEMENT_PROPOSAL = (
        "movement_proposal",
        _(
            "Proposal of a movement or party about what the state should do; the movement "
            "cannot perform it."
        ),
        _("Movement proposal"),
    )
    NON_BINDING_BY_OWN_TERMS = (
        "non_binding_by_own_terms",
        _("The document says itself that it creates no obligation."),
        _("Not binding by its own terms"),
    )
    NONE = (
        "none",
        _("Not a norm at all (event, figure, description)."),
        _("Not a norm"),
    )


class RelationKind(Vocabulary):
    """How one record is related to another; read as “FROM … TO”."""

    RECIPROCAL_TO = (
        "reciprocal_to",
        _("Given in return for the other (“in its turn”). Symmetric."),
        _("Reciprocal to"),
    )
    MEANS_OF = (
        "means_of",
        _("This is the way the other is done (“by withdrawing its own candidacy”)."),
        _("Means of"),
    )
    PART_OF = (
        "part_of",
        _("An element of the other record."),
        _("Part of"),
    )
    RESTATES = (
        "restates",
        _("Repeats an earlier or fuller commitment."),
        _("Restates"),
    )
    SAME_SUBJECT_AS = (
        "same_subject_as",
        _("Same subject in another source, by another actor or with other force. Symmetric."),
        _("Same subject as"),
    )
    IN_PARALLEL_WITH = (
        "in_parallel_with",
        _("The text makes the two run together. Symmetric."),
        _("In parallel with"),
    )
    FOLLOWS_FROM = (
        "follows_from",
        _("The text says that the other opened the way."),
        _("Follows from"),
    )
    IMPLEMENTED_BY_EVENT = (
        "implemented_by_event",
        _("An event record that carries it out."),
        _("Carried out by"),
    )
    SUPERSEDED_BY = (
        "superseded_by",
        _("Replaced by a later act."),
        _("Replaced by"),
    )
    IN_TENSION_WITH = (
        "in_tension_with",
        _("Cannot both be pursued fully, or points the other way. Symmetric. Editors state why."),
        _("In tension with"),
    )
    SEEKS_RESULT_OF = (
        "seeks_result_of",
        _("The hope or call asks third parties for what the other record needs."),
        _("Seeks result of"),
    )

    @property
    def inverse(self) -> Promise | str:
        """The words for the relation as seen from its other end."""
        return _INVERSES.get(self, self.label)


# Relations that are not here read the same from both ends.
_INVERSES = {
    RelationKind.MEANS_OF: _("Done by way of"),
    RelationKind.PART_OF: _("Has as a part"),
    RelationKind.RESTATES: _("Restated by"),
    RelationKind.FOLLOWS_FROM: _("Opened the way to"),
    RelationKind.IMPLEMENTED_BY_EVENT: _("Carries out"),
    RelationKind.SUPERSEDED_BY: _("Replaces"),
    RelationKind.SEEKS_RESULT_OF: _("Result sought by"),
}
