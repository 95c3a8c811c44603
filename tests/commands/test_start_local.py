"""`start_local`: all that `make run` does, up to serving."""

import re
import socket

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from tests import factories
from tests.packages.folders import put, sample_files
from tracker import permissions
from tracker.management.commands import start_local
from tracker.models import Commitment


@pytest.fixture
def sample(db, tmp_path_factory, tmp_path, monkeypatch):
    """A small package in the place of the sample data."""
    package = put(tmp_path / "package", sample_files(tmp_path_factory.mktemp("sample")))
    monkeypatch.setattr(start_local, "SAMPLE", package)


@pytest.fixture
def local(settings):
    settings.DEBUG = True


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def logins(out: str) -> dict[str, str]:
    return dict(re.findall(r"Log in at http://127\.0\.0\.1:\d+/admin/ as (\w+) with (\S+)", out))


@pytest.mark.usefixtures("local", "sample")
def test_start_local_loads_the_sample_and_says_how_to_log_in(manage):
    ran = manage("start_local", "--no-serve", "8123")

    assert (ran.code, ran.err) == (0, "")
    assert "rows added, 0 changed, 0 unchanged." in ran.out
    assert "all in order." in ran.out
    assert "The record: http://127.0.0.1:8123/" in ran.out
    assert Commitment.objects.count() == 4
    people = {name: authenticate(username=name, password=p) for name, p in logins(ran.out).items()}
    assert set(people) == {"editor", "reviewer"}
    assert permissions.may_edit(people["editor"])
    assert not permissions.may_review(people["editor"])
    assert permissions.may_review(people["reviewer"])


@pytest.mark.usefixtures("local", "sample")
def test_start_local_leaves_a_record_that_has_something_in_it(manage):
    factories.published_commitment(code="C-MINE")

    ran = manage("start_local", "--no-serve")

    assert ran.code == 0
    assert [commitment.code for commitment in Commitment.objects.all()] == ["C-MINE"]


@pytest.mark.usefixtures("local", "sample")
def test_start_local_gives_new_passwords_at_every_start(manage):
    factories.CommitmentFactory()

    first, second = manage("start_local", "--no-serve"), manage("start_local", "--no-serve")

    assert logins(first.out).keys() == logins(second.out).keys()
    assert logins(first.out) != logins(second.out)
    assert User.objects.filter(username__in=logins(first.out)).count() == 2


@pytest.mark.usefixtures("sample")
def test_start_local_refuses_without_debug(manage):
    ran = manage("start_local", "--no-serve")

    assert ran.code == 1
    assert "set DEBUG=1" in ran.err
    assert not User.objects.exists()
    assert not Commitment.objects.exists()


@pytest.mark.usefixtures("local")
def test_start_local_fails_when_the_sample_is_not_there(manage, monkeypatch, tmp_path):
    monkeypatch.setattr(start_local, "SAMPLE", tmp_path / "nowhere")

    ran = manage("start_local", "--no-serve")

    assert ran.code == 1
    assert "Nothing was loaded" in ran.err
    assert not User.objects.exists()


@pytest.mark.enable_socket
@pytest.mark.usefixtures("local", "sample")
def test_start_local_serves_at_the_port(manage, monkeypatch):
    called = []
    monkeypatch.setattr(
        start_local, "call_command", lambda *words, **_options: called.append(words)
    )

    ran = manage("start_local", port := free_port())

    assert ran.code == 0, ran.err
    assert called[-1] == ("runserver", f"127.0.0.1:{port}", "--noreload")
