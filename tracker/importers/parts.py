"""What a row says of the parts of its record: who has which role, when it is due, on what it rests."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tracker import choices
from tracker.cells.fields import CellError
from tracker.importers.lookups import Lookups
from tracker.lib import csv_cells, marking
from tracker.models import Passage

T = TypeVar("T")
Cells = Mapping[str, str]
Rows = list[dict[str, str]]
Problems = list[tuple[str, str]]
# The last but one names records; the last is what the row said last time, None when it is new.
Part = Callable[[Cells, str, Rows, Lookups, Cells | None], tuple[Rows, Problems]]

# Between one party with its role and the next; a name may hold a semicolon.
_NEXT = re.compile(r"(?<=\)) ?; ?")
_PIECE = re.compile(r"\s*(https?://\S+|[^;]+)", re.IGNORECASE)
OF_EVIDENCE = ("stance", "account_of", "account_words", "finding")
_EVIDENCE = ("evidence", "quote", *OF_EVIDENCE)
_NO_TARGET = dict.fromkeys(
    ("commitment", "event", "figure", "status_change", "assessment", "milestone", "condition"), ""
)


def _participations(
    cells: Cells, key: str, before: Rows, lookups: Lookups, last: Cells | None
) -> tuple[Rows, Problems]:
    if "parties" not in cells:
        return before, []
    there = {(row["party"], row["role"]): row for row in before}
    try:
        wanted = _roles(cells, set(there), lookups)
    except ValueError as error:
        return before, [("parties", str(error))]
    if last is not None and before:
        wanted = joined(set(there), wanted, _roles_last(last, set(there), lookups))
    if wanted == set(there):
        return before, []
    empty = {"commitment": key, "event": "", "figure": "", "note": ""}
    return [
        there.get(pair, {**empty, "party": pair[0], "role": pair[1]}) for pair in sorted(wanted)
    ], []


def joined(there: Set[T], now: Set[T], last: Set[T]) -> set[T]:
    """What is there, with what the row newly names and without what it names no more."""
    return {*there, *(now - last)} - (last - now)


def _roles(cells: Cells, there: set[tuple[str, str]], lookups: Lookups) -> set[tuple[str, str]]:
    """The parties of a row with their roles; of parties with one name, those that have it already."""
    found = set()
    for name, role in _named(csv_cells.unescape(cells["parties"]), cells.get("role", "")):
        named = {party.slug for party in lookups.parties(name)}
        mine = [slug for slug in named if (slug, role) in there]
        found.add((mine[0] if len(mine) == 1 else lookups.find("parties", name).slug, role))
    return found


def _named(cell: str, others: str) -> Iterator[tuple[str, str]]:
    """Each name with its role: the one in brackets behind it, or else that of the `others`."""
    said = " ".join(cell.split())
    pieces = said.split(";") if others else _NEXT.split(said)
    for piece in filter(None, (piece.strip(" ;") for piece in pieces)):
        name, _bracket, word = piece.removesuffix(")").rpartition("(")
        is_named = bool(name.strip()) and piece.endswith(")")
        role = _role(word.strip()) if is_named else ""
        if role or others:
            yield (name, role) if role else (piece, others)
        elif is_named:
            roles = ", ".join(str(role.label) for role in choices.Role)
            raise ValueError(_("“{role}” is no role: choose one of {roles}.").format(role=word.strip()[:60], roles=roles))  # fmt: skip
        else:
            raise ValueError(_("“{piece}” names no role: write it as “{piece} (obligor)”, or say on the page of the columns which role all have.").format(piece=piece[:60]))  # fmt: skip


def _role(word: str) -> str:
    """The role that is written or called so; empty where none is."""
    said = word.casefold()
    return next((r.value for r in choices.Role if said in (r.value, str(r.label).casefold())), "")


def _roles_last(last: Cells, there: set[tuple[str, str]], lookups: Lookups) -> set[tuple[str, str]]:
    """Those of last time; none where a party has another name by now, so that nobody is taken off."""
    try:
        return _roles({"parties": "", **last}, there, lookups)
    except ValueError:
        return set()


def _deadlines(cells: Cells, key: str, before: Rows, lookups: Lookups, last: Cells | None) -> tuple[Rows, Problems]:  # fmt: skip
    said = {name: cells[name] for name in ("due", "due_precision", "due_words") if name in cells}
    if before:
        latest = before[-1]
        if all(latest[name] == cell for name, cell in said.items()):
            return before, []
        due = latest["due"] or latest["due_words"]
        return before, [("due", _("It is due “{due}”. A re-dating is entered on the page of the commitment, with the words that set it.").format(due=due))]  # fmt: skip
    if not any(said.get(name) for name in ("due", "due_words")):
        return [], []
    precision = said.get("due_precision") or "unknown"
    row = {
        "commitment": key, "position": "1", "due": said.get("due", ""),
        "due_precision": "vague" if precision == "unknown" else precision,
        "due_words": said.get("due_words", ""), "due_basis": "", "in_force_from": "", "passage": "",
    }  # fmt: skip
    return [row], []


def _own_words(cells: Cells, key: str, before: Rows, lookups: Lookups, last: Cells | None) -> tuple[Rows, Problems]:  # fmt: skip
    """The passage on which a commitment rests; of one that has some, it can only be the same."""
    column = "passage" if cells.get("passage") else "quote"
    if not cells.get(column):
        return before, []
    primary = [row["passage"] for row in before if row["role"] == choices.CitationRole.PRIMARY]
    try:
        if not primary:
            passage = _passage(cells, lookups)
            return [
                *before,
                _cited(passage, "commitment", key, len(before) + 1, role="primary"),
            ], []
        is_same = any(_is_said(cells, lookups.find("passages", code)) for code in primary)
    except ValueError as error:
        return before, [(getattr(error, "column", column), str(error))]
    if is_same:
        return before, []
    return before, [(column, _("The commitment rests on other words. That is changed on its own page."))]  # fmt: skip


def _is_said(cells: Cells, passage: Passage) -> bool:
    if cells.get("passage"):
        return cells["passage"].strip() == passage.code
    return marking.read_alike(csv_cells.unescape(cells["quote"]), passage.exact)


def _passage(cells: Cells, lookups: Lookups) -> Passage:
    if cells.get("passage"):
        return lookups.find("passages", cells["passage"])  # type: ignore[no-any-return]
    return _marked(cells, lookups)


def _marked(cells: Cells, lookups: Lookups) -> Passage:
    source = csv_cells.unescape(cells.get("source", ""))
    if not source:
        raise CellError("source", _("Name the source in which these words stand."))
    try:
        lookups.find("sources", source)
    except ValueError as error:
        raise CellError("source", str(error)) from error
    return lookups.passage(source, csv_cells.unescape(cells["quote"]))


def _evidence(cells: Cells, key: str, before: Rows, lookups: Lookups, last: Cells | None) -> tuple[Rows, Problems]:  # fmt: skip
    """What a status change rests on, each piece with its stance and whose account it is."""
    if not any(cells.get(name) for name in _EVIDENCE):
        return before, []
    try:
        cited = [lookups.find("evidence", code) for code in _pieces(cells.get("evidence", ""))]
    except ValueError as error:
        return before, [("evidence", str(error))]
    try:
        cited += [_marked(cells, lookups)] if cells.get("quote") else []
    except ValueError as error:
        return before, [(getattr(error, "column", "quote"), str(error))]
    rows = [_cited(each, "status_change", key, n) for n, each in enumerate(cited, start=1)]
    problems = [problem for name in OF_EVIDENCE for problem in _spread(name, cells, rows, lookups)]
    problems += _named_twice(rows)
    kept = _cited_here(before, rows, last, lookups)
    if problems or _says_the_same(rows, [row for row in before if row not in kept], cells):
        return before, problems
    others = [{**row, "position": str(n)} for n, row in enumerate(kept, start=len(rows) + 1)]
    return [*rows, *others], []


def _cited_here(before: Rows, rows: Rows, last: Cells | None, lookups: Lookups) -> Rows:
    """What editors cited: the row names it neither now nor last time."""
    if last is None:
        return []
    now = {row["passage"] or row["reference"] for row in rows}
    return [
        row for row in before
        if (code := row["passage"] or row["reference"]) not in now
        and not _is_named(lookups.find("evidence", code), last, lookups)
    ]  # fmt: skip


def _is_named(cited: Any, last: Cells, lookups: Lookups) -> bool:
    if isinstance(cited, Passage) and _is_quoted(cited, last, lookups):
        return True
    address = "" if isinstance(cited, Passage) else cited.url
    return not {cited.code, address}.isdisjoint(_pieces(last.get("evidence", "")))


def _is_quoted(passage: Passage, last: Cells, lookups: Lookups) -> bool:
    """Whether the row quoted these words; the same words of another source are not those."""
    words = csv_cells.unescape(last.get("quote", ""))
    if not (words and marking.read_alike(words, passage.exact)):
        return False
    try:
        source = lookups.find("sources", csv_cells.unescape(last.get("source", "")))
    except ValueError:  # it has another name by now: then the words stay
        return False
    return bool(source.pk == passage.capture.source_id)


def _named_twice(rows: Rows) -> Problems:
    """Of pieces that say the same; one page may support a status, and contradict it elsewhere."""
    said = [{**row, "position": ""} for row in rows]
    twice = {row["passage"] or row["reference"]: None for row in said if said.count(row) > 1}
    return [("evidence", _("“{code}” is named twice: once is enough.").format(code=code)) for code in twice]  # fmt: skip


def _spread(name: str, cells: Cells, rows: Rows, lookups: Lookups) -> Problems:
    """Give each piece of evidence its value of the column; one value holds for all."""
    cell = cells.get(name, "")
    if not cell or not rows:
        return []
    values = _values(name, csv_cells.unescape(cell), len(rows))
    if len(values) == 1:
        values *= len(rows)
    if len(values) != len(rows):
        return [(name, _("There are {values} values for {pieces} pieces of evidence.").format(values=len(values), pieces=len(rows)))]  # fmt: skip
    try:
        for row, value in zip(rows, values, strict=True):
            row[name] = (
                _account(value, lookups) if name == "account_of" else csv_cells.escape(value)
            )
    except ValueError as error:
        return [(name, str(error))]
    return []


def _values(name: str, text: str, pieces: int) -> list[str]:
    if name in ("stance", "account_of"):
        return [value.strip() for value in text.split(";")]
    return [text] if pieces == 1 else csv_cells.split_lines(text)


def _account(value: str, lookups: Lookups) -> str:
    return str(lookups.find("parties", value).slug) if value else ""


def _says_the_same(rows: Rows, before: Rows, cells: Cells) -> bool:
    named = {"passage", "reference", *(name for name in OF_EVIDENCE if name in cells)}
    if "evidence" not in cells and not cells.get("quote"):
        return True
    said = [{name: row[name] for name in named} for row in rows]
    return said == [{name: plain(row[name]) for name in named} for row in before]


def plain(cell: str) -> str:
    """With line ends as those of a row are read: a record from elsewhere may hold others."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _cited(cited: Any, target: str, key: str, position: int, role: str = "evidence") -> dict[str, str]:  # fmt: skip
    is_passage = isinstance(cited, Passage)
    return {
        **_NO_TARGET, target: key, "position": str(position),
        "passage": cited.code if is_passage else "", "reference": "" if is_passage else cited.code,
        "role": role, "stance": "supports", "account_of": "", "account_words": "", "finding": "",
    }  # fmt: skip


def _pieces(cell: str) -> list[str]:
    """What is between semicolons; one inside an address belongs to it."""
    found = _PIECE.findall(csv_cells.unescape(cell))
    return [piece for each in found if (piece := each.strip().strip(";").strip())]


PARTS: dict[str, dict[str, Part]] = {
    "commitments": {
        "participations": _participations,
        "deadlines": _deadlines,
        "citations": _own_words,
    },
    "status_changes": {"citations": _evidence},
}
