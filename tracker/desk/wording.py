"""What is given word for word and does not stand in the words cited; and what a commitment lacks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tracker.choices import CitationRole, Precision, Stance
from tracker.lib import quotes
from tracker.lib.cut_words import cut_words
from tracker.lib.due_words import due_words
from tracker.models import Citation, Commitment, Deadline, Participation, Passage, StatusChange

_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True)
class Parts:
    """What belongs to a record, stored or typed."""

    citations: Sequence[Citation] = field(default_factory=list)
    deadlines: Sequence[Deadline] = field(default_factory=list)
    participations: Sequence[Participation] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """The words it rests on, those of its deadlines included."""
        cited = [c.passage for c in self.citations if c.passage_id]
        due = [d.passage for d in self.deadlines if d.passage_id]
        return [passage for passage in (*cited, *due) if passage]


def of_commitment(commitment: Commitment, parts: Parts) -> list[str]:
    """In the order of the form; nothing while it has no title yet."""
    if not commitment.title:
        return []
    exact = [passage.exact for passage in parts.passages]
    given = [
        (_("verb in the text"), commitment.verb),
        (_("quantity in the text"), commitment.quantity_words),
        *((_("words of the deadline"), d.date_words) for d in parts.deadlines),
    ]
    return [
        *_cut(parts.passages),
        *_missing(given, exact),
        *_of_date(commitment, parts),
        *_other_years([commitment, *parts.deadlines]),
        *_of_making(commitment, parts),
        *_of_deadlines(parts.deadlines),
        *_lacks(commitment, parts),
    ]


def of_change(change: StatusChange, parts: Parts) -> list[str]:
    """Only the date is given in the words of the source."""
    return [
        *_cut(parts.passages),
        *_of_date(change, parts),
        *_other_years([change]),
        *_of_happening(change, parts),
    ]


def _cut(passages: Iterable[Passage]) -> Iterator[str]:
    for passage in passages:
        around = passage.prefix + passage.exact + passage.suffix
        start = len(passage.prefix)
        for word in cut_words(around, start, start + len(passage.exact)):
            yield _("Passage {code} begins or ends inside the word “{word}”.").format(code=passage.code, word=word)  # fmt: skip


def _of_date(record: Commitment | StatusChange, parts: Parts) -> list[str]:
    # A date often stands at the head of a text, far from the words that are cited.
    if not record.date_words:
        return []
    texts = {p.capture_id: p.capture.text for p in parts.passages}
    return [
        _("The words of the date, “{words}”, do not stand in any text that is cited.").format(
            words=words
        )
        for words in _strangers([record.date_words], list(texts.values()))
    ]


def _other_years(dated: Iterable[Any]) -> Iterator[str]:
    """Of words that name years, none of which is that of the day beside them."""
    for each in dated:
        named = {int(year) for year in _YEAR.findall(each.date_words)}
        typed = [day.year for day in (each.date_earliest, each.date_latest) if day]
        if named and typed and not named & set(range(min(typed), max(typed) + 1)):
            yield _("The words “{words}” name another year than the day that is given.").format(words=each.date_words)  # fmt: skip


def _missing(given: Iterable[tuple[str, str]], exact: Sequence[str]) -> list[str]:
    return [
        _("“{words}” ({field}) does not stand in any passage that is cited.").format(
            words=words, field=label
        )
        for label, words in given
        if list(_strangers([words], exact))
    ]


def _strangers(given: Iterable[str], texts: Sequence[str]) -> Iterator[str]:
    """Those that stand in none of the texts; none at all where nothing is cited yet."""
    for words in given:
        if words and texts and not any(quotes.stands_in(words, text) for text in texts):
            yield words


def _of_making(commitment: Commitment, parts: Parts) -> Iterator[str]:
    """What cannot be, however little of the days is known."""
    made = commitment.date_earliest
    if made is None:
        return
    primary = [c for c in parts.citations if c.role == CitationRole.PRIMARY]
    if _all_before(made, primary):
        yield _("It was made after the date of the document on whose words it rests.")
    if any(d.date_latest and d.date_latest < made for d in parts.deadlines):
        yield _("It is due before it was made.")


def _of_happening(change: StatusChange, parts: Parts) -> Iterator[str]:
    supporting = [c for c in parts.citations if c.stance == Stance.SUPPORTS]
    if change.date_earliest and change.status and _all_before(change.date_earliest, supporting):
        yield _("Everything that supports it is dated before it happened.")


def _all_before(day: date, cited: Iterable[Citation]) -> bool:
    """Whether every document and page cited is known to be of an earlier day."""
    documents = [c.passage.capture.source if c.passage else c.reference for c in cited]
    latest = [document.date_latest if document else None for document in documents]
    return bool(latest) and all(each is not None and each < day for each in latest)


def _of_deadlines(deadlines: Sequence[Deadline]) -> list[str]:
    return [
        _("A deadline is in force from {begin}, after the day on which it is due, {due}.").format(
            begin=d.in_force_from.isoformat(), due=d.date_latest.isoformat()
        )
        for d in deadlines
        if d.in_force_from and d.date_latest and d.in_force_from > d.date_latest
    ]


def _lacks(commitment: Commitment, parts: Parts) -> Iterator[str]:
    primary = [c.passage for c in parts.citations if c.role == CitationRole.PRIMARY and c.passage]
    due = next(filter(None, (due_words(passage.exact) for passage in primary)), "")
    if due and not parts.deadlines:
        yield _("Its words say “{words}”, and it has no deadline: if that is when it is due, add one.").format(words=due)  # fmt: skip
    if not parts.participations:
        yield _("It names no party: add who undertakes it.")
    if commitment.date_precision == Precision.UNKNOWN and not commitment.date_basis:
        yield _("It has no date, and does not say why: give one, or say in “basis of the date” why there is none.")  # fmt: skip
