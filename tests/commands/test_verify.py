"""`verify`."""

from django.db import connection

from tests import factories
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
