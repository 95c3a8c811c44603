"""Two people at one record: nobody overwrites what they have not seen, nothing typed is lost."""

import pytest

from tests import factories
from tests.admin.desk import added, address, again, text_of
from tests.admin.test_queue import work_of
from tests.admin.test_review import draft_of
from tracker import choices
from tracker.models import Commitment, Edit, Revision


def test_second_save_of_a_stale_form_is_refused_and_says_who_changed_what(at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first", summary="Short.")
    stale = at_editor.opened(draft, summary="A long text that took an hour.")
    at_reviewer.change(draft, title="By Bob")

    answer = at_editor.post(draft, stale)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.summary == "Short."
    assert "bob changed this record after you opened it" in answer.text
    assert "Title is now “By Bob”." in text_of(answer)
    assert "A long text that took an hour." in answer.text


def test_saving_again_keeps_what_the_other_person_changed_and_adds_what_was_typed(
    at_editor, at_reviewer
):
    draft = factories.CommitmentFactory(title="At first", summary="Short.", note="A note.")
    topics = [factories.TopicFactory(), factories.TopicFactory()]
    stale = at_editor.opened(draft, summary="By Alice", topics=[topics[0].pk])
    at_reviewer.change(draft, title="By Bob", note="", is_standing="on")

    answer = at_editor.post(draft, stale)
    saved = at_editor.post(draft, again(answer))

    draft.refresh_from_db()
    assert saved.status_code == 302
    assert (draft.title, draft.note, draft.is_standing) == ("By Bob", "", True)
    assert (draft.summary, [*draft.topics.all()]) == ("By Alice", topics[:1])


@pytest.mark.parametrize(("kept", "title"), [("mine", "By Alice"), ("theirs", "By Bob")])
def test_field_that_both_changed_is_shown_twice_and_asks_for_a_choice(
    at_editor, at_reviewer, kept, title
):
    draft = factories.CommitmentFactory(title="At first")
    stale = at_editor.opened(draft, title="By Alice")
    at_reviewer.change(draft, title="By Bob")

    answer = at_editor.post(draft, stale)
    undecided = at_editor.post(draft, again(answer))
    draft.refresh_from_db()
    before = draft.title
    decided = at_editor.post(draft, again(undecided, **{"kept-title": kept}))

    draft.refresh_from_db()
    missing = "Choose one of the two: nothing is saved before."
    assert (missing in answer.text, missing in undecided.text) == (False, True)
    for page in (answer, undecided):
        (choice,) = page.context["conflict"].choices
        assert (choice.label, choice.mine, choice.theirs) == ("Title", "By Alice", "By Bob")
        assert 'name="kept-title" value="theirs"' in page.text
    assert before == "By Bob"
    assert (decided.status_code, draft.title) == (302, title)


@pytest.mark.parametrize("typed", ["title", "summary"])
def test_what_one_changed_in_another_window_is_not_called_somebody_elses(at_editor, typed):
    public = factories.published_commitment(title="At first", summary="Short.")
    stale = at_editor.opened(public, **{typed: "In the first."}, revision_reason="The first.")
    at_editor.change(public, title="In the second.", revision_reason="The second.")

    page = text_of(at_editor.post(public, stale))

    said = page.partition('class="conflict"')[2].partition('class="module')[0]
    assert "alice changed this record after you opened it" in said
    assert "The reason given: " in said
    assert not [words for words in ("other person", "Their", "You both") if words in said]


def test_what_both_typed_alike_is_no_conflict(at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first")
    stale = at_editor.opened(draft, title="The same")
    at_reviewer.change(draft, title="The same")

    assert at_editor.post(draft, stale).status_code == 302


def test_third_change_between_is_merged_too(at_editor, at_reviewer, desk_of):
    draft = factories.CommitmentFactory(title="At first", note="At first.")
    stale = at_editor.opened(draft, title="By Alice")
    at_reviewer.change(draft, title="By Bob")
    answer = at_editor.post(draft, stale)
    desk_of(factories.EditorFactory(username="carla")).change(draft, note="By Carla.")

    later = at_editor.post(draft, again(answer, **{"kept-title": "theirs"}))
    at_editor.post(draft, again(later))

    draft.refresh_from_db()
    assert "carla changed this record" in later.text
    assert (draft.title, draft.note) == ("By Bob", "By Carla.")


# Parts


def test_change_of_a_part_is_a_change_of_the_record(at_editor, at_reviewer):
    citation = factories.CitationFactory(role="primary", position=1)
    draft = citation.commitment
    stale = at_editor.opened(draft, **{"citations-0-stance": "context"})
    at_reviewer.change(draft, **{"citations-0-stance": "contradicts"})

    answer = at_editor.post(draft, stale)
    kept = {"kept-citations-0-stance": "mine"}
    saved = at_editor.post(draft, again(answer, **kept))

    (choice,) = answer.context["conflict"].choices
    assert "bob changed this record" in answer.text
    assert (choice.mine, choice.theirs) == ("Context", "Contradicts")
    citation.refresh_from_db()
    assert (saved.status_code, citation.stance) == (302, "context")


def test_row_that_nobody_touched_here_reads_as_the_other_person_left_it(at_editor, at_reviewer):
    citation = factories.CitationFactory(role="primary", position=1, finding="")
    draft = citation.commitment
    stale = at_editor.opened(draft, title="By Alice", **{"citations-0-stance": "context"})
    at_reviewer.change(draft, **{"citations-0-finding": "By Bob."})

    at_editor.post(draft, again(at_editor.post(draft, stale)))

    citation.refresh_from_db()
    assert (citation.finding, citation.stance) == ("By Bob.", "context")


def test_rows_that_two_people_add_and_take_out_are_all_taken_over(at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first")
    rows = [factories.ParticipationFactory(commitment=draft) for _ in range(3)]
    mine, theirs = factories.PartyFactory(), factories.PartyFactory()
    stale = at_editor.opened(draft, **{"participations-2-DELETE": "on"})
    stale |= added(stale, "participations", [{"party": mine.pk, "role": "obligor"}])
    at_reviewer.change(
        draft, parts={"participations": [{"party": theirs.pk, "role": "obligor"}]},
        **{"participations-0-DELETE": "on"},
    )  # fmt: skip

    answer = at_editor.post(draft, stale)
    saved = at_editor.post(draft, again(answer))

    said = " ".join(answer.context["conflict"].taken)
    assert f"{theirs} was added." in said
    assert f"{rows[0].party}" in said
    assert "was taken out." in said
    assert saved.status_code == 302
    assert {p.party for p in draft.participations.all()} == {rows[1].party, mine, theirs}


def test_row_that_two_people_add_alike_is_there_once(at_editor, at_reviewer):
    draft, party = factories.CommitmentFactory(), factories.PartyFactory()
    rows = [{"role": "obligor", "party": party.pk, "note": "", "position": 1}]
    opened = at_editor.opened(draft)
    stale = {**opened, "title": "By Alice", **added(opened, "participations", rows)}
    at_reviewer.change(draft, parts={"participations": rows})

    answer = at_editor.post(draft, stale)
    saved = at_editor.post(draft, again(answer))

    assert "was added." in text_of(answer)
    assert saved.status_code == 302
    assert draft.participations.get().party == party


@pytest.mark.parametrize(("kept", "count"), [("mine", 1), ("theirs", 0)])
def test_row_that_one_changed_and_the_other_took_out_asks_for_a_choice(
    at_editor, at_reviewer, kept, count
):
    citation = factories.CitationFactory(role="primary", position=1)
    draft = citation.commitment
    stale = at_editor.opened(draft, **{"citations-0-finding": "By Alice."})
    at_reviewer.change(draft, **{"citations-0-DELETE": "on"})

    answer = at_editor.post(draft, stale)
    saved = at_editor.post(draft, again(answer, **{"kept-citations-0-DELETE": kept}))

    (choice,) = answer.context["conflict"].choices
    assert (choice.mine, choice.theirs) == ("Leave it in", "Take it out")
    assert saved.status_code == 302
    assert draft.citations.filter(finding="By Alice.").count() == count


def test_part_that_another_person_took_out_is_no_error_page(at_editor, at_reviewer):
    draft = factories.CitationFactory(role="primary", position=1).commitment
    stale = at_editor.opened(draft, title="By Alice")
    at_reviewer.change(draft, **{"citations-0-DELETE": "on"})

    answer = at_editor.post(draft, stale)

    assert answer.status_code == 200
    assert "By Alice" in answer.text


@pytest.mark.parametrize("opened", [None, "", "{", "[]", '{"": 1}', '{"": [{"title": {}}]}'])
def test_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing(at_editor, opened):
    draft = factories.CommitmentFactory(title="At first")
    data = at_editor.opened(draft, title="Blind")
    data = {**data, "opened": opened} if opened is not None else data
    if opened is None:
        del data["opened"]

    answer = at_editor.post(draft, data)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.title == "At first"
    assert "Blind" in answer.text


# Revisions


def test_two_people_who_revise_at_once_see_each_others_reason(at_editor, at_reviewer):
    public = factories.published_commitment()
    stale = at_editor.opened(public, note="By Alice.", revision_reason="Alice’s reason.")
    at_reviewer.change(public, summary="By Bob.", revision_reason="Bob’s reason.")

    answer = at_editor.post(public, stale)
    saved = at_editor.post(public, again(answer, **{"kept-revision_reason": "mine"}))

    revision = Revision.objects.get()
    said = text_of(answer)
    assert "bob changed this record after you opened it" in said
    assert "Bob’s reason." in said
    assert saved.status_code == 302
    assert (revision.after["commitments"][0]["summary"], revision.reason) == (
        "By Bob.",
        "Alice’s reason.",
    )
    assert revision.after["commitments"][0]["note"] == "By Alice."


def test_rows_of_a_revision_that_waits_are_merged(at_editor, at_reviewer):
    public = factories.published_commitment()
    parties = factories.PartyFactory.create_batch(3)
    row = {"role": "obligor", "party": parties[0].pk}
    at_reviewer.change(public, revision_reason="First.", parts={"participations": [row]})
    stale = at_editor.opened(public, **{"participations-0-note": "By Alice."})
    more = [{**row, "party": party.pk} for party in parties[1:]]
    at_reviewer.change(public, parts={"participations": more})

    saved = at_editor.post(public, again(at_editor.post(public, stale)))

    rows = Revision.objects.get().after["participations"]
    assert saved.status_code == 302
    assert sorted((r["party"], r["note"]) for r in rows if r["role"] == "obligor") == sorted(
        (party.slug, "By Alice." if party == parties[0] else "") for party in parties
    )


# Closed or gone


def test_record_submitted_meanwhile_is_not_saved_and_shows_what_was_typed(at_editor, at_reviewer):
    draft = factories.CommitmentFactory()
    factories.CitationFactory(commitment=draft, role="primary")
    stale = at_editor.opened(draft, summary="A long text that took an hour.")
    at_reviewer.move(draft, "submit")

    answer = at_editor.post(draft, stale)

    assert answer.status_code == 403
    assert "In review, and read-only" in answer.text
    assert answer.context_data["typed"] == [("Summary", "A long text that took an hour.")]


def test_what_could_not_be_saved_is_told_in_the_words_of_the_form(at_editor, at_reviewer):
    draft, host = factories.CommitmentFactory(), factories.PartyFactory(short_name="Altania")
    factories.CitationFactory(commitment=draft, role="primary")
    stale = at_editor.opened(draft, bindingness="treaty_signed")
    role = added(stale, "participations", [{"party": host.pk, "role": "host", "note": "A\r\nB"}])
    at_reviewer.move(draft, "submit")

    garbage = {"citations": "x", "participations-99999999999999999999-note": "x", "id": "1", "no-9-x": "y", "status_changes": "z"}  # fmt: skip
    answer = at_editor.post(draft, {**garbage, **stale, **role})

    row = f"Participation {draft.participations.count() + 1}: "
    assert answer.context_data["typed"] == [
        ("Bindingness", str(choices.Bindingness.TREATY_SIGNED.label)),
        (f"{row}Party", "Altania"),
        (f"{row}Role", str(choices.Role.HOST.label)),
        (f"{row}Note", "A\r\nB"),
    ]


def test_row_that_is_typed_twice_comes_back_with_a_sentence_and_the_input(at_editor):
    draft = factories.CommitmentFactory()
    party = factories.PartyFactory()
    data = at_editor.opened(draft, title="Typed title")
    twice = [{"party": party.pk, "role": "obligor"}] * 2

    answer = at_editor.post(draft, {**data, **added(data, "participations", twice)})

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert answer.text.count("This party has this role already.") == 1
    assert "Typed title" in answer.text
    assert not draft.participations.exists()
    assert draft.title != "Typed title"


def test_what_was_typed_is_shown_when_the_draft_was_deleted_meanwhile(at_editor, desk_of):
    draft = factories.CommitmentFactory()
    data = at_editor.opened(draft, title="Typed for an hour")
    Commitment.objects.all().delete()

    answer = at_editor.client.post(address(Commitment, "change", draft.pk), data)

    assert answer.status_code == 403
    assert "It was deleted in the meantime." in text_of(answer)
    assert ("Title", "Typed for an hour") in answer.context_data["typed"]
    assert ("Category", str(draft.category)) in answer.context_data["typed"]


def test_check_of_a_stale_form_says_to_choose_first(at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first")
    stale = at_editor.opened(draft, title="By Alice", _check="1")
    at_reviewer.change(draft, title="By Bob")

    answer = text_of(at_editor.post(draft, stale))

    assert "Choose first, then check again." in answer
    assert "Nothing stands out." not in answer


def test_reason_of_a_revision_that_ended_meanwhile_is_not_emptied(at_editor, at_reviewer):
    public = factories.published_commitment()
    at_editor.change(public, note="First.", revision_reason="The first reason.")
    stale = at_reviewer.opened(public, note="Second.")
    Revision.objects.all().delete()

    answer = at_reviewer.post(public, stale)

    assert "Reason is now" not in text_of(answer)
    assert again(answer)["revision_reason"] == "The first reason."


@pytest.mark.parametrize("is_public", [False, True])
@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_row_is_not_taken_out_unseen_with_the_citations_that_were_added_to_it(
    at_editor, at_reviewer, is_public, kept
):
    record = factories.published_commitment() if is_public else factories.CommitmentFactory()
    milestone = factories.MilestoneFactory(commitment=record)
    why = {"revision_reason": "Why."} if is_public else {}
    stale = at_editor.opened(record, **{"milestones-0-DELETE": "on"}, **why)
    passage = factories.PassageFactory()
    row = {"passage": passage.pk, "role": "evidence", "stance": "supports"}
    at_reviewer.change(milestone, parts={"citations": [row]}, **why)

    answer = at_editor.post(record, stale)
    (choice,) = answer.context["conflict"].choices
    saved = at_editor.post(record, again(answer, **{f"kept-{choice.name}": kept}))

    revision = Revision.objects.first()
    kept_rows = revision.after["milestones"] if revision else [*record.milestones.all()]
    assert choice.name == "milestones-0-DELETE"
    assert saved.status_code == 302
    assert len(kept_rows) == (kept == "theirs")


def test_form_with_more_rows_than_there_can_be_comes_back_and_can_be_sent(at_editor, at_reviewer):
    draft = factories.CommitmentFactory(title="At first")
    stale = at_editor.opened(draft, **{"citations-TOTAL_FORMS": "99999"})
    at_reviewer.change(draft, title="By Bob")

    data = again(at_editor.post(draft, stale))

    assert len(data) > 1000
    assert at_editor.post(draft, data).status_code in (200, 302)


# Nothing of one's own


def test_form_that_is_sent_with_nothing_changed_is_no_step_and_makes_nobody_an_author(
    at_editor, at_reviewer, editor, reviewer
):
    draft = draft_of(editor)

    saved = at_reviewer.change(draft)

    draft.refresh_from_db()
    assert saved.status_code == 302
    assert draft.recorded_by == editor
    assert not Edit.objects.filter(made_by=reviewer).exists()
    at_editor.move(draft, "submit")
    assert "published." in at_reviewer.move(draft, "publish").text


def test_conflict_in_which_the_other_version_is_kept_makes_nobody_an_author(
    at_editor, at_reviewer, editor
):
    draft = draft_of(editor)
    stale = at_reviewer.opened(draft, title="By Bob")
    at_editor.change(draft, title="By Alice")

    answer = at_reviewer.post(draft, stale)
    at_reviewer.post(draft, again(answer, **{"kept-title": "theirs"}))

    draft.refresh_from_db()
    assert (draft.title, draft.recorded_by) == ("By Alice", editor)
    at_editor.move(draft, "submit")
    assert "published." in at_reviewer.move(draft, "publish").text


def test_revision_that_is_sent_with_nothing_changed_keeps_its_author(at_editor, at_reviewer, editor):  # fmt: skip
    public = factories.published_commitment()
    at_editor.change(public, note="First.", revision_reason="Why.")

    at_reviewer.change(public)

    revision = Revision.objects.get()
    assert revision.recorded_by == editor
    at_editor.move(revision, "submit")
    assert "published." in at_reviewer.move(revision, "publish").text


def test_reason_of_a_revision_that_another_changed_meanwhile_is_not_overwritten(
    at_editor, at_reviewer
):
    public = factories.published_commitment()
    at_editor.change(public, note="First.", revision_reason="Why.")
    stale = at_reviewer.opened(public, note="Second.")
    at_editor.change(public, revision_reason="Why, in better words.")

    answer = at_reviewer.post(public, stale)
    at_reviewer.post(public, again(answer))

    revision = Revision.objects.get()
    assert "Reason is now “Why, in better words.”." in text_of(answer)
    assert revision.reason == "Why, in better words."
    assert revision.after["commitments"][0]["note"] == "Second."


def test_draft_stays_with_who_wrote_it_when_somebody_else_writes_in_it(at_editor, at_reviewer):
    at_editor.new(Commitment, **draft_values())
    draft = Commitment.objects.get()

    at_reviewer.change(draft, title="By Bob")

    draft.refresh_from_db()
    assert draft.title == "By Bob"
    assert work_of(at_editor)["Drafts of mine"] == work_of(at_reviewer)["Drafts of mine"] == 1


def draft_values() -> dict[str, object]:
    category = factories.CategoryFactory()
    return {"title": "By Alice", "summary": "They meet.", "category": category.pk, "modality": "will", "bindingness": "joint_state_statement"}  # fmt: skip
