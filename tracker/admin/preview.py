"""The public page as it would be: published for a moment that is undone, and marked as a draft."""

from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.admin.base import address
from tracker.choices import State
from tracker.models import Assessment, Revision
from tracker.models.edits import REVISABLE
from tracker.services import publishing, revisions


def address_of(record: Any) -> str:
    """Of the preview; empty where such records have no public page of their own."""
    model = REVISABLE[record.table] if isinstance(record, Revision) else type(record)
    has_page = model is Assessment or hasattr(model, "get_absolute_url")
    return address(record, "preview") if has_page else ""


def page(request: HttpRequest, record: Any) -> HttpResponse:
    """Raises PublicationRefused when the record could not be public as it is, BundleRefused."""
    found = publishing.problems(record)
    if found:
        raise publishing.PublicationRefused(" ".join(found))
    with revisions.supposed():
        asked: Any = copy(request)
        asked.is_preview = True
        asked.path = asked.path_info = _suppose(record).partition("#")[0]
        view = resolve(asked.path)
        response = view.func(asked, *view.args, **view.kwargs)
        # Read what is only supposed before it is undone.
        return HttpResponse(response.getvalue(), status=response.status_code)


def _suppose(record: Any) -> str:
    if isinstance(record, Revision):
        shown = revisions.suppose(record)
    else:
        if record.state not in (State.DRAFT, State.IN_REVIEW):
            raise publishing.PublicationRefused(_("Only what is not public yet has a preview: open its public page."))  # fmt: skip
        revisions.suppose_published(record, now=timezone.now())
        shown = record.commitment if isinstance(record, Assessment) else record
    if not hasattr(shown, "get_absolute_url"):
        raise publishing.PublicationRefused(_("It has no public page of its own."))
    return str(shown.get_absolute_url())
