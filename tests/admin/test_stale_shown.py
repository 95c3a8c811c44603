"""A stale form that is only shown again, not saved, still knows that somebody else saved meanwhile."""

import pytest

from tests import factories
from tests.admin.desk import again, text_of
from tracker.models import StatusChange

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sent", ["_cite", "_check"])
def test_form_that_was_only_shown_does_not_overwrite_what_another_saved(at_editor, desk_of, sent):
    commitment = factories.published_commitment()
    at_editor.new(
        StatusChange, commitment=commitment.pk, status="in_progress", reason="They met.",
        date_earliest="2024-02-01", parts={"citations": [{
            "passage": factories.PassageFactory().pk, "role": "evidence", "stance": "supports",
        }]},
    )  # fmt: skip
    change = StatusChange.objects.get()
    at_bob = desk_of(factories.EditorFactory(username="bobby"))
    opened = at_editor.opened(change, reason="Alice says.")
    assert at_bob.change(change, reason="Bob says.").status_code == 302
    other = factories.PassageFactory().pk

    shown = at_editor.post(change, {**opened, sent: other})
    answer = at_editor.post(change, again(shown))

    change.refresh_from_db()
    assert (answer.status_code, change.reason) == (200, "Bob says.")
    assert "Bob says." in text_of(answer)
