"""What stands beside a form: the text of what it cites, and for a status change its commitment."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.admin.fields import is_key
from tracker.choices import Role, State
from tracker.desk import texts
from tracker.desk.texts import Excerpt
from tracker.lib import dates
from tracker.models import Commitment, Passage, Source, StatusChange
from tracker.selectors.commitments import ACTING
from tracker.selectors.timelines import newest_first

# The date with which a further change on the same source begins.
DATE = ("date_earliest", "date_latest", "date_precision")


def date_of(change: StatusChange) -> dict[str, Any]:
    """The date as an address carries it: of a whole day, month or year only its first day."""
    is_whole = dates.whole_period(change.date_latest, change.date_precision)  # type: ignore[arg-type]
    names = [name for name in DATE if not (is_whole and name == "date_latest")]
    return {name: getattr(change, name) for name in names if getattr(change, name)}


def date_in(request: HttpRequest) -> dict[str, str]:
    """The date that the address carries."""
    return {name: request.GET[name] for name in DATE if name in request.GET}


def commitment_of(request: HttpRequest, obj: Any = None) -> Commitment | None:
    """The commitment that is typed, stored or named by the address; asked once per request."""
    if not hasattr(request, "about"):
        stored = obj.commitment_id if obj else request.GET.get("commitment", "")
        key = str(request.POST.get("commitment", stored))
        found = Commitment.objects.filter(pk=key).first() if is_key(key) else None
        request.about = found  # type: ignore[attr-defined]
    return request.about  # type: ignore[attr-defined, no-any-return]


def corrected(request: HttpRequest, obj: Any = None) -> StatusChange | None:
    """The change that is corrected by what is typed, stored or named by the address."""
    stored = obj.corrects_id if obj else request.GET.get("corrects", "")
    key = str(request.POST.get("corrects", stored))
    if not is_key(key):
        return None
    return StatusChange.objects.select_related("commitment").filter(pk=key).first()


def owed(commitment: Commitment | None) -> str:
    """How much is owed, to stand beside how much was delivered; empty where no number is given."""
    if commitment is None or commitment.quantity is None:
        return ""
    return _("of {quantity:f} {unit}").format(
        quantity=commitment.quantity.normalize(), unit=commitment.quantity_unit
    )


def sides(commitment: Commitment | None) -> str:
    """Which parties speak for themselves when they speak about the commitment."""
    if commitment is None:
        return ""
    roles = commitment.participations.select_related("party").order_by("pk")
    doers = [str(p.party) for p in roles if p.role in ACTING]
    others = [str(p.party) for p in roles if p.role == Role.COUNTERPARTY]
    return " ".join(
        sentence.format(names=", ".join(names))
        for sentence, names in ((_("Doer: {names}."), doers), (_("Counterparty: {names}."), others))
        if names
    )


def about(commitment: Commitment | None) -> dict[str, Any]:
    """The commitment with its history and its words, for the template."""
    if commitment is None:
        return {}
    history = StatusChange.objects.filter(commitment=commitment, state=State.PUBLISHED)
    words = commitment.citations.filter(role="primary", passage__isnull=False)
    return {
        "about": commitment,
        "history": newest_first(history).select_related("commitment"),
        "words": words.select_related("passage__capture__source"),
    }


def text(request: HttpRequest, parts: Any) -> dict[str, Any]:
    """The text that was asked for, or that of the first words cited; and what else can be shown."""
    chosen = request.POST.get("source", request.GET.get("source", ""))
    cited = list(_cited(request, parts))
    excerpt = _excerpt(chosen, cited)
    return {
        "is_beside": True,
        "text": excerpt,
        "elsewhere": [p for p in cited if excerpt is None or p.code not in excerpt.passages],
        "cited": {passage.code for passage in cited},
        "sources": Source.objects.filter(captures__isnull=False).distinct().order_by("short_title", "pk"),
        "chosen_source": chosen,
    }  # fmt: skip


def _excerpt(chosen: str, cited: list[Passage]) -> Excerpt | None:
    source = Source.objects.filter(pk=chosen).first() if is_key(chosen) else None
    for passage in cited:
        if source is None or passage.capture.source_id == source.pk:
            return texts.around(passage)
    return texts.beginning(source) if source else None


def _cited(request: HttpRequest, parts: Any) -> Iterator[Passage]:
    """The passages in the rows of the form, first the one that was added just now."""
    added = request.POST.get("_cite", "")
    keys = [added] + [
        str(row["passage"].value() or "")
        for part in parts
        for row in part.formset.forms
        if "passage" in row.fields and not ("DELETE" in row.fields and row["DELETE"].value())
    ]
    keys = list(dict.fromkeys(filter(is_key, keys)))
    found = Passage.objects.select_related("capture__source").in_bulk([int(key) for key in keys])
    return (found[int(key)] for key in keys if int(key) in found)
