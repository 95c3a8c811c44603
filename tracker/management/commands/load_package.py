"""`manage.py load_package DIR`: load a data package, everything or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.packages.load import PackageRefused, load_package


class Command(BaseCommand):
    """Prints one line, or every problem with its file, line and column."""

    help = "Load a data package in one transaction; nothing changes when any row is bad."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("directory", type=Path, help="folder that holds datapackage.json")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        """Load, and say how many rows."""
        try:
            loaded = load_package(directory, now=timezone.now())
        except PackageRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            number = len(refusal.problems)
            raise CommandError(
                f"Nothing was loaded: {number} problem{'' if number == 1 else 's'}, named above."
            ) from refusal
        self.stdout.write(
            f"{loaded.added.total()} rows added, {loaded.changed.total()} changed,"
            f" {loaded.unchanged.total()} unchanged."
        )
