"""Parts that are edited inside their record: roles, citations, relations and the like."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.models import BaseInlineFormSet, _get_foreign_key
from django.http import HttpRequest

from tracker import choices, permissions
from tracker.admin.fields import Fields, know, several_from_address
from tracker.forms import uniqueness
from tracker.forms.base import WordedForm
from tracker.forms.citations import CitationForm
from tracker.models import (
    Citation,
    Condition,
    Deadline,
    FormerSlug,
    Milestone,
    Participation,
    PartyName,
    Relation,
)
from tracker.services import refusals
from tracker.services.problems import Problem

DATE_FIELDS = (
    "date_precision",
    ("date_earliest", "date_latest"),
    "date_words",
    "date_basis",
)


class _Without:
    """A model as far as a constraint asks it, without some of its rows."""

    def __init__(self, model: Any, keys: Sequence[Any]) -> None:
        self._model = model
        self._default_manager = model._default_manager.exclude(pk__in=keys)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)


class PartFormSet(BaseInlineFormSet):
    """Rows that are checked together with the record they belong to.

    The admin sets `refused`, what the services said of the rows when they were tried a moment ago.
    """

    refused: Sequence[Problem] = ()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Tell the choices which records the row names, so that none is asked for by itself."""
        super().add_fields(form, index)
        for field in form.instance._meta.fields:
            if field.is_relation and field.name in form.fields and field.is_cached(form.instance):
                know(form.fields[field.name], getattr(form.instance, field.name))

    def clean(self) -> None:
        """Ask for the rules that name the record: a form leaves them to the database."""
        super().clean()
        self._tell_refused()
        for form in self.forms:
            if form.has_changed() and not form.errors and form not in self.deleted_forms:
                self._check(form)

    def _tell_refused(self) -> None:
        """What was refused of a row stands at its field; of no row in particular, above them."""
        kept = [form for form in self.forms if not self._is_left_out(form)]
        for problem in self.refused:
            if problem.row is None or problem.row >= len(kept):
                raise ValidationError(str(problem))
            form = kept[problem.row]
            place = problem.field if problem.field in form.fields else None
            form.add_error(place, ValidationError(str(problem)))

    def _check(self, form: Any) -> None:
        model = type(form.instance)
        absent = {f.name for f in model._meta.fields} - {*form.fields, self.fk.name}
        for constraint in model._meta.constraints:
            try:
                constraint.validate(self._as_it_will_be(model), form.instance, exclude=absent)
            except ValidationError as error:
                form.add_error(None, refusals.of_constraint(constraint.name) or error)

    def _as_it_will_be(self, model: Any) -> Any:
        """The model as a constraint asks for it: without the rows that this form changes or takes out."""
        return _Without(model, [row.pk for row in self._leaving()])

    def _leaving(self) -> list[Any]:
        """The stored rows that this form changes or takes out, so that others may take their place."""
        return [f.instance for f in self.initial_forms if f.instance.pk and f.has_changed()]

    def validate_unique(self) -> None:
        """Refuse rows of the form that say the same, each where it stands."""
        for constraint in uniqueness.of(self.model, self.empty_form.fields):
            seen = set()
            for form in self.forms:
                if form.errors or self._is_left_out(form):
                    continue
                place = uniqueness.place(constraint, form.instance, apart=self.fk.name)
                if place in seen:
                    form.add_error(None, refusals.of_constraint(constraint.name))
                seen |= {place} - {None}

    def _is_left_out(self, form: Any) -> bool:
        is_empty = form.instance.pk is None and not form.has_changed()
        return is_empty or self._should_delete_form(form)  # type: ignore[attr-defined]

    def save_existing_objects(self, commit: bool = True) -> Any:
        """Save the stored rows; one may take the place of another that is saved or taken out after it."""
        leaving = self._leaving()
        if commit and len(leaving) > 1:
            found = uniqueness.of(self.model, self.empty_form.fields)
            for name in {uniqueness.text_in(constraint, self.model) for constraint in found}:
                for number, row in enumerate(leaving):
                    # a sign that is in no text of ours (`lib.own_words`), so in nobody's place
                    type(row)._base_manager.filter(pk=row.pk).update(**{name: f"\x1f{number}"})
        return super().save_existing_objects(commit)


# As many rows as a part may have on a form.
MOST_ROWS = 100


