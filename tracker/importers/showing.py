"""What rows change or make, in words, for the page of the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker import choices
from tracker.cells import wording
from tracker.cells.wording import ChangedRow, RowInWords
from tracker.importers.kinds import Kind
from tracker.importers.planned import Effect, Planned
from tracker.lib.csv_cells import unescape
from tracker.models import Edit, Passage


@dataclass(frozen=True)
class Shown:
    """A row that changes a record, which waits as a revision where it is public, or makes one."""

    line: int
    called: str
    is_revision: bool
    rows: list[RowInWords]
    last: str


def in_words(kind: Kind, planned: Sequence[Planned]) -> list[Shown]:
    """Row by row, with the names of what they name, which are looked up for all at once."""
    found = [_differing(each) for each in planned]
    call = _caller([row for rows in found for row in rows])
    return [
        Shown(
            each.line,
            _called(each),
            each.record.is_published,
            wording.in_words(rows, (kind.table.name, each.record.code), call),
            _last(each.last_change),
        )
        for each, rows in zip(planned, found, strict=True)
    ]


def _differing(each: Planned) -> list[ChangedRow]:
    # A code that is only drawn is another one when the row is written.
    is_drawn = each.effect == Effect.NEW and each.record.code != each.original_id
    leave_out = ["code"] if is_drawn else []
    return wording.changed_rows(each.before or {}, each.after or {}, leave_out=leave_out)


def _last(step: Edit | None) -> str:
    """Who changed the record last: a file that is older would undo it."""
    if step is None:
        return ""
    who = step.made_by or _("a data package")
    day = date_format(step.made_at, "j F Y")
    return _("Last changed here by {who}, on {day}.").format(who=who, day=day)


def _called(each: Planned) -> str:
    if each.effect != Effect.NEW:
        return str(each.record.code)
    cells = {name: unescape(cell) for name, cell in each.cells.items()}
    status = cells.get("status")
    label = choices.status_label(status) if status else _("taken back")
    return cells.get("title") or f"{cells.get('commitment', '')}: {label}"


def _caller(rows: Sequence[ChangedRow]) -> wording.Call:
    """Calls passages by their words and where these stand, all else by its title."""
    wanted = {name for row in rows for name in row.names}
    codes = [key for table, key in wanted if table == "passages"]
    passages = Passage.objects.filter(code__in=codes).select_related("capture__source")
    words = {
        passage.code: _("“{words}”, in: {source}").format(
            words=passage.exact, source=passage.capture.source.title
        )
        for passage in passages.only("code", "exact", "capture__source__title")
    }
    others = {name for name in wanted if name[0] != "passages"}
    call = wording.caller(wording.look_up(others, lambda model: model._default_manager.all()))
    return lambda table, key: words.get(key, key) if table == "passages" else call(table, key)
