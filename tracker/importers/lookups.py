"""Which record the words of a cell name: parties by any of their names, words by where they stand."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from tracker.cells import bundles
from tracker.cells.bundles import key_of, table_of
from tracker.lib import folding, marking
from tracker.lib.marking import Span
from tracker.models import (
    Capture,
    Category,
    Commitment,
    FormerSlug,
    ImportedRow,
    Party,
    PartyName,
    Passage,
    Reference,
    Source,
    StatusChange,
    Topic,
)
from tracker.services import sources

# Rows of a spreadsheet name few documents and the same few pages again and again.
_MANY, _FEW = 5000, 4
_SHOWN = 60


class Lookups:
    """Finds records for one run; what it has found it remembers, within bounds."""

    def __init__(self, origin: str = "") -> None:
        self._origin = origin
        self._parties = _names_of_parties()
        self._sources = _names_of_sources()
        self._labels = {
            "categories": _names_of_labels(Category),
            "topics": _names_of_labels(Topic),
        }
        self._remembered = lru_cache(_MANY)(self._find)
        self._capture = lru_cache(_FEW)(_latest_capture)
        # Passages of words that rows quote: unsaved until a row that cites them is written.
        self._quoted: dict[tuple[int, int, int], Passage] = {}
        self._by_code: dict[str, Passage] = {}
        self._commitments: dict[str, Commitment] = {}
        self._meant: dict[str, str] = {}  # codes of commitments that rows write in another case
        # Of one batch, by table and our key.
        self._ours: dict[tuple[str, str], Any] = {}

    def find(self, table: str, key: str) -> Any:
        """The record that a row names, as its list calls it. Raises ValueError with a sentence."""
        found = self._named(table, key)
        self._ours[table_of(found).name, key_of(found)] = found
        return found

    def ours(self, table: str, key: str) -> Any:
        """The record that we call so, whatever a list does. Raises LookupError."""
        if table == "passages" and key in self._by_code:
            return self._by_code[key]
        if (table, key) not in self._ours:
            self._ours[table, key] = bundles.find(table, key)
        return self._ours[table, key]

    def _named(self, table: str, key: str) -> Any:
        if table == "passages" and key in self._by_code:
            return self._by_code[key]
        if table == "commitments" and key in self._commitments:
            return self._commitments[key]
        return self._remembered(table, key)

    def prepare(self, codes: Iterable[str]) -> None:
        """Fetch the commitments of some rows in one query."""
        wanted = set(codes)
        found = Commitment.objects.filter(code__in=wanted)
        self._commitments = {commitment.code: commitment for commitment in found}
        unknown = wanted - self._commitments.keys()
        self._meant = in_other_case(Commitment, map(folding.name, unknown))
        if self._origin:  # a name that a list gave may look like a code of ours
            self._commitments = {}

    def _find(self, table: str, key: str) -> Any:
        if table == "parties":
            return _the_one(self._parties, key, _("party"))
        if table == "sources":
            return _the_one(self._sources, key, _("source"))
        if table == "commitments":
            reads = folding.name(key)
            names = {key.strip(), *self._called.get(reads, ())}
            return _commitment(reads, names, self._origin, self._meant.get(reads.upper(), ""))
        if table in self._labels:
            what = _("category") if table == "categories" else _("topic")
            return _the_one(self._labels[table], key, what)
        return _FINDERS[table](key.strip())

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        """What lists call the commitments that came from them, by how that reads."""
        rows = ImportedRow.objects.filter(table="commitments").exclude(origin="")
        called = defaultdict(list)
        for name in rows.values_list("original_id", flat=True):
            called[folding.name(name)].append(name)
        return called

    def parties(self, name: str) -> set[Party]:
        """All parties that have this name or slug."""
        return self._parties.get(name.strip().casefold(), set())

    def passage(self, source: str, exact: str) -> Passage:
        """The passage of these words in the latest copy of a source. Raises ValueError.

        Where none is marked yet it is a new one, which `save_quoted` saves.
        """
        capture = self._capture(self.find("sources", source).pk)
        if capture is None:
            raise ValueError(_("No text of “{source}” is archived.").format(source=source[:_SHOWN]))
        place = (capture.pk, *_only_place(capture.text, exact))
        if place not in self._quoted:
            found = self._quoted[place] = _passage_at(capture, *place[1:])
            self._by_code[found.code] = found
        return self._quoted[place]

    def save_quoted(self, codes: Iterable[str]) -> list[Passage]:
        """Save those of these passages that are new."""
        quoted = [self._by_code[code] for code in codes if code in self._by_code]
        mine = [passage for passage in quoted if passage.pk is None]
        for passage in mine:
            passage.full_clean()
            passage.save()
        return mine

    def settle(self) -> None:
        """A batch is written: the passages it quoted, each with its whole text, are let go."""
        self._quoted.clear()
        self._ours.clear()
        self._by_code.clear()

    def forget(self) -> None:
        """What was written is undone: nothing that was found or made then holds any more."""
        self.settle()
        self._remembered.cache_clear()
        self._commitments.clear()


def in_other_case(model: Any, codes: Iterable[str]) -> dict[str, str]:
    """Codes that differ from these in upper and lower case at most, by their upper case.

    One query, which reads every code: ask for many at once, and only for those that are not found.
    """
    wanted = {code.upper() for code in codes if code}
    if not wanted:
        return {}
    found = model.objects.annotate(upper=Upper("code")).filter(upper__in=wanted)
    return dict(found.order_by("code").values_list("upper", "code"))


def _only_place(text: str, words: str) -> Span:
    """Where they stand, found as in the workbench: spaces, quotation marks and dashes may differ."""
    places = marking.find(text, words)
    if not places:
        raise ValueError(_("These words do not stand in the archived text. Copy them from it; only spaces, line ends, quotation marks and dashes may differ."))  # fmt: skip
    if len(places) > 1:
        raise ValueError(_("These words stand {count} times in the text: quote more of them, or mark the place in the workbench and give the code of that passage.").format(count=len(places)))  # fmt: skip
    return places[0]


def _the_one(found: dict[str, set[Any]], name: str, what: str) -> Any:
    """The only record of that name."""
    records = found.get(name.strip().casefold(), set())
    shown = name.strip()[:_SHOWN]
    if not records:
        raise ValueError(_("There is no {what} “{name}”: enter it first.").format(what=what, name=shown))  # fmt: skip
    if len(records) > 1:
        slugs = ", ".join(sorted(record.slug for record in records))
        raise ValueError(
            _("“{name}” may be several: write the slug, {slugs}.").format(name=shown, slugs=slugs)
        )
    return next(iter(records))


def _names_of_parties() -> dict[str, set[Any]]:
    names: dict[str, set[Any]] = defaultdict(set)
    parties = {party.pk: party for party in Party.objects.all()}
    for party in parties.values():
        for name in filter(None, (party.name, party.short_name)):
            names[name.casefold()].add(party)
    for name, key in PartyName.objects.values_list("name", "party_id"):
        names[name.casefold()].add(parties[key])
    for slug, key in FormerSlug.objects.filter(party__isnull=False).values_list("slug", "party_id"):
        names[slug] = {parties[key]}
    # A slug is nobody else's name.
    return {**names, **{party.slug: {party} for party in parties.values()}}


def _names_of_sources() -> dict[str, set[Any]]:
    names: dict[str, set[Any]] = defaultdict(set)
    everything = list(Source.objects.all())
    for source in everything:
        for name in filter(None, (source.title, source.short_title)):
            names[name.casefold()].add(source)
    return {**names, **{source.slug: {source} for source in everything}}


def _names_of_labels(model: Any) -> dict[str, set[Any]]:
    names: dict[str, set[Any]] = defaultdict(set)
    for label in model.objects.all():
        names[label.name.casefold()].add(label)
    return {**names, **{label.slug: {label} for label in model.objects.all()}}


def _latest_capture(source: int) -> Capture | None:
    return Capture.objects.filter(source=source).select_related("source").order_by("-taken_at", "-pk").first()  # fmt: skip


def _passage_at(capture: Capture, start: int, end: int) -> Passage:
    marked = Passage.objects.filter(capture=capture, start=start, end=end).first()
    return marked or sources.new_passage(capture, start, end)


def _commitment(key: str, names: set[str], origin: str, meant: str) -> Commitment:
    """By its code, or by what a list that was imported calls it; in another list it may be either.

    What is `meant` differs from the key in upper and lower case alone.
    """
    called = ImportedRow.objects.filter(table="commitments", original_id__in=names).exclude(origin="")  # fmt: skip
    is_meant = Q(code=key)
    if origin or not Commitment.objects.filter(is_meant).exists():
        is_meant |= Q(code__in=called.values("key"))
    named = list(Commitment.objects.filter(is_meant)[:2])
    if len(named) > 1:
        raise ValueError(_("“{name}” is in several lists that were imported: write our code.").format(name=key[:_SHOWN]))  # fmt: skip
    return _found(named[0] if named else None, _("commitment"), key, meant)  # type: ignore[no-any-return]


def _by_code(model: Any, what: str) -> Callable[[str], Any]:
    def find(key: str) -> Any:
        record = model.objects.filter(code=key).first()
        meant = "" if record else in_other_case(model, [key]).get(key.upper(), "")
        return _found(record, what, key, meant)

    return find


def _cited(key: str) -> Passage | Reference:
    """A passage or a page, by its code; a page also by its address."""
    passage = Passage.objects.filter(code=key).first()
    if passage is not None:
        return passage
    pages = list(Reference.objects.filter(Q(code=key) | Q(url=key)).order_by("pk")[:2])
    if len(pages) > 1:
        raise ValueError(_("Several pages have the address {name}: write the code of one.").format(name=key[:_SHOWN]))  # fmt: skip
    if pages:
        return pages[0]
    meant = in_other_case(Passage, [key]) | in_other_case(Reference, [key])
    return _found(None, _("passage or page"), key, meant.get(key.upper(), ""))  # type: ignore[no-any-return]


def _found(record: Any, what: str, key: str, meant: str = "") -> Any:
    if record is None and meant:
        raise ValueError(_("There is no {what} “{name}”, but {code}: if that is meant, write it in just these letters.").format(what=what, name=key[:_SHOWN], code=meant))  # fmt: skip
    if record is None:
        raise ValueError(_("There is no {what} “{name}”: enter it first.").format(what=what, name=key[:_SHOWN]))  # fmt: skip
    return record


_FINDERS: dict[str, Callable[[str], Any]] = {
    "passages": _by_code(Passage, "passage"),
    "references": _by_code(Reference, "page"),
    "status_changes": _by_code(StatusChange, "status change"),
    "evidence": _cited,
}
