"""Recording a status change in the admin: with evidence, once, and only through the service."""

import pytest

from tests import factories
from tests.admin.desk import address, filled_in, review_of, text_of
from tracker import choices
from tracker.models import StatusChange

ADD = address(StatusChange, "add")


@pytest.fixture
def commitment(db):
    return factories.published_commitment(quantity=32, quantity_unit="persons")


@pytest.fixture
def evidence(db):
    passage = factories.PassageFactory()
    return {"passage": passage.pk, "role": "evidence", "stance": "supports"}


@pytest.fixture
def typed(commitment):
    return {
        "commitment": commitment.pk,
        "status": "fulfilled",
        "reason": "All were handed over at the border.",
        "date_precision": "day",
        "date_earliest": "2023-12-13",
        "confidence": "high",
        "delivered_quantity": "32",
    }


def test_status_change_is_recorded_as_a_draft_with_its_evidence(
    at_editor, editor, commitment, typed, evidence
):
    answer = at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    made = StatusChange.objects.get()
    commitment.refresh_from_db()
    assert answer.status_code == 302
    assert (made.state, made.recorded_by, made.reviewed_by) == ("draft", editor, None)
    assert made.citations.get().passage_id == evidence["passage"]
    assert made.date_latest == made.date_earliest
    assert commitment.status == ""


def test_status_change_form_is_filled_in_with_the_commitment(at_editor, commitment):
    url = f"/admin/tracker/statuschange/add/?commitment={commitment.pk}"

    page = at_editor.client.get(url)

    assert page.context["adminform"].form["commitment"].value() == commitment.pk
    assert commitment.title in page.text


def test_status_change_without_citation_is_refused_and_keeps_what_was_typed(at_editor, typed):
    answer = at_editor.new(StatusChange, **typed)

    assert answer.status_code == 200
    assert (
        answer.text.count(
            "Cite at least one piece of evidence: choose a passage here, or a reference below."
        )
        == 1
    )
    assert "take this row out" not in answer.text
    assert "All were handed over at the border." in answer.text
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("parts", [{}, {"citations-0-DELETE": "on"}])
def test_status_change_without_any_citation_row_is_refused_by_the_service(at_editor, typed, parts):
    none = {"citations-TOTAL_FORMS": 0} if not parts else {}

    answer = at_editor.new(StatusChange, **typed, **none, **parts)

    assert answer.status_code == 200
    assert "All were handed over at the border." in answer.text
    assert not StatusChange.objects.exists()


def test_status_change_that_the_service_refuses_comes_back_with_its_words_and_the_input(
    at_editor, typed, evidence
):
    typed["date_earliest"] = "2150-01-01"

    answer = at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    assert answer.status_code == 200
    assert "It cannot have happened after today" in answer.text
    assert "All were handed over at the border." in answer.text
    assert f'value="{evidence["passage"]}" selected' in answer.text
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        ("fulfilled", "replaced", "“Fulfilled” has no reason code: leave it empty."),
        (
            "not_started",
            "replaced",
            "“Not started” asks for a reason code, one of these: Not taken up, Refused, Other.",
        ),
        (
            "not_started",
            "",
            "“Not started” asks for a reason code, one of these: Not taken up, Refused, Other.",
        ),
    ],
)
def test_reason_code_that_does_not_fit_the_status_is_refused_at_its_field(
    at_editor, typed, evidence, status, code, says
):
    typed |= {"status": status, "reason_code": code}

    answer = at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    assert answer.context["adminform"].form.errors == {"reason_code": [says]}
    assert not StatusChange.objects.exists()


def test_form_says_which_statuses_ask_for_a_reason_code(at_editor, commitment):
    page = text_of(at_editor.client.get(f"{ADD}?commitment={commitment.pk}"))

    asking = [status.label.lower() for status in choices.REASONS]
    assert all(f"“{label}”" in page for label in asking)


def test_status_change_without_a_status_says_that_one_is_to_be_chosen(at_editor, typed, evidence):
    del typed["status"]

    answer = at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    says = "Choose what became of the commitment."
    assert answer.context["adminform"].form.errors == {"status": [says]}


def test_correction_may_take_a_status_back(at_editor, typed, evidence):
    change = factories.published_status_change()
    typed |= {"commitment": change.commitment_id, "corrects": change.pk, "status": "taken_back"}
    typed["delivered_quantity"] = ""

    answer = at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    assert answer.status_code == 302
    made = StatusChange.objects.exclude(pk=change.pk).get()
    assert made.status == ""
    assert str(made) == f"{made.code} {change.commitment.code}: a change taken back"


