"""A package on disk that holds rows in every table; the database is empty."""

from pathlib import Path

import pytest

from tests.packages.folders import put, sample_files


@pytest.fixture(scope="session")
def sample_scratch(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("sample")


@pytest.fixture
def package(db, sample_scratch, tmp_path) -> Path:
    return put(tmp_path / "package", sample_files(sample_scratch))
