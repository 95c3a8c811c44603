"""The register of corrections: what was wrong, and what it was corrected to."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.views.html import read
from tracker.cells import bundles
from tracker.selectors import revisions

pytestmark = pytest.mark.django_db

AT = datetime(2024, 4, 1, tzinfo=UTC)


def main(client, query=""):
    return read(client.get(f"/corrections/{query}")).one("main")


def corrected(record, *, recorded_at=AT, is_correction=True, **cells):
    before = factories.changed(bundles.take(record), **cells)
    return factories.published_revision(
        record, before=before, recorded_at=recorded_at, is_correction=is_correction
    )


def test_corrections_of_an_empty_record_says_what_the_register_is(client):
    text = main(client).words

    assert "What was found to be wrong in this public record" in text
    assert "Nothing in the public record has been corrected yet" in text


def test_corrections_lists_revisions_that_correct_of_any_record(client):
    commitment = factories.published_commitment(title="As it is")
    passage = commitment.citations.get().passage
    party = factories.ParticipationFactory(commitment=commitment, party__name="Right").party
    corrected(commitment, title="As it was")
    corrected(party, name="Wrong")
    corrected(passage.capture.source, publisher="Wrong publisher")
    corrected(passage, locator="page 9")
    corrected(commitment.category, definition="Wrong definition")
    corrected(party, note="Merely different", is_correction=False)

    page = main(client)

    words = (
        "As it was",
        "Wrong publisher",
        "page 9",
        "Wrong definition",
        "before Wrong after Right",
    )
    assert [word for word in words if word not in page.words] == []
    assert "Merely different" not in page.words
    for record in (commitment, party, passage.capture.source, passage):
        assert record.get_absolute_url() in page.links


def test_corrections_lists_status_changes_that_correct_or_take_back(client):
    commitment = factories.published_commitment()
    wrong = factories.published_status_change(code="S-1", commitment=commitment)
    right = factories.published_status_change(
        code="S-2", commitment=commitment, corrects=wrong, status="fulfilled", reason="Seen again.",
        recorded_at=AT,
    )  # fmt: skip
    back = factories.published_status_change(
        code="S-3", commitment=commitment, corrects=right, status="", reason="Taken back now.",
        recorded_at=AT + timedelta(1),
    )  # fmt: skip

    taken_back, replaced = main(client).all("li", "change")

    assert {back.get_absolute_url(), right.get_absolute_url()} <= set(taken_back.links)
    assert {wrong.get_absolute_url(), right.get_absolute_url()} <= set(replaced.links)
    assert "Was In progress" in replaced.words
    assert "Corrected to Fulfilled" in replaced.words
    assert "Seen again." in replaced.words
    assert "the status before it counts again" in taken_back.words


def test_corrections_lists_what_was_withdrawn_by_code_and_reason_alone(client):
    commitment = factories.published_commitment(code="C-1", title="Secret")
    change = factories.published_status_change(commitment=commitment, reason="Secret too")
    factories.published_status_change(commitment=commitment, corrects=change, recorded_at=AT)
    corrected(commitment, title="Secret as well")
    factories.withdraw(commitment, reason="Entered twice.")
    factories.withdraw(factories.published_event(code="X-1"), reason="No event.")

    page = main(client)

    found = sorted(row.one("div", "what").words for row in page.all("li", "change"))
    assert found == ["C-1 commitment Entered twice.", "X-1 event No event."]
    assert "Secret" not in page.text


def test_corrections_are_one_list_by_month_with_pages(client):
    commitment = factories.published_commitment(title="As it is")
    for number in range(60):
        corrected(commitment, title=f"Title {number}.", recorded_at=AT + timedelta(number))
    factories.withdraw(factories.published_figure(), reason="In March.")

    pages = [main(client, query) for query in ("", "?page=2", "?page=3", "?page=4")]

    assert [len(page.all("li", "change")) for page in pages] == [20, 20, 20, 1]
    assert [h.words for h in pages[0].all("h2")][:-1] == ["May 2024"]
    assert [h.words for h in pages[1].all("h2")][:-1] == ["May 2024", "April 2024"]
    assert [h.words for h in pages[3].all("h2")][:-1] == ["March 2024"]
    assert "Title 59." in pages[0].all("li", "change")[0].words
    assert "Page 4 of 4" in pages[3].one("nav", "pager").words


def test_corrections_reads_no_more_revisions_than_a_page_shows(client, monkeypatch):
    commitment = factories.published_commitment(title="As it is")
    for number in range(45):
        corrected(commitment, title=f"Title {number}.", recorded_at=AT + timedelta(number))
    read_whole = []
    visible = revisions.visible
    monkeypatch.setattr(revisions, "visible", lambda rows: read_whole.append(len(rows)) or visible(rows))  # fmt: skip

    page = main(client, "?page=2")

    assert len(page.all("li", "change")) == 20
    assert read_whole == [20]


def test_corrections_leaves_out_revisions_that_changed_nothing_public(client):
    commitment = factories.published_commitment(title="As it is")
    for number in range(21):
        corrected(commitment, editor_notes=f"Internal {number}", recorded_at=AT + timedelta(number))

    pages = [main(client, query) for query in ("", "?page=2")]

    assert [len(page.all("li", "change")) for page in pages] == [0, 0]
    assert all("None of those listed here can be shown any more." in page.words for page in pages)
    assert "Internal" not in pages[0].text


@pytest.mark.parametrize("page", ["0", "-1", "zzz", "9" * 400, "\0"])
def test_corrections_takes_any_page_number(client, page):
    assert client.get("/corrections/", {"page": page}).status_code == 200


def test_corrections_is_linked_from_every_page(client):
    assert "/corrections/" in read(client.get("/method/")).one("footer").links
