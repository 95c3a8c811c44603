"""What each refusal of the database and the services means, in a sentence for editors."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from tracker.guards import GUARDS
from tracker.services.problems import Problem, Refused

# Where what a constraint says is mended, on forms that have the field; a name may be the end of several.
FIELDS = {
    "citation_of_page_has_finding": "finding",
    "commitment_quantity_has_unit": "quantity_unit",
    "citation_primary_words_are_held": "role",
    "date_bounds_are_ordered": "date_latest",
    "date_bounds_fit_precision": "date_precision",
    "date_day_is_one_day": "date_latest",
    "statuschange_delivered_is_not_negative": "delivered_quantity",
    "statuschange_empty_only_to_correct": "status",
    "statuschange_happened_by_a_day": "date_precision",
    "statuschange_not_its_own_correction": "corrects",
    "statuschange_reason_code_fits_status": "reason_code",
}
# Constraints that bring no sentence of their own; a name may be the beginning of several.
SENTENCES = {
    "citation_rests_on_one_thing": _(
        "Choose a passage or an external page: one, not both. Or take this row out."
    ),
    "commitment_quantity_has_unit": _("Say in “unit” what the quantity counts."),
    "condition_date_only_when_met": _("A condition has a date only when it is marked as met."),
    "formerslug_": _("Another record has had this address before."),
    "milestone_once_per_step_and_party": _("This party has this step already."),
    "participation_once_per_": _("This party has this role already."),
    "party_iso_code_only_for_states": _("Only states have an ISO code."),
    "party_is_not_its_own_parent": _("A party is not a part of itself."),
    "partyname_once_per_kind": _("This name is there already."),
    "passage_translation_has_translator": _("Say whose translation it is."),
    "relation_from_one_record": _("A relation starts from one record."),
    "relation_to_one_record": _("Choose one record to which the relation leads."),
    "relation_not_to_itself": _("A record has no relation to itself."),
    "relation_once": _("This relation is there already."),
    "statuschange_happened_by_a_day": _(
        "A status was reached by some day: choose a precision that has a latest day, and give it."
    ),
    "statuschange_delivered_is_not_negative": _("The quantity cannot be below zero."),
    "statuschange_not_its_own_correction": _("A change does not correct itself."),
}
_CONTRADICTION = _(
    "The database refused this, and nothing was saved: something repeats or contradicts what is "
    "in the record already."
)


def sentence(refusal: Exception) -> str:
    """The words for any refusal that saving can meet."""
    if isinstance(refusal, ValidationError):
        return " ".join(in_words(refusal).messages)
    if isinstance(refusal, DatabaseError):
        return _of_guard(str(refusal)) or of_constraint(str(refusal)) or str(_CONTRADICTION)
    return of_constraint(str(refusal)) or str(refusal)


def problems(refusal: Exception) -> list[Problem]:
    """The sentences, each with the place on the form where it is mended, if there is one."""
    if isinstance(refusal, Refused):
        return refusal.problems
    if not hasattr(refusal, "error_dict"):
        return [Problem(sentence(refusal))]
    worded: Any = in_words(refusal)  # type: ignore[arg-type]
    return [
        Problem(words, "" if field == NON_FIELD_ERRORS else field)
        for field, errors in worded.message_dict.items() for words in errors
    ]  # fmt: skip


def field_of(constraint: str) -> str:
    """The field at which what the constraint says is mended; empty where it concerns several."""
    return next((field for end, field in FIELDS.items() if constraint.endswith(end)), "")


def in_words(error: ValidationError) -> ValidationError:
    """The same error, with sentences where it named constraints."""
    for part in _parts(error):
        part.message = of_constraint(str(part.message)) or part.message
    return error


def _parts(error: ValidationError) -> Iterator[ValidationError]:
    if hasattr(error, "error_dict"):
        for errors in error.error_dict.values():
            yield from errors
    else:
        yield from error.error_list


def _of_guard(text: str) -> str:
    return next((guard.message for guard in GUARDS if guard.message in text), "")


def of_constraint(text: str) -> str:
    """The words for the constraint that the text names; empty where it brings its own, or names none."""
    return next((str(words) for name, words in SENTENCES.items() if name in text), "")
