"""A database to which several threads can write at once."""

import sqlite3
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections

AtOnce = Callable[..., list]


@pytest.fixture
def at_once(transactional_db, tmp_path) -> Iterator[AtOnce]:
    """Calls functions in threads of their own, begun together; gives results or exceptions.

    SQLite's tests live in memory, where threads cannot wait for one another as they do in earnest:
    there, a copy in a file takes the place of the database for as long as the test runs.
    """
    if connection.vendor != "sqlite":
        yield lambda *functions: _run(functions, lambda: None)
        return
    memory = connections["default"]
    path = str(tmp_path / "shared.sqlite3")
    copy = sqlite3.connect(path)
    memory.ensure_connection()
    memory.connection.backup(copy)
    copy.close()

    def connect() -> None:
        connections["default"] = type(memory)({**memory.settings_dict, "NAME": path}, "default")

    connect()
    yield lambda *functions: _run(functions, connect)
    connections["default"].close()
    connections["default"] = memory


def _run(functions, connect: Callable[[], None]) -> list:
    results = [None] * len(functions)
    ready = threading.Barrier(len(functions))

    def call(number: int, function) -> None:
        connect()
        try:
            connection.ensure_connection()
            ready.wait()
            results[number] = function()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
