"""What is taken out of words that an editor types, and what stays."""

import pytest

from tracker.lib import own_words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Meet twice\u200b\u202e", "Meet twice"),
        ("Meet\u0007 tw\u00adice\ufeff\u2060", "Meet twice"),
        ("Meet\u00a0twice\u2009a\u202fyear", "Meet twice a year"),
        ("Meet\r\ntwice\u2028a\x0byear", "Meet\ntwice\na\nyear"),
        ("می\u200cخواهم 👩\u200d⚖️", "می\u200cخواهم 👩\u200d⚖️"),
        ("\u200dMeet\u200c twice\u200d", "Meet twice"),
        ("\ttwo", "\ttwo"),
    ],
)
def test_lines_leaves_out_what_nobody_sees(typed, read):
    assert own_words.lines(typed) == read
    assert own_words.lines(read) == read


def test_line_makes_a_break_a_space():
    assert own_words.line("Publish\r\n timetable\n") == "Publish timetable"
    assert own_words.in_one_line("will\u00a0not\nmeet") == "will\u00a0not meet"


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        ("Meet\u00a0twice\u200b", True),
        ("Meet  twice", True),
        ("Meet\ntwice", False),
        ("Meet", False),
    ],
)
def test_look_alike_compares_what_is_seen(other, is_alike):
    assert own_words.look_alike("Meet twice", other) is is_alike
