"""The two clocks that every page can be asked by: what had happened, and what had been recorded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True)
class Clocks:
    """Two days and today, all of them in UTC and each to its end.

    `as_of` asks what had happened by the end of a day, `known_at` what had been recorded here by the
    end of one. Who asks only what was known on a day asks how things stood on it.
    """

    today: date
    as_of: date
    known_at: date

    @classmethod
    def at(
        cls, today: date, *, as_of: date | None = None, known_at: date | None = None
    ) -> "Clocks":
        """The clocks of a question; a day that is not asked about is the present one."""
        known = known_at or today
        return cls(today, as_of or known, known)

    @property
    def are_now(self) -> bool:
        """Whether the present state is asked for."""
        return self.as_of == self.known_at == self.today

    @property
    def recorded_before(self) -> datetime:
        """The first moment that was not known any more."""
        return _end(self.known_at)

    @property
    def as_of_ended(self) -> datetime:
        """The first moment after the day on which it had happened."""
        return _end(self.as_of)

    @property
    def asked(self) -> dict[str, str]:
        """What an address has to say so that it asks the same: nothing for the present."""
        asked = {}
        if self.as_of != self.known_at:
            asked["as_of"] = self.as_of.isoformat()
        if self.known_at != self.today:
            asked["known_at"] = self.known_at.isoformat()
        return asked

    @property
    def fixed(self) -> dict[str, str]:
        """What a citation says, so that it leads to the same state on every later day."""
        return {"as_of": self.as_of.isoformat(), "known_at": self.known_at.isoformat()}


def _end(day: date) -> datetime:
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1)


# The present, for those to whom its day makes no difference.
PRESENT = Clocks.at(date.max)
