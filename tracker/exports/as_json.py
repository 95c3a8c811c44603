"""Rows of cells in, JSON out, piece by piece and in constant memory: the cells of the CSV under its names."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any


def pieces(
    head: Sequence[str], rows: Iterable[Sequence[str]], about: Mapping[str, Any]
) -> Iterator[str]:
    """One document: what was asked, the items, and how many these are."""
    opening = json.dumps(about, ensure_ascii=False, indent=1)
    yield opening.removesuffix("\n}") + ',\n "items": ['
    before, count = "\n", 0
    for row in rows:
        count += 1
        yield before + _item(head, row)
        before = ",\n"
    yield f'\n],\n "count": {count}}}\n'


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """JSON Lines: an item on each line, https://jsonlines.org/."""
    for row in rows:
        yield _item(head, row) + "\n"


def _item(head: Sequence[str], row: Sequence[str]) -> str:
    return json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False)
