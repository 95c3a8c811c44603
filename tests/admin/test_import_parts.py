"""What an import says of the parts of a record: checked row by row, and joined with what was done here."""

import pytest

from tests import factories
from tests.admin.sheets import Importing, counts_of
from tests.admin.test_imports import CHANGE, NEW
from tracker.models import Commitment, Party, Reference, StatusChange, Topic

pytestmark = pytest.mark.django_db

DUE = {"due": "", "due_precision": "", "due_words": ""}


@pytest.fixture(autouse=True)
def record(db):
    factories.CategoryFactory(slug="meetings", name="Meetings")
    factories.ReferenceFactory(code="R-1")


@pytest.mark.parametrize(
    ("column", "due"),
    [
        ("due", {"due": "soon", "due_precision": "day"}),
        ("due", {"due": "2024", "due_precision": "day"}),
        ("due", {"due": "2024-01-01", "due_precision": "vague"}),
        ("due_words", {"due_precision": "vague", "due_words": "x" * 500}),
    ],
)
def test_a_due_date_that_does_not_fit_leaves_its_row_out_and_no_other(at_editor, column, due):
    rows = [{**NEW, **DUE, **due}, {**NEW, **DUE, "code": "C-2"}]

    file = Importing(at_editor, rows)
    file.columns()

    assert [problem[:2] for problem in file.problems()] == [("2", column)]
    file.write()
    assert list(Commitment.objects.values_list("code", flat=True)) == ["C-2"]


def test_a_due_date_that_comes_to_a_row_imported_before_is_checked_too(at_editor):
    Importing(at_editor, [NEW]).done()

    file = Importing(at_editor, [{**NEW, **DUE, "due": "soon", "due_precision": "day"}])
    file.columns()

    assert [problem[:2] for problem in file.problems()] == [("2", "due")]


def test_dates_that_a_list_writes_day_first_beside_a_precision_of_its_own(at_editor):
    rows = [{"No": "1", "Due": "1.2.2024", "How": "month"}, {"No": "2", "Due": "", "How": "day"}]
    fixed = {f"fixed__{name}": NEW[name] for name in NEW if name != "code"}

    file = Importing(at_editor, rows)
    file.columns(origin="List", column__code="No", column__due="Due", column__due_precision="How", format__due="day_first", **fixed)  # fmt: skip

    assert [problem[:2] for problem in file.problems()] == [("2", "Due")]


def test_words_of_evidence_that_are_too_long_leave_their_row_out(at_editor):
    factories.published_commitment(code="C-1")
    rows = [{**CHANGE, "account_words": "x" * 1500}, {**CHANGE, "account_words": "they said"}]

    file = Importing(at_editor, rows, "status_changes")
    file.columns()

    assert [problem[:2] for problem in file.problems()] == [("2", "account_words")]


def test_what_an_editor_wrote_stays_when_a_narrower_file_came_in_between(at_editor):
    row = {**NEW, "note": "theirs"}
    Importing(at_editor, [row]).done()
    at_editor.change(Commitment.objects.get(), note="by the editor")
    narrower = {name: cell for name, cell in row.items() if name != "note"}

    Importing(at_editor, [{**narrower, "title": "Meet thrice"}]).done()
    file = Importing(at_editor, [{**row, "title": "Meet thrice"}])
    file.columns()

    assert counts_of(file.preview().words)["unchanged"] == 1


def test_parties_that_an_editor_added_or_took_off_stay_so(at_editor):
    for slug in ("armenia", "azerbaijan", "georgia", "russia"):
        factories.PartyFactory(slug=slug, short_name=slug.title())
    row = {**NEW, "parties": "Armenia (obligor); Georgia (obligor)"}
    Importing(at_editor, [row]).done()
    made = Commitment.objects.get()
    made.participations.filter(party__slug="georgia").delete()
    russia = Party.objects.get(slug="russia")
    factories.ParticipationFactory(commitment=made, party=russia, role="counterparty", note="here")

    Importing(at_editor, [{**row, "parties": "Georgia (obligor); Azerbaijan (obligor)"}]).done()

    parties = set(made.participations.values_list("party__slug", "note"))
    assert parties == {("azerbaijan", ""), ("russia", "here")}


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("Armenia; Azerbaijan", {("armenia", "obligor"), ("azerbaijan", "obligor")}),
        ("Armenia;Azerbaijan (Counterparty)", {("armenia", "obligor"), ("azerbaijan", "counterparty")}),
        ("Court (The Hague)", {("court", "obligor")}),
        ("", set()),
    ],
)  # fmt: skip
def test_parties_of_a_list_that_names_no_roles_have_the_one_that_is_chosen(at_editor, who, roles):
    for slug, name in (
        ("armenia", "Armenia"),
        ("azerbaijan", "Azerbaijan"),
        ("court", "Court (The Hague)"),
    ):
        factories.PartyFactory(slug=slug, short_name=name)
    read = {"origin": "List", "column__parties": "Who", "fixed__role": "obligor"}

    assert Importing(at_editor, [{**NEW, "Who": who}]).done(**read)["new"] == 1

    made = Commitment.objects.get()
    assert set(made.participations.values_list("party__slug", "role")) == roles
    again = Importing(at_editor, [{**NEW, "Who": who}])
    again.columns(**read)
    assert counts_of(again.preview().words)["unchanged"] == 1


