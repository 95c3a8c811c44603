"""Sentences that look like commitments: which are offered, with which verb, and which are not."""

import csv
import itertools
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.choices.commitments import Modality
from tracker.lib import suggestions
from tracker.lib.suggestions import Suggestion

ROOT = Path(__file__).resolve().parents[2]

WORDS = ["shall", "will", "agree to", "The Parties", "demanding", "Promotion of", "the aim is to"]
MARKS = ["1.", "•", ".", ";", ":", "?", "(", ")", "\n", "\n\n", "\u00a0", "👩", "e\u0301"]
TEXTS = st.text() | st.lists(st.sampled_from([*WORDS, *MARKS])).map(" ".join)

# One sentence of each kind, in the words of nobody.
STATED = {
    "performs": ["The Republic releases ten sailors.", "It has signed the Ottawa Convention."],
    "decides": ["The Assembly decided to meet again.", "Decides that the mandate ends."],
    "demands": ["It demands that all parties cease fire.", "Texts were read demanding a truce."],
    "shall": ["The Parties shall not use force.", "Each side must withdraw."],
    "will": ["We will continue our talks.", "Both sides will be guided by the Charter."],
    "agrees": ["The sides agreed on a truce.", "Today an agreement has been reached on trade."],
    "is_committed": ["The Union is committed to peace.", "They undertake to pay."],
    "supports": [
        "It supports the bid.",
        "It not only supports the bid.",
        "It was among the first to support the initiative.",
    ],
    "acts_as": ["It acts as the coordinator.", "It serves as host of the Secretariat."],
    "reaffirms": [
        "They reconfirm their intention to trade.",
        "Reaffirming its earlier words, all.",
    ],
    "intends": ["We intend to join.", "It expressed its readiness to talk."],
    "aims": ["Its policy aims to keep peace.", "The main purpose of the plan was to help."],
    "should": ["The state should leave the bloc.", "All relations should be deepened."],
    "condemns": ["The Summit condemned the attack.", "We deplore this."],
    "calls_on": ["They call on others to help.", "The Council urges restraint."],
    "participates": ["It is actively participating in the work.", "The state has joined the body."],
    "hopes": ["We do hope that others help.", "Both look forward to the meeting."],
    "believes": ["They share the view that it is time.", "We believe that peace pays."],
    "describes": ["The Council meets in Geneva once a year."],
}
NOT_OFFERED = [
    "We thank our host for its warm hospitality.",
    "The two ministers met in Geneva.",
    "It was the will of the people.",
    "There is no political will here.",
    "As a result, trade will create many jobs.",
    "A system which will replace the old one is near.",
    "Talks will lead to peace.",
    "In this text, “border” shall mean the line on the map.",
    "It should be noted that prices rose.",
    "The state does not support the bid.",
    "They never agreed to it.",
    "They have not yet agreed to it.",
    "They did not formally agree to it.",
    "They haven’t yet agreed to it.",
    "The state no longer supports the bid.",
    "The ministers met to agree on a date.",
    "Its demand was heard.",
    "Shall we meet again?",
    "Promotion of trade has a long history.",
    "• Section of the library",
]


def read(text):
    return [
        (text[one.start : one.end], one.modality, one.verb) for one in suggestions.suggest(text)
    ]


@settings(max_examples=300)
@given(TEXTS)
def test_suggest_gives_places_inside_the_text_in_order_and_apart(text):
    found = suggestions.suggest(text)

    for one in found:
        words = text[one.start : one.end]
        assert 0 <= one.start < one.end <= len(text)
        assert words
        assert words == words.strip()
        assert one.modality in Modality.values
        assert one.verb in text
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@settings(max_examples=50)
@given(TEXTS)
def test_suggest_answers_the_same_when_asked_again(text):
    assert suggestions.suggest(text) == suggestions.suggest(text)


def test_suggest_knows_a_verb_for_every_modality():
    assert set(STATED) == set(Modality.values)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [(sentence, modality) for modality, several in STATED.items() for sentence in several],
)
def test_suggest_offers_a_sentence_with_the_modality_of_its_verb(sentence, modality):
    found = read(f"Some heading\n\nIt rained. {sentence} It rained.")

    assert [(words, kind) for words, kind, _verb in found] == [(sentence, modality)]


@pytest.mark.parametrize("sentence", NOT_OFFERED)
def test_suggest_leaves_out_what_only_looks_like_it(sentence):
    assert read(sentence) == []


def test_suggest_gives_positions_in_code_points_and_the_verb_as_it_stands():
    text = "👩‍🚀 𝔘𝔫𝔦. The Parties\u00a0shall\u00a0not  use force."

    assert suggestions.suggest(text) == [
        Suggestion(text.index("The"), len(text), "shall", "shall\u00a0not  use")
    ]


def test_suggest_prefers_what_is_stated_to_what_accompanies_it():
    text = "Believing in peace and hoping for more, the Union is committed to talks."

    assert read(text) == [(text, "is_committed", "is committed to")]


def test_suggest_cuts_operative_clauses_at_semicolons():
    found = read("1. Demands a truce; 2. Calls upon all to help; 3. It rained.")

    assert [(words, modality) for words, modality, _verb in found] == [
        ("Demands a truce", "demands"),
        ("Calls upon all to help", "calls_on"),
    ]


def test_suggest_carries_the_verb_above_a_list_to_its_items():
    text = (
        "Believing in peace, they shall:\n\n • open the border; \n • trade. It rained.\n\nThe end."
    )

    assert read(text) == [("open the border", "shall", "shall"), ("trade.", "shall", "shall")]


