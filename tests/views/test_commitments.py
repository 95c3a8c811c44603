"""The page of one commitment: the words, the facts, the marks, the history, the other views."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests import factories
from tests.views.html import Element, read
from tests.views.record import NOON, cited, marked, rich
from tracker.services import statuses

pytestmark = pytest.mark.django_db


def opened(client, commitment) -> Element:
    with time_machine.travel(NOON, tick=False):
        return read(client.get(commitment.get_absolute_url()))


def marks(client, commitment) -> list[str]:
    head = opened(client, commitment).one("div", "head")
    return [mark.words for mark in head.all("a", "caveat")]


def changed(commitment, *accounts: dict, **values):
    """A published change with these accounts behind it."""
    change = factories.StatusChangeFactory(commitment=commitment, **values)
    for position, account in enumerate(accounts or ({},), start=1):
        factories.CitationFactory(
            status_change=change, reference=factories.ReferenceFactory(), position=position, **account
        )  # fmt: skip
    factories.publish(change)
    statuses.refresh_current([commitment.pk])
    return change


def test_commitment_page_shows_the_words_and_where_they_stand(client):
    capture = factories.CaptureFactory(text="Both intend to meet.", source__short_title="A text")
    passage = marked(capture, "intend to meet", locator="paragraph 7")
    commitment = cited(passage)

    hero = opened(client, commitment).one("figure", "hero")

    assert hero.one("blockquote").text == "intend to meet"
    assert hero.one("figcaption").words.startswith("A text, paragraph 7")
    assert passage.get_reader_url() in hero.links


def test_commitment_page_shows_the_facts(client):
    commitment = rich().commitment

    facts = opened(client, commitment).one("section", **{"aria-labelledby": "facts"})
    told = {row.one("dt").words: row.one("dd").words for row in facts.one("dl").all("div")}

    assert told["Obligor"] == "the party short name (the role note)"
    assert told["Counterparty"] == "the organ short name (the role note)"
    assert told["Made"] == "“the date words” (the date basis)"
    assert told["Due"] == "“the due words” → 1 May 2024"
    assert told["Quantity"] == "12.5 of 32 the unit"
    assert told["Falls due again"] == "the recurrence"
    assert told["Kind"] == "the category"


def test_commitment_page_never_makes_a_date_more_precise_than_it_is(client):
    commitment = factories.published_commitment(
        date_earliest="2023-12-01", date_latest="2023-12-31", date_precision="month"
    )
    factories.DeadlineFactory(
        commitment=commitment, date_earliest="2024-01-01", date_latest="2024-12-31", date_precision="year"
    )  # fmt: skip

    text = opened(client, commitment).one("main").words

    assert "Made December 2023" in text
    assert "Due 2024" in text
    assert "31 December" not in text
    assert "1 December" not in text


def test_commitment_never_assessed_says_so_and_not_that_nothing_was_done(client):
    commitment = factories.published_commitment()

    page = opened(client, commitment)

    assert page.one("div", "head").one("span", "status").words == "Not assessed"
    assert "This does not mean that it was not done." in page.one("main").words
    assert marks(client, commitment) == []
    assert "Not started" not in page.one("main").words


def test_commitment_that_is_standing_is_being_kept(client):
    commitment = factories.published_commitment(is_standing=True)
    changed(commitment)

    page = opened(client, commitment)

    assert page.one("div", "head").one("span", "status").words == "Being kept"
    assert "In progress" not in page.one("main").words


def test_commitment_whose_evidence_is_contradicted_is_disputed(client):
    commitment = factories.published_commitment()
    changed(commitment, {}, {"stance": "contradicts"})

    assert marks(client, commitment) == ["disputed"]


def test_commitment_is_not_disputed_for_the_evidence_of_an_earlier_change(client):
    commitment = factories.published_commitment()
    changed(commitment, {}, {"stance": "contradicts"}, day=date(2024, 1, 1))
    changed(commitment, status="fulfilled", day=date(2024, 2, 1))

    assert marks(client, commitment) == []


@pytest.mark.parametrize(
    ("accounts", "is_one_sided"),
    [
        (["a"], True),
        (["a", "a"], True),
        (["a", "b"], False),
        (["a", None], False),
        ([None], False),
    ],
)
def test_commitment_that_rests_on_one_partys_word_is_marked(client, accounts, is_one_sided):
    commitment = factories.published_commitment()
    parties = {"a": factories.PartyFactory(), "b": factories.PartyFactory(), None: None}
    changed(commitment, *({"account_of": parties[name]} for name in accounts))

    assert marks(client, commitment) == (["one party’s word only"] if is_one_sided else [])


@pytest.mark.parametrize(
    ("due", "status", "is_overdue"),
    [
        (["2024-05-31"], "", True),
        (["2024-06-01"], "", False),
        (["2024-05-31", "2024-07-01"], "", False),
        (["2024-07-01", "2024-05-31"], "stalled", True),
        (["2024-05-31"], "in_progress", True),
        (["2024-05-31"], "fulfilled", False),
        (["2024-05-31"], "no_longer_applies", False),
        (["2024-05-31"], "not_assessable", False),
        ([], "", False),
    ],
)
def test_commitment_whose_latest_due_date_has_passed_is_overdue(client, due, status, is_overdue):
    commitment = factories.published_commitment()
    for position, day in enumerate(due, start=1):
        factories.DeadlineFactory(
            commitment=commitment, position=position, date_earliest=day, date_latest=day,
            date_precision="day",
        )  # fmt: skip
    if status:
        reason = {"stalled": "other", "no_longer_applies": "lapsed"}.get(status, "")
        changed(commitment, status=status, reason_code=reason)

    words = "overdue" if status else "due date passed, nothing entered yet"
    assert marks(client, commitment) == ([words] if is_overdue else [])


@pytest.mark.parametrize(
    ("checked", "is_stale"), [("2023-06-02", False), ("2023-06-01", True), (None, False)]
)
def test_commitment_not_checked_for_a_year_is_marked(client, checked, is_stale):
    commitment = factories.published_commitment(last_checked_date=checked)

    assert marks(client, commitment) == (["not checked for a year"] if is_stale else [])


def test_commitment_page_shows_a_corrected_change_and_its_correction(client):
    page = opened(client, rich().commitment)

    wrong, right = page.one("li", id="S-1"), page.one("li", id="S-2")
    assert "Corrected later by S-2" in wrong.words
    assert "This change corrects S-1" in right.words
    assert "This change corrects" not in wrong.words
    assert [tag.words for tag in wrong.all("span", "status")] == ["Not assessed", "In progress"]
    assert [tag.words for tag in right.all("span", "status")] == ["In progress", "Stalled"]
    assert "Refused. the second reason" in right.words
    assert page.one("div", "head").one("span", "status").words == "Stalled"


def test_commitment_page_tells_what_is_not_quoted_and_whose_account_it_is(client):
    page = opened(client, rich().commitment)

    accounts = [item.words for item in page.one("li", id="S-2").one("ul", "cites").all("li")]

    assert accounts[0] == (
        "the finding Not quoted the page title. the page publisher, “the page date words”."
        " Supports. Account of the party short name. Source: Established news."
    )
    assert "Contradicts. Account of the account words." in accounts[1]
    assert "Not quoted" not in accounts[2]


def test_commitment_page_links_to_other_hosts_as_external_only(client):
    page = opened(client, rich().commitment)

    links = [a for a in page.all("a") if "//" in a["href"]]

    assert len(links) >= 3
    assert {a["rel"] for a in links} == {"external nofollow noopener"}


def test_commitment_page_shows_the_pair_the_steps_the_conditions_and_the_other_views(client):
    text = opened(client, rich().commitment).one("main").words

    for words in (
        "Given in return the title Stalled",
        "the pair note",
        "Signed no date stated (the party short name)",
        "the condition Not in the text the party short name",
        "the organ short name: the dispute Not recorded as met",
        "the verdict In our words: Not kept",
        "Carried out by the event title the relation note",
        "the figure title",
    ):
        assert words in text


def test_commitment_page_shows_relations_from_both_ends(client):
    record = rich()

    page = opened(client, record.pair)

    assert record.commitment.get_absolute_url() in page.one("div", "pair").links


def test_commitment_page_can_be_cited(client, settings):
    page = opened(client, rich().commitment)

    assert page.one("p", "citeme").words == (
        "the dataset title, “C-1 the title: Stalled”, as of 1 June 2024."
        f" {settings.SITE_URL}/commitments/C-1/?as_of=2024-06-01&known_at=2024-06-01"
        " (accessed 1 June 2024)"
    )


def test_commitment_page_shows_the_translation_beside_the_words(client):
    figure = opened(client, rich().commitment).one("figure", "hero")

    assert figure.one("p", "translation").words == "the translation Translation: the translator"


def test_commitment_since_is_the_day_it_happened_and_not_the_day_it_was_recorded(client):
    commitment = factories.published_commitment()
    factories.published_status_change(
        commitment=commitment, day=date(2024, 2, 3), recorded_at=datetime(2024, 5, 6, tzinfo=UTC)
    )

    page = opened(client, commitment)

    assert "since 3 February 2024" in page.one("div", "head").words
    assert "recorded 6 May 2024" in page.one("ol", "timeline").words


def test_pair_whose_other_side_was_not_there_yet_says_so(client):
    made = {"date_precision": "day", "date_earliest": "2024-04-01", "date_latest": "2024-04-01"}
    first, second = factories.published_commitment(), factories.published_commitment(**made)
    factories.RelationFactory(from_commitment=first, kind="reciprocal_to", to_commitment=second)
    query = f"?as_of=2024-03-31&known_at={factories.RECORDED_AT:%Y-%m-%d}"

    page = read(client.get(f"/pairs/{query}"))

    assert "Counterpart not recorded" in page.one("div", "pair").words
