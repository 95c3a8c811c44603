"""`manage.py start_local [PORT]`: the record on this machine, with one command."""

import secrets
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker import permissions
from tracker.models import Commitment

SAMPLE = Path("fixtures") / "south-caucasus"
PEOPLE = {"editor": permissions.EDITOR, "reviewer": permissions.REVIEWER}


class Command(BaseCommand):
    """Migrates, loads the sample when the record is empty, says how to log in, serves."""

    help = "Serve the record on this machine, with sample data and two accounts. Needs DEBUG=1."

    def add_arguments(self, parser: CommandParser) -> None:
        """The port, and whether to stop before serving."""
        parser.add_argument("port", nargs="?", default="8000")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop")

    def handle(self, *args: Any, port: str, no_serve: bool, **options: Any) -> None:
        """Do all of it."""
        if not settings.DEBUG:
            raise CommandError("start_local makes accounts with known passwords: set DEBUG=1.")
        if not no_serve:
            _refuse_taken(port)
        call_command("migrate", verbosity=0)
        if not Commitment.objects.exists():
            call_command("load_package", str(settings.BASE_DIR / SAMPLE))
        call_command("verify")
        address = f"http://127.0.0.1:{port}/"
        for username, group in PEOPLE.items():
            self._show_login(username, group, address)
        self.stdout.write(f"The record: {address}   The editors’ desk: {address}admin/")
        if not no_serve:
            call_command("runserver", f"127.0.0.1:{port}", "--noreload")

    def _show_login(self, username: str, group: str, address: str) -> None:
        """A fresh password at every start, so that none is ever written down in a file."""
        password = secrets.token_urlsafe(9)
        user, _created = User.objects.get_or_create(username=username)
        user.is_active = user.is_staff = True
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get_or_create(name=group)[0])
        self.stdout.write(f"Log in at {address}admin/ as {username} with {password}")


def _refuse_taken(port: str) -> None:
    """Before anything is changed: a second start must not take the passwords of the first away."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"“{port}” is no port: give a number from 1 to 65535.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}): stop what runs there, or choose"
                " another one, as in `make run PORT=8080`."
            ) from error
