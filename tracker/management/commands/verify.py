"""`manage.py verify`: check the record against itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.services.verification import verify


class Command(BaseCommand):
    """Prints every failure and a summary; exits with an error when there is any."""

    help = (
        "Check that every stored value can be read; compare every passage with its capture, every"
        " capture with its hash, every current status with the history, and everything published"
        " with the publication rules."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything."""
        report = verify(now=timezone.now())
        for failure in report.failures:
            self.stderr.write(str(failure))
        summary = (
            f"{report.passages} passages in {report.captures} captures, {report.commitments} current"
            f" statuses and {report.published} published records checked"
        )
        if report.failures:
            raise CommandError(f"{summary}: {len(report.failures)} failures.")
        self.stdout.write(f"{summary}: all in order.")
