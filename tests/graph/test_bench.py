"""What `make bench` is made of; the figures themselves are no test."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.endpoint import AGGREGATES, PREFIXES, QUERIES
from benchmarks.hostile_queries import HOSTILE
from benchmarks.material import letters
from benchmarks.measure import in_turns
from benchmarks.report import Table
from kg.graph import EmbeddedStore, run_query
from kg.reading import read


def test_pieces_take_turns() -> None:
    order: list[str] = []
    took = in_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3)
    assert "".join(order) == "abbaabba"
    assert all(0 <= seconds < 1 for seconds in took.values())


def test_a_table_is_markdown() -> None:
    table = Table("Title", ("what", "ms"))
    table.add("a longer name", "1")
    assert table.markdown() == ("### Title\n\n| what          | ms |\n|---------------|----|\n| a longer name | 1  |\n")


@pytest.mark.parametrize("name", QUERIES)
def test_typical_queries_are_queries(tmp_path: Path, name: str) -> None:
    store = EmbeddedStore(tmp_path, writable=True)
    assert run_query(store, PREFIXES + QUERIES[name].replace("{authority}", "http://example.org/a")).rows == 0
    store.close()


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 25
    assert set(AGGREGATES) <= set(QUERIES)


def test_the_sample_letters_become_pdfs_that_differ(tmp_path: Path) -> None:
    files = letters(None, 60, tmp_path / "letters")
    assert len({file.read_bytes() for file in files}) == len(files) == 20
    assert "Isles of Scilly" in read(files[-1]).text
