"""Every rule that the database holds, broken once, past all forms and checks in Python."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint

from tests import factories
from tracker.lib import quotes
from tracker.models import TARGETS, DatedModel, PublishedModel, WithdrawableModel

pytestmark = pytest.mark.django_db

MODELS = list(apps.get_app_config("tracker").get_models())
CONSTRAINTS = {c.name: (model, c) for model in MODELS for c in model._meta.constraints}
UNIQUE_FIELDS = [
    (model, f.name)
    for model in MODELS
    for f in model._meta.fields
    if f.unique and not f.primary_key
]
QUOTE = quotes.quote_at("The parties intend to meet.", 3, 4)
DAY, NEXT_DAY = date(2024, 5, 1), date(2024, 5, 2)


def factory_of(model):
    return getattr(factories, f"{model.__name__}Factory")


def with_dates(model, precision, earliest, latest):
    values = {"date_precision": precision, "date_earliest": earliest, "date_latest": latest}
    extra = {"is_met": True} if model.__name__ == "Condition" else {}
    return lambda: factory_of(model)(**values, **extra)


def dated(model) -> dict:
    """Ways to break the three rules of a dated model; a status change has its latest day."""
    has_latest = DAY if model.__name__ == "StatusChange" else None
    name = model._meta.model_name
    return {
        f"{name}_date_bounds_fit_precision": [
            with_dates(model, "unknown", DAY, DAY),
            with_dates(model, "day", None, DAY),
            with_dates(model, "month", None, has_latest),
            with_dates(model, "before", DAY, DAY),
            with_dates(model, "after", DAY, DAY),
            with_dates(model, "vague", None, DAY),
            with_dates(model, "fortnight", DAY, DAY),
        ],
        f"{name}_date_bounds_are_ordered": [with_dates(model, "between", NEXT_DAY, DAY)],
        f"{name}_date_day_is_one_day": [with_dates(model, "day", DAY, NEXT_DAY)],
    }


def by_the_same_person(model):
    person = factories.UserFactory()
    return factory_of(model)(recorded_by=person, reviewed_by=person)


def reviewed(model) -> dict:
    name, make = model._meta.model_name, factory_of(model)
    ways = {
        f"{name}_recorded_when_published": [
            lambda: make(recorded_at=factories.RECORDED_AT),
            lambda: make(state="in_review", recorded_at=factories.RECORDED_AT),
            lambda: make(state="gone"),
        ],
        f"{name}_reviewer_is_not_author": [lambda: by_the_same_person(model)],
    }
    if issubclass(model, WithdrawableModel):
        once = {"state": "withdrawn", "recorded_at": factories.RECORDED_AT}
        ways[f"{name}_withdrawn_with_reason"] = [
            lambda: make(withdrawn_reason="Wrong."),
            lambda: make(withdrawn_at=factories.RECORDED_AT),
            lambda: make(**once, withdrawn_at=factories.RECORDED_AT),
            lambda: make(**once, withdrawn_reason="Wrong."),
        ]
        before = factories.RECORDED_AT - timedelta(days=1)
        ways[f"{name}_withdrawn_after_recorded"] = [
            lambda: make(**once, withdrawn_at=before, withdrawn_reason="Wrong.")
        ]
    return ways


def twice(make, **values):
    """Make two rows alike; what the values call for is made once."""

    def both() -> None:
        same = {name: value() if callable(value) else value for name, value in values.items()}
        make(**same)
        make(**same)

    return both


def its_own(make, field):
    def point() -> None:
        row = make()
        type(row).objects.filter(pk=row.pk).update(**{field: row.pk})

    return point


def two_targets():
    factories.CitationFactory(
        commitment=factories.CommitmentFactory(), event=factories.EventFactory()
    )


def related(start, end, **values):
    """A relation between the records named, each made anew unless given."""
    names = ("from_commitment", "to_commitment")
    return factories.RelationFactory(**{**dict.fromkeys(names), **start, **end, **values})


def to_itself(make, kind):
    row = make()
    return related({f"from_{kind}": row}, {f"to_{kind}": row})


TARGET_FACTORIES = {
    "commitment": factories.CommitmentFactory,
    "event": factories.EventFactory,
    "figure": factories.FigureFactory,
    "status_change": factories.StatusChangeFactory,
    "assessment": factories.AssessmentFactory,
    "milestone": factories.MilestoneFactory,
    "condition": factories.ConditionFactory,
}
COMMITMENT, EVENT, PARTY = (
    factories.CommitmentFactory,
    factories.EventFactory,
    factories.PartyFactory,
)

WAYS = {
    "commitment_quantity_has_unit": [lambda: COMMITMENT(quantity=32)],
    "commitment_status_has_change": [
        lambda: COMMITMENT(status="fulfilled"),
        lambda: COMMITMENT(status_since=DAY),
        lambda: COMMITMENT(status="fulfilled", status_since=DAY),
    ],
    "party_iso_code_only_for_states": [lambda: PARTY(type="media", iso_code="AM")],
    "party_is_not_its_own_parent": [its_own(PARTY, "parent")],
    "partyname_once_per_kind": [twice(factories.PartyNameFactory, party=PARTY, name="A name")],
    "formerslug_of_one_thing": [
        lambda: factories.FormerSlugFactory(source=factories.SourceFactory()),
        lambda: factories.FormerSlugFactory(party=None),
    ],
    "formerslug_party_unique": [twice(factories.FormerSlugFactory, slug="old")],
    "formerslug_source_unique": [
        twice(factories.FormerSlugFactory, slug="old", party=None, source=factories.SourceFactory)
    ],
    "capture_has_text": [lambda: factories.CaptureFactory(text="")],
    "capture_sha256_is_hex": [
        lambda: factories.CaptureFactory(sha256="g" * 64),
        lambda: factories.CaptureFactory(sha256="A" * 64),
        lambda: factories.CaptureFactory(sha256="a" * 63),
        lambda: factories.CaptureFactory(sha256=""),
    ],
    "passage_is_not_empty": [
        lambda: factories.PassageFactory(start=3, end=3, quote=QUOTE),
        lambda: factories.PassageFactory(start=4, end=3, quote=QUOTE),
    ],
    "passage_counts_from_one": [lambda: factories.PassageFactory(occurrence=0)],
    "passage_once_per_place": [twice(factories.PassageFactory, capture=factories.CaptureFactory)],
    "passage_translation_has_translator": [lambda: factories.PassageFactory(translation="Wort")],
    "participation_in_one_record": [
        lambda: factories.ParticipationFactory(event=EVENT()),
        lambda: factories.ParticipationFactory(commitment=None),
    ],
    **{
        f"participation_once_per_{record}_role": [
            twice(
                factories.ParticipationFactory,
                **{"commitment": None, record: TARGET_FACTORIES[record], "party": PARTY},
            )
        ]
        for record in ("commitment", "event", "figure")
    },
    "deadline_once_per_position": [
        twice(factories.DeadlineFactory, commitment=COMMITMENT, position=1)
    ],
    "deadline_counts_from_one": [lambda: factories.DeadlineFactory(position=0)],
    "milestone_once_per_step_and_party": [
        twice(factories.MilestoneFactory, commitment=COMMITMENT),
        twice(factories.MilestoneFactory, commitment=COMMITMENT, party=PARTY),
    ],
    "condition_once_per_position": [
        twice(factories.ConditionFactory, commitment=COMMITMENT, position=1)
    ],
    "condition_date_only_when_met": [
        lambda: factories.ConditionFactory(date_precision="after", date_earliest=DAY)
    ],
    "revision_is_never_withdrawn": [
        lambda: factories.RevisionFactory(state="withdrawn", recorded_at=factories.RECORDED_AT)
    ],
    "revision_has_reason": [lambda: factories.RevisionFactory(reason="")],
    "revision_one_waits": [
        lambda: [
            factories.RevisionFactory(key="peace", state=state) for state in ("draft", "in_review")
        ]
    ],
    "statuschange_is_never_withdrawn": [
        lambda: factories.StatusChangeFactory(state="withdrawn", recorded_at=factories.RECORDED_AT)
    ],
    "statuschange_happened_by_a_day": [
        with_dates(factories.StatusChangeFactory._meta.model, "after", DAY, None)
    ],
    "statuschange_has_reason": [lambda: factories.StatusChangeFactory(reason="")],
    "statuschange_empty_only_to_correct": [lambda: factories.StatusChangeFactory(status="")],
    "statuschange_not_its_own_correction": [its_own(factories.StatusChangeFactory, "corrects")],
    "statuschange_reason_code_fits_status": [
        lambda: factories.StatusChangeFactory(status="fulfilled", reason_code="other"),
        lambda: factories.StatusChangeFactory(status="stalled"),
        lambda: factories.StatusChangeFactory(status="stalled", reason_code="lapsed"),
    ],
    "statuschange_delivered_is_not_negative": [
        lambda: factories.StatusChangeFactory(delivered_quantity=-1)
    ],
    "citation_of_one_thing": [two_targets, lambda: factories.CitationFactory(commitment=None)],
    "citation_rests_on_one_thing": [
        lambda: factories.CitationFactory(passage=None),
        lambda: factories.CitationFactory(
            passage=factories.PassageFactory(), reference=factories.ReferenceFactory()
        ),
    ],
    "citation_of_page_has_finding": [
        lambda: factories.CitationFactory(reference=factories.ReferenceFactory(), finding="")
    ],
    "citation_primary_words_are_held": [
        lambda: factories.CitationFactory(reference=factories.ReferenceFactory(), role="primary"),
        lambda: factories.CitationFactory(
            reference=factories.ReferenceFactory(), role="paraphrase"
        ),
    ],
    **{
        f"citation_position_in_{target}": [
            twice(factories.CitationFactory, **{target: TARGET_FACTORIES[target], "position": 1})
        ]
        for target in TARGETS
    },
    "relation_from_one_record": [
        lambda: factories.RelationFactory(from_commitment=None),
        lambda: factories.RelationFactory(from_event=EVENT()),
    ],
    "relation_to_one_record": [
        lambda: factories.RelationFactory(to_commitment=None),
        lambda: factories.RelationFactory(to_figure=factories.FigureFactory()),
    ],
    "relation_not_to_itself": [
        lambda: to_itself(COMMITMENT, "commitment"),
        lambda: to_itself(EVENT, "event"),
        lambda: to_itself(factories.FigureFactory, "figure"),
    ],
    "assignment_once_per_record": [twice(factories.AssignmentFactory, key=lambda: "C-1")],
    "importedrow_once_per_list": [
        twice(factories.ImportedRowFactory, origin=lambda: "A list", original_id=lambda: "1")
    ],
    "relation_once": [
        twice(factories.RelationFactory, from_commitment=COMMITMENT, to_commitment=COMMITMENT),
        twice(
            related,
            start=lambda: {"from_event": EVENT()},
            end=lambda: {"to_commitment": COMMITMENT()},
        ),
    ],
    "dataset_is_one_row": [lambda: factories.DatasetFactory(id=2)],
    "dataversion_is_one_row": [lambda: factories.DataVersionFactory(id=2)],
}
for _model in MODELS:
    if issubclass(_model, DatedModel):
        WAYS |= dated(_model)
    if issubclass(_model, PublishedModel):
        WAYS |= reviewed(_model)

CASES = [
    pytest.param(name, way, id=f"{name}-{number}")
    for name, ways in WAYS.items()
    for number, way in enumerate(ways, start=1)
]


def names_it(error: IntegrityError, name: str) -> bool:
    model, constraint = CONSTRAINTS[name]
    if name in str(error):
        return True
    # SQLite names the columns, not the constraint, where it holds a plain UNIQUE.
    columns = [f"{model._meta.db_table}.{model._meta.get_field(field).column}"
               for field in getattr(constraint, "fields", ())]  # fmt: skip
    return bool(columns) and f"UNIQUE constraint failed: {', '.join(columns)}" in str(error)


@pytest.mark.parametrize(("name", "break_it"), CASES)
def test_database_refuses_what_breaks(name, break_it):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        break_it()

    assert names_it(refused.value, name), refused.value


def test_every_constraint_is_broken_by_a_test():
    assert set(WAYS) == set(CONSTRAINTS)


@pytest.mark.parametrize(("model", "field"), UNIQUE_FIELDS, ids=lambda value: str(value))
def test_database_refuses_a_second(model, field):
    factory_of(model)(**{field: "THE-SAME"})

    with (
        pytest.raises(
            IntegrityError, match=rf"{model._meta.db_table}[._]{field}|is never replaced"
        ),
        transaction.atomic(),
    ):
        factory_of(model)(**{field: "THE-SAME"})


def test_constraints_are_named_after_their_table_and_what_holds():
    odd = [
        name
        for name, (model, _constraint) in CONSTRAINTS.items()
        if not name.startswith(f"{model._meta.model_name}_")
    ]

    assert odd == []


def test_database_has_every_constraint():
    with connection.cursor() as cursor:
        present = {
            name
            for model in MODELS
            for name in connection.introspection.get_constraints(cursor, model._meta.db_table)
        }

    checks = {
        n for n, (_m, constraint) in CONSTRAINTS.items() if isinstance(constraint, CheckConstraint)
    }
    assert checks <= present


def test_rows_that_keep_every_rule_are_taken():
    for model in MODELS:
        assert isinstance(factory_of(model)(), models.Model)
