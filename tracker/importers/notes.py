"""What a row says that is not read, where it says something new: nobody is to believe it was taken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker import choices
from tracker.exports import commitments, status_changes
from tracker.exports.columns import Column, Context, Table
from tracker.importers.kinds import Kind
from tracker.importers.lookups import Lookups
from tracker.importers.mapping import Rules
from tracker.importers.parts import Problems, plain
from tracker.importers.planned import Effect, Planned
from tracker.lib import csv_cells, marking
from tracker.lib.clocks import PRESENT
from tracker.models import Commitment, ImportedRow, Passage, Reference, StatusChange
from tracker.selectors.then import standing

# Columns of our exports that hold for a day or an address, not for the record.
_PASSING = {"as_of", "known_at", "marks", "permalink", "passage_url", "recorded_at"}
# Of what is public it holds for our address; in a new row somebody may take it for the evidence.
_ADDRESSES = "evidence_urls"
_OF_STATUS = (
    "status", "status_label", "delivered_quantity", "status_since", "status_since_precision"
)  # fmt: skip
_EXPORTS: dict[str, tuple[Table, Callable[[list[str]], QuerySet[Any]]]] = {
    "commitments": (
        commitments.TABLE,
        lambda codes: standing(Commitment.public.filter(code__in=codes), PRESENT),
    ),
    "status_changes": (
        status_changes.TABLE,
        lambda codes: StatusChange.public.filter(code__in=codes),
    ),
}
_SHOWN, _COMMON = 60, 20


@dataclass(frozen=True)
class Notes:
    """Compares what is not read of the rows of one file with last time, and with the record."""

    kind: Kind
    origin: str
    rules: Rules
    header: Sequence[str]
    lookups: Lookups

    def add(self, planned: Sequence[Planned], before: Mapping[str, ImportedRow]) -> None:
        """Say it of each row: the row is imported all the same."""
        told = [each for each in planned if each.effect not in (Effect.DELETED, Effect.LEFT_OUT)]
        now = self._exported([each.record.code for each in told if each.record is not None])
        for each in told:
            last = before.get(each.original_id)
            public = now.get(each.record.code) if each.record is not None else None
            beside = self._beside_itself(each, last) if public is None else self._beside_the_record(each, last, public)  # fmt: skip
            each.notes += [
                *beside,
                *self._unlike_last_time(each, last),
                *self._beside_a_passage(each, last),
            ]

    @cached_property
    def _unread(self) -> set[str]:
        names = {name.strip() for name in self.header}
        return names - set(self.rules.columns.values()) - _PASSING

    @cached_property
    def _ours(self) -> list[Column]:
        """The columns of our own export that are in the file, and of a public record are not read.

        One that is read under another name says what the words of a new record are.
        """
        table, _records = _EXPORTS[self.kind.table.name]
        renamed = {theirs for ours, theirs in self.rules.columns.items() if ours != theirs}
        unread = self._unread | renamed
        return [c for c in table.columns if c.name in unread and not self.origin]

    def _exported(self, codes: list[str]) -> dict[str, dict[str, str]]:
        """What our export says now in these columns of what is public, by code."""
        if not self._ours or not codes:
            return {}
        table, records = _EXPORTS[self.kind.table.name]
        shown = [column for column in self._ours if column.name != _ADDRESSES]
        columns = [table.columns[0], *shown]
        rows = table.rows(records(codes), columns, Context(settings.SITE_URL, PRESENT))
        return {
            code: {c.name: cell for c, cell in zip(shown, cells, strict=True)}
            for code, *cells in rows
        }

    def _beside_the_record(self, each: Planned, last: ImportedRow | None, there: Mapping[str, str]) -> Problems:  # fmt: skip
        return [
            (name, self._differs(name, cell, now))
            for name in there
            if _is_new(each, last, name)
            and (cell := csv_cells.unescape(each.original[name]).strip())
            != (now := there[name].strip())
        ]

    def _beside_itself(self, each: Planned, last: ImportedRow | None) -> Problems:
        """What a row says twice of a record that is not public, where the other column is read."""
        unread = {c.name for c in self._ours} & self._unread
        said = {
            name: cell
            for name in unread
            if _is_new(each, last, name)
            and (cell := plain(csv_cells.unescape(each.original[name])).strip())
        }
        if not said or self.kind.table.model is Commitment:
            # What is not public has no status; all that is said of one is told at once.
            of_status = [name for name in _OF_STATUS if name in said][:1]
            return [(name, self._differs(name, said[name], "")) for name in of_status]
        read = self._read_of_change(each)
        return [
            (name, _comes_to(said[name], now))
            for name, now in read.items()
            if name in said and said[name] != now
        ]

    def _read_of_change(self, each: Planned) -> dict[str, str]:
        """What follows from the columns that are read, in those of our export that are not."""
        bundle = each.after or each.before or {}
        own = bundle["status_changes"][0]
        commitment = self.lookups.ours("commitments", own["commitment"])
        cited = [self._cited(row) for row in bundle["citations"]]
        words = [each.exact for each in cited if isinstance(each, Passage)]
        status = choices.status_label(own["status"], is_standing=commitment.is_standing)
        return {
            "commitment_title": plain(commitment.title).strip(),
            "status_label": status,
            "quotes": plain(csv_cells.join_lines(words or [""])).strip(),
            _ADDRESSES: "\n".join(map(_address, cited)),
        }

    def _cited(self, row: Mapping[str, str]) -> Passage | Reference:
        table = "passages" if row["passage"] else "references"
        return self.lookups.ours(table, row["passage"] or row["reference"])  # type: ignore[no-any-return]

    def _differs(self, name: str, cell: str, now: str) -> str:
        is_status = self.kind.table.name == "commitments" and name in _OF_STATUS
        if is_status:
            how = _("record a status change, or import one")
        else:
            how = _("change it on the page of the record")
        return _("“{cell}” differs from the record (“{now}”), but is not read here: {how}.").format(
            cell=cell[:_SHOWN], now=now[:_SHOWN], how=how
        )

    def _unlike_last_time(self, each: Planned, last: ImportedRow | None) -> Iterator[tuple[str, str]]:  # fmt: skip
        if last is None:
            return
        ours = {column.name for column in self._ours}
        for name in sorted(self._unread - ours):
            if _is_new(each, last, name):
                yield name, _("This has changed since the last import, but is not read: say on the page of the columns what it is, or change the record by hand.")  # fmt: skip

    def _beside_a_passage(self, each: Planned, last: ImportedRow | None) -> Problems:
        """Words that are not those of the passage that the row names."""
        quote = csv_cells.unescape(each.cells.get("quote", ""))
        code = each.cells.get("passage", "").strip()
        is_new = last is None or last.cells.get("quote") != each.cells.get("quote")
        if not (quote and code and is_new):
            return []
        if marking.read_alike(quote, self.lookups.find("passages", code).exact):
            return []
        return [("quote", _("These are not the words of {code}, and are not read: to rest the record on other words, change it on its page.").format(code=code))]  # fmt: skip


def _address(cited: Passage | Reference) -> str:
    if isinstance(cited, Passage):
        return settings.SITE_URL + cited.get_absolute_url()
    return cited.url


def _comes_to(cell: str, now: str) -> str:
    """Both are shown from shortly before they differ: long words often do so at their end."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(cell, now, strict=False))
    first = max(0, len([*same]) - _COMMON)
    return _("“{cell}” is not what this row comes to (“{now}”), and is not read: look whether it names the right commitment, status and evidence.").format(cell=cell[first : first + _SHOWN], now=now[first : first + _SHOWN])  # fmt: skip


def _is_new(each: Planned, last: ImportedRow | None, name: str) -> bool:
    """Whether the cell says something else than last time, or is seen for the first time."""
    return last is None or last.original.get(name, each.original[name]) != each.original[name]
