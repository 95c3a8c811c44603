"""Random public codes."""

import pytest

from tracker.lib import codes


def test_new_code_has_the_letter_and_fits_the_pattern():
    code = codes.new_code("P")

    assert code.startswith("P-")
    assert codes.PATTERN.fullmatch(code)


def test_new_code_is_another_every_time():
    assert len({codes.new_code("P") for _ in range(1000)}) == 1000


def test_new_code_holds_no_letter_that_is_misread():
    letters = set("".join(codes.new_code("")[1:] for _ in range(500)))

    assert letters.isdisjoint("AEIOULaeioul")


@pytest.mark.parametrize("code", ["", "-C", "C 1", "C/1", "../C", "C" * 65, "Ç-1", "C_1", "C-1\n"])
def test_pattern_refuses(code):
    assert not codes.PATTERN.fullmatch(code)