def test_correction_says_what_it_corrects_and_has_nothing_chosen(at_editor, typed, evidence):
    change = factories.published_status_change(status="partly_fulfilled", reason="Half of them.")
    offered = dict(at_editor.page(change).context["links"])["Record a correction"]
    typed |= {"commitment": change.commitment_id, "corrects": change.pk, "delivered_quantity": ""}
    del typed["status"]

    page = at_editor.client.get(offered)
    answer = at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    status = page.context["adminform"].form["status"]
    assert not [radio for radio in status if radio.data["selected"]]
    assert filled_in(page)["date_earliest"] == change.date_earliest
    beside = f"{change.code}</a>, <b>Partly fulfilled</b>, <time datetime"
    assert (beside in page.text, "Half of them." in page.text) == (True, True)
    assert "never one before it" in page.text
    assert list(answer.context["adminform"].form.errors) == ["status"]
    assert "or that the change is taken back" in answer.text


def test_correction_of_what_was_withdrawn_says_so_beside_its_form(at_editor):
    change = factories.published_status_change()
    form = address(StatusChange, "add") + f"?commitment={change.commitment_id}&corrects={change.pk}"
    before = at_editor.client.get(form).text

    factories.withdraw(change.commitment)

    assert "This commitment was withdrawn" not in before
    assert "This commitment was withdrawn" in at_editor.client.get(form).text


def test_taking_back_stays_chosen_in_its_draft_and_is_told_in_the_review(
    at_editor, at_reviewer, editor
):
    change = factories.published_status_change(reason="Half of them.")
    draft = factories.StatusChangeFactory(
        commitment=change.commitment, corrects=change, status="", recorded_by=editor,
        day=change.date_latest,
    )  # fmt: skip
    factories.CitationFactory(status_change=draft, reference=factories.ReferenceFactory())

    page = at_editor.page(draft)
    at_editor.change(draft, reason="It was another.")
    at_editor.move(draft, "submit")

    status = page.context["adminform"].form["status"]
    draft.refresh_from_db()
    assert [radio.data["value"] for radio in status if radio.data["selected"]] == ["taken_back"]
    assert (draft.status, draft.reason) == ("", "It was another.")
    review = review_of(at_reviewer, draft).text
    assert f"none: {change.code} is taken back" in review
    assert "Half of them." in review


def test_taking_back_needs_something_cited_and_nothing_that_supports_it(at_editor, editor):
    change = factories.published_status_change()
    draft = factories.StatusChangeFactory(
        commitment=change.commitment, corrects=change, status="", recorded_by=editor,
        day=change.date_latest,
    )  # fmt: skip
    at_editor.move(draft, "submit")
    uncited = StatusChange.objects.get(pk=draft.pk).state
    factories.CitationFactory(
        status_change=draft, reference=factories.ReferenceFactory(), stance="context"
    )

    at_editor.move(draft, "submit")

    draft.refresh_from_db()
    assert (uncited, draft.state) == ("draft", "in_review")


def test_form_says_how_much_is_owed_beside_what_was_delivered(at_editor, commitment):
    names = ["delivered_quantity", "party"]

    def open_fields(record):
        page = at_editor.client.get(f"{ADD}?commitment={record.pk}")
        form = page.context["adminform"]
        main = next(iter(form))
        return form.form["delivered_quantity"].help_text, [n for n in names if n in main.fields]

    unknown = factories.published_commitment()

    assert open_fields(commitment) == ("of 32 persons", ["delivered_quantity"])
    assert open_fields(unknown)[1] == []
    assert "of 32 persons" not in open_fields(unknown)[0]


def test_form_says_which_side_a_party_is_on_beside_whose_account_it_is(at_editor, commitment):
    for role, name in [("obligor", "Doing"), ("counterparty", "Facing"), ("host", "Hosting")]:
        party = factories.PartyFactory(name=name, short_name=name)
        factories.ParticipationFactory(commitment=commitment, party=party, role=role)

    page = at_editor.client.get(f"{ADD}?commitment={commitment.pk}")

    row = page.context["inline_admin_formsets"][0].formset.forms[0]
    says = "Says who, when it is the word of one party. Doer: Doing. Counterparty: Facing."
    assert row["account_of"].help_text == says


