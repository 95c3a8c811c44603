"""Why a status change is refused stands once, at the field or in the row of evidence that is to be mended."""

import pytest

from tests import factories
from tracker.models import Citation, StatusChange


@pytest.fixture
def commitment(db):
    return factories.published_commitment()


@pytest.fixture
def sent(commitment):
    """What is typed, sent to review at one stroke."""
    return {
        "commitment": commitment.pk,
        "status": "fulfilled",
        "reason": "They met.",
        "date_earliest": "2024-05-01",
        "_submit": "1",
    }


def row(**named):
    cells = {name: record.pk for name, record in named.items() if not isinstance(record, str)}
    words = {name: value for name, value in named.items() if isinstance(value, str)}
    finding = {"finding": "They say so."} if "reference" in cells else {}
    return {"role": "evidence", "stance": "supports", **finding, **cells, **words}


def refusals(answer) -> dict[str, list[str]]:
    """All that the form says, by the name under which the field is sent; what is of no field by ""."""
    form = answer.context["adminform"].form
    (part,) = (inline.formset for inline in answer.context["inline_admin_formsets"])
    assert answer.status_code == 200
    told = {"" if name == "__all__" else name: list(says) for name, says in form.errors.items()}
    for row in part.forms:
        told |= {f"{row.prefix}-{name}": list(says) for name, says in row.errors.items()}
    above = list(part.non_form_errors())
    return told | ({"citations": above} if above else {})


def low_page():
    return factories.ReferenceFactory(reliability="low")


OWN_WORDS = "The words of a commitment do not show what became of it: cite other evidence."
WEAK = "A source of low reliability never moves a status alone: add another."


def test_nothing_new_of_a_withdrawn_commitment_is_refused_where_that_is_chosen(
    at_editor, commitment, sent
):
    factories.withdraw(commitment)
    rows = [row(reference=factories.ReferenceFactory())]

    answer = at_editor.new(StatusChange, **sent, parts={"citations": rows})

    (told,) = refusals(answer).items()
    assert told[0] == "commitment"
    assert "Its commitment is withdrawn: nothing new is recorded" in told[1][0]
    assert "Record a status change" not in dict(at_editor.page(commitment).context["links"])


def test_own_words_of_the_commitment_are_refused_in_their_row(at_editor, commitment, sent):
    own = commitment.citations.get().passage
    rows = [row(reference=factories.ReferenceFactory(), stance="context"), row(passage=own)]

    answer = at_editor.new(StatusChange, **sent, parts={"citations": rows})

    assert refusals(answer) == {"citations-1-passage": [OWN_WORDS]}
    assert answer.text.count(OWN_WORDS) == 1
    assert not StatusChange.objects.exists()


def test_row_is_found_when_another_is_taken_out_of_a_draft(at_editor, editor, commitment, sent):
    draft = factories.StatusChangeFactory(commitment=commitment, recorded_by=editor)
    for position, page in enumerate((factories.ReferenceFactory(), low_page()), start=1):
        factories.CitationFactory(status_change=draft, reference=page, position=position)

    answer = at_editor.change(draft, **{"citations-0-DELETE": "on"})

    assert refusals(answer) == {"citations-1-reference": [WEAK]}
    assert Citation.objects.filter(status_change=draft).count() == 2


def test_page_of_low_reliability_is_refused_where_it_is_chosen(at_editor, sent):
    rows = [
        row(passage=factories.PassageFactory(), stance="contradicts"),
        row(reference=low_page()),
    ]

    answer = at_editor.new(StatusChange, **sent, parts={"citations": rows})

    assert refusals(answer) == {"citations-1-reference": [WEAK]}


def test_evidence_that_only_contradicts_is_refused_at_what_it_says(at_editor, sent):
    rows = [row(passage=factories.PassageFactory(), stance="contradicts")]

    answer = at_editor.new(StatusChange, **sent, parts={"citations": rows})

    (told,) = refusals(answer).items()
    assert told[0] == "citations-0-stance"
    assert "Nothing that is cited supports the status" in told[1][0]


def test_evidence_that_is_missing_altogether_is_asked_for_above_the_rows(at_editor, sent):
    answer = at_editor.new(StatusChange, **sent, **{"citations-TOTAL_FORMS": 0})

    says = "Cite at least one passage or page: a status rests on evidence."
    assert refusals(answer) == {"citations": [says]}


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({}, "citations-0-passage"),
        ({"passage": factories.PassageFactory, "reference": factories.ReferenceFactory},
         "citations-0-reference"),
    ],
)  # fmt: skip
def test_row_rests_on_one_thing(at_editor, sent, cells, place):
    cited = row(**{name: make() for name, make in cells.items()}, account_words="They.")

    answer = at_editor.new(StatusChange, **sent, parts={"citations": [cited]})

    assert list(refusals(answer)) == [place]


def test_finding_that_is_missing_is_asked_for_at_its_field(at_editor, sent):
    cited = row(reference=factories.ReferenceFactory(), finding="")

    answer = at_editor.new(StatusChange, **sent, parts={"citations": [cited]})

    says = "Say in your own words what the page reports."
    assert refusals(answer) == {"citations-0-finding": [says]}


@pytest.mark.parametrize(
    ("typed", "place", "says"),
    [
        ({"date_earliest": ""}, "date_earliest", "Give the day, as 2023-12-07."),
        ({"date_earliest": "2150-01-01"}, "date_earliest", "It cannot have happened after today"),
        ({"date_precision": "before", "date_earliest": "", "date_latest": "2150-01-01"},
         "date_latest", "It cannot have happened after today"),
        ({"date_precision": "after"}, "date_precision", "choose a precision that has a latest day"),
        ({"date_precision": "range", "date_latest": "2024-04-01"}, "date_precision",
         "The earliest day is after the latest day."),
        ({"delivered_quantity": "3"}, "delivered_quantity", "the commitment owes none"),
        ({"delivered_quantity": "-3"}, "delivered_quantity", "cannot be below zero"),
        ({"commitment": factories.CommitmentFactory}, "commitment", "has to be published first"),
        ({"corrects": factories.published_status_change}, "corrects", "of another commitment"),
    ],
)  # fmt: skip
def test_refusal_stands_once_at_its_field(at_editor, sent, typed, place, says):
    typed = {name: value().pk if callable(value) else value for name, value in typed.items()}
    cited = row(passage=factories.PassageFactory())

    answer = at_editor.new(StatusChange, **{**sent, **typed}, parts={"citations": [cited]})

    ((field, (sentence,)),) = refusals(answer).items()
    assert (field, says in sentence) == (place, True)
    assert StatusChange.objects.exclude(state="published").count() == 0


def test_status_that_repeats_what_is_in_force_is_refused_at_the_status(at_editor, sent):
    there = factories.published_status_change(status="fulfilled")
    typed = {**sent, "commitment": there.commitment_id, "date_earliest": "2024-06-01"}
    cited = row(passage=factories.PassageFactory())

    answer = at_editor.new(StatusChange, **typed, parts={"citations": [cited]})

    assert list(refusals(answer)) == ["status"]
