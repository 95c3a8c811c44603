"""The settings, from the environment: what production demands and what local use gets by itself."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "record.example,www.record.example",
    "SITE_URL": "https://record.example/",
}
OURS = [
    "DEBUG",
    "DATABASE_URL",
    "SERVES_PAGES",
    "DJANGO_SETTINGS_MODULE",
    "SECURE_SSL_REDIRECT",
    "BEHIND_PROXY",
    "MEDIA_ROOT",
    *PRODUCTION,
]


@pytest.fixture
def load(monkeypatch):
    """The settings as this environment gives them."""

    def loaded(**environment: str) -> dict:
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config" / "settings.py"))

    return loaded


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_says_which_setting_is_missing(load, name):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=rf"^Set {name} \(.+\), or DEBUG=1"):
        load(**environment)


def test_production_is_closed(load):
    found = load(**PRODUCTION)

    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["record.example", "www.record.example"]
    assert found["SITE_URL"] == "https://record.example"
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://record.example"]
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["USE_X_FORWARDED_HOST"] is False
    assert "SECURE_PROXY_SSL_HEADER" not in found


def test_header_of_a_proxy_is_believed_only_behind_one(load):
    found = load(**PRODUCTION, BEHIND_PROXY="1")

    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_local_use_needs_no_setting(load):
    found = load(DEBUG="1")

    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert found["DATABASES"]["default"]["NAME"].endswith("tracker.sqlite3")
    assert "SECURE_SSL_REDIRECT" not in found


def test_sqlite_waits_its_turn_and_keeps_what_it_accepted(load):
    options = load(DEBUG="1", DATABASE_URL="sqlite:///x.sqlite3")["DATABASES"]["default"]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in (
        "synchronous=FULL",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        assert pragma in options["init_command"]


def test_postgresql_gives_up_before_a_reader_does(load):
    address = {"DEBUG": "1", "DATABASE_URL": "postgres://u:p@h/n"}

    command, server = (
        load(**address, **more)["DATABASES"]["default"] for more in ({}, {"SERVES_PAGES": "1"})
    )

    assert server["CONN_HEALTH_CHECKS"] is True
    assert "statement_timeout=5s" in server["OPTIONS"]["options"]
    assert "lock_timeout=3s" in server["OPTIONS"]["options"]
    assert "options" not in command.get("OPTIONS", {})


def test_policy_allows_nothing_inline_and_nobody_else(load):
    policy = load(DEBUG="1")["SECURE_CSP"]

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert {source for sources in policy.values() for source in sources} == {"'none'", "'self'"}


def test_check_deploy_finds_nothing():
    keep = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ROOT, env=keep | PRODUCTION, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