def test_status_change_takes_no_state_from_what_is_posted(at_editor, reviewer, typed, evidence):
    forbidden = {"state": "published", "recorded_by": reviewer.pk, "reviewed_by": reviewer.pk}

    at_editor.new(StatusChange, **typed, **forbidden, parts={"citations": [evidence]})

    made = StatusChange.objects.get()
    assert made.state == "draft"
    assert made.recorded_by.username == "alice"
    assert made.reviewed_by is None


@pytest.mark.parametrize("state", ["in_review", "published"])
def test_status_change_is_not_edited_once_submitted(at_editor, at_reviewer, state):
    change = factories.published_status_change()
    if state != "published":
        change = factories.StatusChangeFactory(state=state)

    for desk in (at_editor, at_reviewer):
        page = desk.page(change)

        assert "<textarea" not in page.text
        assert page.context["why_closed"]
        assert desk.post(change, {"status": "fulfilled"}).status_code == 403
    change.refresh_from_db()
    assert change.status == "in_progress"


def test_status_change_form_shows_the_commitment_and_what_each_status_means(at_editor):
    published = factories.published_status_change(status="stalled", reason_code="other")
    words = published.commitment.citations.get().passage.exact
    url = f"/admin/tracker/statuschange/add/?commitment={published.commitment_id}"

    page = text_of(at_editor.client.get(url))

    assert "Now: <b>Stalled</b> since 1 February 2024" in page
    assert words in page
    assert published.code in page
    assert str(choices.Status.NOT_KEPT.meaning) in page


def test_draft_of_a_status_change_warns_of_what_to_look_at_twice(at_editor):
    published = factories.published_status_change(status="stalled", reason_code="other")
    draft = factories.StatusChangeFactory(
        commitment=published.commitment, status="stalled", reason_code="other",
        day=published.date_latest,
    )  # fmt: skip
    factories.CitationFactory(status_change=draft, account_of=factories.PartyFactory())

    page = at_editor.page(draft)

    assert page.context["warnings"] == [
        f"The commitment has this status on that day already, by {published.code}.",
        "Only one party’s word supports it.",
    ]


def test_published_status_change_offers_its_correction(at_editor, typed, evidence):
    change = factories.published_status_change()
    link = f"?commitment={change.commitment_id}&corrects={change.pk}"

    page = at_editor.page(change)
    form = at_editor.client.get(f"/admin/tracker/statuschange/add/{link}")

    assert link in text_of(page)
    assert form.context["adminform"].form["corrects"].value() == change.pk


def test_correction_is_recorded(at_editor, typed, evidence):
    change = factories.published_status_change()
    typed |= {"commitment": change.commitment_id, "corrects": change.pk, "delivered_quantity": ""}

    at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})

    assert StatusChange.objects.exclude(pk=change.pk).get().corrects == change


def test_status_change_is_sent_to_review_at_one_stroke(at_editor, typed, evidence):
    at_editor.new(StatusChange, **typed, _submit="1", parts={"citations": [evidence]})

    assert StatusChange.objects.get().state == "in_review"


def test_status_change_that_cannot_be_published_is_not_sent_to_review(at_editor, typed, evidence):
    typed |= {"commitment": factories.CommitmentFactory().pk, "delivered_quantity": ""}

    answer = at_editor.new(StatusChange, **typed, _submit="1", parts={"citations": [evidence]})

    assert "Its commitment has to be published first." in answer.text
    assert "All were handed over at the border." in answer.text
    assert not StatusChange.objects.exists()


def test_status_change_is_edited_while_it_is_a_draft(at_editor, typed, evidence):
    at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})
    change = StatusChange.objects.get()

    at_editor.change(change, reason="Better words.", **{"citations-0-stance": "context"})

    change.refresh_from_db()
    assert (change.reason, change.citations.get().stance) == ("Better words.", "context")


def test_draft_of_a_status_change_keeps_a_citation(at_editor, typed, evidence):
    at_editor.new(StatusChange, **typed, parts={"citations": [evidence]})
    change = StatusChange.objects.get()

    answer = at_editor.change(change, **{"citations-0-DELETE": "on"})

    assert answer.status_code == 200
    assert change.citations.count() == 1


def test_assessment_is_entered_with_its_citation(at_editor, editor, commitment, evidence):
    from tracker.models import Assessment

    assessor = factories.PartyFactory()
    typed = {"commitment": commitment.pk, "assessor": assessor.pk, "verdict": "Kept, they hold."}

    at_editor.new(Assessment, **typed, parts={"citations": [evidence]})

    made = Assessment.objects.get()
    assert (made.recorded_by, made.state) == (editor, "draft")
    assert made.citations.count() == 1
