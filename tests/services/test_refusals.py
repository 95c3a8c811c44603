"""The sentences for what the database refuses fit the rules that the database has."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tracker import guards
from tracker.services import refusals
from tracker.services.publishing import PublicationRefused


@pytest.mark.parametrize("name", refusals.SENTENCES)
def test_sentence_belongs_to_a_constraint(name):
    models = apps.get_app_config("tracker").get_models()
    constraints = [c.name for model in models for c in model._meta.constraints]

    assert any(constraint.startswith(name) for constraint in constraints)


def test_sentence_of_a_guard_leaves_out_what_the_database_adds():
    guard = guards.GUARDS[0]
    refusal = IntegrityError(f"{guard.message}\nCONTEXT:  PL/pgSQL function, line 1")

    assert refusals.sentence(refusal) == guard.message


def test_sentence_names_no_constraint():
    broken = IntegrityError("CHECK constraint failed: party_iso_code_only_for_states")
    unknown = IntegrityError("CHECK constraint failed: something_else")
    by_field = ValidationError({"iso_code": "Constraint “party_iso_code_only_for_states” is ..."})

    assert (
        refusals.sentence(broken) == refusals.sentence(by_field) == "Only states have an ISO code."
    )
    assert "something_else" not in refusals.sentence(unknown)
    assert "nothing was saved" in refusals.sentence(unknown)


def test_sentence_of_a_service_is_its_own():
    assert refusals.sentence(PublicationRefused("Ask another.")) == "Ask another."
