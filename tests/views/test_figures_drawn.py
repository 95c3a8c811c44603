"""Every chart has a headline, its numbers as a table, and a file."""

import pytest
from django.test import Client

from tests.views.html import Element, read
from tests.views.sample import sample  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

PAGES = ["/", "/commitments/", "/commitments/?status=fulfilled", "/parties/azerbaijan/"]


def charts(url: str) -> list[Element]:
    return read(Client().get(url)).all("figure", "chart")


@pytest.mark.parametrize("url", PAGES)
def test_every_chart_has_a_headline_a_table_and_a_file(url):
    assert charts(url)

    for chart in charts(url):
        assert chart.one("p", "headline").words
        table = chart.one("table")
        assert table.one("caption").words
        assert all(head["scope"] in ("col", "row") for head in table.all("th"))
        assert any(".csv" in link for link in chart.links)


def test_bar_and_table_show_the_same_numbers():
    chart = charts("/")[0]

    widths = [float(r["width"].rstrip("%")) for r in chart.one("svg", "bar").all("rect")
              if "hatch" not in r.classes]  # fmt: skip
    counts = [int(row.one("td", "num").words) for row in chart.one("tbody").all("tr")][:-1]
    drawn = [100 * n / sum(counts) for n in counts if n]
    assert [round(width) for width in widths] == [round(width) for width in drawn]
