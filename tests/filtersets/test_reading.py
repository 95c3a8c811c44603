"""What a query string asks for, and what in it is left out aloud."""

import pytest
from django.http import QueryDict

from tests import factories
from tracker.filtersets.commitments import CommitmentFilterSet
from tracker.filtersets.reading import Query, read_query, without
from tracker.lib.clocks import PRESENT

pytestmark = pytest.mark.django_db


def reading(query: str) -> Query:
    return read_query(CommitmentFilterSet, QueryDict(query), PRESENT, others=("page",))


def test_read_query_keeps_what_makes_sense():
    query = reading("status=stalled&q=peace&sort=title&status=fulfilled&page=3")

    assert query.values.urlencode() == "q=peace&status=stalled&status=fulfilled&sort=title"
    assert query.ignored == []


def test_read_query_takes_a_value_once():
    query = reading("status=stalled&" * 60)

    assert query.values.getlist("status") == ["stalled"]
    assert query.ignored == []


def test_read_query_takes_an_empty_value_for_no_value():
    query = reading("q=&status=&category=&sort=")

    assert query.values.urlencode() == ""
    assert query.ignored == []


def test_read_query_keeps_the_words_as_they_are_searched_for():
    query = reading("q=+a%00b+e%CC%81")

    assert query.values["q"] == "ab \u00e9"


@pytest.mark.parametrize(
    ("query", "label", "value"),
    [
        ("status=zzz", "Status", "zzz"),
        ("status=%00", "Status", "\0"),
        ("status=Stalled", "Status", "Stalled"),
        ("party=nobody", "Party", "nobody"),
        ("party=%00", "Party", "\0"),
        ("source=99999999999999999999", "Source", "99999999999999999999"),
        ("category=%ED%A0%80", "Kind of commitment", "\ufffd" * 3),
        ("bindingness=-1", "Bindingness", "-1"),
        ("sort=password", "Sort by", "password"),
        ("sort=-pk", "Sort by", "-pk"),
        ("q=%01%02", "Words", "\x01\x02"),
        ("q=" + "x" * 10_000, "Words", "x" * 40),
        ("q=a+b+c+d+e+f+g+h+i+j+k", "Words", "a b c d e f g h i j k"),
        ("party=" + "y" * 10_000, "Party", "y" * 40),
    ],
)
def test_read_query_says_what_it_leaves_out(query, label, value):
    found = reading(query)

    assert [(one.label, one.value) for one in found.ignored] == [(label, value)]
    assert 0 < len(found.ignored[0].reason) < 120
    assert found.values.urlencode() == ""


def test_read_query_says_that_a_filter_with_one_value_takes_no_second():
    query = reading("q=one&q=two")

    assert query.values.getlist("q") == ["one"]
    assert [one.value for one in query.ignored] == ["two"]


def test_read_query_says_that_it_takes_no_more_values():
    kinds = [factories.published_commitment().category.slug for _ in range(52)]

    query = reading("&".join(f"category={kind}" for kind in kinds))

    assert query.values.getlist("category") == kinds[:50]
    assert [one.value for one in query.ignored] == kinds[50:]


def test_read_query_names_filters_that_do_not_exist():
    query = reading("state=draft&commitment__editor_notes=x")

    assert [one.label for one in query.ignored] == ["state", "commitment__editor_notes"]


def test_read_query_asks_no_more_often_for_many_values(django_assert_max_num_queries):
    values = "&".join(f"party=p{n}&source=s{n}&category=c{n}" for n in range(45))

    with django_assert_max_num_queries(10):
        assert len(reading(values).ignored) == 3 * 45


def test_without_takes_away_one_value():
    values = reading("status=stalled&status=fulfilled&q=peace").values

    assert without(values, "status", "stalled") == "q=peace&status=fulfilled"
    assert without(values, "q", "peace") == "status=stalled&status=fulfilled"
