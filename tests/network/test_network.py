from __future__ import annotations

import io
from collections import Counter

import networkx as nx
import pytest

from kg.errors import SelectionError
from kg.graph import EmbeddedStore
from kg.network import KINDS, neighbourhood, network
from tests.network.invented import EX


def _labels(made: nx.MultiDiGraph) -> set[str]:
    return {data["label"] for _, data in made.nodes(data=True)}


def test_the_whole_network_is_typed(store: EmbeddedStore) -> None:
    made = network(store)
    kinds = Counter(data["kind"] for _, data in made.nodes(data=True))
    assert kinds == {
        "Authority": 4, "Visit": 4, "Letter": 5, "Person": 4, "Organisation": 1, "Theme": 4, "Region": 2,
        "Judgement": 1, "Point": 1,
    }  # fmt: skip
    assert made.nodes[EX + "l2"]["pages"] == 2
    assert made.nodes[EX + "l2"]["published"] == "2022-07-12"
    assert made.nodes[EX + "j1"]["board"] is False
    assert made.nodes[EX + "j1"]["rank"] == 3
    # A visit on which two letters report is one node, led once by one person under two names.
    assert made.nodes[EX + "v1"]["label"] == "Visit v1"
    assert made.number_of_edges(EX + "v1", EX + "ann") == 1
    assert EX + "anne" not in made
    plans = "https://w3id.org/inspection-letters/theme/plans"
    found = made.edges[EX + "v1", plans, "found about"]
    assert (found["weight"], found["strengths"], found["improvements"]) == (2.0, 0, 2)
    identifiers = [data["id"] for *_, data in made.edges(data=True)]
    assert len(set(identifiers)) == len(identifiers)


def test_findings_come_when_asked_for(store: EmbeddedStore) -> None:
    made = network(store, KINDS)
    assert made.nodes[EX + "f11"]["confidence"] == 0.5
    assert made.has_edge(EX + "v1", EX + "f11", "found")
    with pytest.raises(SelectionError, match="Findings"):
        network(store, ["Findings"])


def test_graph_formats_keep_the_types(store: EmbeddedStore) -> None:
    made = network(store, KINDS)
    target = io.BytesIO()
    nx.write_graphml(made, target, edge_id_from_attribute="id")
    again = nx.read_graphml(io.BytesIO(target.getvalue()), force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(made.nodes(data=True))
    assert again.number_of_edges() == made.number_of_edges()
    nx.write_gexf(made, io.BytesIO())


def test_what_lies_around_a_node(store: EmbeddedStore) -> None:
    one = neighbourhood(store, EX + "A")
    assert _labels(one) == {"Ayshire", "Visit v1", "North"}
    two = neighbourhood(store, EX + "A", depth=2)
    assert {"Ann Archer", "Ben Brook", "Plans", "Letter 1", "Overall: Good"} <= _labels(two)
    assert "Beeshire" not in _labels(two)  # a region leads nowhere
    assert "Beeshire" in _labels(neighbourhood(store, "https://w3id.org/inspection-letters/region/north"))
    assert two.graph == {"name": "inspection-letters", "focus": EX + "A", "left_out": 0}
    few = neighbourhood(store, EX + "A", depth=2, limit=6)
    assert (len(few), few.graph["left_out"]) == (6, len(two) - 6)
    assert EX + "A" in few
    assert EX + "v1" in few


def test_a_person_is_met_under_every_name(store: EmbeddedStore) -> None:
    for name in ("ann", "anne"):
        around = neighbourhood(store, EX + name)
        assert {"Visit v1", "Visit v2"} <= _labels(around)
        assert around.graph["focus"] == EX + "ann"


def test_any_node_has_a_neighbourhood(store: EmbeddedStore) -> None:
    around = neighbourhood(store, EX + "f11")
    assert {"Visit v1", "Plans"} <= _labels(around)
    source = neighbourhood(store, EX + "s11")
    assert list(source.edges(keys=True)) == [(EX + "f11", EX + "s11", "source")]
    with pytest.raises(SelectionError, match="no such node"):
        neighbourhood(store, EX + "nobody")
    with pytest.raises(SelectionError, match="not an IRI"):
        neighbourhood(store, "no iri> } DROP ALL")
