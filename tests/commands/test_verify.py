"""`verify`."""

# ruff: noqa: S608 (the names in these statements are our own)

import pytest
from django.db import connection

from tests import factories
from tests.models.database import execute, only_on_sqlite
from tests.packages.folders import forgotten
from tracker import guards
from tracker.models import Capture


def test_verify_sums_up_a_record_in_order(manage):
    factories.published_status_change()

    ran = manage("verify")

    assert ran == (
        0,
        "1 passages in 1 captures, 1 current statuses and 2 published records checked:"
        " all in order.\n",
        "",
    )


def test_verify_lists_each_failure_and_fails(manage):
    capture = factories.PassageFactory(code="P-1").capture
    guards.drop(connection)
    Capture.objects.update(text=capture.text.replace("meet", "beat"))
    guards.install(connection)

    ran = manage("verify")

    assert (ran.code, ran.out) == (1, "")
    assert f"capture {capture.code}: The text does not match its SHA-256." in ran.err
    assert "passage P-1: The text at 0 to 27 does not read as quoted." in ran.err
    assert "1 passages in 1 captures" in ran.err
    assert "2 failures." in ran.err


@only_on_sqlite
@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("passage", "start", "few", "passage P-1: “start” is not of its kind."),
        ("passage", "capture_id", 999_999, "passage P-1: “capture” names what is not there."),
        ("statuschange", "date_latest", "soon", "“date_latest” is not of its kind."),
        ("statuschange", "recorded_at", "2024-13-45", "“recorded_at” is not of its kind."),
        ("commitment", "status", "lost", "“status” is none of its values: lost"),
        ("revision", "before", "{", "revision V-1: “before” is not of its kind."),
        ("revision", "key", "C-GONE", "revision V-1: The record that it revises is not there."),
    ],
)
def test_verify_ends_with_a_report_whatever_is_damaged(manage, table, column, value, says):
    change = factories.published_status_change()
    factories.RevisionFactory(code="V-1", table="commitments", key=change.commitment.code)
    with forgotten():
        guards.drop(connection)
        execute("PRAGMA ignore_check_constraints = ON")
        execute("UPDATE tracker_passage SET code = 'P-1'")
        execute(f'UPDATE tracker_{table} SET "{column}" = %s', value)
        execute("PRAGMA ignore_check_constraints = OFF")
        guards.install(connection)

        ran = manage("verify")

    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err
    assert "passages in 1 captures, 1 current statuses and 2 published records checked:" in ran.err
    assert "Traceback" not in ran.err
