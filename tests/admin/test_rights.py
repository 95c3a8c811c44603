"""Who may do what in the admin: one table of roles, models and doings."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from tests import factories
from tests.admin.desk import address
from tracker import models, permissions
from tracker.cells import bundles

PEOPLE = ("anonymous", "stranger", "editor", "reviewer", "administrator", "superuser")
EDITORS = ("editor", "reviewer", "administrator", "superuser")
ADMINISTRATORS = ("administrator", "superuser")
NOBODY = ()

DRAFTS = {
    models.Commitment: factories.CommitmentFactory,
    models.Event: factories.EventFactory,
    models.Figure: factories.FigureFactory,
    models.Assessment: factories.AssessmentFactory,
    models.StatusChange: factories.StatusChangeFactory,
}
ROWS = {
    **DRAFTS,
    models.Category: factories.CategoryFactory,
    models.Topic: factories.TopicFactory,
    models.Party: factories.PartyFactory,
    models.Source: factories.SourceFactory,
    models.Capture: factories.CaptureFactory,
    models.Passage: factories.PassageFactory,
    models.Reference: factories.ReferenceFactory,
    models.Milestone: factories.MilestoneFactory,
    models.Condition: factories.ConditionFactory,
    models.Dataset: factories.DatasetFactory,
    models.Revision: factories.RevisionFactory,
    User: factories.UserFactory,
    Group: lambda: Group.objects.get_or_create(name="Editor")[0],
}

# model: (who sees it, who adds, who changes); in every other case the answer is no.
TABLE = dict.fromkeys(ROWS, (EDITORS, EDITORS, EDITORS))
TABLE |= {
    models.Capture: (EDITORS, EDITORS, NOBODY),
    models.Revision: (EDITORS, NOBODY, NOBODY),
    models.Milestone: (EDITORS, NOBODY, EDITORS),
    models.Condition: (EDITORS, NOBODY, EDITORS),
    models.Dataset: (EDITORS, NOBODY, ADMINISTRATORS),  # there is one already
    User: (ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS),
    Group: (ADMINISTRATORS, NOBODY, NOBODY),
}


@pytest.fixture
def people(db, client_of, editor, reviewer, administrator, stranger):
    superuser = User.objects.create_superuser("root", password="x")
    users = (None, stranger, editor, reviewer, administrator, superuser)
    return {name: client_of(user) for name, user in zip(PEOPLE, users, strict=True)}


def empty(response: TemplateResponse) -> TemplateResponse:
    response.content = ""
    return response


def answers_to(people, call) -> Iterator[tuple[str, HttpResponse]]:
    """To open a page is allowed before it is drawn; it is drawn for one who sees all there is."""
    for name, client in people.items():
        with pytest.MonkeyPatch.context() as patch:
            if name != "superuser":
                patch.setattr(TemplateResponse, "render", empty)
            yield name, call(client)


def who(people, call) -> tuple[str, ...]:
    """Those to whom the page answers; a visitor is sent to sign in, others are refused."""
    answers = dict(answers_to(people, call))
    assert answers["anonymous"].status_code == 302
    assert answers["anonymous"]["Location"].startswith(reverse("admin:login"))
    assert {a.status_code for a in answers.values()} <= {200, 302, 403}
    return tuple(n for n, a in answers.items() if n != "anonymous" and a.status_code != 403)


def test_table_names_every_registered_model():
    assert set(admin.site._registry) == set(TABLE)


@pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__name__)
def test_admin_shows_lists_and_records_to_those_in_the_table(people, model):
    record = ROWS[model]()
    sees, _adds, _changes = TABLE[model]

    assert who(people, lambda c: c.get(address(model, "changelist"))) == sees
    assert who(people, lambda c: c.get(address(model, "change", record.pk))) == sees
    assert who(people, lambda c: c.get(address(model, "history", record.pk))) == sees


@pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__name__)
def test_admin_lets_those_in_the_table_add(people, model):
    ROWS[model]()
    _sees, adds, _changes = TABLE[model]

    assert who(people, lambda c: c.get(address(model, "add"))) == adds
    assert who(people, lambda c: c.post(address(model, "add"), {})) == adds


@pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__name__)
def test_admin_lets_those_in_the_table_change(people, model):
    record = ROWS[model]()
    _sees, _adds, changes = TABLE[model]

    assert who(people, lambda c: c.post(address(model, "change", record.pk), {})) == changes


@pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__name__)
def test_admin_lets_nobody_delete_what_they_did_not_enter(people, model):
    record = ROWS[model]()

    assert who(people, lambda c: c.get(address(model, "delete", record.pk))) == NOBODY
    assert who(people, lambda c: c.post(address(model, "delete", record.pk), {"post": "yes"})) == ()
    assert model._default_manager.filter(pk=record.pk).exists()


@pytest.mark.parametrize("model", DRAFTS, ids=lambda model: model.__name__)
def test_admin_lets_an_author_delete_a_draft_and_nothing_else(client_of, editor, model):
    draft = DRAFTS[model](recorded_by=editor)
    in_review = DRAFTS[model](recorded_by=editor, state="in_review")
    client = client_of(editor)

    client.post(address(model, "delete", draft.pk), {"post": "yes"})
    refused = client.post(address(model, "delete", in_review.pk), {"post": "yes"})

    assert refused.status_code == 403
    assert list(model.objects.filter(pk__in=[draft.pk, in_review.pk])) == [in_review]


def test_admin_deletes_a_draft_together_with_its_milestones(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.MilestoneFactory(commitment=draft)

    client_of(editor).post(address(models.Commitment, "delete", draft.pk), {"post": "yes"})

    assert not models.Commitment.objects.filter(pk=draft.pk).exists()


def test_admin_says_what_stands_in_the_way_of_deleting(client_of, editor):
    draft = factories.CommitmentFactory(recorded_by=editor)
    factories.StatusChangeFactory(commitment=draft)

    page = client_of(editor).post(address(models.Commitment, "delete", draft.pk), {"post": "yes"})

    assert "Cannot delete commitment" in page.text
    assert models.Commitment.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("model", DRAFTS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("step", ["submit", "take_back", "publish", "return"])
def test_admin_opens_the_steps_of_the_review_to_editors_only(people, model, step):
    record = DRAFTS[model]()
    url = address(model, "move", record.pk, step)

    assert who(people, lambda c: c.get(url)) == EDITORS
    assert who(people, lambda c: c.post(url, {"version": "none"})) == EDITORS
    record.refresh_from_db()
    assert record.state == "draft"


@pytest.mark.parametrize("table", models.ASSIGNABLE)
def test_assigning_opens_to_editors_only(people, table):
    record = ROWS[models.ASSIGNABLE[table]]()
    url = reverse("desk:assign", args=[table])
    sent = {"records": bundles.key_of(record), "person": User.objects.get(username="alice").pk}

    assert who(people, lambda c: c.get(url, {"records": sent["records"]})) == EDITORS
    for name in ("anonymous", "stranger"):
        people[name].post(url, sent)
    assert not models.Assignment.objects.exists()
    assert who(people, lambda c: c.post(url, sent)) == EDITORS
    assert people["stranger"].get(reverse("desk:assign", args=["parties"])).status_code == 403


def test_workbench_opens_to_editors_only(people):
    passage = factories.PassageFactory()
    bench = address(models.Capture, "workbench", passage.capture_id)
    nowhere = address(models.Capture, "workbench", 999_999)

    assert who(people, lambda c: c.get(bench)) == EDITORS
    assert who(people, lambda c: c.post(bench, {"exact": "parties", "mark": "1"})) == EDITORS
    assert who(people, lambda c: c.get(address(models.Passage, "evidence", passage.pk))) == EDITORS
    assert people["stranger"].get(nowhere).status_code == 403
    assert models.Passage.objects.count() == 2


@pytest.mark.parametrize("model", [models.Party, models.Passage, models.Commitment])
def test_autocomplete_answers_editors_only(people, model):
    field = {
        models.Party: ("participation", "party"),
        models.Passage: ("citation", "passage"),
        models.Commitment: ("statuschange", "commitment"),
    }[model]
    query = {"app_label": "tracker", "model_name": field[0], "field_name": field[1], "term": "x"}

    assert who(people, lambda c: c.get(reverse("admin:autocomplete"), query)) == EDITORS


def test_lists_offer_no_bulk_actions(client_of, editor):
    factories.PartyFactory()

    page = client_of(editor).get(address(models.Party, "changelist"))

    assert 'name="action"' not in page.text


@pytest.mark.django_db
def test_migration_makes_the_groups_that_permissions_names():
    Group.objects.all().delete()  # a test with real transactions may have emptied the table before

    import_module("tracker.migrations.0002_groups").create(apps, connection.schema_editor())

    assert set(permissions.GROUPS) == set(Group.objects.values_list("name", flat=True))
