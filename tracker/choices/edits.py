"""What is done to a record, step by step, as its history names it."""

from django.utils.translation import gettext_lazy as _

from .vocabulary import Vocabulary


class EditAction(Vocabulary):
    """One kind of step in the life of a record."""

    FOUND = "found", _("How it read before its first change here."), _("Found")
    ENTERED = "entered", _("Somebody wrote it."), _("Entered")
    CHANGED = "changed", _("Somebody changed it."), _("Changed")
    SUBMITTED = "submitted", _("Handed over for review."), _("Submitted for review")
    TAKEN_BACK = "taken_back", _("Its author took it out of the review."), _("Taken back")
    RETURNED = "returned", _("A reviewer gave it back, with a note."), _("Returned")
    PUBLISHED = "published", _("A second person approved it."), _("Published")
    REVISED = "revised", _("An approved revision took effect."), _("Revised")
    CHECKED = "checked", _("Somebody looked for new evidence."), _("Checked")
    LOADED = "loaded", _("A data package changed it."), _("Loaded")
    WITHDRAWN = "withdrawn", _("A reviewer took it back, with a public reason."), _("Withdrawn")
    DELETED = "deleted", _("A draft that its author deleted."), _("Deleted")


# Whoever did one of these wrote what a second person then approves.
WRITING = (EditAction.ENTERED, EditAction.CHANGED)