def test_topics_that_an_editor_added_or_took_off_stay_so(at_editor):
    for slug in ("a", "b", "c", "d"):
        factories.TopicFactory(slug=slug, name=f"The {slug}")
    Importing(at_editor, [{**NEW, "topics": "a;b"}]).done()
    made = Commitment.objects.get()
    made.topics.set(Topic.objects.filter(slug__in=["b", "c"]))

    Importing(at_editor, [{**NEW, "topics": "a;The d"}]).done()

    assert set(made.topics.values_list("slug", flat=True)) == {"c", "d"}


def test_evidence_that_an_editor_cited_stays(at_editor):
    factories.published_commitment(code="C-1")
    factories.ReferenceFactory(code="R-2")
    row = {**CHANGE, "code": "S-1"}
    Importing(at_editor, [row], "status_changes").done()
    made = StatusChange.objects.get(code="S-1")
    factories.CitationFactory(status_change=made, passage=None, reference=Reference.objects.get(code="R-2"), finding="Ours.", position=2)  # fmt: skip

    Importing(at_editor, [{**row, "finding": "They met twice."}], "status_changes").done()

    cited = list(made.citations.order_by("position").values_list("reference__code", "finding"))
    assert cited == [("R-1", "They met twice."), ("R-2", "Ours.")]


@pytest.mark.parametrize(
    ("here", "now", "told"),
    [
        ("By hand.", "Anew.", ["“By hand.” was entered here about R-1: the row replaces it."]),
        ("By hand.", "By hand.", []),
        (CHANGE["finding"], "Anew.", []),
    ],
    ids=["both changed it", "both say the same", "only the row"],
)
def test_finding_that_an_editor_wrote_is_told_before_a_row_replaces_it(at_editor, here, now, told):
    factories.published_commitment(code="C-1")
    row = {**CHANGE, "code": "S-1"}
    Importing(at_editor, [row], "status_changes").done()
    StatusChange.objects.get().citations.update(finding=here)

    file = Importing(at_editor, [{**row, "finding": now, "reason": "Anew."}], "status_changes")
    file.columns()

    assert [why for _line, column, why in file.problems() if column == "finding"] == told


def test_evidence_that_an_editor_cited_and_a_row_newly_names_is_told(at_editor):
    factories.published_commitment(code="C-1")
    theirs = factories.ReferenceFactory(code="R-2")
    row = {**CHANGE, "code": "S-1"}
    Importing(at_editor, [row], "status_changes").done()
    factories.CitationFactory(status_change=StatusChange.objects.get(), passage=None, reference=theirs, finding="Ours.", stance="contradicts", position=2)  # fmt: skip

    both = {**row, "evidence": "R-1; R-2", "finding": "One.\nTheirs."}
    file = Importing(at_editor, [both], "status_changes")
    file.columns()

    assert [(column, why) for _line, column, why in file.problems()] == [
        ("stance", "“contradicts” was entered here about R-2: the row replaces it."),
        ("finding", "“Ours.” was entered here about R-2: the row replaces it."),
    ]


@pytest.mark.parametrize(("here", "is_told"), [("B", True), ("A", False), ("C", False)])
def test_what_both_changed_is_told_before_the_row_replaces_it(at_editor, here, is_told):
    Importing(at_editor, [{**NEW, "note": "A"}]).done()
    at_editor.change(Commitment.objects.get(), note=here, summary="Longer.")

    file = Importing(at_editor, [{**NEW, "note": "C", "title": "Meet thrice"}])
    file.columns()

    told = "changed here since the last import, from “A” to “B”"
    assert (told in file.preview().words) is is_told


def test_a_party_without_a_role_is_shown_how_to_write_it(at_editor):
    file = Importing(at_editor, [{**NEW, "parties": "Ruritania"}])
    file.columns()

    assert "write it as “Ruritania (obligor)”" in file.problems()[0][2]
