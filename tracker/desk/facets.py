"""The review queue as it is shown: what each row says, and by what the rows can be narrowed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tracker.cells import bundles
from tracker.desk import warnings
from tracker.desk.queue import KINDS, Waiting
from tracker.models import TARGETS, Citation, Passage, Revision, Source, StatusChange
from tracker.services import assigning, publishing

# What cites, and by which field of a citation.
_CITES = {Citation._meta.get_field(name).related_model: name for name in TARGETS}
_PASSAGE = ("check_failure", "capture__source__slug", "capture__source__short_title")

# So many are judged and shown at once: to compare each of thousands with all others takes long.
MOST = 200


@dataclass
class Row:
    """A record in review: on what it rests, what to look at twice (None: not judged), whose it is."""

    item: Waiting
    passages: int = 0
    failing: int = 0
    sources: dict[str, str] = field(default_factory=dict)
    warnings: list[str] | None = None
    assigned_to: User | None = None

    @property
    def status_now(self) -> str:
        """Of the commitment whose status is to change."""
        record = self.item.record
        return record.commitment.status_label if isinstance(record, StatusChange) else ""

    @property
    def too_late(self) -> list[str]:
        """Why a status change cannot be approved, when its commitment was withdrawn meanwhile."""
        record = self.item.record
        return publishing.too_late(record) if isinstance(record, StatusChange) else []

    def rest_on(self, failure: str, slug: str, title: str) -> None:
        """Count one passage, with what `verify` found and its source."""
        self.passages += 1
        self.failing += bool(failure)
        self.sources[slug] = title


@dataclass(frozen=True)
class Facet:
    """A name in the address, its label, and which values (with their words) a row has."""

    name: str
    label: Promise
    values: Callable[[Row], Mapping[str, str]]


@dataclass(frozen=True)
class Option:
    """One value of a facet, and how many rows one gets by choosing it."""

    value: str
    words: str
    count: int
    is_chosen: bool


FACETS = (
    Facet("kind", _("Kind"), lambda row: {row.item.kind: row.item.kind}),
    Facet("author", _("From"), lambda row: _person(row.item.submitted_by, _t("a data package"))),
    Facet("source", _("Source"), lambda row: row.sources or {"": _t("no held text")}),
    Facet("warnings", _("Warnings"), lambda row: _judgement(row.warnings)),
    Facet("assigned", _("Assigned to"), lambda row: _person(row.assigned_to, _t("nobody"))),
)  # fmt: skip


def _person(user: User | None, nobody: str) -> dict[str, str]:
    return {user.get_username(): user.get_username()} if user else {"": nobody}


def _judgement(warnings: list[str] | None) -> dict[str, str]:
    if warnings is None:
        return {}
    return {"any": _t("any")} if warnings else {"none": _t("none")}


def narrowed(rows: Iterable[Row], chosen: Mapping[str, str], *, but: str = "") -> list[Row]:
    """The rows that have every value chosen, the facet `but` left out."""
    asked = [(f, chosen[f.name]) for f in FACETS if f.name in chosen and f.name != but]
    return [row for row in rows if all(value in f.values(row) for f, value in asked)]


def page(rows: Sequence[Row], chosen: Mapping[str, str]) -> tuple[list[Row], int]:
    """The first MOST rows that have every value chosen, judged; and how many there are to judge."""
    _judge(rows[:MOST])
    left = narrowed(rows, chosen, but="warnings")
    _judge([row for row in left[:MOST] if row.warnings is None])
    return narrowed(left[:MOST], chosen), len(left)


def _judge(rows: Sequence[Row]) -> None:
    found = warnings.of_several([row.item.record for row in rows])
    for row, sentences in zip(rows, found, strict=True):
        row.warnings = sentences


def options(facet: Facet, rows: Iterable[Row], chosen: Mapping[str, str]) -> list[Option]:
    """The values of one facet among the rows that the others leave; the one chosen stays."""
    found: Counter[tuple[str, str]] = Counter()
    for row in narrowed(rows, chosen, but=facet.name):
        found.update(facet.values(row).items())
    now = chosen.get(facet.name)
    if now is not None and now not in {value for value, _words in found}:
        found[now, now] = 0
    ordered = sorted(found.items(), key=lambda item: (item[0][1].casefold(), item[0]))
    return [Option(value, words, n, value == now) for (value, words), n in ordered]


def rows_of(items: Iterable[Waiting]) -> list[Row]:
    """The rows, in as many queries for many records as for a few."""
    rows = [Row(item) for item in items]
    for model in KINDS:
        of_kind = {row.item.record.pk: row for row in rows if type(row.item.record) is model}
        if of_kind:
            (_cited_by_revisions if model is Revision else _cited)(model, of_kind)
    assigned = assigning.of_records([row.item.record for row in rows])
    for row in rows:
        assignment = assigned.get((bundles.table_of(row.item.record).name, row.item.record.code))
        row.assigned_to = assignment.assigned_to if assignment else None
    return rows


def _cited(model: Any, rows: dict[int, Row]) -> None:
    name = _CITES[model]
    passages = [f"passage__{path}" for path in _PASSAGE]
    found = Citation.objects.filter(**{f"{name}__in": rows}, passage__isnull=False)
    for key, *about in found.order_by("pk").values_list(name, *passages):
        rows[key].rest_on(*about)


def _cited_by_revisions(_model: Any, rows: dict[int, Row]) -> None:
    """What is cited as the record is to read; and the source or passage that is revised itself."""
    citing: dict[str, list[Row]] = defaultdict(list)
    sources: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        revision = row.item.record
        for citation in bundles.readable(revision.after).get("citations", []):
            citing[citation.get("passage", "")].append(row)
        if revision.table in ("passages", "sources"):
            (citing if revision.table == "passages" else sources)[revision.key].append(row)
    for code, *about in Passage.objects.filter(code__in=citing).values_list("code", *_PASSAGE):
        for row in citing[code]:
            row.rest_on(*about)
    for slug, title in Source.objects.filter(slug__in=sources).values_list("slug", "short_title"):
        for row in sources[slug]:
            row.sources[slug] = title
