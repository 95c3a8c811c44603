"""Shares in per cent that add up to a hundred, and when there are too few cases for any."""

from collections.abc import Sequence

# Of fewer no share is given; of fewer than the second, only beside the words "few cases".
FEWEST, FEW = 6, 10


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole per cents of the counts, by largest remainder (Hamilton), so that they add up to 100.

    Of equal remainders the first comes first. Nothing counted gives noughts.
    """
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    found = [100 * count // whole for count in counts]
    remainders = [100 * count % whole for count in counts]
    in_order = sorted(range(len(counts)), key=lambda n: -remainders[n])
    for number in in_order[: 100 - sum(found)]:
        found[number] += 1
    return found
