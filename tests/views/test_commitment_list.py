"""The list of commitments: heading, chips, pages, what was ignored, and what to do when it is empty."""

import pytest

from tests import factories
from tests.views.html import Element, read
from tests.views.record import cited, rich

pytestmark = pytest.mark.django_db


def opened(client, query: str = "") -> Element:
    answer = client.get(f"/commitments/{query}")
    assert answer.status_code == 200
    return read(answer)


def listed(page: Element) -> list[str]:
    return [row.one("th").one("span", "code").words for row in rows(page)]


def rows(page: Element) -> list[Element]:
    return page.one("table", "cards").one("tbody").all("tr")


def chips(page: Element) -> dict[str, str]:
    found = page.one("ul", "chips").all("a") if page.has("ul", "chips") else []
    return {chip.words: chip["href"] for chip in found}


def ignored(page: Element) -> list[str]:
    return [item.words for item in page.one("div", "notice").all("li")]


@pytest.fixture
def three():
    passage = factories.PassageFactory()
    category = factories.CategoryFactory(slug="talks", name="Talks")
    for number, status in enumerate(("stalled", "fulfilled", ""), start=1):
        commitment = cited(passage, code=f"C-{number}", category=category, title=f"Number {number}")
        if status:
            factories.published_status_change(
                commitment=commitment, status=status, reason_code="other" if status == "stalled" else ""
            )  # fmt: skip


def test_list_row_has_the_words_the_status_and_what_is_due(client):
    record = rich()

    row = next(r for r in rows(opened(client)) if "C-1" in r.words)

    cells = [cell.words for cell in row.all("td")]
    assert row.one("th").one("a")["href"] == "/commitments/C-1/"
    assert row.one("blockquote").text == record.passage.exact
    assert cells[1].startswith("Stalled since 1 February 2024")
    assert "disputed" in cells[1]
    assert cells[2] == "“the due words”, 1 May 2024"


def test_list_heading_and_title_carry_the_count_and_the_filters(client, three):
    plain, filtered = opened(client), opened(client, "?status=stalled&status=fulfilled")

    assert plain.one("h1").words == "3 commitments"
    assert filtered.one("h1").words == "2 of 3 commitments, status Stalled, status Fulfilled"
    assert filtered.one("title").words.startswith(filtered.one("h1").words)
    assert listed(filtered) == ["C-1", "C-2"]


def test_list_chips_lead_to_the_same_list_without_the_value(client, three):
    page = opened(client, "?status=stalled&status=fulfilled&category=talks&sort=title")

    assert chips(page) == {
        "Status: Fulfilled×, remove": "/commitments/?status=stalled&category=talks&sort=title",
        "Status: Stalled×, remove": "/commitments/?status=fulfilled&category=talks&sort=title",
        "Kind of commitment: Talks×, remove": (
            "/commitments/?status=stalled&status=fulfilled&sort=title"
        ),
        "Clear all": "/commitments/",
    }
    rest = read(client.get(chips(page)["Status: Stalled×, remove"]))
    assert set(chips(rest)) == set(chips(page)) - {"Status: Stalled×, remove"}
    assert listed(rest) == ["C-2"]


def test_list_form_remembers_what_was_asked(client, three):
    form = opened(client, "?q=number&status=stalled&sort=title").one("form", id="filters")

    assert form.one("input", name="q")["value"] == "number"
    assert [box["value"] for box in form.all("input") if "checked" in box.attributes] == ["stalled"]
    assert [o["value"] for o in form.all("option") if "selected" in o.attributes] == ["title"]


def test_list_form_is_a_get_form_with_labels_and_two_buttons(client, three):
    form = opened(client).one("form", id="filters")

    controls = [e for e in form.walk() if e.tag in ("input", "select")]
    labelled = {label["for"] for label in form.all("label")}
    assert form["method"] == "get"
    assert not form.has("input", name="csrfmiddlewaretoken")
    assert {control["id"] for control in controls} == labelled
    assert all(group.one("legend").words for group in form.all("fieldset"))
    assert len(form.all("button")) == 2


