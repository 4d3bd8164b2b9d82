from __future__ import annotations

import pytest

from kg.errors import SelectionError
from kg.graph import EmbeddedStore
from kg.network import (
    authority_communities,
    authority_similarity,
    co_inspection,
    network,
    shortest_paths,
    theme_centrality,
    theme_network,
)
from kg.vocabulary import THEME
from tests.network.invented import EX


def test_who_inspects_with_whom(store: EmbeddedStore) -> None:
    made = co_inspection(store)
    assert {data["label"]: data["visits"] for _, data in made.nodes(data=True)} == {
        "Ann Archer": 2, "Ben Brook": 2, "Cat Croft": 2, "Dan Dale": 1,
    }  # fmt: skip
    # Ann is Anne at the second visit; the first visit has two letters and counts once.
    assert made.edges[EX + "ann", EX + "ben"]["weight"] == 2
    assert made.edges[EX + "ann", EX + "cat"]["weight"] == 1
    assert made.edges[EX + "ben", EX + "cat"]["weight"] == 1
    assert made.degree(EX + "dan") == 0


def test_themes_that_come_together(store: EmbeddedStore) -> None:
    made = theme_network(store)
    assert made.nodes[THEME + "plans"]["findings"] == 5
    assert {frozenset(pair): data["weight"] for *pair, data in made.edges(data=True)} == {
        frozenset((THEME + "plans", THEME + "visits")): 2.0,
        frozenset((THEME + "health", THEME + "homes")): 2.0,
    }
    assert theme_network(store, "strength").number_of_edges() == 0
    with pytest.raises(SelectionError, match="bad: choose one of"):
        theme_network(store, "bad")


def test_centrality_of_themes(store: EmbeddedStore) -> None:
    ranks = {rank.label: rank for rank in theme_centrality(store)}
    assert {label: (rank.findings, rank.ties) for label, rank in ranks.items()} == {
        "Plans": (5, 2), "Visits": (2, 2), "Health": (3, 2), "Homes": (4, 2),
    }  # fmt: skip
    assert all(rank.between == 0 for rank in ranks.values())
    assert ranks["Health"].prominence == ranks["Homes"].prominence == pytest.approx(0.7071)
    assert ranks["Plans"].prominence == 0
    assert [rank.findings for rank in theme_centrality(store, "strength")] == [1, 1]


def test_communities_of_authorities(store: EmbeddedStore) -> None:
    made = authority_similarity(store)
    assert {frozenset(pair) for pair in made.edges()} == {
        frozenset((EX + "A", EX + "B")),
        frozenset((EX + "C", EX + "D")),
    }
    one, other = authority_communities(store)
    assert (one.names, one.themes) == (("Ayshire", "Beeshire"), ("Plans", "Visits"))
    assert (other.names, other.themes) == (("Ceeshire", "Deeshire"), ("Homes", "Health"))
    assert authority_communities(store, "neutral") == ()


def test_paths_between_two_nodes(store: EmbeddedStore) -> None:
    made = network(store)
    paths = shortest_paths(made, EX + "A", EX + "B")
    assert [[str(step) for step in path] for path in paths] == [
        [
            "Ayshire <-[visit to]- Visit v1",
            f"Visit v1 -[{link}]-> {name}",
            f"{name} <-[{link}]- Visit v2",
            "Visit v2 -[visit to]-> Beeshire",
        ]
        for link, name in (("led by", "Ann Archer"), ("inspected by", "Ben Brook"))
    ]
    assert len(shortest_paths(made, EX + "A", EX + "B", limit=1)) == 1
    # Nobody went to both; only themes and the inspectorate join them.
    assert shortest_paths(made, EX + "A", EX + "D") == ()
    assert len(shortest_paths(made, EX + "A", EX + "D", through=("Visit", "Organisation"))[0]) == 4
    assert [step.target_label for step in shortest_paths(made, EX + "A", THEME + "plans")[0]] == ["Visit v1", "Plans"]
    with pytest.raises(SelectionError, match="no such node"):
        shortest_paths(made, EX + "A", EX + "nobody")
