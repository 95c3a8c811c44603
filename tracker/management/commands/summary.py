"""`manage.py summary`: what the public record holds, in numbers."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import choices
from tracker.lib.clocks import Clocks
from tracker.models import Citation, Party
from tracker.selectors.overview import overview


class Command(BaseCommand):
    """Prints a few lines; the numbers in README.md are these."""

    help = "Count what is public: commitments by status, passages, citations, parties."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and print."""
        found = overview(Clocks.at(timezone.now().date()))
        statuses = [f"{found.counts[s]} {s.label.lower()}" for s in choices.Status]
        citations = Citation.public.all()
        self.stdout.write(
            f"{found.counts.total()} commitments, {found.events} events and {found.figures} reported"
            f" figures from {found.sources} sources, resting on {found.passages} passages"
        )
        self.stdout.write(f"{', '.join(statuses)}, {found.counts['']} not assessed")
        self.stdout.write(
            f"{found.changes} status changes; {citations.count()} citations, of which"
            f" {citations.filter(reference__isnull=False).count()} of external pages, not quoted"
        )
        self.stdout.write(f"{Party.public.count()} parties")
