"""Words that say until when something is to be done."""

import pytest

from tracker.lib.due_words import due_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("shall release them by 31 December 2025.", "by 31 December 2025"),
        ("shall report no later than March", "no later than March"),
        ("shall meet within\nthirty days of this", "within thirty days"),
        ("to be finished before the end of 2030", "before the end of 2030"),
        ("shall be opened within a year", "within a year"),
        ("By 2030, the parties will meet.", "By 2030"),
        ("Within a period of thirty (30) days they meet", "Within a period of thirty (30) days"),
        ("Until 31 December 2025 they keep it", "Until 31 December 2025"),
        ("will meet by the end of 2025", "by the end of 2025"),
        ("will end by midnight on 1 May 2026", "by midnight on 1 May 2026"),
        ("will end by December 31, 2026", "by December 31, 2026"),
        ("no later than 31.12.2025", "no later than 31.12.2025"),
        ("by 1 Jan. 2026 at the latest", "by 1 Jan. 2026"),
        ("within six (6) months", "within six (6) months"),
        ("no later than three months after entry into force", "no later than three months"),
        ("not later than 90 days after signature", "not later than 90 days"),
        ("by mid-2025", "by mid-2025"),
        ("by the third quarter of 2025", "by the third quarter of 2025"),
        ("by the end of next year", "by the end of next year"),
        ("by Friday, 31 May 2025", "by Friday, 31 May 2025"),
        ("by 2030 emissions are to fall", "by 2030"),
        ("by 2025-12-31", "by 2025-12-31"),
        ("by May 15th, 2026", "by May 15th, 2026"),
    ],
)
def test_due_words_are_found(text, words):
    assert due_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "signed by the President of the Republic",
        "will stand by their word. In 2025 they met",
        "before the Court; on 3 May they spoke",
        "as soon as possible",
        "in May 2024 they intended to meet",
        "they may decide by consensus",
        "as demanded by resolution 1540",
        "reduce them by 2000 tonnes",
        "as agreed by the Statement of 9 November 2020",
        "before the Court they may speak",
        "a case before the Court of May",
        "signed by Marina",
        "",
    ],
)
def test_due_words_of_other_sentences_are_none(text):
    assert due_words(text) == ""
