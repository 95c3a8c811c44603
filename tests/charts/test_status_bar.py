"""The bar of statuses: shares that fill it, a fixed order, links with every count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import choices
from tracker.charts.status_bar import StatusBar, status_bar

ORDER = [
    "fulfilled",
    "partly_fulfilled",
    "in_progress",
    "not_started",
    "stalled",
    "not_kept",
    "no_longer_applies",
    "not_assessable",
]
COUNTS = st.dictionaries(st.sampled_from([*ORDER, ""]), st.integers(0, 10_000))


def address(*statuses: str) -> str:
    return "/?" + "&".join(f"status={status or choices.NOT_ASSESSED}" for status in statuses)


def drawn(**counts: int) -> StatusBar:
    return status_bar(counts, address)


def test_status_bar_keeps_the_order_and_the_groups():
    bar = drawn()

    assert [share.status for share in bar.shares] == ORDER == choices.Status.values
    assert [group.name for group in bar.groups] == [
        "Delivered",
        "Open",
        "In trouble",
        "Not counted",
    ]


def test_status_bar_leaves_out_what_is_not_assessed():
    bar = status_bar({"fulfilled": 1, "": 3}, address)

    assert (bar.assessed, bar.unassessed, bar.total) == (1, 3, 4)
    assert [share.width for share in bar.present] == ["100.000%"]
    assert bar.unassessed_url == "/?status=not_assessed"


def test_status_bar_of_nothing_is_empty_and_divides_by_nothing():
    bar = drawn()

    assert bar.present == []
    assert {share.width for share in bar.shares} == {"0%"}


def test_status_bar_gives_each_count_its_address():
    bar = drawn(stalled=2)

    assert [(s.label, s.count, s.url) for s in bar.present] == [("Stalled", 2, "/?status=stalled")]


def test_groups_lead_to_the_statuses_that_belong_together():
    assert drawn(stalled=2).groups[2].url == "/?status=stalled&status=not_kept"


def test_what_cannot_be_judged_is_outside_every_share():
    bar = drawn(fulfilled=3, in_progress=6, not_kept=1, not_assessable=90, no_longer_applies=5)

    assert bar.in_judgement == 10
    assert [(group.name, share) for group, share in bar.percentages] == [
        ("Delivered", 30), ("Open", 60), ("In trouble", 10)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "is_drawn", "are_few", "shares"),
    [(5, False, False, 0), (6, True, True, 0), (9, True, True, 0), (10, True, False, 3)],
)
def test_few_cases_have_no_shares(number, is_drawn, are_few, shares):
    bar = drawn(fulfilled=number)

    assert (bar.is_drawn, bar.are_few, len(bar.percentages)) == (is_drawn, are_few, shares)


def test_status_bar_tells_trouble_and_the_uncounted_apart_by_a_pattern_too():
    hatched = [share.status for share in drawn().shares if share.is_hatched]

    assert hatched == ORDER[4:]


@pytest.mark.parametrize("language", ["en", "de"])
def test_status_bar_writes_points_in_any_language(settings, language):
    settings.LANGUAGE_CODE = language

    assert [share.width for share in drawn(fulfilled=1, stalled=2).present] == [
        "33.333%",
        "66.667%",
    ]


@given(COUNTS)
def test_status_bar_shares_fill_it_without_a_gap(counts):
    bar = status_bar(counts, address)

    edges = [(float(s.x.rstrip("%")), float(s.width.rstrip("%"))) for s in bar.present]
    assert all(abs(x + width - after) < 0.01 for (x, width), (after, _) in zip(edges, edges[1:]))  # noqa: B905, RUF007
    assert not edges or abs(edges[-1][0] + edges[-1][1] - 100) < 0.01
    assert sum(share.count for share in bar.shares) == bar.assessed
    assert bar.total == sum(counts.values())
