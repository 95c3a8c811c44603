"""A command as it is run from a shell: its exit code, what it prints, what it complains of."""

from typing import NamedTuple

import pytest
from django.core.management import ManagementUtility
from django.db import connections


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def manage(db, capsys, monkeypatch):
    # A command run from a shell closes its connections at the end; the test still needs them.
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def run(*words) -> Ran:
        capsys.readouterr()
        code = 0
        try:
            ManagementUtility(["manage.py", *map(str, words)]).execute()
        except SystemExit as leaving:
            code = leaving.code
        return Ran(code, *capsys.readouterr())

    return run
