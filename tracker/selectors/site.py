"""What every page says about the record as a whole."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from tracker.models import Commitment, Dataset, Revision, StatusChange


@dataclass(frozen=True)
class Site:
    """Title and licence of the record, the day asked about, and how far the data reach."""

    title: str
    description: str
    licence_name: str
    licence_url: str
    as_of: date
    data_to: datetime | None


def site(*, today: date) -> Site:
    """The record as of a day."""
    about = Dataset.public.first() or Dataset()
    latest = [
        *StatusChange.public.aggregate(Max("recorded_at")).values(),
        *Revision.public.aggregate(Max("recorded_at")).values(),
        *Commitment.public.aggregate(Max("recorded_at")).values(),
        # What was taken back changed the record as well, on the day on which it was.
        *Commitment.public.withdrawn().aggregate(Max("withdrawn_at")).values(),
    ]
    return Site(
        title=about.title,
        description=about.description,
        licence_name=about.licence_name,
        licence_url=about.licence_url,
        as_of=today,
        data_to=max((at for at in latest if at), default=None),
    )
