from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.graph import EmbeddedStore
from tests.network.invented import fill


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    made = fill(tmp_path_factory.mktemp("network"))
    yield made
    made.close()
