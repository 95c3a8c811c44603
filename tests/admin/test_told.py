"""What is missing is said where it is to be typed, and in a way that says what to do."""

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.desk import address
from tracker.models import Commitment, StatusChange


def errors(answer, prefix=None):
    if prefix is None:
        return answer.context["adminform"].form.errors
    parts = {p.formset.prefix: p.formset for p in answer.context["inline_admin_formsets"]}
    return parts[prefix].errors


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_day_that_is_missing_is_asked_for_at_its_field(at_editor, precision):
    answer = at_editor.new(StatusChange, date_precision=precision, status="fulfilled", reason="R")

    found = errors(answer)
    assert found["date_earliest"] == ["Give the day, as 2023-12-07."]
    assert "date_precision" not in found


@pytest.mark.parametrize("day", ["7.12.2023", "03/04/2024", "4 May 2024", "December"])
def test_day_that_cannot_be_read_is_told_how_to_be_written(at_editor, day):
    answer = at_editor.new(StatusChange, date_precision="day", date_earliest=day)

    found = errors(answer)
    assert found["date_earliest"] == ["Write the day as 2023-12-07."]
    assert "date_precision" not in found


def test_days_that_do_not_fit_the_precision_are_told_at_the_precision(at_editor):
    answer = at_editor.new(Commitment, date_precision="unknown", date_earliest="2024-01-01")

    assert "date_precision" in errors(answer)


def test_day_of_a_part_that_is_missing_is_asked_for_in_its_row(at_editor):
    row = {"date_precision": "day"}

    answer = at_editor.new(Commitment, title="T", parts={"deadlines": [row]})

    assert errors(answer, "deadlines")[0]["date_earliest"] == ["Give the day, as 2023-12-07."]


def test_form_says_how_a_day_is_written(at_editor):
    page = at_editor.client.get(address(StatusChange, "add"))

    assert "The day, as 2023-12-07." in page.text


def test_empty_row_is_told_to_be_filled_or_taken_out(at_editor):
    commitment = factories.published_commitment()

    answer = at_editor.new(
        StatusChange, commitment=commitment.pk, status="fulfilled", reason="R",
        date_earliest="2024-02-01", parts={"citations": [{"role": "evidence", "stance": "context"}]},
    )  # fmt: skip

    assert "Or take this row out." in str(errors(answer, "citations"))


def test_party_of_exactly_the_name_is_offered_first(at_editor):
    for name in ("Aland and Iran", "Iran Air", "Iranian Council", "Iran"):
        factories.PartyFactory(short_name=name, name=f"{name} in full")
    query = {"app_label": "tracker", "model_name": "participation", "field_name": "party"}

    found = at_editor.client.get(reverse("admin:autocomplete"), {**query, "term": "iran"}).json()

    names = [each["text"] for each in found["results"]]
    assert names[0] == "Iran"
    assert names[-1] == "Aland and Iran"
    assert len(names) == 4
