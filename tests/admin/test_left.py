"""What was typed is kept while its author is elsewhere: in the workbench, or signing in anew."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.admin.desk import address, filled_in, text_of
from tracker.models import Capture, Commitment, Source, StatusChange

LOGIN = reverse("admin:login")
PASSWORD = "a long password for tests"


@pytest.fixture
def capture(db):
    return factories.CaptureFactory(text="One matter. Another matter.")


@pytest.fixture
def draft(db):
    commitment = factories.published_commitment()
    made = factories.StatusChangeFactory(reason="As stored.", commitment=commitment)
    return factories.CitationFactory(status_change=made, position=1).status_change


@pytest.fixture
def alice(editor):
    editor.set_password(PASSWORD)
    editor.save()
    return editor


def left(desk, draft, capture, **typed) -> str:
    """The address by which one comes back."""
    data = desk.opened(draft, **typed)
    bench = desk.post(draft, {**data, "_bench": capture.pk})["Location"]
    return f"{address(StatusChange, 'change', draft.pk)}?{urlsplit(bench).query}"


# Left for the workbench


def test_form_is_kept_until_it_is_saved_and_no_longer(at_editor, draft, capture):
    back = left(at_editor, draft, capture, reason="As typed.")
    shown = at_editor.client.get(back)

    saved = at_editor.client.post(back, filled_in(shown))
    later = at_editor.client.get(back)

    assert "As typed." in text_of(shown)
    assert saved.status_code == 302
    assert "is not kept any more: it was saved since then" in text_of(later)
    assert later.context["adminform"].form.is_bound is False


def test_form_that_is_refused_is_still_kept(at_editor, draft, capture):
    back = left(at_editor, draft, capture, reason="As typed.")

    at_editor.client.post(back, {**filled_in(at_editor.client.get(back)), "reason": ""})

    assert "As typed." in text_of(at_editor.client.get(back))


def test_form_that_is_left_again_is_kept_under_the_same_name(at_editor, draft, capture):
    back = left(at_editor, draft, capture, reason="First.")
    data = {**filled_in(at_editor.client.get(back)), "reason": "Second."}
    before = Session.objects.count()

    bench = at_editor.post(draft, {**data, "_bench": capture.pk})["Location"]

    assert urlsplit(bench).query == urlsplit(back).query
    assert Session.objects.count() == before
    assert "Second." in text_of(at_editor.client.get(back))


def test_forms_that_are_left_in_many_windows_at_once_are_all_kept(at_editor, draft, capture):
    session = at_editor.client.session.session_key
    stored = Session.objects.get(session_key=session).session_data
    backs = [left(at_editor, draft, capture, reason=f"Window {n}.") for n in range(7)]

    # What one window writes is in no row that another one writes.
    assert Session.objects.get(session_key=session).session_data == stored
    for number, back in enumerate(backs):
        assert f"Window {number}." in text_of(at_editor.client.get(back))


def test_form_is_not_kept_longer_than_a_session(at_editor, draft, capture):
    back = left(at_editor, draft, capture, reason="As typed.")
    own = at_editor.client.session.session_key
    Session.objects.exclude(session_key=own).update(expire_date=timezone.now() - timedelta(hours=1))

    gone = text_of(at_editor.client.get(back))
    left(at_editor, draft, capture)

    assert "As typed." not in gone
    assert "or you left it more than 12 hours ago" in gone
    assert Session.objects.count() == 2


@pytest.mark.parametrize("name", ["", "x", "\N{SNOWMAN}" * 32, "0" * 32])
def test_name_under_which_nothing_is_kept_is_no_error_page(at_editor, draft, name):
    page = at_editor.client.get(address(StatusChange, "change", draft.pk), {"form": name})

    assert page.status_code == 200
    assert "is not kept any more" in text_of(page)


def test_session_of_somebody_is_no_form(at_editor, at_reviewer, draft, capture):
    theirs = at_reviewer.client.session.session_key
    data = at_editor.opened(draft, left=theirs, _bench=capture.pk)

    at_editor.post(draft, data)
    at_editor.post(draft, at_editor.opened(draft, left=theirs))

    assert at_reviewer.page(draft).status_code == 200


def test_form_that_somebody_left_is_shown_to_nobody_else(at_editor, at_reviewer, draft, capture):
    back = left(at_editor, draft, capture, reason="As alice typed.")
    bench = address(Capture, "workbench", capture.pk)
    query = urlsplit(back).query

    theirs = text_of(at_reviewer.client.get(back))

    assert "As alice typed." not in theirs
    assert "is not kept any more" in theirs
    assert at_reviewer.client.get(f"{bench}?{query}").context["way_back"] == ""
    assert at_editor.client.get(f"{bench}?{query}").context["way_back"] == back


def test_form_that_somebody_left_is_neither_replaced_nor_ended_by_another(
    at_editor, at_reviewer, draft, capture
):
    back = left(at_editor, draft, capture, reason="As alice typed.")
    name = urlsplit(back).query.removeprefix("form=")
    data = at_reviewer.opened(draft, reason="As bob typed.", left=name)

    at_reviewer.post(draft, {**data, "_bench": capture.pk})
    at_reviewer.post(draft, data)

    page = text_of(at_editor.client.get(back))
    assert "As alice typed." in page


def test_form_that_was_left_comes_back_at_its_own_address_only(at_editor, draft, capture):
    query = urlsplit(left(at_editor, draft, capture, reason="As typed.")).query
    other = factories.StatusChangeFactory(reason="Of the other.", commitment=draft.commitment)

    page = at_editor.client.get(f"{address(StatusChange, 'change', other.pk)}?{query}")

    assert "As typed." not in text_of(page)
    assert "is not kept any more" in text_of(page)
    assert page.context["adminform"].form["reason"].value() == "Of the other."


# Signed out


def signed_in_again(client, page, name="alice"):
    """Fill in the page to sign in as it is shown."""
    context = page.context_data
    data = {"username": name, "password": PASSWORD, "next": context["next"]}
    return client.post(context["app_path"], {**data, "left": context["left"]})


@pytest.mark.parametrize("is_new", [True, False])
def test_form_that_is_sent_after_the_session_ended_is_there_after_signing_in(
    alice, at_editor, is_new
):
    draft = factories.CommitmentFactory()
    url = address(Commitment, "add") if is_new else address(Commitment, "change", draft.pk)
    data = filled_in(at_editor.client.get(url)) | {"summary": "An hour’s work.\r\n“Quoted” & <b>"}
    Session.objects.all().delete()

    page = at_editor.client.post(url, {**data, "_submit": "1"})
    wrong = at_editor.client.post(LOGIN, {"username": "alice", "password": "x", "next": url,
                                          "left": page.context["left"]})  # fmt: skip
    answer = signed_in_again(at_editor.client, wrong)
    back = at_editor.client.get(answer["Location"])

    assert "You were signed out before this was sent." in text_of(page)
    assert 'name="left"' in wrong.text
    assert urlsplit(answer["Location"]).path == url
    assert "An hour’s work." not in answer["Location"]
    assert "it is not saved yet" in text_of(back)
    assert back.context["adminform"].form["summary"].value() == data["summary"]
    assert not Commitment.objects.filter(summary__startswith="An hour").exists()


def test_form_comes_back_on_every_kind_of_record_page(alice, at_editor):
    source = factories.SourceFactory(title="As stored")
    data = at_editor.opened(source, title="As typed")
    at_editor.client.logout()

    page = at_editor.post(source, data)
    back = at_editor.client.get(signed_in_again(at_editor.client, page)["Location"])
    saved = at_editor.client.post(back.request["PATH_INFO"], filled_in(back))

    source.refresh_from_db()
    source.refresh_from_db()
    assert "As typed" in text_of(back)
    assert (saved.status_code, source.title) == (302, "As typed")


def test_form_that_came_back_is_merged_with_what_others_changed(alice, at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first", summary="Short.")
    data = at_editor.opened(draft, summary="By Alice")
    at_editor.client.logout()
    at_reviewer.change(draft, title="By Bob")

    page = at_editor.post(draft, data)
    back = at_editor.client.get(signed_in_again(at_editor.client, page)["Location"])
    saved = at_editor.post(draft, filled_in(back))

    draft.refresh_from_db()
    assert "bob changed this record" in text_of(back)
    assert (saved.status_code, draft.title, draft.summary) == (302, "By Bob", "By Alice")


def test_nothing_is_kept_for_a_stranger_who_does_not_sign_in(db):
    client = Client()

    page = client.post(address(Source, "add"), {"title": "By a stranger"})

    assert page.status_code == 403
    assert Session.objects.count() == 0
    assert Source.objects.count() == 0


@pytest.mark.parametrize("sent", ["{", "[1]", "[[1]]", "null", "{}", '[["a", 5]]', "[" * 5000,
                                  r'[["title", ["\ud800"]]]', '[["_submit", ["1"]]]'])  # fmt: skip
def test_nonsense_beside_the_password_is_no_error_page(alice, sent):
    data = {"username": "alice", "password": PASSWORD, "left": sent, "next": reverse("desk:home")}

    answer = Client().post(LOGIN, data)

    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:home"))


# From a page that is too old


@pytest.fixture
def strict(alice):
    """A browser that is asked for the token of its form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    return client


