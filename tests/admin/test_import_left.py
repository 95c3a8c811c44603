"""What was chosen for an import, and sent after one was signed out, is there after signing in."""

from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.admin.desk import text_of
from tests.admin.sheets import Importing, read, spelled
from tests.admin.test_import_lists import COLUMNS, PLEDGE, PROGRESS, REPORT
from tests.admin.test_imports import NEW
from tests.admin.test_left import PASSWORD, alice, signed_in_again  # noqa: F401
from tracker.models import Import, ImportMapping

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alice")]

AGAIN = "nothing that you typed is lost: sign in, and the form opens again as you left it."


@pytest.fixture(autouse=True)
def category(db):
    return factories.CategoryFactory(slug="meetings", name="Meetings")


def chosen(file: Importing, **typed) -> dict[str, str]:
    """What the page of the columns would send."""
    form = file.client.get(file.url("import")).context["form"]
    return {bound.html_name: bound.value() or "" for bound in form} | spelled(typed)


def sent_too_late(client, url: str, data):
    """The page that comes, and the one to which it leads."""
    Session.objects.all().delete()
    page = client.post(url, data)
    answer = signed_in_again(client, page)
    return page, answer["Location"], client.get(answer["Location"])


def test_columns_that_are_sent_after_the_session_ended_are_as_they_were_chosen(at_editor):
    file = Importing(at_editor, [PLEDGE])
    data = chosen(file, **COLUMNS, nothing="n/a")

    page, address, back = sent_too_late(at_editor.client, file.url("import"), data)
    is_kept = ImportMapping.objects.exists()
    answer = at_editor.client.post(
        address, {**data, **{b.html_name: b.value() or "" for b in back.context["form"]}}
    )

    file.file.refresh_from_db()
    assert (page.status_code, AGAIN in text_of(page)) == (403, True)
    assert (urlsplit(address).path, is_kept) == (file.url("import"), False)
    assert "it is not saved yet: here is what was typed." in text_of(back)
    assert answer["Location"] == file.url("import-preview")
    assert (file.file.origin, file.file.rules["nothing"]) == ("Pledge list", ["n/a"])
    assert file.file.rules["columns"]["summary"] == "About"


def test_words_that_are_sent_after_the_session_ended_are_as_they_were_chosen(at_editor):
    Importing(at_editor, [PLEDGE]).done(**COLUMNS)
    factories.ReferenceFactory(code="R-1")
    file = Importing(at_editor, [PROGRESS], "status_changes")
    file.columns(**REPORT)
    data = chosen(file, word__status__0="in_progress")

    _page, _address, back = sent_too_late(at_editor.client, file.url("import"), data)

    assert back.context["form"]["word-status-0"].value() == "in_progress"
    assert ImportMapping.objects.get(name="Progress report").rules["words"] == {}


def test_columns_that_came_back_are_kept_until_they_are_sent_and_no_longer(at_editor):
    file = Importing(at_editor, [PLEDGE])
    data = chosen(file, **COLUMNS)
    _page, address, back = sent_too_late(at_editor.client, file.url("import"), data)

    again = at_editor.client.get(address)
    at_editor.client.post(address, {**data, "left": back.context["left"]})
    later = at_editor.client.get(address)

    assert 'name="left"' in back.text
    assert again.context["form"]["origin"].value() == "Pledge list"
    assert "is not kept any more: it was saved since then" in text_of(later)


def test_way_of_reading_that_is_sent_after_the_session_ended_is_only_shown(at_editor):
    file = Importing(at_editor, [PLEDGE])
    data = {"read": "Read it so", "encoding": "windows-1251", "delimiter": ";"}

    _page, _address, back = sent_too_late(at_editor.client, file.url("import"), data)

    file.file.refresh_from_db()
    assert file.file.encoding == ""
    assert back.context["reading"]["encoding"].value() == "windows-1251"
    assert "<details open>" in back.text
    assert back.context["form"].is_bound is False


def test_columns_from_a_page_that_is_too_old_are_not_lost(alice, at_editor):  # noqa: F811
    file = Importing(at_editor, [PLEDGE])
    data = chosen(file, **COLUMNS)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    page = strict.post(file.url("import"), data)
    token = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "_back": "1"}
    back = strict.post(file.url("import"), {**data, **token})

    assert (page.status_code, dict(page.context["typed"])["origin"]) == (403, ["Pledge list"])
    assert back.context["form"]["column-title"].value() == "Pledge"
    assert not ImportMapping.objects.exists()


def test_upload_that_is_sent_after_the_session_ended_asks_for_the_file_alone(at_editor):
    file = SimpleUploadedFile("list.csv", b"a\r\nb\r\n")
    data = {"table": "status_changes", "file": file}

    page, _address, back = sent_too_late(at_editor.client, reverse("desk:imports"), data)

    assert "Only the file is to be chosen anew" in text_of(page)
    assert back.context["form"]["table"].value() == "status_changes"
    assert "choose the file again: a browser does not keep it." in text_of(back)
    assert not Import.objects.exists()


def test_reason_that_is_sent_after_the_session_ended_can_be_copied(at_editor):
    factories.published_commitment(code="C-1", title="Before")
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    file.columns()
    data = {"digest": "0" * 64, "is_revising": "True", "reason": "As in their list."}

    page, _address, back = sent_too_late(at_editor.client, file.url("import-write"), data)

    assert "Copy what you typed, sign in once more, and do it again." in text_of(page)
    assert "As in their list." in text_of(page)
    assert back["Location"] == file.url("import-preview")


@pytest.mark.parametrize(
    ("step", "sent", "leads_to"),
    [
        ("import-write", {"digest": "0" * 64}, "import-preview"),
        ("import-discard", {}, "import"),
        ("import", {"_bring_back": "1"}, None),
    ],
)
def test_step_without_words_that_is_sent_after_the_session_ended_says_so(at_editor, step, sent, leads_to):  # fmt: skip
    file = Importing(at_editor, [NEW])
    file.columns()

    page, _address, back = sent_too_late(at_editor.client, file.url(step), sent)

    assert "You were signed out, or the page from which this was sent had grown too old." in text_of(page)  # fmt: skip
    assert back.status_code == (302 if leads_to else 200)
    assert back.get("Location") == (file.url(leads_to) if leads_to else None)
    assert not Import.objects.get().brings_back
    assert read(at_editor.client.get(file.url("import-preview"))).status_code == 200
