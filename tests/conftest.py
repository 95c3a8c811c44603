"""What every test may ask for: people, and a database whose guards do not stand in the way."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import client

from tracker import guards

# A first example may pay for an import; how long one takes says nothing about the code.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("here")

store_rendered_templates = client.store_rendered_templates
OF_WIDGETS = ("django/forms/", "admin/widgets/")

FLUSHED_AFTERWARDS = {"transactional_db", "django_db_reset_sequences", "live_server"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The type checker takes longest: begun first, it is done when the other tests are."""
    items.sort(key=lambda item: item.get_closest_marker("tool") is None)


@pytest.fixture(autouse=True, scope="session")
def _pages_remember_no_widgets() -> Iterator[None]:
    """A page of the desk has a thousand; to copy the context of each took a third of its time."""

    def keep(store, signal, sender, template, context, **kwargs) -> None:
        if not (template.name or "").startswith(OF_WIDGETS):
            store_rendered_templates(store, signal, sender, template, context, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", keep)
        yield


@pytest.fixture(autouse=True, scope="session")
def _uploads_go_where_tests_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What factories and forms upload is no file of the checkout."""
    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))


def is_flushed_afterwards(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and (marker.args[:1] == (True,) or marker.kwargs.get("transaction"))
    return bool(marked) or not FLUSHED_AFTERWARDS.isdisjoint(request.fixturenames)


@pytest.fixture(autouse=True)
def _guards_step_aside_for_the_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions ends in emptied tables, which the guards would refuse.

    Asking for `transactional_db` first makes this end before it does, so the guards are gone
    when it empties the tables; its post_migrate signal puts them back.
    """
    if not is_flushed_afterwards(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    guards.drop(connection)
    # The number of the state begins again, which nothing but this does while a process lives.
    cache.clear()


# People: editor, reviewer, visitor.
