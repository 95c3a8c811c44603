"""The columns of the export of status changes, in order; also its data dictionary."""

from collections.abc import Callable

from tracker.exports.columns import Column, Context
from tracker.exports.commitments import marks
from tracker.lib import csv_cells, dates
from tracker.models import Citation, StatusChange


def _cites(change: StatusChange) -> list[Citation]:
    return change.cites  # type: ignore[attr-defined, no-any-return]


def _code(citation: Citation) -> str:
    cited = citation.passage or citation.reference
    return cited.code if cited else ""


def _address(citation: Citation, context: Context) -> str:
    if citation.passage:
        return context.site_url + citation.passage.get_absolute_url()
    return citation.reference.url if citation.reference else ""


def _each(value: Callable[[Citation], str]) -> Callable[[StatusChange, Context], str]:
    """One value for each piece of evidence, divided by semicolons; nothing where none has one."""

    def cell(change: StatusChange, _context: Context) -> str:
        values = [value(citation) for citation in _cites(change)]
        return "; ".join(values) if any(values) else ""

    return cell


def _texts(value: Callable[[Citation], str]) -> Callable[[StatusChange, Context], str]:
    """One text for each piece of evidence, each on a line of its own; nothing where none has one."""

    def cell(change: StatusChange, _context: Context) -> str:
        texts = [value(citation) for citation in _cites(change)]
        return csv_cells.join_lines(texts) if any(texts) else ""

    return cell


def _quotes(change: StatusChange) -> str:
    return csv_cells.join_lines([c.passage.exact for c in _cites(change) if c.passage] or [""])


def _delivered(change: StatusChange) -> str:
    value = change.delivered_quantity
    return "" if value is None else f"{value.normalize():f}"


COLUMNS = (
    Column("code", "Permanent code of the status change.", lambda c, _: c.code),
    Column("commitment", "Code of the commitment.", lambda c, _: c.commitment.code),
    Column("commitment_title", "Title of the commitment.", lambda c, _: c.commitment.title),
    Column("party", "Slug of the party it is about; empty for the whole.",
           lambda c, _: c.party.slug if c.party else ""),
    Column("status", "The status reached; empty where a change was taken back.", lambda c, _: c.status),
    Column("status_label", "The status in the words of the site.", lambda c, _: c.status_label),
    Column("marks", "Marks beside it: disputed; one_sided (one party’s word only).",
           lambda c, _: marks(c)),
    Column("reason_code", "Why, where the status asks for it.", lambda c, _: c.reason_code),
    Column("happened", "When it happened, ISO 8601; .. is an open end.",
           lambda c, _: dates.to_text(c.date)),
    Column("happened_precision", "How precisely that date is known.", lambda c, _: c.date_precision),
    Column("happened_words", "The date in the words of the source.", lambda c, _: c.date_words),
    Column("happened_basis", "Where the date comes from.", lambda c, _: c.date_basis),
    Column("original_status", "The status in the words of the list from which it was imported.",
           lambda c, _: c.original_status),
    Column("reason", "Why this status.", lambda c, _: c.reason),
    Column("delivered_quantity", "How much had been delivered by then.", lambda c, _: _delivered(c)),
    Column("confidence", "How sure the editors are.", lambda c, _: c.confidence),
    Column("corrects", "Code of the status change that it corrects.",
           lambda c, _: c.corrects.code if c.corrects else ""),
    Column("evidence", "Codes of the passages and pages it rests on, divided by semicolons.",
           _each(_code)),
    Column("stance", "What each of these says about it.", _each(lambda c: c.stance)),
    Column("account_of", "Slug of the party whose account each is.",
           _each(lambda c: c.account_of.slug if c.account_of else "")),
    Column("account_words", "Whose account each is, where it is not that of one party.",
           _texts(lambda c: c.account_words)),
    Column("finding", "What each page reports, in our words.", _texts(lambda c: c.finding)),
    Column("quotes", "The words of the passages, exactly as in the archived sources.",
           lambda c, _: _quotes(c)),
    Column("evidence_urls", "Addresses of the passages and pages, one on a line.",
           lambda c, x: "\n".join(_address(citation, x) for citation in _cites(c))),
    Column("recorded_at", "When it was recorded here, UTC.",
           lambda c, _: c.recorded_at.isoformat() if c.recorded_at else ""),
    Column("permalink", "Permanent address of the status change.",
           lambda c, x: x.site_url + c.get_absolute_url()),
    Column("as_of", "What had happened by this day is counted.", lambda _, x: x.as_of),
    Column("known_at", "What had been recorded here by this day is counted.",
           lambda _, x: x.known_at),
)  # fmt: skip
