"""What may be done to many records at once: only what is safe."""

from datetime import date

import time_machine

from tests import factories
from tests.admin.desk import address, text_of
from tests.admin.test_review import draft_of
from tracker.models import Commitment, Party, Revision
from tracker.services import edits

LIST = "/admin/tracker/commitment/"


def done(desk, action, *records, url=LIST, **more):
    keys = [record.pk for record in records]
    return desk.client.post(url, {"action": action, "_selected_action": keys, **more}, follow=True)


def test_lists_offer_only_what_is_safe(at_editor, at_reviewer):
    factories.CommitmentFactory()

    for desk in (at_editor, at_reviewer):
        choices = desk.client.get(LIST).context["action_form"].fields["action"].choices
        assert [n for n, _label in choices if n] == ["assign", "submit_for_review", "mark_checked"]


def test_drafts_are_submitted_together_and_those_that_cannot_say_why(at_editor, editor):
    good, bad = draft_of(editor), factories.CommitmentFactory(recorded_by=editor)

    page = done(at_editor, "submit_for_review", good, bad)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == ("in_review", "draft")
    assert "needs a primary passage" in page.text


def test_second_click_says_what_became_of_the_first(at_editor, editor):
    draft = draft_of(editor)
    done(at_editor, "submit_for_review", draft)

    page = done(at_editor, "submit_for_review", draft)

    assert [(m.level_tag, str(m)) for m in page.context["messages"]] == [
        ("info", f"{draft}: in review.")
    ]


def test_submitting_what_is_no_draft_changes_nothing(at_editor):
    public = factories.published_commitment()

    page = done(at_editor, "submit_for_review", public)

    public.refresh_from_db()
    assert public.state == "published"
    assert "reload the page" in page.text


@time_machine.travel("2024-06-07T12:00:00Z", tick=False)
def test_checking_is_kept_with_its_day_and_who_did_it(at_editor, editor):
    public = factories.published_commitment(last_checked_date="2020-01-01")

    page = done(at_editor, "mark_checked", public, confirmed="1")

    public.refresh_from_db()
    step = edits.of(public).first()
    assert public.last_checked_date == date(2024, 6, 7)
    assert (step.action, step.made_by) == ("checked", editor)
    assert "1 commitment marked as checked." in page.text


@time_machine.travel("2024-06-07T12:00:00Z", tick=False)
def test_checking_asks_first_and_says_what_becomes_public(at_editor):
    public, draft = factories.published_commitment(), factories.CommitmentFactory()

    page = done(at_editor, "mark_checked", public, draft)
    sent = page.context["sent"]
    untouched = Commitment.objects.filter(last_checked_date__isnull=True).count()
    at_editor.client.post(
        LIST, {**{name: [v for n, v in sent if n == name] for name, _v in sent}, "confirmed": "1"}
    )

    assert "2 commitments are marked as checked on 7 June 2024." in page.text
    assert "1 of them is public: this day is shown on its page at once." in page.text
    assert str(public) in text_of(page)
    assert untouched == 2
    assert Commitment.objects.filter(last_checked_date=date(2024, 6, 7)).count() == 2


def test_checking_leaves_what_is_withdrawn_and_says_so(at_editor, at_reviewer):
    gone, public = factories.published_commitment(), factories.published_commitment()
    at_reviewer.move(gone, "withdraw", words="Not theirs.")

    page = done(at_editor, "mark_checked", gone, public, confirmed="1")

    gone.refresh_from_db(), public.refresh_from_db()
    assert gone.last_checked_date is None
    assert public.last_checked_date is not None
    assert "It is withdrawn: nothing more is looked for." in page.text
    assert "1 commitment marked as checked." in page.text


def test_checking_does_not_disturb_a_revision_that_waits(at_editor, at_reviewer):
    public = factories.published_commitment(title="As approved")
    at_editor.change(public, title="As revised", _submit="1", revision_reason="Better words.")
    done(at_reviewer, "mark_checked", public, confirmed="1")

    at_reviewer.move(Revision.objects.get(), "publish")

    public = Commitment.objects.get(pk=public.pk)
    assert public.title == "As revised"
    assert public.last_checked_date is not None


def test_lists_of_what_is_not_reviewed_offer_nothing(at_editor):
    factories.PartyFactory()

    page = at_editor.client.get(address(Party, "changelist"))

    assert 'name="action"' not in page.text
