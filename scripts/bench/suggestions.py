"""Measure the suggested sentences against the published sample: .venv/bin/python scripts/bench/suggestions.py

Prints one table in Markdown, a row per source text and one for all, and what offering everything
would give; docs/suggestions.md explains it.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tracker.lib import sentences  # noqa: E402 (found by the line above)
from tracker.lib.suggestions import Suggestion, suggest  # noqa: E402

SAMPLE = ROOT / "fixtures" / "south-caucasus"
NOT_COMMITMENTS = Path(__file__).with_name("not_commitments.csv")
TITLES = [
    "Source",
    "Commitments",
    "Found",
    "Recall",
    "Same modality",
    "Suggestions",
    "Right",
    "Precision",
    "No commitment",
    "In a right one",
    "Wrongly offered",
]

Span = tuple[int, int]


@dataclass(frozen=True)
class Counts:
    """What is counted for one source; those of several sources can be added up."""

    commitments: int = 0
    found: int = 0
    same_modality: int = 0
    suggestions: int = 0
    right: int = 0
    not_commitments: int = 0
    inside_right: int = 0
    wrongly_offered: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Source:
    """One source text with what the editors found, and did not find, in it."""

    text: str
    commitments: list[tuple[str, list[Span]]]  # modality and primary passages of each
    not_commitments: list[Span]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def span(row: dict[str, str]) -> Span:
    """Where the words of a row stand."""
    return int(row["start"]), int(row["end"])


def sources() -> dict[str, Source]:
    """The sample, by the code of the archived text."""
    texts = sorted((SAMPLE / "texts").glob("*.txt"))
    # Bytes, since reading as text would change line ends and with them the positions.
    read = {path.stem: Source(path.read_bytes().decode(), [], []) for path in texts}
    for capture, modality, spans in commitments():
        read[capture].commitments.append((modality, spans))
    for row in rows(NOT_COMMITMENTS):
        read[row["capture"]].not_commitments.append(span(row))
    return read


def commitments() -> Iterator[tuple[str, str, list[Span]]]:
    """Capture, modality and primary passages of every commitment."""
    passages = {row["code"]: row for row in rows(SAMPLE / "passages.csv")}
    modalities = {row["code"]: row["modality"] for row in rows(SAMPLE / "commitments.csv")}
    primary: dict[tuple[str, str], list[Span]] = {}
    for row in rows(SAMPLE / "citations.csv"):
        if row["commitment"] and row["role"] == "primary":
            passage = passages[row["passage"]]
            key = (row["commitment"], passage["capture"])
            primary.setdefault(key, []).append(span(passage))
    for (code, capture), spans in sorted(primary.items()):
        yield capture, modalities[code], spans


def overlaps(suggestion: Suggestion, spans: Iterable[Span]) -> bool:
    """Whether the suggestion shares a character with one of them."""
    return any(start < suggestion.end and suggestion.start < end for start, end in spans)


def everything(text: str) -> list[Suggestion]:
    """What to compare with: every sentence and list item, whatever it says."""
    return [Suggestion(one.start, one.end, "", "") for one in sentences.clauses(text)]


def measured(source: Source, offer: Callable[[str], list[Suggestion]]) -> Counts:
    """Compare what is offered with what the editors found."""
    offered = offer(source.text)
    primary = [one for _modality, spans in source.commitments for one in spans]
    right = [one for one in offered if overlaps(one, primary)]
    wrong = [one for one in offered if not overlaps(one, primary)]
    hits = [(modality, touching(offered, spans)) for modality, spans in source.commitments]
    others = [[place] for place in source.not_commitments]
    return Counts(
        commitments=len(source.commitments),
        found=sum(bool(hit) for _modality, hit in hits),
        same_modality=sum(modality in {one.modality for one in hit} for modality, hit in hits),
        suggestions=len(offered),
        right=len(right),
        not_commitments=len(others),
        inside_right=sum(bool(touching(right, place)) for place in others),
        wrongly_offered=sum(bool(touching(wrong, place)) for place in others),
    )


def touching(suggestions: list[Suggestion], spans: list[Span]) -> list[Suggestion]:
    """Those of the suggestions that overlap the places."""
    return [one for one in suggestions if overlaps(one, spans)]


def cells(name: str, counts: Counts) -> list[str]:
    """The row of one source, in the order of TITLES."""
    values = {field.name: str(getattr(counts, field.name)) for field in fields(counts)}
    return [
        name,
        values["commitments"],
        values["found"],
        share(counts.found, counts.commitments),
        values["same_modality"],
        values["suggestions"],
        values["right"],
        share(counts.right, counts.suggestions),
        values["not_commitments"],
        values["inside_right"],
        values["wrongly_offered"],
    ]


def share(part: int, whole: int) -> str:
    """Two digits, or a dash where there is nothing to divide by."""
    return f"{part / whole:.2f}" if whole else "-"


def table(counted: dict[str, Counts]) -> Iterator[str]:
    """The lines of the table."""
    yield line(TITLES)
    yield line(["---", *["---:"] * (len(TITLES) - 1)])
    for name, counts in counted.items():
        yield line(cells(name, counts))


def line(values: Iterable[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(values)} |"


def main() -> None:
    """Measure every source and print."""
    read = sources()
    counted = {name: measured(source, suggest) for name, source in read.items()}
    counted["all"] = sum(counted.values(), Counts())
    plain = [measured(source, everything) for source in read.values()]
    counted["all, if every sentence were offered"] = sum(plain, Counts())
    sys.stdout.write("".join(f"{row}\n" for row in table(counted)))


if __name__ == "__main__":
    main()
