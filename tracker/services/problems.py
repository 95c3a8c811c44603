"""Why something is refused, in sentences that know where on a form each is mended."""

from typing import Any, Self


class Problem(str):
    """A sentence, with the field that is to be mended; of a part, also the row, counted from none."""

    field: str
    part: str
    row: int | None

    def __new__(cls, sentence: Any, field: str = "", *, part: str = "", row: int | None = None) -> Self:  # fmt: skip
        """The sentence, with its place; without one it concerns the whole."""
        made = super().__new__(cls, sentence)
        made.field, made.part, made.row = field, part, row
        return made


class Refused(Exception):
    """Something cannot be done; the sentences say why, and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.problems = [s if isinstance(s, Problem) else Problem(s) for s in sentences]
