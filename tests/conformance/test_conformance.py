"""The endpoint as a client meets it: real requests over real sockets, against what the standards ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance import own
from tests.conformance.case import Case
from tests.conformance.server import serving

CASES = own.cases()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("conformance"), own.GRAPHS) as address:
        yield address


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}: {case.name}")
def test_conformance(case: Case, endpoint: str) -> None:
    assert case.fault(endpoint) is None


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({(case.group, case.name) for case in CASES}) == len(CASES) > 100
