"""Pages that no link leads to, only an attempt: accessible light and dark, and no wider than a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.admin.desk import address
from tracker.admin.base import review_address
from tracker.models import Capture, Commitment, StatusChange
from tracker.services import publishing

LIST = reverse("admin:tracker_commitment_changelist")


@pytest.fixture
def editor(live_server):
    return factories.EditorFactory()


@pytest.fixture
def desk(sit_down, editor):
    """An empty page of an editor who is signed in."""
    return sit_down(editor)


@pytest.fixture
def draft(editor):
    made = factories.CommitmentFactory(recorded_by=editor)
    return factories.CitationFactory(commitment=made, role="primary").commitment


@pytest.fixture
def typed(desk, draft):
    """The form of the draft, with another title that is not saved."""
    desk.goto(address(Commitment, "change", draft.pk))
    desk.fill("#id_title", "Typed in the meantime")
    return desk


@pytest.fixture
def told(page, looked_at):
    """Wait until the page says it, and look at the page."""

    def look(words: str) -> None:
        expect(page.locator("#container")).to_contain_text(words)
        looked_at()

    return look


def do_with_all(desk, action: str) -> None:
    desk.goto(LIST)
    desk.check("#action-toggle")
    desk.select_option("select[name=action]", action)
    desk.click("button[name=index]")


def test_question_before_many_are_marked_as_checked(desk, draft, told):
    factories.published_commitment()
    do_with_all(desk, "mark_checked")

    told("2 commitments are marked as checked")


def test_messages_after_some_were_sent_and_others_not(desk, draft, told):
    factories.CommitmentFactory()
    do_with_all(desk, "submit_for_review")

    expect(desk.locator(".messagelist .error")).to_contain_text("needs a primary passage")
    expect(desk.locator(".messagelist .warning, .messagelist .success")).to_have_count(1)
    told(draft.code)


def test_form_from_a_page_that_is_too_old(typed, told):
    tokens = typed.locator("[name=csrfmiddlewaretoken]")
    tokens.evaluate_all("all => all.forEach(each => { each.value = 'x'.repeat(64) })")
    typed.click("input[name=_save]")

    told("the page from which this was sent is too old")


def test_form_that_is_sent_after_signing_out(typed, told):
    typed.context.clear_cookies()
    typed.click("input[name=_save]")

    told("You were signed out before this was sent.")


def test_choice_between_two_versions(typed, draft, told):
    Commitment.objects.filter(pk=draft.pk).update(title="Changed by somebody else")
    typed.click("input[name=_save]")

    expect(typed.get_by_role("radio")).not_to_have_count(0)
    told("Nothing was saved and all you typed is below")


def test_deletion_that_something_stands_in_the_way_of(desk, draft, told):
    factories.StatusChangeFactory(commitment=draft)
    desk.goto(address(Commitment, "delete", draft.pk))

    told("Cannot delete commitment")


def test_check_of_a_status_change_that_would_be_refused(desk, draft, told):
    change = factories.StatusChangeFactory(commitment=draft)
    factories.CitationFactory(status_change=change, reference=factories.ReferenceFactory())
    desk.goto(address(StatusChange, "change", change.pk))
    desk.click("[name=_check]")

    told("Its commitment has to be published first.")


def test_answer_to_what_was_changed_while_it_was_read(sit_down, editor, draft, told):
    publishing.submit(draft, by=editor, now=factories.RECORDED_AT)
    page = sit_down(factories.ReviewerFactory())
    page.goto(review_address(draft))
    Commitment.objects.filter(pk=draft.pk).update(title="Changed by somebody else")
    page.click("button[value=approve]")

    told("Look at it again: its history says who changed it.")


def test_words_that_stand_at_several_places(desk, told):
    capture = factories.CaptureFactory(text="A word and a word again.\n\nOne more word.")
    desk.goto(address(Capture, "workbench", capture.pk))
    desk.fill("#id_exact", "word")
    desk.click("text=Mark as passage")

    expect(desk.get_by_role("radio")).to_have_count(3)
    told("These words stand 3 times")
