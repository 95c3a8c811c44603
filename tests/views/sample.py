"""The sample data in the database, for the tests of one module at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tracker.packages.load import load_package

SAMPLE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "south-caucasus"


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once; each test works inside and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_package(SAMPLE, now=timezone.now())
        yield
        transaction.set_rollback(True)
