"""Wrong, repeated and hostile input gives a sentence, never an error page."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from tests import factories
from tests.admin.desk import added
from tracker.models import Category, Commitment, Party, Relation, StatusChange

NO_KEYS = ["abc", "-1", "1.5", "0x1", "9" * 30, "' OR 1=1", "\x00", "٣٣", "999999"]


@pytest.mark.parametrize("value", NO_KEYS)
def test_choice_that_is_no_key_gives_a_message(at_editor, value):
    topics = [value, str(factories.TopicFactory().pk)]
    row = {"passage": value, "reference": value, "role": "nothing", "stance": value}

    answer = at_editor.new(
        Commitment, title="A title", category=value, topics=topics, parts={"citations": [row]}
    )

    assert answer.status_code == 200
    assert {"category", "topics"} <= answer.context["adminform"].form.errors.keys()
    assert row.keys() <= answer.context["inline_admin_formsets"][0].formset.forms[0].errors.keys()
    assert "Select a valid choice" in answer.text
    assert "A title" in answer.text


@pytest.mark.parametrize("value", [key for key in NO_KEYS if "\x00" not in key])
def test_address_that_fills_in_nonsense_fills_in_nothing(at_editor, value):
    query = {"commitment": value, "corrects": value, "status": value, "party": value}

    page = at_editor.client.get("/admin/tracker/statuschange/add/", query)

    assert page.status_code == 200
    assert not page.context["adminform"].form["commitment"].value()
    assert not page.context["adminform"].form["party"].value()


def test_code_that_is_taken_gives_a_message(at_editor):
    taken = factories.CommitmentFactory()

    answer = at_editor.new(Commitment, code=taken.code, title="Second")

    assert "with this Code already exists" in answer.text


def test_code_that_is_no_code_gives_a_message(at_editor):
    answer = at_editor.new(Commitment, code="../../etc", title="Odd")

    assert "Use letters, digits and hyphens" in answer.text


def test_slug_that_is_taken_gives_a_message(at_editor):
    taken = factories.CategoryFactory()

    answer = at_editor.new(Category, name="Second", slug=taken.slug, definition="Words.")

    assert "with this Slug already exists" in answer.text


def test_former_address_of_another_party_gives_a_message(at_editor):
    former, party = factories.FormerSlugFactory(), factories.PartyFactory()

    answer = at_editor.change(party, parts={"former_slugs": [{"slug": former.slug}]})

    assert "Another record has had this address before." in answer.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quantity": "32"}, "Say in “unit” what the quantity counts."),
        ({"quantity": "many"}, "Enter a number"),
        ({"quantity": "9" * 40}, "Ensure that there are no more than"),
        ({"date_precision": "day"}, "Give the day, as 2023-12-07."),
        ({"date_precision": "day", "date_earliest": "7.12.23"}, "Write the day as 2023-12-07."),
        (
            {"date_precision": "day", "date_earliest": "2025-02-30"},
            "“2025-02-30” is no day of the calendar.",
        ),
        ({"date_precision": "day", "date_earliest": "0001-01-01"}, "Dates must lie between"),
        (
            {"date_precision": "range", "date_earliest": "2024-02-01", "date_latest": "2024-01-01"},
            "The earliest day is after the latest day",
        ),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": "a\x00b"}, "Null characters are not allowed"),
        ({"modality": "promises"}, "Select a valid choice"),
    ],
)
def test_field_that_is_wrong_says_why(at_editor, typed, words):
    answer = at_editor.new(Commitment, **typed)

    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.parametrize(
    ("part", "row", "words"),
    [
        ("citations", {"role": "evidence", "stance": "context"}, "Choose a passage here"),
        ("relations_from", {"kind": "part_of"}, "Choose one record"),
        ("relations_from", {"kind": "part_of", "to_commitment": "self"}, "no relation to itself"),
        ("conditions", {"text": "If", "date_precision": "vague", "claimant": "party"}, "only when"),
        ("participations", {"party": "party", "role": "obligor"}, "This party has this role"),
    ],
)
def test_part_that_contradicts_a_rule_says_which(at_editor, part, row, words):
    draft, party = factories.CommitmentFactory(), factories.PartyFactory()
    factories.ParticipationFactory(commitment=draft, party=party, role="obligor")
    known = {"self": draft.pk, "party": party.pk}
    typed = {name: known.get(value, value) for name, value in row.items()}

    answer = at_editor.change(draft, parts={part: [typed]})

    assert answer.status_code == 200
    assert words in answer.text


def test_relation_that_is_there_already_says_so(at_editor):
    relation = factories.RelationFactory()
    row = {"kind": relation.kind, "to_commitment": relation.to_commitment_id}

    answer = at_editor.change(relation.from_commitment, parts={"relations_from": [row]})

    assert answer.status_code == 200
    assert "This relation is there already." in answer.text
    assert Relation.objects.count() == 1


def test_party_with_the_code_of_a_state_says_why_not(at_editor):
    typed = {"name": "A club", "short_name": "Club", "slug": "club", "type": "media"}

    answer = at_editor.new(Party, **typed, iso_code="AM")

    assert "Only states have an ISO code." in answer.text


def test_form_without_its_numbers_of_parts_gives_a_message(at_editor):
    draft = factories.CommitmentFactory()
    data = {k: v for k, v in at_editor.opened(draft).items() if not k.endswith("_FORMS")}

    assert at_editor.post(draft, data).status_code == 200


@pytest.mark.parametrize("pk", ["abc", "9" * 30, "-1", "_2F", "%00"])
def test_record_that_is_not_there_is_said_not_to_be_there(at_editor, pk):
    for page in ("change", "delete", "history"):
        answer = at_editor.client.get(f"/admin/tracker/commitment/{pk}/{page}/")

        assert answer.status_code in (302, 403)


@pytest.mark.parametrize(
    "query", ["?o=zzz", "?p=zzz", "?state__exact=zzz", "?status=zzz", "?e=1", "?x=1"]
)
def test_list_survives_any_question(at_editor, query):
    factories.CommitmentFactory()

    assert at_editor.client.get(f"/admin/tracker/commitment/{query}").status_code in (200, 302)


@pytest.mark.parametrize(
    "query", ["?q=%00", "?state__exact=%00", "?state__exact=%00&state__exact=a", "?a%00b=1"]
)
def test_list_refuses_what_no_database_could_look_for(at_editor, query):
    assert at_editor.client.get(f"/admin/tracker/commitment/{query}").status_code == 400


def test_list_does_not_answer_questions_about_passwords(at_editor):
    query = "?recorded_by__password__startswith=md5"

    assert at_editor.client.get(f"/admin/tracker/commitment/{query}").status_code == 400


def test_second_posting_of_a_status_change_is_told_apart(at_editor, at_reviewer):
    change = factories.published_status_change()
    passage = factories.PassageFactory()
    row = {"passage": passage.pk, "role": "evidence", "stance": "supports"}
    typed = {
        "commitment": change.commitment_id,
        "status": change.status,
        "reason": "Once more.",
        "date_precision": "day",
        "date_earliest": "2024-02-01",
        "confidence": "low",
    }

    answer = at_editor.new(StatusChange, **typed, parts={"citations": [row]})

    assert "already has this status" in answer.text
    assert "Once more." in answer.text


def test_rows_of_parts_are_numbered_after_those_that_are_there(at_editor):
    draft = factories.DeadlineFactory(position=4).commitment
    data = at_editor.opened(draft)

    at_editor.post(draft, {**data, **added(data, "deadlines", [{"date_precision": "vague", "date_words": "soon"}])})  # fmt: skip

    assert [d.position for d in draft.deadlines.order_by("position")] == [4, 5]


@pytest.mark.parametrize("url", ["/", "/admin/", "/admin/login/"])
def test_nul_in_a_cookie_is_no_error_page(client, url):
    client.cookies["sessionid"] = "x"
    client.cookies["sessionid"].set("sessionid", "\x00a", '"\\000a"')

    assert client.get(url).status_code == 400


def test_nul_in_a_search_for_a_choice_is_no_error_page(at_editor):
    query = {
        "term": "a\x00b",
        "app_label": "tracker",
        "model_name": "citation",
        "field_name": "passage",
    }

    assert at_editor.client.get("/admin/autocomplete/", query).status_code == 400


@pytest.mark.parametrize(
    "page",
    [
        "edit/?made_at__year=0",
        "edit/?content__contains=x",
        "revision/?after__contains=x",
        "commitment/?date_earliest__year=99999999",
        "commitment/?date_earliest__year__exact=0",
    ],
)
def test_lists_are_narrowed_only_as_their_filters_offer(at_editor, page):
    answer = at_editor.client.get(f"/admin/tracker/{page}")

    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["user/?username__regex=(", "group/?name__iregex=("])
def test_patterns_are_not_looked_for_among_accounts(desk_of, administrator, page):
    assert desk_of(administrator).client.get(f"/admin/auth/{page}").status_code == 400


@pytest.mark.parametrize("lookup", ["code__regex", "code__iregex", "commitment__code__regex"])
def test_patterns_in_an_address_are_not_looked_for(at_editor, lookup):
    answer = at_editor.client.get("/admin/tracker/statuschange/", {lookup: "("})

    assert answer.status_code == 400


def test_admin_leads_nobody_from_the_number_of_a_record_to_its_address(at_editor):
    kind = ContentType.objects.get_for_model(Commitment).pk
    draft = factories.CommitmentFactory()

    url = reverse("admin:view_on_site", args=[kind, draft.pk])

    assert at_editor.client.get(url).status_code == 404


def test_form_of_thousands_of_rows_is_refused_and_not_drawn(at_editor):
    draft = factories.CommitmentFactory()
    data = at_editor.opened(draft, **{"participations-TOTAL_FORMS": 20_000})

    answer = at_editor.post(draft, data)

    assert answer.status_code == 200
    part = next(
        p for p in answer.context["inline_admin_formsets"] if p.formset.prefix == "citations"
    )
    assert len(part.formset.forms) <= 120
