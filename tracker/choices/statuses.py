"""Statuses in their fixed order, their groups, the reason codes they ask for, and publication."""

from django.utils.translation import gettext_lazy as _

from tracker.choices.vocabulary import Vocabulary


class Status(Vocabulary):
    """What became of a commitment. No status at all means that it was not assessed."""

    FULFILLED = (
        "fulfilled",
        _(
            "What the text describes has been reached, with evidence and the date it was reached. "
            "For a hope or a call: it came about."
        ),
        _("Fulfilled"),
    )
    PARTLY_FULFILLED = (
        "partly_fulfilled",
        _("A part that can be counted or told apart is done and evidenced; the rest is not."),
        _("Partly fulfilled"),
    )
    IN_PROGRESS = (
        "in_progress",
        _(
            "At least one evidenced step, the end not reached, no sign of a stop. For a standing "
            "role, rule or relation: it is being kept up."
        ),
        _("In progress"),
    )
    NOT_STARTED = (
        "not_started",
        _(
            "Evidence shows that the act has not begun; the reason says whether it was not taken "
            "up or refused."
        ),
        _("Not started"),
    )
    STALLED = (
        "stalled",
        _(
            "Steps were taken, then evidence shows a stop or a block; the reason says what stands "
            "in the way."
        ),
        _("Stalled"),
    )
    NOT_KEPT = (
        "not_kept",
        _("The due date passed, or the actor did the opposite, and evidence shows it."),
        _("Not kept"),
    )
    NO_LONGER_APPLIES = (
        "no_longer_applies",
        _(
            "It can no longer be done, or doing it has lost its point; the reason says whether it "
            "was replaced, withdrawn or lapsed."
        ),
        _("No longer applies"),
    )
    NOT_ASSESSABLE = (
        "not_assessable",
        _("A view, a principle or a hope too general to measure: shown, never scored."),
        _("Cannot be judged"),
    )


NOT_ASSESSED = "not_assessed"
NOT_ASSESSED_LABEL = _("Not assessed")
NOT_THERE_LABEL = _("Not there yet")
NOT_ASSESSED_MEANING = _(
    "It could be assessed, but no evidence that bears on it has been entered or found. "
    "This never means “not done”."
)
# A standing role, rule or relation has no end to be on the way to.
BEING_KEPT_LABEL = _("Being kept")

GROUPS = (
    (_("Delivered"), (Status.FULFILLED, Status.PARTLY_FULFILLED)),
    (_("Open"), (Status.IN_PROGRESS, Status.NOT_STARTED)),
    (_("In trouble"), (Status.STALLED, Status.NOT_KEPT)),
    (_("Not counted"), (Status.NO_LONGER_APPLIES, Status.NOT_ASSESSABLE)),
)


def status_label(status: str, *, is_standing: bool = False) -> str:
    """The words for a status; the empty status reads “Not assessed”."""
    if not status:
        return str(NOT_ASSESSED_LABEL)
    if is_standing and status == Status.IN_PROGRESS:
        return str(BEING_KEPT_LABEL)
    return str(Status(status).label)


class ReasonCode(Vocabulary):
    """Why a status is what it is, where the status alone does not say."""

    NOT_TAKEN_UP = (
        "not_taken_up",
        _("Those who could do it have not begun or adopted it."),
        _("Not taken up"),
    )
    REFUSED = (
        "refused",
        _("Those who could act said that they will not."),
        _("Refused"),
    )
    CONDITION_UNMET = (
        "condition_unmet",
        _("A condition named by one side or by the instrument is not met."),
        _("Condition unmet"),
    )
    NO_PROGRESS_REPORTED = (
        "no_progress_reported",
        _("A source reports that nothing moved during a stated time."),
        _("No progress reported"),
    )
    RELATIONS_DISRUPTED = (
        "relations_disrupted",
        _("Dealings between the parties were broken off or cut back."),
        _("Relations disrupted"),
    )
    REPLACED = (
        "replaced",
        _("A later act of the same actors took its place or removed its object; link that act."),
        _("Replaced"),
    )
    WITHDRAWN = (
        "withdrawn",
        _("The actor who made it took it back publicly."),
        _("Withdrawn"),
    )
    LAPSED = (
        "lapsed",
        _("Its object has ceased to exist or its time has run out."),
        _("Lapsed"),
    )
    EXPIRED = (
        "expired",
        _("The period it was made for has ended."),
        _("Expired"),
    )
    IMPOSSIBLE = (
        "impossible",
        _("It cannot be done or cannot be known."),
        _("Impossible"),
    )
    OTHER = (
        "other",
        _("Another reason, given in words."),
        _("Other"),
    )


# The reasons that each status asks for; a status that is not named takes none.
REASONS = {
    Status.NOT_STARTED: (ReasonCode.NOT_TAKEN_UP, ReasonCode.REFUSED, ReasonCode.OTHER),
    Status.STALLED: (
        ReasonCode.REFUSED,
        ReasonCode.CONDITION_UNMET,
        ReasonCode.NO_PROGRESS_REPORTED,
        ReasonCode.RELATIONS_DISRUPTED,
        ReasonCode.OTHER,
    ),
    Status.NO_LONGER_APPLIES: (
        ReasonCode.REPLACED,
        ReasonCode.WITHDRAWN,
        ReasonCode.LAPSED,
        ReasonCode.EXPIRED,
        ReasonCode.IMPOSSIBLE,
        ReasonCode.OTHER,
    ),
}


class Confidence(Vocabulary):
    """How sure the editors are of a status."""

    HIGH = "high", _("Several independent accounts, or both sides, agree."), _("High")
    MEDIUM = "medium", _("The accounts read agree, but are few or from one side."), _("Medium")
    LOW = "low", _("The evidence is thin, old or indirect."), _("Low")


class State(Vocabulary):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", _("Being written; only editors see it."), _("Draft")
    IN_REVIEW = "in_review", _("Waiting for a second person; only editors see it."), _("In review")
    PUBLISHED = "published", _("Public."), _("Published")
    WITHDRAWN = (
        "withdrawn",
        _("Was public and is so no longer; its address answers with the reason."),
        _("Withdrawn"),
    )


class MilestoneStep(Vocabulary):
    """The steps of a treaty, in order; headlines mix them up, the record does not."""

    AGREED = "agreed", _("The parties say that the text is agreed."), _("Text agreed")
    INITIALLED = "initialled", _("The wording is fixed; nothing binds yet."), _("Initialled")
    SIGNED = "signed", _("Signed by the parties."), _("Signed")
    RATIFIED = "ratified", _("Ratified by the party named."), _("Ratified")
    IN_FORCE = "in_force", _("Binding on the parties."), _("In force")
    DENOUNCED = "denounced", _("A party has ended its participation."), _("Denounced")