def test_list_says_when_there_are_more_pages_and_keeps_the_query_on_them(client):
    passage = factories.PassageFactory()
    category = factories.CategoryFactory(slug="talks")
    for number in range(41):
        cited(passage, code=f"C-{number:02}", category=category)

    pages = [opened(client, f"?category=talks&sort=-date_made&page={n}") for n in (1, 2, 3)]

    assert [code for page in pages for code in listed(page)] == [f"C-{n:02}" for n in range(41)]
    assert [page.one("nav", "pager").links for page in pages] == [
        ["?category=talks&sort=-date_made&page=2"],
        ["?category=talks&sort=-date_made&page=1", "?category=talks&sort=-date_made&page=3"],
        ["?category=talks&sort=-date_made&page=2"],
    ]
    assert len({page.one("h1").words for page in pages}) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?status=zzz", "Status: “zzz”."),
        ("?page=999", "Page: “999”."),
        ("?page=0", "Page: “0”."),
        ("?page=-1", "Page: “-1”."),
        ("?page=1e3", "Page: “1e3”."),
        ("?page=٣", "Page: “٣”."),
        ("?page=" + "9" * 10_000, f"Page: “{'9' * 40}”."),
        ("?page=%00", "Page: “\0”."),
        ("?party=nobody", "Party: “nobody”."),
        ("?source=" + "z" * 10_000, f"Source: “{'z' * 40}”."),
        ("?category=%ED%A0%80", "Kind of commitment: “\ufffd\ufffd\ufffd”."),
        ("?sort=editor_notes", "Sort by: “editor_notes”."),
        ("?q=" + "y" * 10_000, f"Words: “{'y' * 40}”."),
        ("?q=%00", "Words: “\0”."),
        ("?parties=armenia", "parties: “armenia”. There is no such filter."),
    ],
    ids=lambda value: value[:30],
)
def test_list_says_what_it_ignored_and_shows_the_rest(client, three, query, told):
    page = opened(client, query)

    assert [line[: len(told)] for line in ignored(page)] == [told]
    assert len(ignored(page)[0]) < len(told) + 120
    assert page.one("h1").words == "3 commitments"
    assert listed(page) == ["C-1", "C-2", "C-3"]


def test_list_uses_what_makes_sense_beside_what_does_not(client, three):
    page = opened(client, "?status=zzz&status=stalled&sort=zzz&page=zzz")

    assert len(ignored(page)) == 3
    assert listed(page) == ["C-1"]


def test_list_is_silent_about_what_other_sites_add_to_its_address(client, three):
    assert not opened(client, "?utm_source=paper&fbclid=1&gclid=2").has("div", "notice")


def test_list_survives_hundreds_of_wrong_values(client, three):
    page = opened(client, "?" + "&".join(f"status=z{n}&party=z{n}&page={n}" for n in range(300)))

    assert 50 <= len(ignored(page)) <= 110
    assert len(listed(page)) == 3


def test_list_refuses_thousands_of_values_in_plain_words(client, three):
    answer = client.get("/commitments/?" + "&".join(f"status=z{n}" for n in range(2000)))

    assert answer.status_code == 400
    assert "This request makes no sense here" in read(answer).one("h1").words


@pytest.mark.parametrize(
    "query", ["?state=draft", "?commitment__id=1", "?_connector=OR", "?status__in=x"]
)
def test_list_narrows_by_no_parameter_that_does_not_exist_and_says_so(client, three, query):
    page = opened(client, query)

    assert ["There is no such filter." in line for line in ignored(page)] == [True]
    assert (listed(page), page.links) == (["C-1", "C-2", "C-3"], opened(client, "").links)


def test_list_that_is_empty_suggests_what_comes_back_without_each_filter(client, three):
    page = opened(client, "?status=not_kept&status=not_started&q=number&category=talks")

    suggested = {item.one("a")["href"]: item.one("span").words for item in
                 page.one("div", "wide").one("div", "body").one("ul", "links").all("li")}  # fmt: skip
    assert suggested == {
        "/commitments/?q=number&category=talks": "3 commitments",
    }
    assert len(chips(page)) == 5
    assert not page.has("table")
    for url, count in suggested.items():
        assert read(client.get(url)).one("h1").words.startswith(count.split()[0])


def test_list_links_to_the_csv_of_the_same_query(client, three):
    page = opened(client, "?status=stalled&sort=title&page=1")

    assert page.one("div", "tools").links[0] == "/commitments.csv?status=stalled&sort=title"
    assert (
        page.one("div", "tools").words == "Download CSV (1 row) XLSX JSON Feed of changes All files"
    )
    assert (
        page.one("link", rel="alternate", type="text/csv")["href"]
        == "/commitments.csv?status=stalled&sort=title"
    )


def test_list_says_that_values_within_a_group_are_alternatives(client, three):
    form = opened(client).one("form", id="filters")

    assert "Values within a group are alternatives; groups narrow each other." in form.words
