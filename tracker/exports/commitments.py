"""The columns of the export of commitments, in order; also its data dictionary."""

from decimal import Decimal

from tracker.exports.columns import Column, Context
from tracker.lib import dates
from tracker.models import Citation, Commitment, Deadline, StatusChange


def _quoted(commitment: Commitment) -> Citation | None:
    cited = commitment.primary_citations  # type: ignore[attr-defined]
    return cited[0] if cited else None


def _quote(commitment: Commitment) -> str:
    citation = _quoted(commitment)
    return citation.passage.exact if citation and citation.passage else ""


def _passage(commitment: Commitment) -> str:
    citation = _quoted(commitment)
    return citation.passage.code if citation and citation.passage else ""


def _locator(commitment: Commitment) -> str:
    citation = _quoted(commitment)
    return citation.passage.locator if citation and citation.passage else ""


def _source_title(commitment: Commitment) -> str:
    citation = _quoted(commitment)
    return citation.passage.capture.source.title if citation and citation.passage else ""


def _source_url(commitment: Commitment) -> str:
    citation = _quoted(commitment)
    source = citation.passage.capture.source if citation and citation.passage else None
    return (source.url or source.located_url) if source else ""


def _passage_url(commitment: Commitment, context: Context) -> str:
    citation = _quoted(commitment)
    if not (citation and citation.passage):
        return ""
    return context.site_url + citation.passage.get_absolute_url()


def _due(commitment: Commitment) -> Deadline | None:
    due = commitment.due_dates  # type: ignore[attr-defined]
    return due[-1] if due else None


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _delivered(commitment: Commitment) -> str:
    change = commitment.change_of_status
    return _number(change.delivered_quantity) if change else ""


def _parties(commitment: Commitment) -> str:
    return "; ".join(f"{p.party.short_name} ({p.role})" for p in commitment.roles)  # type: ignore[attr-defined]


def _recorded_at(commitment: Commitment) -> str:
    change = commitment.change_of_status
    return change.recorded_at.isoformat() if change and change.recorded_at else ""


def marks(record: Commitment | StatusChange) -> str:
    """The marks that it carries, divided by semicolons; a status change has the first two alone."""
    names = ("is_disputed", "is_one_sided", "is_overdue", "is_stale")
    return "; ".join(n.removeprefix("is_") for n in names if getattr(record, n, False))


def _since(commitment: Commitment) -> str:
    change = commitment.change_of_status
    return dates.to_text(change.date) if change else ""


COLUMNS = (
    Column("code", "Permanent code of the commitment.", lambda c, _: c.code),
    Column("title", "Short title, in our words.", lambda c, _: c.title),
    Column("summary", "What it is about, in our words.", lambda c, _: c.summary),
    Column("category", "Kind of commitment.", lambda c, _: c.category.slug),
    Column("bindingness", "Force of the instrument.", lambda c, _: c.bindingness),
    Column("modality", "Verb of the primary passage.", lambda c, _: c.modality),
    Column("is_standing", "Whether it has no end state.", lambda c, _: str(c.is_standing).lower()),
    Column("status", "Status on the day `as_of`; empty when not assessed.", lambda c, _: c.status_then),
    Column("status_label", "The status in the words of the site.", lambda c, _: c.status_then_label),
    Column("status_since", "When that status was reached, ISO 8601.", lambda c, _: _since(c)),
    Column(
        "status_since_precision",
        "How precisely that date is known.",
        lambda c, _: c.change_of_status.date_precision if c.change_of_status else "",
    ),
    Column("recorded_at", "When that status was recorded here, UTC.", lambda c, _: _recorded_at(c)),
    Column("marks", "Marks beside the status: disputed; one_sided (one party’s word only); overdue;"
           " stale (not checked for a year).",
           lambda c, _: marks(c)),
    Column("parties", "Parties, each with its role.", lambda c, _: _parties(c)),
    Column("date_made", "When it was made, ISO 8601; .. is an open end.",
           lambda c, _: dates.to_text(c.date)),
    Column("date_made_precision", "How precisely that date is known.",
           lambda c, _: c.date_precision),
    Column("due", "Latest due date, ISO 8601; empty when no day is given.",
           lambda c, _: dates.to_text(d.date) if (d := _due(c)) else ""),
    Column("due_precision", "How precisely that date is known.",
           lambda c, _: d.date_precision if (d := _due(c)) else ""),
    Column("due_words", "The due date in the words of the source.",
           lambda c, _: d.date_words if (d := _due(c)) else ""),
    Column("quantity", "How much is owed.", lambda c, _: _number(c.quantity)),
    Column("delivered_quantity", "How much has been delivered.", lambda c, _: _delivered(c)),
    Column("quantity_unit", "What is counted.", lambda c, _: c.quantity_unit),
    Column("quote", "The words it rests on, exactly as in the archived source.",
           lambda c, _: _quote(c)),
    Column("passage", "Code of the passage in which the words are kept.",
           lambda c, _: _passage(c)),
    Column("locator", "Where in the source the words stand.", lambda c, _: _locator(c)),
    Column("source_title", "Title of the source.", lambda c, _: _source_title(c)),
    Column("source_url", "Address of the source: stated in it, or else located by the editors.",
           lambda c, _: _source_url(c)),
    Column("passage_url", "Permanent address of the words in our archived copy.", _passage_url),
    Column("permalink", "Permanent address of the commitment.",
           lambda c, x: x.site_url + c.get_absolute_url()),
    Column("as_of", "What had happened by this day is counted.", lambda _, x: x.as_of),
    Column("known_at", "What had been recorded here by this day is counted.",
           lambda _, x: x.known_at),
)  # fmt: skip