def test_suggest_lets_the_verb_of_an_item_come_before_that_above_the_list():
    found = read("The ministers agreed as follows:\n1. Trade will grow.\n2. The border opens.")

    assert [modality for _words, modality, _verb in found] == ["will", "agrees"]


@pytest.mark.parametrize("mark", ["", "2. "])
def test_suggest_carries_a_single_verb_with_a_comma(mark):
    text = f"{mark}Decides,\n(a) To renew the mandate;"

    assert read(text) == [("To renew the mandate", "decides", "Decides")]


def test_suggest_offers_a_line_with_a_colon_by_itself_when_no_list_follows():
    text = "The ministers agreed:\n\nTrade is good."

    assert read(text) == [("The ministers agreed:", "agrees", "agreed")]


def test_suggest_takes_a_noun_for_an_aim_only_at_the_head_of_a_list_item():
    found = read("• Peaceful settlement of the conflict;\n• Views: 12\n\nSettlement of debts")

    assert found == [("Peaceful settlement of the conflict", "aims", "Peaceful settlement of")]


HOSTILE = [" ", ".", "a.", "; ", "(", "the purpose ", "sign a ", "hold x ", "1. ", ".\x85", "“"]
HOSTILE += ["shall\t\t\t", "- a-", "of\n", ":\n- ", "by "]


@pytest.mark.parametrize(("unit", "length"), [(". A", 200_000), *((u, 100_000) for u in HOSTILE)])
def test_suggest_reads_a_long_text_of_any_shape_in_seconds(unit, length):
    text = (unit * length)[:length]

    begun = time.process_time()
    suggestions.suggest(text)

    # If each character were looked at once for each other one, this would take hours.
    assert time.process_time() - begun < 60


def test_bench_prints_the_table_that_the_documentation_shows():
    done = subprocess.run(
        [sys.executable, "scripts/bench/suggestions.py"], cwd=ROOT, capture_output=True, check=True
    )

    words = (ROOT / "docs/suggestions.md").read_text(encoding="utf-8")
    shown = words.split("<!-- table -->")[1].split("<!-- /table -->")[0]
    assert shown.strip() == done.stdout.decode().strip()


def test_bench_names_places_of_whole_words_in_the_sample():
    texts = ROOT / "fixtures/south-caucasus/texts"
    with (ROOT / "scripts/bench/not_commitments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        text = (texts / f"{row['capture']}.txt").read_bytes().decode()
        start, end = int(row["start"]), int(row["end"])
        words = text[start:end]
        assert words == words.strip() != ""
        assert row["reason"]
        assert not (text[start - 1 : start] + words[0]).isalnum() or start == 0
        assert not (words[-1] + text[end : end + 1]).isalnum()


def certain(text: str, words: str) -> tuple[str, str] | None:
    start = text.index(words)
    found = suggestions.certain(text, start, start + len(words))
    return (found.modality, found.verb) if found else None


@pytest.mark.parametrize(
    ("text", "words", "read"),
    [
        ("It shall pay. It left.", "It shall pay.", ("shall", "shall pay")),
        ("First.\n\nBoth will talk again.", "will talk", ("will", "will talk")),
        # cut from a sentence that says something else
        ("They did not agree to talks.", "agree to talks", None),
        ("It supports the bid, by withdrawing its own.", "by withdrawing its own", None),
        # more than one, or none
        ("It shall pay. It will talk.", "It shall pay. It will talk.", None),
        ("It paid.", "It paid.", None),
        (
            "It undertakes not to levy tolls.",
            "undertakes not to levy",
            ("is_committed", "undertakes not to"),
        ),
        # half a verb, or what is denied elsewhere
        ("It will in no way stop.", "will in no way stop", None),
        ("It will, if need be, stop.", "will, if need be, stop", None),
        ("It will be jointly opened.", "will be jointly opened", None),
        ("Nobody will be expelled.", "Nobody will be expelled.", None),
        ("Few states will sign.", "Few states will sign.", None),
        # governed by a line above it
        ("The sides shall:\n1. Peace in the region.", "Peace in the region.", None),
    ],
)
def test_certain_is_what_reads_the_same_alone_and_in_its_paragraph(text, words, read):
    assert certain(text, words) == read


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_certain_has_an_answer_for_any_stretch(text, start, end):
    found = suggestions.certain(text, start, end)

    assert found is None or found.verb in text[start:end]


def test_certain_agrees_with_the_editors_of_the_sample_as_the_documentation_says():
    sample = ROOT / "fixtures" / "south-caucasus"

    def rows(name):
        with (sample / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    passages = {row["code"]: row for row in rows("passages.csv")}
    chosen = {row["code"]: row["modality"] for row in rows("commitments.csv")}
    told = []
    for row in rows("citations.csv"):
        if row["commitment"] and row["role"] == "primary":
            words = passages[row["passage"]]
            text = (sample / "texts" / f"{words['capture']}.txt").read_bytes().decode()
            if found := suggestions.certain(text, int(words["start"]), int(words["end"])):
                told.append(found.modality == chosen[row["commitment"]])

    sentence = (
        f"for {len(told)} of the {len(chosen)} commitments of the sample, and for {sum(told)}"
    )
    assert sentence in (ROOT / "docs/suggestions.md").read_text(encoding="utf-8").replace("\n", " ")
