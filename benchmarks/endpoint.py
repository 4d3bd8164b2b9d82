"""/sparql against a bare Oxigraph server on the same data, and against rdflib's own engine on a part of it."""

from __future__ import annotations

import json
import time
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
_RDFLIB_LETTERS = 20


def measure(library: Path, rounds: int) -> Table:
    """The table of ratios; ours, the server and rdflib answer in turns."""
    snapshot = snapshots.newest(library / "graph" / "snapshots")
    if snapshot is None:
        raise SystemExit(f"{library}: there is no graph")
    part, held = _part(library)
    table = Table(
        f"/sparql (rdflib: {held} letters, {len(part):,} statements)",
        ("query", "/sparql ms", "Oxigraph server ms", "ratio", "rdflib ms", "rdflib / ours", "same"),
    )
    with letters(library) as ours, oxigraph(snapshot) as bare:
        here, there = Endpoint(ours.address + "/sparql"), Endpoint(bare.address + "/query")
        rows = json.loads(there.ask(PREFIXES + _MOST, _accept("")))["results"]["bindings"]
        for name, text in QUERIES.items():
            query, accept = PREFIXES + text.replace("{authority}", rows[0]["a"]["value"]), _accept(name)
            same = _sorted(here.ask(query, accept)) == _sorted(there.ask(query, accept))
            pieces: dict[str, Callable[[], object]] = {
                "ours": lambda query=query, accept=accept: here.ask(query, accept),
                "bare": lambda query=query, accept=accept: there.ask(query, accept),
            }
            took = in_turns(pieces, rounds)
            rdflib = ["", ""]
            if name in AGGREGATES:
                seconds = _rdflib(part, query)
                rdflib = [f"{seconds * 1000:.0f}", f"{seconds / took['ours']:.0f}"]
            table.add(
                name, f"{took['ours'] * 1000:.2f}", f"{took['bare'] * 1000:.2f}",
                f"{took['ours'] / took['bare']:.2f}", *rdflib, "yes" if same else "NO",
            )  # fmt: skip
    return table


def _part(library: Path) -> tuple[Graph, int]:
    """Some letters and everything that is not a letter's own, in rdflib's memory; how many letters."""
    made = Graph()
    with Library.open(library, load_settings(False)) as opened:
        own = {opened.ids.graph(letter.key) for letter in opened.letters()}
        kept = sorted(own)[:_RDFLIB_LETTERS]
        for name in opened.store.graphs():
            if name not in own or name in kept:
                made.parse(data=opened.store.dump(ox.RdfFormat.N_TRIPLES, name), format="nt")
    return made, len(kept)


def _rdflib(part: Graph, query: str) -> float:
    began = time.perf_counter()
    list(part.query(query))
    return time.perf_counter() - began


def _accept(name: str) -> str:
    return "application/n-triples" if name.startswith("CONSTRUCT") else "application/sparql-results+json"


def _sorted(body: bytes) -> list[str]:
    """A result whatever its order, a triple that is in two graphs once."""
    if body.startswith(b"{"):
        return sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])
    return sorted({line.decode() for line in body.splitlines()})
