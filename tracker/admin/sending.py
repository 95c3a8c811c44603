"""What is said when a record was sent to review: that it waits, and who can answer now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker.admin.base import address
from tracker.desk import warnings
from tracker.services import publishing

_NAMED = 5


def tell(request: HttpRequest, record: Any) -> None:
    """Name the record, who can approve it, and what they are told to look at twice."""
    for sentence in warnings.of(record):
        messages.warning(request, sentence)
    people = [str(person) for person in publishing.approvers(record)[: _NAMED + 1]]
    link = format_html('<a href="{}">{}</a>', address(record), record)
    if not people:
        messages.warning(request, format_html(_("{record}: sent to review. Nobody at this desk can approve it but those who sent it, or wrote it or what becomes public with it: ask an administrator for another reviewer."), record=link))  # fmt: skip
        return
    named = ", ".join(people[:_NAMED]) + (", …" if len(people) > _NAMED else "")
    words = _("{record}: sent to review. It waits for one of these to approve or return it: {people}.")  # fmt: skip
    messages.success(request, format_html(words, record=link, people=named))
