"""`manage.py export_package DIR`: write the whole record as a data package."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.packages.write import PackageFolderRefused, write_package


class Command(BaseCommand):
    """Prints one line."""

    help = (
        "Write everything, drafts and internal notes included, as a data package that"
        " load_package reads back unchanged. It is a backup, not a publication."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("directory", type=Path, help="new or empty folder, or an older package")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        """Write, and say how many rows."""
        try:
            counts = write_package(directory)
        except PackageFolderRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{sum(counts.values())} rows in {len(counts)} tables in {directory}.")