class Part(Fields, admin.StackedInline):
    """Open when its record is."""

    form = WordedForm
    formset = PartFormSet
    extra = 0
    max_num = MOST_ROWS
    prefilled: tuple[str, ...] = ()  # fields that an address may fill in, one in each row

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """As many rows as somebody reads, and hardly more for one who asks for thousands."""
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS + 20, **kwargs})

    def first_rows(self, request: HttpRequest, obj: Any = None) -> list[dict[str, Any]]:
        """What the address fills in, one in each row; only when the form opens."""
        if request.method != "GET" or (obj is not None and obj.pk is not None):
            return []
        return [
            {name: value}
            for name in self.prefilled
            for value in several_from_address(self.model, name, request)
        ][:MOST_ROWS]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows, with the records that they name."""
        named = {
            *self.autocomplete_fields,
            _get_foreign_key(self.parent_model, self.model, self.fk_name).name,
        }
        return super().get_queryset(request).select_related(*named)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Room for the rows that the address fills in."""
        return max(len(self.first_rows(request, obj)) - (self.min_num or 0), self.extra)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors see everything."""
        return permissions.may_edit(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the record."""
        record_admin = self.admin_site.get_model_admin(self.parent_model)
        if obj is None:
            return record_admin.has_add_permission(request)
        return record_admin.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the record."""
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the record."""
        return self.has_add_permission(request, obj)


class NumberedFormSet(PartFormSet):
    """Rows that keep the order in which they were entered."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Number the row after the last one."""
        form.instance.position = self._last(type(form.instance)) + 1
        return super().save_new(form, commit=commit)

    def _last(self, model: Any) -> int:
        if self.instance.pk is None:
            return 0
        rows = model._base_manager.filter(**{self.fk.name: self.instance})
        return rows.aggregate(last=Max("position"))["last"] or 0


class CitationFormSet(NumberedFormSet):
    """Rows of which those are saved first on which the record is to rest.

    The database keeps what is public with its words at every moment: the others cease to be that, or
    go, when all is there that takes their place.
    """

    def save(self, commit: bool = True) -> Any:
        """Save the rows in this order."""
        self._later: list[Callable[[], Any]] = []
        saved = super().save(commit)
        for step in self._later:
            step()
        return saved

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        """Save it now when the record is to rest on it."""
        save = partial(super().save_existing, form, obj, commit)
        if obj.role == choices.CitationRole.PRIMARY:
            return save()
        self._later.append(save)
        return obj

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        """Delete it last."""
        self._later.append(partial(super().delete_existing, obj, commit))


class CitationPart(Part):
    """The words, or the external pages, on which a record rests."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    ordering = ("position", "pk")
    fields = (
        "passage",
        "reference",
        ("role", "stance"),
        "account_of",
        "account_words",
        "finding",
    )
    autocomplete_fields = ("passage", "reference", "account_of")
    prefilled: tuple[str, ...] = ("passage",)
    usual_role: str = choices.CitationRole.EVIDENCE

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Folded away when the words are known: one stop on the way to the button."""
        is_known = obj is None and request.method == "GET" and "passage" in request.GET
        self.classes = ("collapse",) if is_known else ()
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Begin with the usual role."""
        if db_field.name == "role":
            kwargs["initial"] = self.usual_role
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class PrimaryCitationPart(CitationPart):
    """The words on which a commitment rests."""

    usual_role = choices.CitationRole.PRIMARY


class ParticipationPart(Part):
    """Who has which role."""

    model = Participation
    ordering = ("pk",)
    fields = (("party", "role"), "note")
    autocomplete_fields = ("party",)


class DeadlinePart(Part):
    """When it is due: the original first, then each re-dating."""

    model = Deadline
    formset = NumberedFormSet
    ordering = ("position", "pk")
    fields = (*DATE_FIELDS, "in_force_from", "passage")
    autocomplete_fields = ("passage",)


class MilestonePart(Part):
    """The steps of a treaty; each has its citations on a page of its own."""

    model = Milestone
    ordering = ("pk",)
    show_change_link = True
    fields = (("step", "party"), *DATE_FIELDS, "note")
    autocomplete_fields = ("party",)


class ConditionPart(Part):
    """Conditions that somebody states; each has its citations on a page of its own."""

    model = Condition
    formset = NumberedFormSet
    ordering = ("position", "pk")
    show_change_link = True
    fields = (
        "text",
        ("claimant", "is_in_text"),
        ("disputed_by", "dispute"),
        "is_met",
        *DATE_FIELDS,
    )
    autocomplete_fields = ("claimant", "disputed_by")


class RelationPart(Part):
    """How the record is related to others."""

    model = Relation
    ordering = ("pk",)
    fields = ("kind", "to_commitment", "to_event", "to_figure", "note")
    autocomplete_fields = ("to_commitment", "to_event", "to_figure")


class CommitmentRelationPart(RelationPart):
    """Relations from a commitment."""

    fk_name = "from_commitment"


class EventRelationPart(RelationPart):
    """Relations from an event."""

    fk_name = "from_event"


class FigureRelationPart(RelationPart):
    """Relations from a figure."""

    fk_name = "from_figure"


class PartyNamePart(Part):
    """Other names of a party."""

    model = PartyName
    ordering = ("pk",)
    fields = (("name", "kind", "language"), ("valid_from", "valid_to"), "note")


class FormerSlugPart(Part):
    """Addresses that lead to the present one."""

    model = FormerSlug
    ordering = ("slug", "pk")
    fields = ("slug",)