def test_form_from_a_page_that_is_too_old_is_not_lost(strict, at_editor):
    draft = factories.CommitmentFactory()
    data = at_editor.opened(draft, summary="An hour’s work.")
    url = address(Commitment, "change", draft.pk)

    page = strict.post(url, {**data, "csrfmiddlewaretoken": "old", "_save": "1"})
    token = page.context["csrf_token"]
    sent = dict(page.context["typed"])
    again = strict.post(url, {**sent, "csrfmiddlewaretoken": str(token), "_back": "1"})

    draft.refresh_from_db()
    assert page.status_code == 403
    assert "Nothing that you typed is lost." in text_of(page)
    assert "An hour’s work." in text_of(page)
    assert "The editors’ desk" in text_of(page) or "the editors’ desk" in text_of(page)
    assert again.context["adminform"].form["summary"].value() == "An hour’s work."
    assert draft.summary != "An hour’s work."


def test_step_from_a_page_that_is_too_old_is_asked_for_again(strict):
    draft = factories.CommitmentFactory()
    url = address(Commitment, "move", draft.pk, "submit")

    page = strict.post(url, {"version": "x"})

    assert page.status_code == 403
    assert "Nothing was saved or changed" in text_of(page)
    assert f'href="{url}"' in page.text
    assert "<textarea" not in page.text


def test_signing_in_from_a_page_that_is_too_old_keeps_what_was_typed(alice):
    client = Client(enforce_csrf_checks=True)
    url = address(Commitment, "add")

    page = client.post(url, {"title": "An hour’s work"})
    later = client.post(LOGIN, {"left": page.context["left"], "next": url, "username": "alice"})

    assert [page.status_code, later.status_code] == [403, 403]
    assert "An hour’s work" in later.context["left"]
    assert later.context["next"] == url
