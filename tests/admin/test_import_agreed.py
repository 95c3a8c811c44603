"""What an editor agreed to in a preview is what is written; where it has changed since, nothing is."""

import re

import pytest

from tests import factories
from tests.admin.sheets import Importing
from tests.admin.test_imports import NEW
from tracker.models import Commitment, Import, ImportedRow, Revision

pytestmark = pytest.mark.django_db

REFUSED = "have changed since this was shown: nothing was imported"


@pytest.fixture
def draft():
    draft = factories.CommitmentFactory(code="C-1", title="Before")
    factories.CitationFactory(commitment=draft, role="primary")
    return draft


def agreed(file: Importing) -> dict[str, str]:
    """What confirming the preview as it is now would send."""
    file.columns()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', file.preview().words)
    return {"digest": digest[1], "reason": "As in their list."}


def is_refused(file: Importing, sent: dict[str, str]) -> bool:
    words = file.sent(sent).words
    assert ("Imported" in words) is (REFUSED not in words)
    assert Import.objects.filter(confirmed_at__isnull=True).exists() is (REFUSED in words)
    return REFUSED in words


def test_nothing_is_written_over_what_the_preview_did_not_show(at_editor, draft):
    """Though what the row makes of the record is the same."""
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    sent = agreed(file)
    Commitment.objects.update(title="Meanwhile")

    assert is_refused(file, sent)
    assert Commitment.objects.get().title == "Meanwhile"
    assert not is_refused(file, agreed(file))


def test_draft_that_became_public_since_the_preview_is_not_revised(at_editor, draft):
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    sent = agreed(file)
    factories.publish(draft)

    assert is_refused(file, sent)
    assert not Revision.objects.exists()
    assert not is_refused(file, agreed(file))
    assert Revision.objects.get().key == "C-1"


def test_rows_are_not_written_as_those_of_another_list_than_was_shown(at_editor):
    factories.CategoryFactory(slug="meetings")
    file = Importing(at_editor, [NEW])
    sent = agreed(file)
    file.columns(origin="Their list")

    assert is_refused(file, sent)
    assert not ImportedRow.objects.exists()
    assert not is_refused(file, agreed(file))
    assert ImportedRow.objects.get().origin == "Their list"


def test_what_the_preview_did_not_show_asks_for_no_second_look(at_editor, draft):
    file = Importing(at_editor, [{"code": "C-1", "title": "After"}])
    sent = agreed(file)
    factories.CommitmentFactory(code="C-2")

    assert not is_refused(file, sent)
