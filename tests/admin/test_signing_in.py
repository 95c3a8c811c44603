"""What is kept of a form that cannot be taken: no password, nothing of another site, every note."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.admin.desk import address, text_of
from tracker.admin.base import review_address
from tracker.models import Capture, Commitment, Source

LOGIN = reverse("admin:login")
PASSWORD = "a long password for tests"
SECRET = "Xy-secret-77z"
FOREIGN = {"HTTP_ORIGIN": "https://elsewhere.example"}


@pytest.fixture
def alice(editor):
    editor.set_password(PASSWORD)
    editor.save()
    return editor


@pytest.fixture
def strict(administrator):
    """A browser that is asked for the token of its form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    return client


def signing_in(page, **typed):
    context = page.context_data
    data = {"username": "alice", "password": PASSWORD, "next": context["next"]}
    return {**data, "left": context["left"], **typed}


# Passwords


def password_pages(user):
    return [
        reverse("admin:password_change"),
        address(User, "add"),
        reverse("admin:auth_user_password_change", args=[user.pk]),
    ]


def test_password_that_is_sent_too_late_is_in_no_page_and_no_session(strict, alice):
    typed = {"old_password": SECRET, "username": "eve", "password1": SECRET, "password2": SECRET}
    typed |= {"new_password1": SECRET, "new_password2": SECRET}

    for url in password_pages(alice):
        for client in (strict, Client()):
            answer = client.post(url, typed, follow=True)

            assert SECRET not in answer.text
            assert not (answer.context or {}).get("left")
            assert "Open the form with what I typed" not in answer.text
    assert not any(SECRET in str(each.get_decoded()) for each in Session.objects.all())


# Another site


@pytest.mark.parametrize("is_new", [True, False])
def test_what_another_site_sends_is_not_kept_as_typed(alice, is_new):
    draft = factories.CommitmentFactory()
    url = address(Commitment, "add") if is_new else address(Commitment, "change", draft.pk)
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(alice)

    for client in (Client(enforce_csrf_checks=True), signed_in):
        page = client.post(url, {"title": "Planted"}, **FOREIGN)

        assert page.status_code == 403
        assert "Planted" not in text_of(page)


def test_what_another_site_sends_to_the_page_to_sign_in_is_not_kept(alice):
    url = address(Commitment, "add")
    sent = {"left": '[["title", ["Planted"]]]', "next": url}

    page = Client(enforce_csrf_checks=True).post(LOGIN, sent, **FOREIGN)

    assert page.status_code == 403
    assert "Planted" not in text_of(page)
    assert page.context["left"] == ""


# Long texts


def test_long_text_is_there_after_signing_in(alice):
    text = "Слова и слова. " * 150_000
    client = Client()

    page = client.post(address(Source, "add"), {"title": "Long", "text": text})
    form = re.search(r'<form[^>]*id="login-form"[^>]*>', page.text)[0]
    answer = client.post(LOGIN, signing_in(page))
    back = client.get(answer["Location"])

    # As the test client sends: urlencoded, it would be too long.
    assert 'enctype="multipart/form-data"' in form
    assert back.context["adminform"].form["text"].value() == text


# What JSON can hold, and no database can


def test_lone_surrogate_in_what_a_form_was_opened_with_is_no_error_page(at_editor):
    draft = factories.CommitmentFactory(title="Mine")
    data = at_editor.opened(draft)
    data["opened"] = data["opened"].replace("Mine", r"\ud800")

    answer = at_editor.post(draft, {**data, "both": ["title"], "kept-title": "theirs"})

    draft.refresh_from_db()
    assert (answer.status_code, draft.title) == (302, "Mine")


# Notes


@pytest.fixture
def submitted(at_editor, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.CitationFactory(commitment=draft, passage=factories.PassageFactory(), role="primary")
    at_editor.move(draft, "submit")
    return draft


@pytest.mark.parametrize("page", ["review", "withdraw", "assign", "workbench"])
def test_note_that_is_sent_too_late_can_be_copied(strict, submitted, page):
    url = {
        "review": review_address(submitted),
        "withdraw": address(Commitment, "move", submitted.pk, "withdraw"),
        "assign": reverse("desk:assign", args=["commitments"]),
        "workbench": address(Capture, "workbench", Capture.objects.get().pk),
    }[page]
    typed = {{"assign": "note", "workbench": "exact"}.get(page, "words"): "A long note"}

    for client in (strict, Client()):
        answer = client.post(url, typed)

        assert answer.status_code == 403
        assert "A long note" in answer.text
        assert "so that you can copy it" in answer.text
        assert "A long note" not in strict.post(url, typed, **FOREIGN).text


def test_step_that_is_sent_when_one_is_signed_out_leads_to_signing_in(submitted):
    url = address(Commitment, "move", submitted.pk, "take_back")
    client = Client(enforce_csrf_checks=True)

    answer = client.post(url, {"version": "x"})
    foreign = client.post(url, {"version": "x"}, **FOREIGN)

    assert answer.status_code == foreign.status_code == 403
    assert (answer.context_data["next"], "do it again" in answer.text) == (url, True)
    assert 'id="login-form"' not in foreign.text


# Where one goes on

ELSEWHERE = [
    "https://elsewhere.example/admin/",
    "//elsewhere.example/",
    "\\\\elsewhere.example",
    "https:///elsewhere.example",
    "javascript:alert(document.domain)//elsewhere.example",
]


@pytest.mark.parametrize("leads_to", ELSEWHERE)
def test_page_to_sign_in_leads_to_no_other_site(alice, strict, leads_to):
    inside = strict.post(LOGIN, {"next": leads_to})
    outside = Client(enforce_csrf_checks=True).post(LOGIN, {"next": leads_to})
    kept = json.dumps([["title", ["As typed"]]])
    signed_in = Client().post(
        LOGIN, {"next": leads_to, "left": kept, "username": "alice", "password": PASSWORD}
    )

    assert inside.context["path"] == reverse("admin:index")
    assert outside.context["next"] == reverse("admin:index")
    assert "elsewhere.example" not in inside.text + outside.text
    assert signed_in["Location"].startswith("/")
    assert "elsewhere.example" not in signed_in["Location"]


@pytest.mark.parametrize("leads_to", ELSEWHERE)
def test_assigning_leads_to_no_other_site(alice, leads_to):
    client, draft = Client(), factories.CommitmentFactory()
    client.force_login(alice)
    page = reverse("desk:assign", args=["commitments"])
    seen = client.get(page, {"records": draft.code}).context["seen"]
    sent = {"records": draft.code, "seen": seen, "person": alice.pk, "then": leads_to}

    answer = client.post(page, sent)

    there = address(Commitment, "change", draft.pk)
    assert (answer.status_code, answer["Location"]) == (302, there)
