"""/sparql against a bare Oxigraph server and against rdflib's own engine, each on the same data."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from benchmarks.measure import in_turns
from benchmarks.report import Table
from benchmarks.servers import Endpoint, letters, oxigraph
from kg.graph import snapshots
from kg.library import Library
from kg.settings import load_settings

PREFIXES = """PREFIX insp: <https://w3id.org/inspection-letters/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX theme: <https://w3id.org/inspection-letters/theme/>
"""

# {authority} is the one with most letters.
QUERIES = {
    "look-up": """SELECT ?visit ?label ?start WHERE {
  ?visit a insp:Visit ; insp:authority <{authority}> ; rdfs:label ?label .
  OPTIONAL { ?visit insp:startDate ?start } }""",
    "filter by date": """SELECT ?letter ?label ?date WHERE {
  ?letter a insp:Letter ; rdfs:label ?label ; dcterms:issued ?date .
  FILTER(?date >= "2017-01-01"^^xsd:date && ?date < "2023-01-01"^^xsd:date) } ORDER BY ?date""",
    "join with count": """SELECT ?name ?polarity (COUNT(?finding) AS ?n) WHERE {
  ?finding a insp:Finding ; insp:polarity ?polarity ; insp:theme theme:leadership ; insp:authority ?authority .
  ?authority rdfs:label ?name } GROUP BY ?name ?polarity""",
    "top ten": """SELECT ?theme (COUNT(?finding) AS ?n) WHERE {
  ?finding insp:polarity "improvement" ; insp:theme ?theme } GROUP BY ?theme ORDER BY DESC(?n) ?theme LIMIT 10""",
    "CONSTRUCT of an authority": """CONSTRUCT { ?s ?p ?o } WHERE {
  ?s insp:authority <{authority}> ; ?p ?o . FILTER NOT EXISTS { ?s a insp:Finding } }""",
}
AGGREGATES = ("join with count", "top ten")
_MOST = (
    """SELECT ?a (COUNT(?l) AS ?n) { ?l a insp:Letter ; insp:authority ?a } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 1"""
)


def measure(library: Path, rounds: int) -> Table:
    """/sparql and the bare server on the whole library, in turns."""
    snapshot = snapshots.newest(library / "graph" / "snapshots")
    if snapshot is None:
        raise SystemExit(f"{library}: there is no graph")
    size = f"{len(ox.Store.read_only(str(snapshot))):,} statements"
    table = Table(f"/sparql ({size})", ("query", "/sparql ms", "Oxigraph server ms", "ratio", "same"))
    with letters(library) as ours, oxigraph(snapshot) as bare:
        here, there = Endpoint(ours.address + "/sparql"), Endpoint(bare.address + "/query")
        for name, query in _filled(there).items():
            accept = _accept(name)
            same = _sorted(here.ask(query, accept)) == _sorted(there.ask(query, accept))
            pieces: dict[str, Callable[[], object]] = {
                "ours": lambda query=query, accept=accept: here.ask(query, accept),
                "bare": lambda query=query, accept=accept: there.ask(query, accept),
            }
            took = in_turns(pieces, rounds)
            table.add(
                name, f"{took['ours'] * 1000:.2f}", f"{took['bare'] * 1000:.2f}",
                f"{took['ours'] / took['bare']:.2f}", "yes" if same else "NO",
            )  # fmt: skip
    return table


def against_rdflib(library: Path, most: int, folder: Path, rounds: int) -> Table:
    """The aggregates on /sparql and in rdflib's own engine, in turns: both on the same part of the library.

    `folder` (it must not exist) gets a library that serves this part.
    """
    count, lines = _part(library, most, folder)
    memory = Graph()
    memory.parse(data=lines, format="nt")
    gc.freeze()  # or what is collected between the turns is looked for in all that rdflib holds
    table = Table(
        f"/sparql and rdflib's own engine on the same {count} letters, {len(memory):,} statements",
        ("query", "/sparql ms", "rdflib ms", "rdflib / ours", "same"),
    )
    with letters(folder) as server:
        here = Endpoint(server.address + "/sparql")
        for name, query in _filled(here).items():
            if name not in AGGREGATES:
                continue
            rows = sorted([str(value) for value in row] for row in memory.query(query))  # type: ignore[union-attr]
            told = json.loads(here.ask(query, _accept(name)))
            ours = sorted([row[part]["value"] for part in told["head"]["vars"]] for row in told["results"]["bindings"])
            pieces: dict[str, Callable[[], object]] = {
                "ours": lambda query=query, name=name: here.ask(query, _accept(name)),
                "rdflib": lambda query=query: list(memory.query(query)),
            }
            took = in_turns(pieces, rounds)
            table.add(
                name, f"{took['ours'] * 1000:.2f}", f"{took['rdflib'] * 1000:.0f}",
                f"{took['rdflib'] / took['ours']:.1f}", "yes" if rows == ours else "NO",
            )  # fmt: skip
    return table


def _filled(endpoint: Endpoint) -> dict[str, str]:
    """The queries about the authority with most letters."""
    found = json.loads(endpoint.ask(PREFIXES + _MOST, _accept("")))["results"]["bindings"]
    return {name: PREFIXES + text.replace("{authority}", found[0]["a"]["value"]) for name, text in QUERIES.items()}


def _part(library: Path, most: int, folder: Path) -> tuple[int, bytes]:
    """Makes a library whose graph holds some letters and everything that is not a letter's own; how many letters, and
    all its statements in N-Triples.
    """
    settings = load_settings(False)
    with Library.open(library, settings) as whole, Library.open(folder, settings, write=True) as part:
        own = sorted(whole.ids.graph(letter.key) for letter in whole.letters())
        step = max(1.0, len(own) / most)
        kept = {own[int(number * step)] for number in range(min(most, len(own)))}
        names = [name for name in whole.store.graphs() if name in kept or name not in own]
        graphs = {name: whole.store.dump(ox.RdfFormat.N_TRIPLES, name) for name in names}
        part.store.replace_graphs(graphs)
        part.store.optimise()
        part.publish()
    return len(kept), b"".join(graphs.values())


def _accept(name: str) -> str:
    return "application/n-triples" if name.startswith("CONSTRUCT") else "application/sparql-results+json"


def _sorted(body: bytes) -> list[str]:
    """A result whatever its order, a triple that is in two graphs once."""
    if body.startswith(b"{"):
        return sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])
    return sorted({line.decode() for line in body.splitlines()})
