"""Records in each state of publication, with what they need to rest on."""

from tests import factories

STATES = ("draft", "in_review", "published", "withdrawn")


def moved(record, state: str):
    """The cited record in this state; what is withdrawn was published before."""
    if state in ("draft", "in_review"):
        return factories.set_state(record, state)
    factories.publish(record)
    return factories.withdraw(record) if state == "withdrawn" else record


def commitment_in(state: str):
    citation = factories.CitationFactory(role="primary")
    return moved(citation.commitment, state)


def event_in(state: str):
    return moved(factories.CitationFactory(event=factories.EventFactory()).event, state)


def figure_in(state: str):
    return moved(factories.CitationFactory(figure=factories.FigureFactory()).figure, state)


def change_in(state: str, commitment_state: str, **values):
    change = factories.StatusChangeFactory(commitment=commitment_in(commitment_state), **values)
    factories.CitationFactory(status_change=change)
    return moved(change, state)


def assessment_in(state: str, commitment_state: str, **values):
    commitment = commitment_in(commitment_state)
    assessment = factories.AssessmentFactory(commitment=commitment, **values)
    factories.CitationFactory(assessment=assessment)
    return moved(assessment, state)


RECORDS_IN = {"commitment": commitment_in, "event": event_in, "figure": figure_in}
