"""The steps of a record as its history page shows them: each with what it changed, in words."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from tracker.cells import wording
from tracker.cells.bundles import Bundle
from tracker.cells.wording import ChangedRow, RowInWords
from tracker.models import Edit

_PAGE_SIZE = 50
_BUNDLES = ("before", "after")


@dataclass(frozen=True)
class Step:
    """A step and what differs since the one before; of the first step, all that the record said."""

    edit: Edit
    rows: list[RowInWords]
    is_first: bool


def history_page(steps: QuerySet[Edit], number: str) -> Page[Any]:
    """One page of the steps of one record, the latest first."""
    steps = steps.select_related("made_by").order_by("-pk")
    page: Page[Any] = Paginator(steps, _PAGE_SIZE).get_page(number)
    start = max(page.start_index() - 1, 0)
    # One more than the page shows: what its last step is compared with.
    found = list(steps[start : start + _PAGE_SIZE + 1])
    pairs = list(zip(found, [*found[1:], None], strict=False))[:_PAGE_SIZE]
    page.object_list = _in_words(pairs)
    return page


def _in_words(pairs: list[tuple[Edit, Edit | None]]) -> list[Step]:
    changed = [(edit, earlier, _changed(edit, earlier)) for edit, earlier in pairs]
    wanted = {name for _edit, _earlier, rows in changed for row in rows for name in row.names}
    call = wording.caller(wording.look_up(wanted, lambda model: model._default_manager.all()))
    return [
        Step(edit, wording.in_words(rows, (edit.table, edit.key), call), earlier is None)
        for edit, earlier, rows in changed
    ]


def _changed(edit: Edit, earlier: Edit | None) -> list[ChangedRow]:
    content = edit.content
    if edit.table != "revisions":
        return wording.changed_rows(earlier.content if earlier else {}, content)
    before = _spread(earlier.content, "after") if earlier else _first(content)
    return wording.changed_rows(before, _spread(content, "after"))


def _spread(content: Bundle, which: str) -> Bundle:
    """A revision with the rows that it proposes, or would replace, which it holds as text."""
    row = content["revisions"][0]
    own = {name: cell for name, cell in row.items() if name not in _BUNDLES}
    return {"revisions": [own], **json.loads(row[which])}


def _first(content: Bundle) -> Bundle:
    return {**_spread(content, "before"), "revisions": []}
