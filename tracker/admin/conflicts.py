"""Two people at one form: what the second one typed is merged into what is stored, and shown.

Who saves second sees what the other changed, and chooses where both changed the same field; only
then is it saved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.cells import wording
from tracker.forms import opened, versions
from tracker.forms.opened import Held
from tracker.lib import merging
from tracker.lib.merging import NESTED, OUT, Merged, Row, Value

# Sent with the form: the fields that both changed, and for each of them whose version is kept.
BOTH, KEPT = "both", "kept-"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Choice:
    """A field that both changed, in words; and whether the choice was asked for before, and not made."""

    name: str
    label: str
    mine: str
    theirs: str
    is_missing: bool


@dataclass(frozen=True)
class Conflict:
    """What is said on the form, which is shown again instead of being saved."""

    last: versions.LastChange
    taken: list[str]
    choices: list[Choice]
    is_last: bool  # nobody would be left to approve what is saved


def settle(pages: Any, request: HttpRequest, obj: Any) -> Conflict | None:
    """Make what was sent hold what the other person changed and this one did not; None when saved."""
    sheet = _Sheet(pages, request, obj)
    versions.hold(sheet.whole)
    request.POST = sheet.sent  # type: ignore[assignment]
    was = opened.read(sheet.sent.get(opened.NAME, ""))
    missing, taken = sheet.decide(was), []
    both = [*missing]
    if was != sheet.now:
        merged = sheet.merge(was)
        both += [opened.field_name(part, *place) for part, m in merged.items() for place in m.both]
        taken = [sentence for part, m in merged.items() for sentence in sheet.taken(part, m)]
    if not both and not taken:
        return None
    last = versions.last_change(sheet.whole, sheet.model_form.revision)
    choices = [sheet.choice(name, is_missing=name in missing) for name in dict.fromkeys(both)]
    return Conflict(last, taken, choices, sheet.leaves_nobody())


class _Sheet:
    """The form as it was sent, and as it would open now."""

    def __init__(self, pages: Any, request: HttpRequest, obj: Any) -> None:
        self.pages, self.request = pages, request
        self.record, self.sent = obj, request.POST.copy()
        self.model_form = pages.get_form(request, obj, change=True)
        self.whole = self.model_form.whole(obj)
        self.found = [
            (part, part.get_default_prefix(), inline.get_queryset(request))
            for part, inline in pages.get_formsets_with_inlines(request, obj)
        ]
        self.form = self.model_form(instance=obj)
        self.parts = {part.prefix: part for part in self._parts()}
        self.now = opened.of(self.form, self.parts.values())

    def _parts(self, *sent: QueryDict) -> Iterator[Any]:
        for part, prefix, rows in self.found:
            yield part(*sent, instance=self.record, prefix=prefix, queryset=rows)

    def typed(self) -> Held:
        """What was sent, as it reads at present."""
        form = self.model_form(self.sent, instance=self.record)
        return opened.of(form, self._parts(self.sent), with_new=True)

    def places(self) -> dict[str, tuple[str, int, str, Value]]:
        """What was sent, by the names under which it was: part, row, field and value."""
        return {
            opened.field_name(prefix, number, name): (prefix, number, name, value)
            for prefix, rows in self.typed().items()
            for number, row in enumerate(rows)
            for name, value in row.items()
            if name != NESTED
        }

    def decide(self, was: Held) -> list[str]:
        """Put the other version where it was chosen; the fields for which nothing was chosen."""
        places, undecided = self.places(), []
        for name in filter(places.__contains__, self.sent.getlist(BOTH)):
            kept = self.sent.get(KEPT + name)
            if kept == THEIRS:
                opened.put(self.sent, name, _theirs(was, *places[name]))
            elif kept != MINE:
                undecided.append(name)
        return undecided

    def merge(self, was: Held) -> dict[str, Merged]:
        """Take over what the other person changed."""
        typed = self.typed()
        merged = {
            part: merging.merge(was.get(part, []), typed[part], rows)
            for part, rows in self.now.items()
        }
        opened.fill_in(self.sent, self.now, merged)
        return merged

    def leaves_nobody(self) -> bool:
        """Whether saving would make the last one an author who could approve it."""
        is_new_revision = self.model_form.is_revised and self.model_form.revision is None
        if is_new_revision and self._are_notes_alone():
            return False  # which are saved at once (decision 17)
        return bool(self.pages.leaves_nobody(self.request, self.record))

    def _are_notes_alone(self) -> bool:
        typed, now = self.typed(), self.now
        names = {name for name, value in typed[""][0].items() if value != now[""][0].get(name)}
        return names <= wording.INTERNAL and all(typed[part] == now[part] for part in self.parts)

    def choice(self, name: str, *, is_missing: bool) -> Choice:
        """The field with both versions."""
        part, number, field, mine = self.places()[name]
        theirs = _theirs(self.now, part, number, field, mine)
        return Choice(
            name,
            self._label(part, number, field),
            self._in_words(part, field, mine),
            self._in_words(part, field, theirs),
            is_missing,
        )

    def taken(self, part: str, merged: Merged) -> Iterator[str]:
        """What the other person did, in sentences."""
        for number, name in merged.changed:
            words = self._in_words(part, name, merged.rows[number][name])
            yield _("{field} is now “{value}”.").format(
                field=self._label(part, number, name), value=words
            )
        for number in merged.added:
            yield _("{row} was added.").format(row=self._row_label(part, number))
        for row in merged.gone:
            yield _("{row} was taken out.").format(row=self._gone_label(part, row))

    def _fields(self, part: str) -> Any:
        return self.parts[part].empty_form if part else self.form

    def _in_words(self, part: str, name: str, value: Value) -> str:
        form = self._fields(part)
        if name == OUT:
            return _("Take it out") if value else _("Leave it in")
        return opened.in_words(form.fields[name], form._meta.model, name, value)

    def _label(self, part: str, number: int, name: str) -> str:
        label = capfirst(str(self._fields(part).fields[name].label or name))
        if not part:
            return label
        row = self._row_label(part, number)
        return row if name == OUT else f"{row}, {label}"

    def _row_label(self, part: str, number: int) -> str:
        rows = self.parts[part].initial_forms
        row = rows[number].instance if number < len(rows) else f"#{number + 1}"
        return f"{self._called(part)}: {row}"

    def _gone_label(self, part: str, row: Row) -> str:
        names = [name for name in self._fields(part).fields if row.get(name) not in ("", None)]
        words = [self._in_words(part, n, row[n]) for n in names if isinstance(row[n], str)]
        return f"{self._called(part)}: {', '.join(words[:2])}"

    def _called(self, part: str) -> str:
        return str(capfirst(self.parts[part].model._meta.verbose_name))


def _theirs(held: Held, part: str, number: int, field: str, mine: Value) -> Value:
    """What the other person has there. Of a row itself: the one took it out, the other kept it."""
    if field == OUT:
        return not mine
    rows = held.get(part, [])
    return rows[number].get(field, mine) if number < len(rows) else mine
