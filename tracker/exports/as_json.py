"""Rows and columns in, one JSON document out, piece by piece and in constant memory."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tracker.exports.columns import Column, Context


def pieces(
    rows: Iterable[Any], columns: Sequence[Column], context: Context, about: Mapping[str, Any]
) -> Iterator[str]:
    """What was asked, the items (the cells of the CSV under the names of its columns), and how many these are."""
    head = json.dumps(about, ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n "items": ['
    before, count = "\n", 0
    for row in rows:
        count += 1
        cells = {column.name: column.value(row, context) for column in columns}
        yield before + json.dumps(cells, ensure_ascii=False)
        before = ",\n"
    yield f'\n],\n "count": {count}}}\n'
