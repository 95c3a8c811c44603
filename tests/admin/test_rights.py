"""Who may do what in the admin: every address asked by everybody, against the table of rights."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection
from django.template.response import SimpleTemplateResponse
from django.urls import URLResolver, get_resolver, reverse

from tests.admin.rights import ADMINISTRATORS, EDITORS, EVERYBODY, NOBODY, OUTSIDE, STAFF, TABLE
from tests.admin.world import undone
from tracker.models import Commitment, Dataset

CHANGES_ROWS = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def named_addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address of the desk."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_addresses(entry, entry.namespace or space)
        elif space in ("admin", "desk"):
            yield (f"{space}:{entry.name}" if entry.name else "", str(entry.pattern))


ADDRESSES = list(named_addresses(get_resolver()))


def who(world, address: str, method: str = "get", data=None):
    """Those to whom it answers; the others are sent away, and nothing is written for them.

    To open a page is allowed before it is drawn; it is drawn for one who sees all there is.
    """
    let_in = set()
    for name in sorted(EVERYBODY):
        with undone(), pytest.MonkeyPatch.context() as patch:
            if name != "superuser":
                patch.setattr(SimpleTemplateResponse, "rendered_content", "")
            writes = []
            with connection.execute_wrapper(keeping(writes)):
                answer = getattr(world.at(name), method)(address, data or {})
        if answer.streaming:
            answer.getvalue()  # read to its end, which closes the file
        if is_let_in(name, answer):
            let_in.add(name)
        else:
            assert writes == [], (name, writes)
    return let_in


def is_let_in(name, answer) -> bool:
    if answer.status_code == 302:
        return not answer["Location"].startswith(reverse("admin:login"))
    assert answer.status_code in ((200, 403) if name in OUTSIDE else (200, 403, 404, 405))
    if name in OUTSIDE and answer.status_code == 403:
        assert answer.template_name == ["admin/login.html"]
    return answer.status_code == 200


def keeping(writes):
    def execute(run, sql, *rest):
        if sql.lstrip().upper().startswith(CHANGES_ROWS) and "django_session" not in sql:
            writes.append(sql)
        return run(sql, *rest)

    return execute


def test_every_address_has_a_row_and_every_row_an_address():
    names = {name for name, _pattern in ADDRESSES if name}

    rows = {row.name for row in TABLE}

    assert names - rows == set(), "say in tests/admin/rights.py who may open these"
    assert rows - names == set(), "these are gone"


def test_desk_opens_to_those_in_the_table(world):
    found = {str(row): who(world, row.address(world), "get", row.query) for row in TABLE}

    assert found == {str(row): row.opens for row in TABLE}


def test_desk_answers_those_in_the_table_when_something_is_sent(world):
    found = {str(row): who(world, row.address(world), "post", row.sent) for row in TABLE}

    assert found == {str(row): row.sends for row in TABLE}


def test_addresses_without_a_name_lead_on_or_nowhere(world):
    unnamed = {pattern for name, pattern in ADDRESSES if not name}
    record = reverse("admin:tracker_commitment_changelist") + "1/"

    assert unnamed == {"<path:object_id>/", "(?P<url>.*)$"}
    assert who(world, record) == STAFF  # to the page of the record, which asks who it is
    assert world.at("stranger").get(record, follow=True).status_code == 403
    assert who(world, reverse("admin:index") + "nothing/") == NOBODY


def test_dataset_is_entered_once(world):
    assert who(world, reverse("admin:tracker_dataset_add")) == ADMINISTRATORS

    world.record(Dataset)

    assert who(world, reverse("admin:tracker_dataset_add")) == NOBODY


def test_record_that_is_not_there_is_refused_as_one_that_is(world):
    for page in ("change", "history", "delete", "preview", "move"):
        args = [999_999, "submit"] if page == "move" else [999_999]
        nowhere = reverse(f"admin:tracker_commitment_{page}", args=args)
        there = world.page(page, Commitment, *args[1:])

        answers = [world.at("stranger").get(url).status_code for url in (nowhere, there)]

        assert answers == [403, 403], page


def searched() -> Iterator[tuple[type, str]]:
    """Every choice by searching: the model whose form or part has it, and the field."""
    for model, pages in admin.site._registry.items():
        yield from ((model, name) for name in pages.autocomplete_fields)
        for part in pages.inlines:
            yield from ((part.model, name) for name in part.autocomplete_fields)


def test_choices_by_searching_answer_editors_only(world):
    for model, field in set(searched()):
        names = {"model_name": model._meta.model_name, "field_name": field}
        query = {"app_label": "tracker", **names, "term": "x"}

        assert who(world, reverse("admin:autocomplete"), "get", query) == EDITORS, (model, field)
